from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from make.desk import Desk, desk, office

from ingest.decisions import DecisionRefused, waive
from ingest.demo.forms import rows, ticking_mou, workbook
from ingest.demo.mails import BANGKOK, Attachment

UNTIL = date(2018, 12, 14)


def waived(at: Desk, province: str, code: str, until: date = UNTIL) -> None:
    with at.context.database.unit_of_work() as work:
        waive(at.context, work, province, code, until, who="somchai", why="อุทกภัย")
        work.commit()


def bad(province: str, objective: str = "เพื่อบริการ") -> Attachment:
    body = [replace(row, signed_on="", objective=objective) for row in rows(province, 2)]
    return Attachment(f"{objective}.xlsx", workbook(province, body))


def test_a_waived_rule_does_not_count_for_that_province_and_for_no_other(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        waived(at, "น่าน", "date_missing")
        [nan] = at.receive(office("น่าน"), bad("น่าน"))
        [trang] = at.receive(office("ตรัง"), bad("ตรัง"))
        assert (nan["status"], nan["files"][0]["problems"]) == ("accepted", [])
        assert trang["status"] == "needs_correction"


def test_it_ends_with_its_day_in_bangkok(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        waived(at, "น่าน", "date_missing")
        [on_it] = at.receive(office("น่าน"), bad("น่าน"), at=datetime(2018, 12, 14, 23, 59, tzinfo=BANGKOK))
        after = datetime(2018, 12, 15, 0, 0, tzinfo=BANGKOK)
        [past] = at.receive(office("น่าน"), bad("น่าน", "เพื่อประหยัด"), at=after)
        assert (on_it["status"], past["status"]) == ("accepted", "needs_correction")


def test_what_is_asked_over_a_whole_submission_can_be_waived_too(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        waived(at, "ลำปาง", "mou_missing")
        form = Attachment("a.xlsx", workbook("ลำปาง", [ticking_mou(rows("ลำปาง", 1)[0])]))
        [line] = at.receive(office("ลำปาง"), form)
        assert line["problems"] == []


@pytest.mark.parametrize(
    ("province", "code", "why_not"),
    [
        ("น่าน", "date_mising", "no such code"),
        ("น่าน", "file_encrypted", "can't be waived"),
        ("น่าน", "version_unclear", "can't be waived"),
        ("กรุงเทพมหานคร", "date_missing", "none of the 76"),
    ],
)
def test_what_cannot_be_waived_is_refused(tmp_path: Path, province: str, code: str, why_not: str) -> None:
    with desk(tmp_path) as at, pytest.raises(DecisionRefused, match=why_not):
        waived(at, province, code)


def test_a_second_waiver_of_the_same_is_told_and_a_longer_one_taken(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        waived(at, "น่าน", "date_missing")
        with pytest.raises(DecisionRefused, match="already"):
            waived(at, "น่าน", "date_missing", date(2018, 12, 1))
        waived(at, "น่าน", "date_missing", date(2018, 12, 31))
        with at.context.database.unit_of_work(readonly=True) as work:
            assert [decision.what for decision in work.decisions.of("น่าน")] == ["waive", "waive"]
