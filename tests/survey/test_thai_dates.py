"""The grammar of dates: every notation is read, or named as what it is; none is guessed silently."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.thai.dates import DateReading, Kind, Why, find, read, read_value, thai_date, thai_date_long
from survey.thai.months import LONG, SHORT, month_number

RECEIVED_ON = date(2018, 12, 1)
FIFTH = date(2018, 11, 5)


def reading(text: str) -> DateReading:
    return read(text, RECEIVED_ON)


@pytest.mark.parametrize(
    "text",
    [
        "5 พ.ย. 2561",
        "5 พฤศจิกายน 2561",
        "วันที่ 5 เดือน พฤศจิกายน พ.ศ. 2561",
        "๕ พฤศจิกายน พุทธศักราช ๒๕๖๑",
        "วันจันทร์ที่ 5 พฤศจิกายน พ.ศ. 2561",
        "จ. 5 พ.ย. 61",
        "Monday, 5 November 2018",
        "5 พย 61",
        "5 พ. ย. 2561",
        "5พ.ย.61",
        "5-พ.ย.-61",
        "5/พ.ย./2561",
        "5 พฤษจิกายน 2561",
        "5 พฤศจิ กายน 2561",
        "5 Nov 18",
        "5-Nov-18",
        "5th November 2018",
        "November 5, 2018",
        "Nov. 5, 2561",
        "5 พ.ย. ๒๕๖1",
        "O5/11/2561",
        "5/1l/256l",
        "05/11/2561",
        "5-11-61",
        "5.11.61",
        "5/11-2561",
        "5 / 11 / 2561",
        "5 11 2561",
        "5/11/18",
        "5//11//2561",
        "2561-11-05",
        "2018/11/05",
        "2561 พ.ย. 5",
        "05112561",
        "5112561",
        "20181105",
        "5 เดือน 11 พ.ศ. 2561",
        "วันที่ 5 เดือน 11 ปี 2561",
        "5 พ.ย. ค.ศ. 2018",
        "5 Nov 2018 AD",
        "5 November 2561 B.E.",
        "5 พ.ย. พ.ศ. 61",
        "5 พ.ย. '61",
        "'5/11/2561",
        "5 พ.ย.\n2561",
        "5/11/\n2561",
        "5/11/25 61",
        "5 พ.ย. 2561 น.",
        "5 พ.ย. 2561 เวลา 10.30 น.",
        "5/11/2561 10:30",
        "2018-11-05 00:00:00",
        "2018-11-05T00:00:00",
        "(5 พ.ย. 2561)",
        "1. 5/11/2561",
        "1) 5 พ.ย. 2561",
        "5 พ.ย. 2561 (5/11/2561)",
        "5 พ.ย. 2561\n5 พ.ย. 2561",
        "ลงนามเมื่อวันที่ 5 พ.ย. 2561",
        "ลงนามแล้ว 5 พ.ย. 2561",
        "5 พ.ย. 2561 (ครั้งที่ 1)",
        "วันที่ ...5... เดือน ...พฤศจิกายน... พ.ศ. ...2561...",
    ],
)
def test_each_notation_of_one_day_is_that_day(text: str) -> None:
    assert (reading(text).kind, reading(text).value) == (Kind.OK, FIFTH)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11/5/2018", date(2018, 5, 11)),
        ("7 ต.ค.59", date(2016, 10, 7)),
        ("28/11/02", date(2002, 11, 28)),
        ("28/11/59", date(2016, 11, 28)),
        ("29/2/2559", date(2016, 2, 29)),
        ("3 กุมภาพันธุ์ 2561", date(2018, 2, 3)),
        ("3 กรกฏาคม 2561", date(2018, 7, 3)),
        ("3 มิถุนา 61", date(2018, 6, 3)),
        ("5 พ.ย. 2570", date(2027, 11, 5)),
        ("1/1/35", date(1992, 1, 1)),
    ],
)
def test_day_stands_before_month_and_eras_are_told_apart(text: str, day: date) -> None:
    assert (reading(text).kind, reading(text).value) == (Kind.OK, day)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("13/25/2561", Why.NO_SUCH_DAY),
        ("5/13/2561", Why.NO_SUCH_DAY),
        ("29/2/2560", Why.NO_SUCH_DAY),
        ("31 มิ.ย. 2561", Why.NO_SUCH_DAY),
        ("0/0/2561", Why.NO_SUCH_DAY),
        ("5 พ.ย. 2651", Why.NO_SUCH_YEAR),
        ("5 พ.ย. 3561", Why.NO_SUCH_YEAR),
        ("5/11/561", Why.NO_SUCH_YEAR),
        ("5/11/25611", Why.NO_SUCH_YEAR),
        ("5/11/25", Why.NO_SUCH_YEAR),
        ("5/11/62", Why.NO_SUCH_YEAR),
        ("5 พ.ย. พ.ศ. 18", Why.NO_SUCH_YEAR),
        ("5 ม.ย. 2561", Why.NO_DATE),
        ("5 มนาคม 2561", Why.NO_DATE),
        ("5 พฤษภายน 2561", Why.NO_DATE),
        ("5/II/2561", Why.NO_DATE),
        ("04/012022", Why.NO_DATE),
        ("5/11/2561 12", Why.NO_DATE),
        ("1.5/11/2561", Why.NO_DATE),
        ("3 ปี", Why.NO_DATE),
        ("หมดอายุ 30 ก.ย. 2561", Why.NO_DATE),
        ("สะลวง", Why.NO_DATE),
        ("99999", Why.NO_DATE),
    ],
)
def test_what_is_no_day_is_invalid_and_never_guessed(text: str, why: Why) -> None:
    assert (reading(text).kind, reading(text).why, reading(text).value) == (Kind.INVALID, why, None)


@pytest.mark.parametrize(
    ("text", "why", "value", "other"),
    [
        ("1 ต.ค. 2560 – 30 ก.ย. 2561", Why.RANGE, date(2017, 10, 1), date(2018, 9, 30)),
        ("09/05/2018 ถึง 10/05/2018", Why.RANGE, date(2018, 5, 9), date(2018, 5, 10)),
        ("1/10/60-30/9/61", Why.RANGE, date(2017, 10, 1), date(2018, 9, 30)),
        ("1-5 พ.ย. 2561", Why.RANGE, date(2018, 11, 1), FIFTH),
        ("1 ต.ค. – 5 พ.ย. 2561", Why.RANGE, date(2018, 10, 1), FIFTH),
        ("1 ต.ค. – 30 พ.ย. 2561", Why.RANGE, date(2018, 10, 1), date(2018, 11, 30)),
        ("1/10 - 30/11/2561", Why.RANGE, date(2018, 10, 1), date(2018, 11, 30)),
        ("30 ธ.ค. - 5 ม.ค. 61", Why.RANGE, date(2017, 12, 30), date(2018, 1, 5)),
        ("5 พ.ย. 2561, 6 พ.ย. 2561", Why.SEVERAL, FIFTH, date(2018, 11, 6)),
        ("1. 5 พ.ย. 2561 2. 1 พ.ย. 2561", Why.SEVERAL, FIFTH, date(2018, 11, 1)),
        ("5 พ.ย. 2561 ระยะเวลา 3 ปี", Why.WORDS, FIFTH, None),
        ("5 พ.ย. 2561 คำสั่งที่ 12/2561", Why.WORDS, FIFTH, None),
        ("ข้อมูล ณ วันที่ 5 พ.ย. 2561", Why.WORDS, FIFTH, None),
        ("43409", Why.SERIAL, FIFTH, None),
        ("241736", Why.SERIAL, FIFTH, None),
        ("22590", Why.SERIAL, FIFTH, date(1961, 11, 5)),
        ("5 พ.ย. พ.ศ. 2018", Why.ERA, FIFTH, None),
        ("5 พ.ย. 2516", Why.OLD, date(1973, 11, 5), FIFTH),
        ("วันอังคารที่ 5 พ.ย. 2561", Why.WEEKDAY, FIFTH, None),
    ],
)
def test_what_can_be_read_otherwise_names_the_other(
    text: str, why: Why, value: date, other: date | None
) -> None:
    got = reading(text)
    assert (got.kind, got.why, got.value, got.other) == (Kind.AMBIGUOUS, why, value, other)


@pytest.mark.parametrize(
    "text",
    [
        "พ.ย. 2561",
        "พฤศจิกายน 61",
        "เดือนพฤศจิกายน พ.ศ. 2561",
        "2561",
        "ปี 61",
        "พ.ศ. 2561",
        "ปีงบประมาณ 2562",
        "งบประมาณปี 2562",
        "ปีงบประมาณ พ.ศ. ๒๕๖๒",
        "ไตรมาส 1/2562",
        "11/2561",
        "ต.ค. 2561 - ก.ย. 2562",
        "5 พ.ย.",
        "ต้นปี 2561",
        "ปี 2559-2561",
        "วันที่ ..... เดือน พฤศจิกายน พ.ศ. 2561",
        "พ.ศ. ๒๕๖…",
    ],
)
def test_part_of_a_date_is_incomplete(text: str) -> None:
    assert reading(text) == DateReading(Kind.INCOMPLETE)


@pytest.mark.parametrize(
    "text",
    [
        "อยู่ระหว่างดำเนินการ",
        "ยังไม่ลงนาม",
        "รอลงนาม",
        "ยังไม่ได้ลงนาม คาดว่า 5 ธ.ค. 2561",
        "กำลังจัดทำ",
        "ไม่ได้ลงนาม",
        "(อยู่ระหว่างเสนอสภา)",
        "ไม่มี MOU",
        "ยัง ไม่ลง นาม",
        "อยู่ ระหว่าง ดำเนิน การ",
        "อยู่ระห ว่างดำเนินการ",
    ],
)
def test_a_signature_to_come_is_no_date(text: str) -> None:
    assert reading(text) == DateReading(Kind.UNSIGNED)


@pytest.mark.parametrize(
    "text", ["", "-", "- -", ".....", "ไม่ระบุ", "ไม่มี", "ไม่ทราบวันที่", "ไม่ ทราบ วันที่", "วันที่.....เดือน.....พ.ศ....."]
)
def test_nothing_is_blank(text: str) -> None:
    assert reading(text) == DateReading(Kind.BLANK)


@pytest.mark.parametrize(
    ("value", "kind", "meant", "other"),
    [
        (date(2018, 11, 5), Kind.OK, FIFTH, None),
        (datetime.fromisoformat("2018-11-05 10:30"), Kind.OK, FIFTH, None),
        (date(2561, 11, 5), Kind.OK, FIFTH, None),
        (date(2560, 2, 29), Kind.INVALID, None, None),
        (date(1961, 11, 5), Kind.AMBIGUOUS, FIFTH, date(1961, 11, 5)),
        (date(1960, 2, 29), Kind.INVALID, None, None),
        (date(1975, 11, 5), Kind.AMBIGUOUS, date(1975, 11, 5), date(2032, 11, 5)),
        (date(1995, 11, 5), Kind.AMBIGUOUS, date(1995, 11, 5), date(2052, 11, 5)),
        (date(2461, 11, 5), Kind.AMBIGUOUS, date(1918, 11, 5), FIFTH),
        (date(2651, 11, 5), Kind.INVALID, None, None),
        (date(1905, 1, 1), Kind.INVALID, None, None),
    ],
)
def test_a_date_cell_tells_its_era_by_its_year(
    value: date, kind: Kind, meant: date | None, other: date | None
) -> None:
    got = read_value(value, RECEIVED_ON)
    assert (got.kind, got.value, got.other) == (kind, meant, other)


def test_a_date_cell_that_shows_its_be_year_is_sure() -> None:
    assert read_value(date(1995, 11, 5), RECEIVED_ON, "5/11/2538") == DateReading(
        Kind.OK, date(1995, 11, 5), be=False
    )


def test_the_window_of_two_digit_years_moves_with_the_day_of_receipt() -> None:
    assert read("5/11/69", date(2026, 12, 1)).value == date(2026, 11, 5)
    assert read("5/11/25", date(2026, 12, 1)).value == date(2025, 11, 5)
    assert read("5/11/69", RECEIVED_ON).kind is Kind.INVALID


def test_dates_in_running_text_are_found_in_order() -> None:
    text = "บันทึกนี้ทำขึ้นเมื่อวันที่ ๕ เดือน พฤศจิกายน พ.ศ. ๒๕๖๑ ณ อบต. ข้อ 16 17 2561 ให้ใช้ตั้งแต่ 1 ม.ค. 2562"
    found = find(text, RECEIVED_ON)
    assert [one.reading.value for one in found] == [FIFTH, date(2019, 1, 1)]
    assert text[found[0].start : found[0].end] == "๕ เดือน พฤศจิกายน พ.ศ. ๒๕๖๑"


def test_short_month_names_are_never_guessed() -> None:
    assert [month_number(name) for name in SHORT] == list(range(1, 13))
    assert [month_number(name) for name in ("ม.ย.", "ก.", "พ.", "มค", "มีค", "ก.ห.")] == [
        None,
        None,
        None,
        1,
        3,
        None,
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(1992, 1, 1), date(2018, 12, 31)),
    st.sampled_from(["{d} {l} {be}", "{d}/{m}/{be}", "{d} {s} {be}"]),
)
def test_what_we_write_we_read(day: date, form: str) -> None:
    text = form.format(
        d=day.day, m=day.month, l=LONG[day.month - 1], s=SHORT[day.month - 1], be=day.year + 543
    )
    assert read(text, RECEIVED_ON) == DateReading(Kind.OK, day, be=True)
    assert read(thai_date(day), RECEIVED_ON).value == read(thai_date_long(day), RECEIVED_ON).value == day


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0125689/-. พ.ย.ถึงศกควันที่ปีlOa\n๕–"), max_size=24))
def test_only_a_sure_reading_has_a_value(text: str) -> None:
    got = reading(text)
    assert (got.value is not None) == (got.kind in (Kind.OK, Kind.AMBIGUOUS))
