"""What the coordinator can't decide is refused before anything changes, and says why."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from make.desk import Desk, desk, office

from ingest.decisions import DecisionRefused, correct, forgotten, prepare, submit, withdraw
from ingest.decisions.corrected import LONGEST
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment

FIRST, AGAIN, HELD, TWO = (f"SM-2561-000{number}" for number in range(1, 5))
A_DAY = "30 มิ.ย. 2561"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    """น่าน was accepted, came once more, and was to be replaced by a stranger; ตรัง sent its form in two files."""
    with desk(tmp_path) as made:
        first = Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 3)))
        made.receive(office("น่าน"), first)
        made.receive(office("น่าน"), first, text="ส่งอีกครั้ง")
        made.receive("somebody@gmail.example", Attachment("b.xlsx", workbook("น่าน", rows("น่าน", 4))))
        halves = rows("ตรัง", 4)
        made.receive(
            office("ตรัง"),
            *(Attachment(f"{n}.xlsx", workbook("ตรัง", halves[2 * n : 2 * n + 2])) for n in range(2)),
        )
        made.now += timedelta(hours=1)
        yield made


def refused_correction(at: Desk, reference: str, cell: str = "E6", text: str = A_DAY) -> str:
    with pytest.raises(DecisionRefused) as refused:
        prepare(at.context, reference, cell, text)
    assert any("ก" <= letter <= "๛" for letter in refused.value.thai)
    return str(refused.value)


def refused_withdrawal(at: Desk, reference: str, why: str | None = "ส่งผิด") -> str:
    with at.context.database.unit_of_work() as work, pytest.raises(DecisionRefused) as refused:
        withdraw(at.context, work, reference, who="somchai", why=why)
    return str(refused.value)


def read_again(at: Desk, reference: str) -> None:
    with at.context.database.unit_of_work() as work:
        version = work.submissions.by_reference(reference)
        assert version is not None
        work.messages.reopen([version.message_sha256], at.context.now() + timedelta(hours=1))
        work.commit()


def test_the_four_mails_stand_as_the_others_here_take_them(at: Desk) -> None:
    with at.context.database.unit_of_work(readonly=True) as work:
        found = [work.submissions.by_reference(reference) for reference in (FIRST, AGAIN, HELD, TWO)]
    assert [(one.status, one.repeats) for one in found if one] == [
        ("accepted", None), ("accepted", FIRST), ("held", None), ("accepted", None),
    ]  # fmt: skip


def test_what_was_never_sent_can_be_neither_corrected_nor_withdrawn_nor_deleted(at: Desk) -> None:
    unknown = "SM-2561-9999"
    assert "not known" in refused_correction(at, unknown)
    assert "not known" in refused_withdrawal(at, unknown)
    with at.context.database.unit_of_work() as work, pytest.raises(DecisionRefused, match="not known"):
        forgotten.of_references(work, [unknown])


def test_what_only_repeats_another_is_decided_at_that_one(at: Desk) -> None:
    assert "correct that one" in refused_correction(at, AGAIN)
    assert f"only repeats {FIRST}" in refused_withdrawal(at, AGAIN)


def test_what_waits_is_not_withdrawn_and_a_withdrawal_says_why(at: Desk) -> None:
    assert "held" in refused_withdrawal(at, HELD)
    assert "told why" in refused_withdrawal(at, FIRST, "  ")
    with at.context.database.unit_of_work() as work:
        withdraw(at.context, work, FIRST, who="somchai", why="ส่งผิด")
        work.commit()
    assert "is rejected" in refused_correction(at, FIRST)


def test_while_a_mail_is_read_again_nothing_is_decided_about_it(at: Desk) -> None:
    prepared = prepare(at.context, FIRST, "E6", A_DAY)
    read_again(at, FIRST)
    with at.context.database.unit_of_work() as work, pytest.raises(DecisionRefused, match="being read again"):
        correct(at.context, work, prepared, who="somchai", why=None)
    assert "being read again" in refused_withdrawal(at, FIRST)
    with at.context.database.unit_of_work(readonly=True) as work:
        [one] = forgotten.of_references(work, [FIRST])
    assert one.kept == "is not read yet"


def test_what_waits_for_the_coordinator_is_not_deleted(at: Desk) -> None:
    with at.context.database.unit_of_work(readonly=True) as work:
        [one] = forgotten.of_references(work, [HELD])
    assert one.kept == "waits for the coordinator"


def test_of_two_files_a_correction_says_which(at: Desk) -> None:
    assert "0.xlsx, 1.xlsx" in refused_correction(at, TWO)
    prepared = prepare(at.context, TWO, "E6", A_DAY, file="1.xlsx")
    with at.context.database.unit_of_work() as work:
        correct(at.context, work, prepared, who="somchai", why=None)
        work.commit()


def test_words_longer_than_a_cell_takes_are_refused(at: Desk) -> None:
    assert f"over {LONGEST}" in refused_correction(at, FIRST, text="ก" * (LONGEST + 1))


def test_a_file_larger_than_we_read_is_not_put_in(at: Desk) -> None:
    limits = at.context.config.limits.model_copy(update={"file_mb": 1})
    at.context.config = at.context.config.model_copy(update={"limits": limits})
    with at.context.database.unit_of_work() as work, pytest.raises(DecisionRefused, match="is over 1 MB"):
        submit(
            at.context, work, "fax.pdf", b"%PDF" + bytes(2 << 20), "น่าน", "fax", at.now.date(), who="somchai", why=None
        )  # fmt: skip
