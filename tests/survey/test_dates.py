"""The day of signing: what is stored, and what the sender is told."""

from datetime import date

import pytest
from make.cells import RECEIVED_ON, make_cell, make_reading, make_row_cells

from survey.cells import Cell, CellValue
from survey.fields.dates import SIGNED_ON, lone_short_era, not_in_future
from survey.findings import Finding, Severity
from survey.model import Case, Cooperation, Form


def read(*lines: CellValue | Cell) -> tuple[date | None, list[Finding]]:
    values, findings = SIGNED_ON.read(
        make_row_cells("signed_on", *([line] for line in lines)), make_reading()
    )
    return values["signed_on"], findings


@pytest.mark.parametrize("content", ["5 พ.ย. 2561", date(2018, 11, 5), date(2561, 11, 5), "๕/๑๑/๖๑"])
def test_a_right_date_is_stored_without_a_word(content: CellValue) -> None:
    assert read(content) == (date(2018, 11, 5), [])


@pytest.mark.parametrize(
    ("content", "value", "code", "severity", "asked"),
    [
        ("", None, "date_missing", Severity.ERROR, False),
        ("-", None, "date_missing", Severity.ERROR, False),
        ("ไม่ระบุ", None, "date_missing", Severity.ERROR, False),
        ("13/25/2561", None, "date_invalid", Severity.ERROR, False),
        ("5/11/25", None, "date_invalid", Severity.ERROR, False),
        ("รอลงนาม", None, "date_unsigned", Severity.WARNING, True),
        ("ปีงบประมาณ 2562", None, "date_incomplete", Severity.WARNING, True),
        (2561, None, "date_incomplete", Severity.WARNING, True),
        (43409, date(2018, 11, 5), "date_ambiguous", Severity.WARNING, False),
        (43409.5, date(2018, 11, 5), "date_ambiguous", Severity.WARNING, False),
        (date(1961, 11, 5), date(2018, 11, 5), "date_ambiguous", Severity.WARNING, False),
        (date(1975, 11, 5), date(1975, 11, 5), "date_ambiguous", Severity.WARNING, False),
        ("5 พ.ย. 2561 ถึง 6 พ.ย. 2561", date(2018, 11, 5), "date_ambiguous", Severity.WARNING, False),
        (Cell("Sheet1!E7", error="#REF!"), None, "cell_unreadable", Severity.WARNING, False),
        ("5 \ufffd.ย. 2561", None, "cell_unreadable", Severity.WARNING, False),
    ],
)
def test_each_doubt_has_its_code_at_the_cell(
    content: CellValue | Cell, value: date | None, code: str, severity: Severity, asked: bool
) -> None:
    got, [finding] = read(content)
    assert got == value
    assert (finding.code, finding.severity, finding.asked, finding.cell) == (
        code,
        severity,
        asked,
        "Sheet1!E7",
    )


def test_an_empty_cell_is_told_with_an_example() -> None:
    _, [finding] = read("")
    assert finding.message == ("ยังไม่ได้ระบุวันที่ลงนามความร่วมมือ กรุณาระบุวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561")


def test_the_message_names_what_was_read_and_the_other_reading() -> None:
    _, [finding] = read(date(1961, 11, 5))
    assert "“5/11/1961”" in finding.message
    assert "ได้บันทึกเป็น 5 พ.ย. 2561 (อีกความหมายหนึ่งคือ 5 พ.ย. 2504)" in finding.message


def test_years_in_four_digits_are_sure_beside_short_ones() -> None:
    cells = [make_cell(text) for text in ("28/11/2002", "28/11/59", "5/11/60")]
    rows = tuple(Cooperation("Sheet1!A7", cells={"signed_on": cell}) for cell in cells)
    assert list(lone_short_era(Form(rows=rows), Case(RECEIVED_ON))) == []


FALSE = "หากไม่ถูกต้อง กรุณาแจ้งวัน เดือน และปี พ.ศ. ที่ถูกต้อง"
WANTED = "กรุณาระบุวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("ไม่ระบุ", f"ระบุว่า “ไม่ระบุ” {WANTED}"),
        ("สามวัน", f" “สามวัน” อ่านเป็นวันที่ไม่ได้ {WANTED}"),
        ("สิ้นสุด 5 พ.ย. 2561", f" “สิ้นสุด 5 พ.ย. 2561” อ่านเป็นวันที่ไม่ได้ {WANTED}"),
        (
            "31 มิ.ย. 2561",
            " “31 มิ.ย. 2561” ไม่มีวันดังกล่าวในปฏิทิน กรุณาตรวจสอบวัน เดือน และปี พ.ศ. (เรียงวัน/เดือน/ปี เช่น 5/11/2561)",
        ),
        ("5/11/3561", " “5/11/3561” ปีไม่ถูกต้อง กรุณาระบุปี พ.ศ. เป็นเลขสี่หลัก เช่น 5 พ.ย. 2561"),
        ("รอลงนาม", "ระบุว่า “รอลงนาม” เมื่อลงนามแล้ว กรุณาแจ้งวัน เดือน และปี พ.ศ. ที่ลงนาม เช่น 5 พ.ย. 2561"),
        ("พ.ย. 2561", " “พ.ย. 2561” ยังไม่ครบ กรุณาระบุทั้งวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561"),
        (43409, f" “43409” เป็นตัวเลขลำดับวันของโปรแกรมตารางคำนวณ ได้บันทึกเป็น 5 พ.ย. 2561 {FALSE}"),
        (
            date(1975, 11, 5),
            f" “5/11/1975” ปีอาจพิมพ์มาเพียงสองหลัก ได้บันทึกเป็น 5 พ.ย. 2518 (อีกความหมายหนึ่งคือ 5 พ.ย. 2575) {FALSE}",
        ),
        (
            "1-5 พ.ย. 2561",
            f" “1-5 พ.ย. 2561” เป็นช่วงเวลา ใช้วันแรก ได้บันทึกเป็น 1 พ.ย. 2561 (อีกวันคือ 5 พ.ย. 2561) {FALSE}",
        ),
        (
            "5 พ.ย. 2561, 6 พ.ย. 2561",
            f" “5 พ.ย. 2561, 6 พ.ย. 2561” มีมากกว่าหนึ่งวัน ใช้วันแรก ได้บันทึกเป็น 5 พ.ย. 2561 (อีกวันคือ 6 พ.ย. 2561) {FALSE}",
        ),
        ("5 พ.ย. 2561 ที่ทำการ", f" “5 พ.ย. 2561 ที่ทำการ” มีข้อความอื่นนอกจากวันที่ ได้บันทึกเป็น 5 พ.ย. 2561 {FALSE}"),
        ("5 พ.ย. ค.ศ. 2561", f" “5 พ.ย. ค.ศ. 2561” ปีไม่ตรงกับศักราชที่ระบุ ได้บันทึกเป็น 5 พ.ย. 2561 {FALSE}"),
        (
            "5 พ.ย. 2516",
            f" “5 พ.ย. 2516” เป็นปีที่ผ่านมานาน ได้บันทึกเป็น 5 พ.ย. 2516 (อีกความหมายหนึ่งคือ 5 พ.ย. 2561) {FALSE}",
        ),
        (
            "วันอังคารที่ 5 พ.ย. 2561",
            f" “วันอังคารที่ 5 พ.ย. 2561” ชื่อวันในสัปดาห์ไม่ตรงกับวันที่ ได้บันทึกเป็น 5 พ.ย. 2561 {FALSE}",
        ),
    ],
)
def test_each_sentence_says_what_was_read_and_what_is_expected(content: CellValue, said: str) -> None:
    [finding] = read(content)[1]
    assert (finding.message, finding.field) == (f"วันที่ลงนามความร่วมมือ{said}", "signed_on")


def test_a_table_without_the_column_says_nothing_here() -> None:
    assert SIGNED_ON.read({}, make_reading()) == ({"signed_on": None}, [])


def test_blank_lines_below_a_date_are_nothing() -> None:
    assert read("5 พ.ย. 2561", "", "") == (date(2018, 11, 5), [])


def test_the_same_date_on_each_line_is_one_date() -> None:
    assert read("5 พ.ย. 2561", "5/11/61") == (date(2018, 11, 5), [])


def test_a_date_broken_over_lines_is_one_date() -> None:
    assert read("5 พฤศจิกายน", "2561") == (date(2018, 11, 5), [])


def test_of_several_lines_the_first_counts_and_the_other_is_named() -> None:
    value, [finding] = read("5 พ.ย. 2561", "1 พ.ย. 2561")
    assert value == date(2018, 11, 5)
    assert finding.code == "date_ambiguous"
    assert "1 พ.ย. 2561" in finding.message


def test_signature_after_receipt_names_both_dates() -> None:
    row = Cooperation("Sheet1!A7", signed_on=date(2027, 11, 5), cells={"signed_on": make_cell("5 พ.ย. 2570")})
    [finding] = not_in_future(row, Case(RECEIVED_ON))
    assert (finding.code, finding.cell, finding.severity) == ("date_in_future", "Sheet1!E7", Severity.ERROR)
    assert finding.message.startswith("วันที่ลงนาม “5 พ.ย. 2570” อยู่หลังวันที่ได้รับแบบสำรวจ (1 ธ.ค. 2561)")


def test_signature_on_the_day_of_receipt_is_right() -> None:
    row = Cooperation("Sheet1!A7", signed_on=RECEIVED_ON)
    assert list(not_in_future(row, Case(RECEIVED_ON))) == []


def test_a_lone_short_ce_year_among_be_years_is_doubted() -> None:
    cells = [
        make_cell(text, f"Sheet1!E{row}") for row, text in enumerate(["28/11/02", "28/11/59", "5/11/60"], 7)
    ]
    form = Form(rows=tuple(Cooperation("Sheet1!A7", cells={"signed_on": cell}) for cell in cells))
    [finding] = lone_short_era(form, Case(RECEIVED_ON))
    assert (finding.code, finding.cell) == ("date_ambiguous", "Sheet1!E7")
    assert "28 พ.ย. 2545" in finding.message
    assert "28 พ.ย. 2502" in finding.message
    assert finding.message == (
        "วันที่ลงนามความร่วมมือ “28/11/02” อ่านเป็น ค.ศ. (28 พ.ย. 2545) แต่แถวอื่นใช้ปี พ.ศ. หากเป็น พ.ศ. คือ 28 พ.ย. 2502 "
        f"{FALSE}"
    )
    ce_only = Form(rows=form.rows[:1])
    assert list(lone_short_era(ce_only, Case(RECEIVED_ON))) == []
