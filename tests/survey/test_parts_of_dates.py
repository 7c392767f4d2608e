"""Where a part of a date ends and a whole one, or none, begins; and letters that were lost on the way."""

from datetime import date

import pytest

from survey.thai.date_words import is_incomplete
from survey.thai.dates import Kind, find
from survey.thai.text import repair


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1/2561", True),
        ("12/2561", True),
        ("0/2561", False),
        # Month and short year, or day and month: a part either way.
        ("11/61", True),
        ("31/12", True),
        ("31/1", False),
        ("31.12", True),
        ("31.13", False),
    ],
)
def test_two_numbers_are_a_part_of_a_date_where_one_of_them_can_be_a_month(text: str, part: bool) -> None:
    assert is_incomplete(text) is part


def test_a_short_year_in_prose_is_judged_by_the_day_of_receipt() -> None:
    text = "ลงนามเมื่อวันที่ 5 พฤศจิกายน 61"
    before, after = (find(text, day)[0].reading for day in (date(2017, 12, 1), date(2018, 12, 1)))
    assert (before.kind, before.value) == (Kind.INVALID, None)
    assert (after.kind, after.value) == (Kind.OK, date(2018, 11, 5))


@pytest.mark.parametrize(
    ("lost", "whole"),
    [("จ านวน", "จำนวน"), ("กิจกรรมท าความร่วมมือ", "กิจกรรมทำความร่วมมือ"), ("น ้า", "น้ำ")],
)
def test_an_am_of_which_a_space_was_left_is_whole_again(lost: str, whole: str) -> None:
    assert repair(lost) == whole
