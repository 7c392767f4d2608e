"""An agreement that two models read from a scan: what one could not read the other may, and all of it is doubted."""

from dataclasses import replace
from datetime import date

from survey.fields.recognised_mou import Sure, doubted_mou
from survey.findings import Code, Severity
from survey.model import Lao, Mou

A, B = Lao("ทต.บ่อแฮ้ว", "5520105"), Lao("อบต.บ้านค่า", "6520112")
BLANK = Code("date_missing", Severity.WARNING, "ไม่พบวันที่", field="signed_on").at(None)


def test_a_name_that_one_model_could_not_read_is_the_one_that_the_other_read() -> None:
    first = Mou(
        "t", "s", (Lao("เทศบาลตำบลบ่อแอ้ว"), A, Lao("องค์การบริหารส่วนตำบลบ้านค่าโด|")), date(2018, 11, 5), 1
    )
    read, [told] = doubted_mou(first, [], Mou("t", "s", (A, B), date(2018, 11, 5), 1))
    assert read.parties == (A, B)
    assert read.signed_on == date(2018, 11, 5)
    assert told.code == "ocr_low_confidence"
    assert "5 พ.ย. 2561, ทต.บ่อแฮ้ว, อบต.บ้านค่า" in told.message


def test_a_name_that_neither_read_is_the_only_one_of_the_province_that_begins_so() -> None:
    first = Mou("t", "s", (A, Lao("องค์การบริหารส่วนตำบลบ้านค่าโดยนา")), None, 1)
    assert doubted_mou(first, [])[0].parties == (A, B)


def test_a_name_that_is_like_no_other_stays_as_it_was_read() -> None:
    first = Mou("t", "s", (A, Lao("องค์การบริหารส่วนตำบลบางกลา")), None, 1)
    assert doubted_mou(first, [])[0].parties == (A, Lao("องค์การบริหารส่วนตำบลบางกลา"))


def test_a_name_like_another_of_the_province_needs_both_readings() -> None:
    near = Lao("อบต.บ้านแลง", "6520114")  # อบต.บ้านแหง is one letter off
    first = Mou("t", "s", (A, near), date(2018, 11, 5), 1)
    assert doubted_mou(first, [], replace(first, parties=(A, B)))[0].parties[:2] == (A, Lao("อบต.บ้านแลง"))
    assert doubted_mou(first, [], first)[0].parties == (A, near)


def test_of_two_days_the_first_counts_and_both_are_named() -> None:
    first, second = Mou("t", None, (A, B), date(2018, 11, 5), 1), Mou("t", None, (A, B), date(2018, 1, 5), 1)
    read, [told] = doubted_mou(first, [], second)
    assert read.signed_on == date(2018, 11, 5)
    assert "5 พ.ย. 2561 หรือ 5 ม.ค. 2561" in told.message


def test_a_year_before_all_cooperation_is_no_reading() -> None:
    read, [told] = doubted_mou(Mou("t", None, (A, B), date(1978, 11, 5), 1), [])
    assert read.signed_on is None
    assert "อ่านวันที่ลงนามไม่ออก" in told.message


def test_a_blank_day_is_told_as_such() -> None:
    read, told = doubted_mou(Mou("t", None, (A, B), None, 1), [BLANK])
    assert read.signed_on is None
    assert [finding.code for finding in told] == ["date_missing", "ocr_low_confidence"]
    assert "อ่านวันที่ลงนามไม่ออก" not in told[1].message


READ = Mou("t", "s", (A, B), date(2018, 11, 5), 1)


def test_an_agreement_of_which_all_is_certain_stays_as_it_is() -> None:
    assert doubted_mou(READ, [], None, Sure(title=True, parties=True, day=True)) == (READ, [])


def test_only_what_is_not_certain_is_told() -> None:
    read, [told] = doubted_mou(READ, [], READ, Sure(title=True, parties=True))
    assert read == READ
    assert told.message.startswith("วันที่ลงนามอ่านจากภาพสแกน อาจคลาดเคลื่อน (วันที่ 5 พ.ย. 2561)")
    _, [told] = doubted_mou(READ, [], READ, Sure(day=True))
    assert told.message.startswith(
        "ชื่อบันทึกข้อตกลง และคู่ความร่วมมืออ่านจากภาพสแกน อาจคลาดเคลื่อน (ทต.บ่อแฮ้ว, อบต.บ้านค่า)"
    )
    _, [told] = doubted_mou(READ, [], READ, Sure(parties=True, day=True))
    assert told.message.startswith("ชื่อบันทึกข้อตกลงอ่านจากภาพสแกน อาจคลาดเคลื่อน (t)")


def test_a_certain_day_is_not_outvoted_by_another_reading() -> None:
    second = Mou("t", None, (A, B), date(2018, 1, 5), 1)
    read, [told] = doubted_mou(READ, [], second, Sure(day=True))
    assert read.signed_on == date(2018, 11, 5)
    assert "ม.ค." not in told.message


def test_a_day_on_dots_counts_where_both_readings_have_it() -> None:
    read, [told] = doubted_mou(READ, [BLANK], READ)
    assert (read.signed_on, told.code) == (date(2018, 11, 5), "ocr_low_confidence")
    other = Mou("t", "s", (A, B), date(2018, 11, 6), 1)
    read, told_of = doubted_mou(READ, [BLANK], other)
    assert read.signed_on is None
    assert [finding.code for finding in told_of] == ["date_missing", "ocr_low_confidence"]


def test_the_second_reading_adds_no_party_where_the_first_could_read_all() -> None:
    more = Mou("t", "s", (A, B, Lao("ทต.แม่แรม", "5500707")), date(2018, 11, 5), 1)
    assert doubted_mou(READ, [], more)[0].parties == (A, B)


def test_a_name_that_a_line_broke_is_the_party_that_begins_so() -> None:
    first = Mou("t", "s", (A, B, Lao("เทศบาลตำบลบ่อ"), Lao("องค์การบริหารส่วนตำบลบ")), date(2018, 11, 5), 1)
    assert doubted_mou(first, [])[0].parties == (A, B, Lao("องค์การบริหารส่วนตำบลบ"))
