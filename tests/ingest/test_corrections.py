from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.decisions import DecisionRefused, correct, prepare, release
from ingest.demo.forms import Row, rows, workbook
from ingest.demo.mails import Attachment, address
from ingest.reprocess import chosen, reprocess
from ingest.rounds import quiet
from storage.records import StoredRow

REF = "SM-2561-0001"


def book(body: list[Row], name: str = "a.xlsx") -> Attachment:
    return Attachment(name, workbook("น่าน", body))


def corrected(at: Desk, cell: str, text: str, reference: str = REF) -> None:
    prepared = prepare(at.context, reference, cell, text)
    with at.context.database.unit_of_work() as work:
        correct(at.context, work, prepared, who="somchai", why="โทรศัพท์ยืนยัน")
        work.commit()
    at.work()


def read_again(at: Desk) -> None:
    with at.context.database.unit_of_work(readonly=True) as work:
        messages = chosen(work, (), everything=True)
    reprocess(at.context, messages, quiet)


def current(at: Desk) -> list[StoredRow]:
    with at.context.database.unit_of_work(readonly=True) as work:
        [version] = work.submissions.current("น่าน")
        return work.submissions.rows(version.id)


@pytest.fixture
def wrong(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    """A form of น่าน whose first date is impossible."""
    database = ('database = "sqlite:///samruat.db"', f'database = "{database_url}"')
    with desk(tmp_path, replace=[database]) as at:
        body = rows("น่าน", 3)
        at.receive(office("น่าน"), book([replace(body[0], signed_on="31 มิ.ย. 2561"), *body[1:]]))
        at.now += timedelta(hours=1)
        yield at


def test_a_corrected_cell_is_read_by_its_field_and_the_sender_told_of_the_new_status(wrong: Desk) -> None:
    corrected(wrong, "e๖", "30 มิ.ย. 2561")
    [first, *_] = current(wrong)
    assert (first.row.signed_on, first.state) == (date(2018, 6, 30), "ok")
    with wrong.context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference(REF)
        [decision] = work.decisions.of(REF)
    assert version is not None
    assert version.status == "accepted"
    assert (decision.what, decision.who) == ("correct", "somchai")
    assert "แบบสำรวจ!E6 = 30 มิ.ย. 2561" in str(decision.why)
    before, after = wrong.mails(address("น่าน"))
    assert "ต้องแก้ไข" in str(before["Subject"])
    assert "ต้องแก้ไข" not in str(after["Subject"])


def test_a_correction_survives_reading_again(wrong: Desk) -> None:
    corrected(wrong, "แบบสำรวจ!E6", "30 มิ.ย. 2561")
    read_again(wrong)
    assert current(wrong)[0].row.signed_on == date(2018, 6, 30)
    assert len(wrong.mails(address("น่าน"))) == 2


def test_a_newer_file_that_contradicts_it_is_held_and_says_how(wrong: Desk) -> None:
    corrected(wrong, "E6", "30 มิ.ย. 2561")
    body = rows("น่าน", 3)
    [line] = wrong.receive(office("น่าน"), book([replace(body[0], signed_on="29 มิ.ย. 2561"), *body[1:]]))
    assert (line["status"], line["reason"]) == ("held", "correction_contradicted")
    assert current(wrong)[0].row.signed_on == date(2018, 6, 30)
    alert = text_of(wrong.mails("coordinator@dla.example")[-1])
    assert f"{REF} ช่อง E6: แก้ไขเป็น 2018-06-30 แต่ฉบับนี้เป็น 2018-06-29" in alert
    with wrong.context.database.unit_of_work() as work:
        release(wrong.context, work, str(line["reference"]), who="somchai", why=None)
        work.commit()
    wrong.work()
    assert current(wrong)[0].row.signed_on == date(2018, 6, 29)


def test_a_newer_file_that_agrees_is_taken_in_and_the_correction_outlives_it(wrong: Desk) -> None:
    corrected(wrong, "E6", "30 มิ.ย. 2561")
    body = rows("น่าน", 3)
    agreeing = [replace(body[0], signed_on="30/6/61"), *body[1:]]
    [line] = wrong.receive(office("น่าน"), book(agreeing))
    assert line["status"] == "accepted"
    [line] = wrong.receive(office("น่าน"), book(body, "b.xlsx"))
    assert (line["status"], line["reason"]) == ("held", "correction_contradicted")


def test_a_version_that_was_taken_in_before_the_correction_is_not_held_when_it_is_read_again(
    tmp_path: Path,
) -> None:
    with desk(tmp_path) as at:
        body = rows("น่าน", 3)
        at.receive(office("น่าน"), book(body))
        [second] = at.receive(office("น่าน"), book(rows("น่าน", 4), "b.xlsx"))
        at.now += timedelta(hours=1)
        corrected(at, "E6", "6 พ.ย. 2561", str(second["reference"]))
        read_again(at)
        assert current(at)[0].row.signed_on == date(2018, 11, 6)
        with pytest.raises(DecisionRefused, match=f"does not count now; {second['reference']} does"):
            prepare(at.context, REF, "E6", "7 พ.ย. 2561")


def test_a_tick_and_an_empty_cell_can_be_corrected_too(wrong: Desk) -> None:
    corrected(wrong, "F7", "")
    assert current(wrong)[1].row.committee is None
    corrected(wrong, "G7", "✓")
    assert current(wrong)[1].row.committee == "not_appointed"


@pytest.mark.parametrize(
    ("cell", "text", "why_not"),
    [
        ("E6", "31 มิ.ย. 2561", "nothing would change"),
        ("E6", "32 มิ.ย. 2561", "32 มิ.ย."),
        ("Z99", "x", "nothing would change"),
        ("แผ่น2!E6", "30 มิ.ย. 2561", "no such table"),
        ("หก", "30 มิ.ย. 2561", "is no cell"),
    ],
)
def test_what_would_correct_nothing_or_be_wrong_itself_is_refused(
    wrong: Desk, cell: str, text: str, why_not: str
) -> None:
    with pytest.raises(DecisionRefused, match=why_not):
        prepare(wrong.context, REF, cell, text)


def test_of_two_corrections_tried_at_once_the_second_is_told(wrong: Desk) -> None:
    one, other = (prepare(wrong.context, REF, "E6", f"{day} มิ.ย. 2561") for day in (29, 30))
    with wrong.context.database.unit_of_work() as work:
        correct(wrong.context, work, one, who="somchai", why=None)
        work.commit()
    with (
        wrong.context.database.unit_of_work() as work,
        pytest.raises(DecisionRefused, match="somchai corrected it just now"),
    ):
        correct(wrong.context, work, other, who="somsri", why=None)
