from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from make.desk import NOON, Desk, desk, office

from ingest.decisions import DecisionRefused, nil, release, submit
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address

DAY = date(2018, 12, 3)


def put_in(at: Desk, decision: Callable[..., str], *about: object) -> list[dict[str, Any]]:
    with at.context.database.unit_of_work() as work:
        sha256 = decision(at.context, work, *about, who="somchai", why=None)
        work.commit()
    at.work()
    return at.lines(sha256)


def test_a_fax_counts_for_its_province_and_nobody_is_answered(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [line] = put_in(at, submit, "fax.xlsx", workbook("น่าน", rows("น่าน", 2)), "น่าน", "fax", DAY)
        assert (line["status"], line["province"], line["reference"]) == ("accepted", "น่าน", "SM-2561-0001")
        assert (line["reply"], line["why_no_reply"], line["path"]) == ("none", "handed_in", "fax.xlsx")
        assert str(line["received_at"]).startswith("2018-12-03T12:00")
        assert at.mails() == []
        with at.context.database.unit_of_work(readonly=True) as work:
            [decision] = work.decisions.of("น่าน")
            assert (decision.what, decision.who, decision.why) == ("submit", "somchai", "fax 2018-12-03")
            assert work.senders.of_province("น่าน") == [address("น่าน")]


def test_the_same_again_is_refused_and_names_what_it_became(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        about = ("fax.xlsx", workbook("น่าน", rows("น่าน", 2)), "น่าน", "fax", DAY)
        put_in(at, submit, *about)
        with pytest.raises(DecisionRefused, match="SM-2561-0001"):
            put_in(at, submit, *about)


def test_a_form_of_another_province_is_held(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [line] = put_in(at, submit, "a.xlsx", workbook("ตรัง", rows("ตรัง", 2)), "น่าน", "paper", DAY)
        assert (line["status"], line["reason"]) == ("held", "province_conflict")


def test_nil_told_by_telephone_is_a_complete_answer(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [line] = put_in(at, nil, "แพร่", "phone", DAY)
        assert (line["status"], line["province"], line["files"][0]["nil_report"]) == ("accepted", "แพร่", True)


def test_nil_never_replaces_rows_by_itself_but_by_a_second_decision(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 2))))
        at.now += timedelta(days=1)
        [line] = put_in(at, nil, "น่าน", "phone", at.now.date())
        assert (line["status"], line["reason"]) == ("held", "version_unclear")
        with at.context.database.unit_of_work() as work:
            release(at.context, work, str(line["reference"]), who="somchai", why=None)
            work.commit()
        at.work()
        assert at.lines(str(line["message"]))[0]["status"] == "accepted"
        with at.context.database.unit_of_work(readonly=True) as work:
            assert [version.rows for version in work.submissions.current("น่าน")] == [0]


def test_a_header_that_anybody_can_write_makes_no_hand_in(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 3))))
        form = Attachment("b.xlsx", workbook("น่าน", rows("น่าน", 2)))
        [line] = at.receive("evil@gmail.example", form, headers={"X-Samruat-Channel": "fax"})
        assert (line["status"], line["reply"]) == ("held", "sent")


@pytest.mark.parametrize(
    ("province", "channel", "day", "why_not"),
    [
        ("กรุงเทพมหานคร", "fax", DAY, "none of the 76"),
        ("น่าน", "line", DAY, "one of fax, paper, phone"),
        ("น่าน", "fax", NOON.date() + timedelta(days=1), "is to come"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, province: str, channel: str, day: date, why_not: str
) -> None:
    with desk(tmp_path) as at, pytest.raises(DecisionRefused, match=why_not):
        put_in(at, nil, province, channel, day)
