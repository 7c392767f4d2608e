"""What begins a row, what goes on with the one above, and what is no row."""

import pytest
from make.forms import HEADER, REPORTER, RESCUE, WASTE, make_form, make_grid, make_read, told, values

from survey.rows import amphoe_in

WASTE_READ = (1, "การกำจัดขยะ", "อบต.สะลวง", "ทต.แม่แรม", "2018-11-05", "appointed", "made", True)
TWO_PARTNERS = (*WASTE_READ[:4], "อบต.ดอนแก้ว", *WASTE_READ[4:])


@pytest.mark.parametrize(
    "line",
    [
        "^ | ^ | ^ | อบต.ดอนแก้ว | ^ | ^ | ^ | ^ | ^ | ^ | ^ | ^",
        " | | | อบต.ดอนแก้ว | | | | | | | |",
        " | | อบต.สะลวง | อบต.ดอนแก้ว | | | | | | | |",
        " | | | อ.บ.ต.ดอนแก้ว | | | | | | | |",
        " | | | 2) อ. บ. ต. ดอนแก้ว | | | | | | | |",
    ],
    ids=["merged", "blank", "host repeated", "with dots", "with dots and spaces"],
)
def test_a_partner_on_a_line_of_its_own_belongs_to_the_row_above(line: str) -> None:
    read = make_read(make_form(WASTE, line, RESCUE))
    assert next(row[1:] for row in values(read)) == TWO_PARTNERS
    assert [row[0] for row in values(read)] == ["Sheet1!A4", "Sheet1!A6"]
    assert told(read) == []


@pytest.mark.parametrize(
    ("heading", "amphoe"),
    [
        ("อำเภอแม่ริม", "แม่ริม"),
        ("อ. แม่แจ่ม จำนวน 3 เรื่อง", "แม่แจ่ม"),
        ("อำเภอเมือง", "เมืองเชียงใหม่"),
        ("อำเภอเมืองเชียงใหม่", "เมืองเชียงใหม่"),
        ("อำเภอปาย", None),
        ("แม่ริม", None),
        (None, None),
    ],
)
def test_a_sub_heading_names_an_amphoe_of_the_province(heading: str | None, amphoe: str | None) -> None:
    assert amphoe_in(heading, ["เมืองเชียงใหม่", "แม่", "แม่ริม", "แม่แจ่ม"]) == amphoe


@pytest.mark.parametrize(
    "heading",
    [
        "อำเภอสตึก | | | | | | | | | | |",
        " | อำเภอสตึก | | | | | | | | | |",
        "อำเภอสตึก | < | < | < | < | < | < | < | < | < | < | <",
        "1 | อำเภอสตึก | < | < | < | < | < | < | < | < | < | <",
    ],
)
def test_the_amphoe_over_some_rows_tells_equal_names_apart(heading: str) -> None:
    row = WASTE.replace("อบต.สะลวง", "อบต.ชุมแสง").replace("ทต.แม่แรม", "ทต.สตึก")
    read = make_read(make_grid("จังหวัดบุรีรัมย์", HEADER, heading, row, REPORTER))
    assert [one.host and one.host.code for one in read.form.rows] == ["6311104"]


def test_a_service_may_begin_as_a_reporters_line_does() -> None:
    read = make_read(make_form(WASTE, "2 | โทรศัพท์สายด่วนกู้ชีพ | | | | | | | | | |", RESCUE))
    assert [row[2] for row in values(read)] == ["การกำจัดขยะ", "โทรศัพท์สายด่วนกู้ชีพ", "การแพทย์ฉุกเฉิน"]
    assert read.form.reporter.phone == "053-112-233"


def test_an_amphoe_on_a_line_of_its_own_under_partners_is_a_partner_that_is_no_lao() -> None:
    read = make_read(make_form(WASTE, " | | | อำเภอแม่ริม | | | | | | | |"))
    assert [row[5] for row in values(read)] == ["อำเภอแม่ริม"]
    assert [code for code, _ in told(read)] == ["partner_unknown"]


def test_a_row_split_by_a_page_break_is_one_row() -> None:
    read = make_read(make_form(WASTE, HEADER, " | | | อบต.ดอนแก้ว | | | | | | | |"))
    assert [row[1:] for row in values(read)] == [TWO_PARTNERS]


def test_lines_with_a_number_day_and_ticks_of_their_own_are_rows_that_inherit_a_merged_service() -> None:
    read = make_read(make_form(WASTE, "2 | ^ | ^ | อบต.ดอนแก้ว | 6 พ.ย. 2561 | | ✓ | ✓ | | | ลดขยะ | ไม่มี"))
    assert values(read)[1] == (
        "Sheet1!A5", 2, "การกำจัดขยะ", "อบต.สะลวง", "อบต.ดอนแก้ว", "2018-11-06", "not_appointed", "made", False,
    )  # fmt: skip
    assert told(read) == [("assumed", "Sheet1!B5")]
    [message] = [finding.message for finding in read.findings]
    assert "2 ช่อง" in message
    assert "“การกำจัดขยะ”, “อบต.สะลวง”" in message


def test_a_numbered_line_without_a_service_is_a_row_that_lacks_it() -> None:
    read = make_read(make_form(WASTE, RESCUE.replace("การแพทย์ฉุกเฉิน", "")))
    assert told(read) == [("service_missing", "Sheet1!B5")]


@pytest.mark.parametrize(
    "line",
    [
        "2 | | | | | | | | | | |",
        "2 | - | - | - | - | - | - | - | - | - | - | -",
        " | . | | | | | | | | | |",
        "รวม | 2 เรื่อง | 2 แห่ง | 2 แห่ง | | 1 | 1 | 1 | 1 | 1 | |",
        "รวมทั้งสิ้น | < | < | < | < | 1 | 1 | 1 | 1 | 1 | |",
        " | | | รวม | | 1 | 1 | 1 | 1 | 1 | |",
        " | | | | | 1 | 1 | 1 | 1 | 1 | |",
        "หมายเหตุ : อยู่ระหว่างต่ออายุ | < | < | < | < | < | < | < | < | < | < | <",
        " | * ข้อมูล ณ วันที่ 1 ธ.ค. 2561 | | | | | | | | | |",
        "อำเภอแม่ริม | < | < | < | < | < | < | < | < | < | < | <",
        " | อำเภอแม่ริม | | | | | | | | | |",
        "2 | ไม่มี | อบต.ดอนแก้ว | | | | | | | | |",
    ],
)
def test_what_is_no_cooperation_makes_no_row_and_says_nothing(line: str) -> None:
    for lines in ((WASTE, line), (line, WASTE), (WASTE, line, RESCUE)):
        read = make_read(make_form(*lines))
        assert len(values(read)) == len(lines) - 1
        assert told(read) == []
        assert not read.form.nil_report


def test_a_service_may_begin_with_the_word_of_a_total() -> None:
    read = make_read(make_form(WASTE, RESCUE.replace("การแพทย์ฉุกเฉิน", "รวมพลังแก้ไขปัญหาไฟป่า")))
    assert [row[2] for row in values(read)] == ["การกำจัดขยะ", "รวมพลังแก้ไขปัญหาไฟป่า"]


def test_a_signature_inside_the_columns_is_the_reporter() -> None:
    below = """
 | | | | | | | | ลงชื่อ | ........................... | ผู้รายงาน |
 | | | | | | | | | (นางสาวตัวอย่าง สมมติ) | |
 | | | | | | | | ตำแหน่ง | นักส่งเสริมการปกครองท้องถิ่น | |
 | | | | | | | | โทร. | 053-112-233 | |"""
    read = make_read(make_form(WASTE, below=below))
    assert [row[1:] for row in values(read)] == [WASTE_READ]
    assert (read.form.reporter.name, read.form.reporter.phone) == ("นางสาวตัวอย่าง สมมติ", "053-112-233")


def test_a_row_that_was_added_below_the_signature_is_not_lost() -> None:
    grid = make_grid("จังหวัดเชียงใหม่", HEADER, WASTE, REPORTER, RESCUE)
    assert [row[0] for row in values(make_read(grid))] == ["Sheet1!A4", "Sheet1!A8"]


def test_rows_under_a_header_that_is_repeated_below_a_signature_are_not_lost() -> None:
    other = REPORTER.replace("นางสาวตัวอย่าง", "นายตัวอย่าง")
    read = make_read(make_grid("จังหวัดเชียงใหม่", HEADER, WASTE, REPORTER, HEADER, RESCUE, other))
    assert [row[0] for row in values(read)] == ["Sheet1!A4", "Sheet1!A10"]
    assert read.form.reporter.name == "นางสาวตัวอย่าง สมมติ"


@pytest.mark.parametrize(
    ("between", "service"), [((), "การกำจัดขยะ มูลฝอยและสิ่งปฏิกูล"), ((" | | | | | | | | | | |",), "การกำจัดขยะ")]
)
def test_words_below_the_last_row_belong_to_it_unless_they_stand_apart(
    between: tuple[str, ...], service: str
) -> None:
    read = make_read(make_form(WASTE, *between, " | มูลฝอยและสิ่งปฏิกูล | | | | | | | | | |"))
    assert [row[2] for row in values(read)] == [service]
    assert [one.code for one in read.findings] == ["assumed"]


def test_ditto_marks_copy_from_above_and_say_so() -> None:
    ditto = '2 | " | 〃 | อบต.ดอนแก้ว | -"- | ✓ | | ✓ | | ✓ | ,, | เช่นเดียวกัน'
    read = make_read(make_form(WASTE, ditto))
    assert values(read)[1][2:] == ("การกำจัดขยะ", "อบต.สะลวง", "อบต.ดอนแก้ว", *WASTE_READ[4:])
    assert told(read) == [("assumed", "Sheet1!B5")]
    assert "5 ช่อง" in read.findings[0].message


def test_a_ditto_that_names_a_number_copies_from_that_row() -> None:
    third = "3 | การดูแลผู้สูงอายุ | ทต.ริมเหนือ | อบต.ดอนแก้ว | เหมือนข้อ 1 | ✓ | | ✓ | | ✓ | ดูแล | ไม่มี"
    read = make_read(make_form(WASTE, RESCUE, third))
    assert values(read)[2][5] == "2018-11-05"
    assert told(read) == [("assumed", "Sheet1!E6")]


def test_a_struck_row_is_told_once_and_a_struck_cell_at_its_place() -> None:
    struck = " | ".join(f"~{text.strip()}" if text.strip() else "" for text in RESCUE.split("|"))
    assert told(make_read(make_form(WASTE, struck))) == [("struck_ignored", "Sheet1!A5")]
    read = make_read(make_form(WASTE.replace("5 พ.ย.", "~5 พ.ย.")))
    assert told(read) == [("struck_ignored", "Sheet1!E4"), ("date_missing", "Sheet1!E4")]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [("2 | การแพทย์ฉุกเฉิน | ทต.ริมเหนือ", "การแพทย์ฉุกเฉิน"), ("2 | | ทต.ริมเหนือ", "ทต.ริมเหนือ"), ("2 | | ", "2")],
)
def test_a_struck_row_is_told_by_its_service_else_its_host(cells: str, shown: str) -> None:
    struck = " | ".join(f"~{text.strip()}" if text.strip() else "" for text in cells.split("|"))
    [finding] = make_read(make_form(WASTE, struck + " | | | | | | | | |")).findings
    assert (finding.code, finding.cell) == ("struck_ignored", "Sheet1!A5")
    assert f"“{shown}”" in finding.message


def test_a_tick_merged_over_both_answers_is_a_contradiction() -> None:
    read = make_read(make_form(WASTE.replace("✓ | | ✓ | |", "✓ | < | ✓ | |")))
    assert told(read) == [("committee_contradiction", "Sheet1!F4")]


def test_words_of_a_service_on_an_unnumbered_line_go_on_from_above_and_it_is_said() -> None:
    read = make_read(make_form(WASTE, " | มูลฝอยและสิ่งปฏิกูล | | | | | | | | | |", RESCUE))
    assert values(read)[0][2] == "การกำจัดขยะ มูลฝอยและสิ่งปฏิกูล"
    assert told(read) == [("assumed", "Sheet1!B5")]


WRONG = "หากไม่ถูกต้อง กรุณาแจ้ง"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2 | ^ | อบต.ดอนแก้ว", f"ช่องนี้ผสานกับแถวบน จึงใช้ข้อความเดียวกัน คือ “การกำจัดขยะ” {WRONG}"),
        ("2 | ^ | ^", f"แถวนี้มี 2 ช่องที่ผสานกับแถวบน จึงใช้ข้อความเดียวกัน คือ “การกำจัดขยะ”, “อบต.สะลวง” {WRONG}"),
        (
            '2 | " | อบต.ดอนแก้ว',
            f'ช่องนี้ระบุเครื่องหมายละ (“"”) จึงใช้ข้อความเดียวกับแถวที่อ้างถึง คือ “การกำจัดขยะ” {WRONG}',
        ),
        (
            "2 | เหมือนข้อ 1 | อบต.ดอนแก้ว",
            f"ช่องนี้ระบุเครื่องหมายละ (“เหมือนข้อ 1”) จึงใช้ข้อความเดียวกับแถวที่อ้างถึง คือ “การกำจัดขยะ” {WRONG}",
        ),
        (
            '2 | " | "',
            'แถวนี้ระบุเครื่องหมายละ (“"”) ไว้ 2 ช่อง จึงใช้ข้อความเดียวกับแถวที่อ้างถึง '
            f"คือ “การกำจัดขยะ”, “อบต.สะลวง” {WRONG}",
        ),
    ],
)
def test_what_a_row_takes_from_above_is_told_with_its_words(line: str, said: str) -> None:
    read = make_read(make_form(WASTE, f"{line} | ทต.ริมเหนือ | 6 พ.ย. 2561 | | ✓ | ✓ | | | ลดขยะ | ไม่มี"))
    assert [(one.code, one.cell, one.message) for one in read.findings] == [("assumed", "Sheet1!B5", said)]
    assert read.form.rows[1].service == "การกำจัดขยะ"


@pytest.mark.parametrize("place", [1, 2, 3, 4, 5, 7, 9, 10, 11])
@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#NAME?"])
def test_a_formulas_error_that_was_pasted_as_words_is_told_and_no_value(place: int, error: str) -> None:
    cells = WASTE.split("|")
    cells[place] = f" {error} "
    read = make_read(make_form("|".join(cells)))
    assert told(read) == [("cell_unreadable", f"Sheet1!{chr(65 + place)}4")]
    assert error in read.findings[0].message
    assert error not in map(str, values(read)[0])
