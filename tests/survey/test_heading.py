"""Province line, reporter lines, phone numbers; persons are invented."""

from datetime import date

import pytest

from survey.cells import Cell, CellValue, address
from survey.fields.heading import (
    province_conflict,
    province_missing,
    province_named,
    province_of,
    reporter_of,
)
from survey.fields.phones import is_phone, with_leading_zero
from survey.findings import Severity
from survey.model import Case, Form, ProvinceSource, Reporter
from survey.registry import registry

CASE = Case(date(2018, 12, 1))


def around(*rows: tuple[CellValue, ...] | str) -> list[Cell]:
    """Cells of rows from A1 on."""
    return [
        Cell(address("Sheet1", r, c), str(value), value)
        for r, row in enumerate(rows, 1)
        for c, value in enumerate((row,) if isinstance(row, str) else row, 1)
        if value is not None
    ]


@pytest.mark.parametrize("name", sorted(registry().provinces))
def test_each_province_is_named_by_line_file_and_office(name: str) -> None:
    assert province_of(around(f"จังหวัด.....{name}.....")).name == name
    assert province_named(f"แบบสำรวจ_{name}_2561.xlsx") == name
    assert province_named(f"ขอส่งแบบสำรวจของ สถจ.{name} ครับ") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ไม่มีเลย", None),
        ("ไม่มี เลย ครับ", None),
        ("ทุกจังหวัดเลยครับ", None),
        ("จังหวัดตากแดด", None),
        ("ตากแดด", None),
        ("จังหวัดเลยขอส่งแบบสำรวจ", "เลย"),
        ("ขอส่งแบบสำรวจครับ\nเลย\nขอบคุณครับ", "เลย"),
        ("ขอส่งแบบสำรวจครับ เลย ขอบคุณครับ", None),
        ("2561_เลย.xlsx", "เลย"),
        ("ส่งแบบ เลย", None),
        ("แบบสำรวจเชียงใหม่.xlsx", "เชียงใหม่"),
        ("ChiangMai-form.xlsx", "เชียงใหม่"),
        ("form_nakhon si thammarat.csv", "นครศรีธรรมราช"),
        ("จว.อุบลฯ", "อุบลราชธานี"),
        ("ส่งแบบ โคราช", "นครราชสีมา"),
        ("จ.พระนครศรีอยุธยา", "พระนครศรีอยุธยา"),
        ("จังหวัดกรุงเทพมหานคร", None),
        ("จังหวัดลำพูน และจังหวัดเชียงใหม่", None),
        ("สถจ.ลำพูน เรื่อง จังหวัดเชียงใหม่", "ลำพูน"),
        ("ทต.สระแก้ว", None),
        ("MOU อบจ.ลำพูน.pdf", None),
        ("somchai@chiangmai.example", None),
        ("", None),
    ],
)
def test_a_name_counts_after_its_marks_or_alone_and_never_inside_words(text: str, name: str | None) -> None:
    assert province_named(text) == name


@pytest.mark.parametrize(
    ("cells", "name", "place"),
    [
        (around(("จังหวัด", "", "เชียงใหม่")), "เชียงใหม่", "Sheet1!C1"),
        (around("แบบสำรวจความร่วมมือ จังหวัดลำพูน"), "ลำพูน", "Sheet1!A1"),
        (around("แบบสำรวจ\nจังหวัด โคราช"), "นครราชสีมา", "Sheet1!A1"),
        (around("จังหวัด ศรีษะเกษ"), "ศรีสะเกษ", "Sheet1!A1"),
        (around("จ. เชียง ใหม่"), "เชียงใหม่", "Sheet1!A1"),
        (around("จ.สข."), "สงขลา", "Sheet1!A1"),
        (around("จังหวัดบุรีรัมภ์"), "บุรีรัมย์", "Sheet1!A1"),
        (around("จังหวัดกาฬสิน"), "กาฬสินธุ์", "Sheet1!A1"),
        (around("( จังหวัดน่าน )"), "น่าน", "Sheet1!A1"),
        (around("จังหวัดน่าน อำเภอปัว"), "น่าน", "Sheet1!A1"),
        (around("ชื่อจังหวัด : น่าน"), "น่าน", "Sheet1!A1"),
        (around("Chiang Mai"), "เชียงใหม่", "Sheet1!A1"),
        (around("(เชียงใหม่)"), "เชียงใหม่", "Sheet1!A1"),
        (around(("จังหวัด", "น่าน", "ลำพูน")), "น่าน", "Sheet1!B1"),
        (around("จังหวัดเชียง\nใหม่\nปี 2561"), "เชียงใหม่", "Sheet1!A1"),
        (around("เชียงใหม่"), "เชียงใหม่", "Sheet1!A1"),
        (around("สถจ.น่าน", "เรียน ผู้ว่าราชการจังหวัดเชียงใหม่"), "น่าน", "Sheet1!A1"),
        (around("จังหวัด ลำพูน", "สถจ.เชียงใหม่"), "ลำพูน", "Sheet1!A1"),
        (around("จังหวัดเชียงใหม่ (ข้อมูล ณ 1 พ.ย. 2561)"), "เชียงใหม่", "Sheet1!A1"),
    ],
)
def test_the_province_is_found_around_the_table(cells: list[Cell], name: str, place: str) -> None:
    found = province_of(cells)
    assert (found.name, found.cell and found.cell.at, found.finding) == (name, place, None)


@pytest.mark.parametrize(
    "lines",
    [
        ("จังหวัด ลำพูน", "จังหวัด เชียงใหม่"),
        ("จังหวัดลำพูน และจังหวัดเชียงใหม่",),
        ("แบบสำรวจ จังหวัดลำพูน และจังหวัดเชียงใหม่",),
        ("สถจ.น่าน", "สถจ.แพร่"),
        ("เชียงใหม่", "ลำพูน"),
    ],
)
def test_what_names_two_provinces_names_none(lines: tuple[str, ...]) -> None:
    found = province_of(around(*lines))
    assert (found.name, found.finding) == (None, None)


NO_NAME = "ไม่ตรงกับชื่อจังหวัดใดใน 76 จังหวัด กรุณาตรวจสอบชื่อจังหวัด เช่น"
BANGKOK = "ไม่อยู่ใน 76 จังหวัดที่สำรวจ กรุณาระบุชื่อจังหวัด เช่น “จังหวัดเชียงใหม่”"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (around(("จังหวัด", "", "", "", "เชียงม่าย")), ("Sheet1!E1", f"“เชียงม่าย” {NO_NAME} “จังหวัดเชียงราย”")),
        (around(("จังหวัด", "", "", "", "", "เชียงม่าย")), None),
        (around("จังหวัด", "เชียงม่าย"), None),
        (around("จังหวัดเชียง ม่าย"), ("Sheet1!A1", f"“เชียง ม่าย” {NO_NAME} “จังหวัดเชียงราย”")),
        (around("จังหวัดก ข ค"), None),
        (around("จังหวัดซซซซ", "จังหวัดลำพูม"), ("Sheet1!A1", f"“ซซซซ” {NO_NAME} “จังหวัดเชียงใหม่”")),
        (around("จังหวัด กรุงเทพฯ"), ("Sheet1!A1", f"“กรุงเทพฯ” {BANGKOK}")),
        (around("แบบสำรวจ", "กรุงเทพมหานคร"), ("Sheet1!A2", f"“กรุงเทพมหานคร” {BANGKOK}")),
        (around("จังหวัด...อำเภอแม่ริม"), None),
    ],
)
def test_words_where_the_province_stands_are_told_at_their_cell(
    cells: list[Cell], told: tuple[str, str] | None
) -> None:
    found = province_of(cells)
    assert found.name is None
    assert (found.finding and (found.finding.cell, found.finding.message)) == told


@pytest.mark.parametrize(
    ("below", "name"), [("เชียงใหม่", "เชียงใหม่"), ("เรื่อง แบบสำรวจ", None), ("ลำปาง ลำพูน", None)]
)
def test_of_lines_outside_of_cells_the_next_one_is_the_province_if_it_is_nothing_else(
    below: str, name: str | None
) -> None:
    found = province_of([Cell("T1!A1", "จังหวัด"), Cell("T1!A1", below)])
    assert (found.name, found.finding) == (name, None)


@pytest.mark.parametrize(
    "text", ["จังหวัด.....", "จังหวัดละ 1 ชุด", "จังหวัดที่รายงาน", "ไม่มีเลย", "จังหวัดลำพูน จังหวัดแพร่ร่วมกัน"]
)
def test_a_blank_line_or_other_words_are_no_unknown_province(text: str) -> None:
    assert province_of(around(text)).finding is None


def test_a_name_that_is_no_province_is_told_with_what_was_read() -> None:
    found = province_of(around("แบบสำรวจ", "จังหวัดเชียงม่าย"))
    assert found.name is None
    assert found.finding is not None
    assert (found.finding.code, found.finding.cell) == ("province_unknown", "Sheet1!A2")
    assert "“เชียงม่าย”" in found.finding.message


def test_bangkok_is_none_of_the_76() -> None:
    found = province_of(around("จังหวัด กรุงเทพมหานคร"))
    assert found.finding is not None
    assert (found.finding.code, "ไม่อยู่ใน 76 จังหวัด" in found.finding.message) == ("province_unknown", True)


def test_a_missing_province_is_told_once() -> None:
    assert [finding.code for finding in province_missing(Form(), CASE)] == ["province_missing"]
    assert list(province_missing(Form(province_unknown=True), CASE)) == []
    assert list(province_missing(Form(province="น่าน"), CASE)) == []


@pytest.mark.parametrize(
    ("source", "record", "codes"),
    [
        (ProvinceSource.FORM, {"ลำพูน"}, ["province_conflict"]),
        (ProvinceSource.FORM, {"ลำพูน", "น่าน"}, []),
        (ProvinceSource.FORM, set(), []),
        (ProvinceSource.FILE, {"ลำพูน"}, []),
    ],
)
def test_only_the_forms_own_province_conflicts_with_the_record(
    source: ProvinceSource, record: set[str], codes: list[str]
) -> None:
    form = Form(province="น่าน", province_source=source)
    findings = list(province_conflict(form, Case(CASE.received_on, sender_provinces=frozenset(record))))
    assert [finding.code for finding in findings] == codes
    assert all(finding.severity is Severity.HOLD for finding in findings)


def test_a_conflict_names_the_forms_province_and_all_of_the_record() -> None:
    form = Form(province="น่าน", province_source=ProvinceSource.FORM)
    record = frozenset({"แพร่", "ลำพูน"})
    [finding] = province_conflict(form, Case(CASE.received_on, sender_provinces=record))
    assert finding.cell is None
    assert finding.message == (
        "แบบสำรวจระบุจังหวัดน่าน แต่ผู้ส่งเคยส่งในนามจังหวัดลำพูน, แพร่ กรุณาตรวจสอบว่าเป็นแบบสำรวจของจังหวัดใด เช่น จังหวัดน่าน"
    )


@pytest.mark.parametrize(
    ("source", "record", "codes"),
    [
        (ProvinceSource.MAIL, {"ลำพูน"}, ["province_conflict"]),
        (ProvinceSource.MAIL, {"ลำพูน", "น่าน"}, []),
        (ProvinceSource.MAIL, set(), []),
        (ProvinceSource.SENDER, {"น่าน"}, []),
    ],
)
def test_a_statement_in_a_mail_is_the_form_and_its_province_conflicts_too(
    source: ProvinceSource, record: set[str], codes: list[str]
) -> None:
    form = Form(province="น่าน", province_source=source, nil_report=True)
    case = Case(CASE.received_on, sender_provinces=frozenset(record))
    assert [finding.code for finding in province_conflict(form, case)] == codes
    assert list(province_conflict(Form("น่าน", source), case)) == []


RIGHT = Reporter("นายสมชาย ใจดี", "นักวิชาการ", "053112233")


@pytest.mark.parametrize(
    "cells",
    [
        around("ผู้รายงาน...นายสมชาย ใจดี...", "ตำแหน่ง...นักวิชาการ...", "หมายเลขโทรศัพท์...053112233..."),
        around(("ผู้รายงาน", "นายสมชาย ใจดี"), ("ตำแหน่ง", "", "นักวิชาการ"), ("เบอร์โทร", 53112233.0)),
        around("ลงชื่อ............ผู้รายงาน", "(นายสมชาย ใจดี)", "ตำแหน่ง นักวิชาการ", "โทร. 053112233"),
        around("ลงชื่อ นายสมชาย ใจดี ผู้รายงาน", "ตำแหน่ง นักวิชาการ", "โทรศัพท์: 53112233"),
        around("(ลงชื่อ).............", "(นายสมชาย ใจดี)", "นักวิชาการ", "โทร 053112233"),
        around("ผู้รายงาน นายสมชาย ใจดี ตำแหน่ง นักวิชาการ โทร.053112233 โทรสาร 053112234"),
        around("ผู้รายงาน (นายสมชาย  ใจดี)\nตำแหน่ง นักวิชาการ\nหมายเลขโทรศัพท์ 053112233"),
        around(("ผู้รายงาน", "ตำแหน่ง", "หมายเลขโทรศัพท์"), ("นายสมชาย ใจดี", "นักวิชาการ", "053112233")),
        around(
            ("ผู้รายงาน นายสมชาย ใจดี", None, None, "ผู้รับรอง นางใจ งาม"),
            ("ตำแหน่ง นักวิชาการ", None, None, "ตำแหน่ง ท้องถิ่นจังหวัด"),
            ("โทร. 053112233", None, None, "โทร. 053445566"),
        ),
        around(
            "ผู้รับรอง นางใจ งาม",
            "ตำแหน่ง ท้องถิ่นจังหวัด",
            "ผู้รายงาน นายสมชาย ใจดี",
            "ตำแหน่ง นักวิชาการ",
            "โทร. 053112233",
        ),
    ],
)
def test_the_reporter_is_read_in_any_shape(cells: list[Cell]) -> None:
    assert reporter_of(cells) == (RIGHT, [])


def test_blank_lines_of_the_official_form_are_told_once_at_the_first() -> None:
    footer = "ผู้ประสานงานว่าที่ร้อยโท(ก ข) หมายเลขโทรศัพท์ 081-234-5678"
    cells = around("ผู้รายงาน.....", "ตำแหน่ง.....", "หมายเลขโทรศัพท์.....", "กรุณาส่งรายงานผล", footer)
    reporter, [finding] = reporter_of(cells)
    assert (reporter, finding.code, finding.cell) == (Reporter(), "reporter_missing", "Sheet1!A1")


def test_the_blank_line_is_named_at_its_label() -> None:
    _, [finding] = reporter_of(around("ผู้รายงาน นายสมชาย ใจดี", "ตำแหน่ง.....", "โทร. 053112233"))
    assert (finding.cell, "ยังไม่ได้ระบุตำแหน่ง " in finding.message) == ("Sheet1!A2", True)


def test_a_form_without_the_lines_has_no_cell_to_name() -> None:
    reporter, [finding] = reporter_of([])
    assert (reporter, finding.code, finding.cell) == (Reporter(), "reporter_missing", None)


def test_the_coordinators_phone_is_not_the_reporters() -> None:
    cells = around("ผู้รายงาน นายสมชาย ใจดี", "ตำแหน่ง นักวิชาการ", "ผู้ประสานงาน นายข โทร. 081-234-5678")
    reporter, [finding] = reporter_of(cells)
    assert (reporter.phone, finding.code) == (None, "reporter_missing")


def test_an_incomplete_phone_is_kept_and_told() -> None:
    cells = around("ผู้รายงาน นายสมชาย ใจดี", "ตำแหน่ง นักวิชาการ", ("โทรศัพท์", "05311223"))
    reporter, [finding] = reporter_of(cells)
    assert (reporter.phone, finding.code, finding.cell) == ("05311223", "phone_invalid", "Sheet1!B3")


@pytest.mark.parametrize(
    "phone",
    [
        "0-5311-2233 ต่อ 12",
        "053112233-4",
        "053 112 233",
        "+66 53 112233",
        "มท. 12345",
        "053112233, 0812345678",
        "053112233 0812345678",
        "๐๘๑-๒๓๔-๕๖๗๘",
        "02-243-1812",
        "LINE somchai 0812345678",
    ],
)
def test_right_phones(phone: str) -> None:
    assert is_phone(phone)
    assert with_leading_zero(phone) == phone


@pytest.mark.parametrize("phone", ["12345", "05311223", "081234567", "08X-XXX-XXXX", "ไม่มี", "5311223"])
def test_wrong_phones(phone: str) -> None:
    assert not is_phone(with_leading_zero(phone))


@pytest.mark.parametrize(
    ("written", "restored"),
    [
        ("53112233.0", "053112233"),
        ("812345678", "0812345678"),
        ("81-234-5678", "081-234-5678"),
        ("53-112233 ต่อ 12", "053-112233 ต่อ 12"),
    ],
)
def test_a_lost_leading_zero_is_restored(written: str, restored: str) -> None:
    assert with_leading_zero(written) == restored
