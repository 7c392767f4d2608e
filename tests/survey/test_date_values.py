"""Whole readings of true date cells and of bare numbers, at the edges of what each may mean."""

from datetime import date, datetime

import pytest

from survey.thai.dates import DateReading, Kind, Why, read, read_value

RECEIVED_ON = date(2018, 12, 1)
NO_SUCH_YEAR = DateReading(Kind.INVALID, why=Why.NO_SUCH_YEAR)
NO_DATE = DateReading(Kind.INVALID, why=Why.NO_DATE)


def short(day: date, other: date | None, *, be: bool) -> DateReading:
    return DateReading(Kind.AMBIGUOUS, day, Why.SHORT_YEAR, other=other, short=True, be=be)


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (date(2018, 11, 5), DateReading(Kind.OK, date(2018, 11, 5), be=False)),
        (datetime(2018, 11, 5, 13, 30), DateReading(Kind.OK, date(2018, 11, 5), be=False)),
        (date(2000, 1, 1), DateReading(Kind.OK, date(2000, 1, 1), be=False)),
        (date(2118, 1, 1), DateReading(Kind.OK, date(2118, 1, 1), be=False)),
        (date(2119, 1, 1), NO_SUCH_YEAR),
        (date(1929, 12, 31), NO_SUCH_YEAR),
        (date(1930, 1, 1), short(date(1930, 1, 1), date(1987, 1, 1), be=False)),
        (date(2399, 12, 31), NO_SUCH_YEAR),
        (date(2561, 11, 5), DateReading(Kind.OK, date(2018, 11, 5), be=True)),
        (date(2599, 1, 1), DateReading(Kind.OK, date(2056, 1, 1), be=True)),
        (date(2600, 1, 1), NO_SUCH_YEAR),
        (date(1961, 11, 5), short(date(2018, 11, 5), date(1961, 11, 5), be=True)),
        (date(1935, 1, 1), short(date(1992, 1, 1), date(1935, 1, 1), be=True)),
        (date(1934, 1, 1), short(date(1934, 1, 1), date(1991, 1, 1), be=False)),
        (date(1962, 1, 1), short(date(1962, 1, 1), date(2019, 1, 1), be=False)),
        (date(1999, 12, 31), short(date(1999, 12, 31), date(2056, 12, 31), be=False)),
        (date(1960, 2, 29), DateReading(Kind.INVALID, why=Why.NO_SUCH_DAY, short=True, be=True)),
    ],
)  # fmt: skip
def test_a_true_date_cell_says_which_year_was_meant_and_how_surely(value: date, reading: DateReading) -> None:
    assert read_value(value, RECEIVED_ON) == reading


def test_a_year_that_the_cell_shows_in_be_was_not_typed_with_two_digits() -> None:
    plain = DateReading(Kind.OK, date(1992, 5, 4), be=False)
    assert read_value(date(1992, 5, 4), RECEIVED_ON, "4 พ.ค. ๒๕๓๕") == plain
    assert read_value(date(1992, 5, 4), RECEIVED_ON, "4 พ.ค. 35").kind is Kind.AMBIGUOUS
    assert read_value(date(1991, 5, 4), RECEIVED_ON, "4 พ.ค. 2534").kind is Kind.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("43409", DateReading(Kind.AMBIGUOUS, date(2018, 11, 5), Why.SERIAL, be=False)),
        ("33604", DateReading(Kind.AMBIGUOUS, date(1992, 1, 1), Why.SERIAL, other=date(2049, 1, 1), short=True, be=False)),
        ("47118", DateReading(Kind.AMBIGUOUS, date(2028, 12, 31), Why.SERIAL, be=False)),
        ("47119", NO_DATE),
        ("241734", DateReading(Kind.AMBIGUOUS, date(2018, 11, 3), Why.SERIAL, be=True)),
        ("99999", NO_DATE),
        ("05112561", DateReading(Kind.OK, date(2018, 11, 5), be=True)),
        ("5112561", DateReading(Kind.OK, date(2018, 11, 5), be=True)),
        ("25611115", DateReading(Kind.OK, date(2018, 11, 15), be=True)),
        ("2018", DateReading(Kind.INCOMPLETE)),
        ("25611105", DateReading(Kind.OK, date(2018, 11, 5), be=True)),
        ("31022561", NO_DATE),
        ("2561", DateReading(Kind.INCOMPLETE)),
        ("61", DateReading(Kind.INCOMPLETE)),
        ("561", NO_DATE),
        ("1", NO_DATE),
        ("2300", NO_DATE),
    ],
)  # fmt: skip
def test_a_bare_number_is_a_serial_number_eight_digits_or_a_year(text: str, reading: DateReading) -> None:
    assert read(text, RECEIVED_ON) == reading
