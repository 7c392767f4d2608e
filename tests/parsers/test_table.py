"""The survey's table is found by its header, however it is laid out, and no other table is taken for it."""

from collections.abc import Sequence

import pytest
from make.forms import CASE, HEADER, REPORTER, RESCUE, WASTE, make_form, make_grid, make_read, told, values

from parsers.form import read_forms
from parsers.table import find_tables
from survey.forms.be2561 import BE2561

WASTE_READ = (1, "การกำจัดขยะ", "อบต.สะลวง", "ทต.แม่แรม", "2018-11-05", "appointed", "made", True)
RESCUE_READ = (2, "การแพทย์ฉุกเฉิน", "ทต.ริมเหนือ", "อบต.ดอนแก้ว", "2017-10-01", "not_appointed", "not_made", False)
UNMERGED = HEADER.replace("<br>", "\0").replace("<", "").replace("^", "").replace("\0", "<br>")
NUMBERS = " | ".join(f"({n})" for n in range(1, 13))
THREE_ROWS = """
ที่ | บริการสาธารณะ | อปท. | < | ว/ด/ป<br>ที่ลงนาม | การดำเนินการ | < | < | < | < | วัตถุ-<br>ประสงค์ | ปัญหาอุปสรรค
^ | ^ | ^ | ^ | ^ | คณะกรรมการ | < | ระเบียบข้อตกลง | < | < | ^ | ^
^ | ^ | เจ้าภาพ | ร่วมลงนาม | ^ | มี | ไม่มี | มี | ไม่มี | MOU | ^ | ^
"""
REWORDED = """
ลำดับ | ชื่อบริการสาธารณะ | หน่วยงานหลัก | หน่วยงานร่วม | วดป.ที่ลงนาม | แต่งตั้ง | ไม่แต่งตั้ง | จัดทำ | ไม่จัดทำ | บันทึกข้อตกลง | วัตถุประสงค์ | ปัญหาอุปสรรค
"""
HINTS = " | (ระบุ) | (ชื่อ อปท.) | (ชื่อ อปท.) | (วัน/เดือน/ปี) | (✓) | (✓) | (✓) | (✓) | (✓) | |"


def spaced(lines: str, at: int) -> str:
    """With an empty column before the one at `at`, over which merged headers run on."""
    rows = [line.split("|") for line in lines.strip("\n").split("\n")]
    for row in rows:
        row.insert(at, " < " if row[at].strip() == "<" else " ")
    return "\n".join("|".join(row) for row in rows)


@pytest.mark.parametrize(
    "header",
    [HEADER, UNMERGED, UNMERGED + NUMBERS, HEADER + HINTS, THREE_ROWS, REWORDED],
    ids=["letter", "unmerged", "numbered", "hints", "three rows", "reworded"],
)
def test_a_header_is_read_in_any_of_these_shapes(header: str) -> None:
    read = make_read(make_form(WASTE, RESCUE, header=header))
    assert [row[1:] for row in values(read)] == [WASTE_READ, RESCUE_READ]
    assert told(read) == []


@pytest.mark.parametrize("at", [1, 2, 4, 5, 7, 10])
def test_an_empty_column_between_shifts_nothing(at: int) -> None:
    read = make_read(make_form(spaced(WASTE, at), header=spaced(HEADER, at)))
    assert [row[1:] for row in values(read)] == [WASTE_READ]
    assert told(read) == []


def test_a_table_may_begin_anywhere_below_titles() -> None:
    title = "แบบสำรวจข้อมูลความร่วมมือ" + " | <" * 11
    grid = make_grid(title, "จังหวัด.....เชียงใหม่.....", HEADER, WASTE, "", REPORTER, row=3, column=3)
    assert values(make_read(grid)) == [("Sheet1!C7", *WASTE_READ)]


def test_columns_are_told_by_their_header_not_by_their_place() -> None:
    order = [4, 11, 0, 3, 2, 1, 10, 9, 8, 7, 6, 5]
    lines = [line.split("|") for line in (REWORDED.strip(), WASTE)]
    header, row = ("|".join(line[at] for at in order) for line in lines)
    assert [row[1:] for row in values(make_read(make_form(row, header=header)))] == [WASTE_READ]


def test_a_flat_header_names_the_group_in_each_column_of_a_pair() -> None:
    pairs = ("แต่งตั้งคณะกรรมการ", "ไม่ได้แต่งตั้งคณะกรรมการ", "จัดทำระเบียบข้อตกลง", "ไม่ได้จัดทำระเบียบข้อตกลง")
    titles = REWORDED.strip().split("|")
    read = make_read(make_form(WASTE, RESCUE, header="|".join([*titles[:5], *pairs, *titles[9:]])))
    assert [row[1:] for row in values(read)] == [WASTE_READ, RESCUE_READ]
    assert told(read) == []


def test_an_added_column_is_told_once_at_its_header_and_only_where_it_is_filled() -> None:
    header = REWORDED.strip() + " | งบประมาณ | หมายเหตุ"
    read = make_read(make_form(WASTE + " | 500,000 |", RESCUE + " | 20,000 |", header=header))
    assert told(read) == [("column_ignored", "Sheet1!M2")]


def test_a_header_repeated_after_a_page_break_begins_no_row() -> None:
    assert [row[0] for row in values(make_read(make_form(WASTE, HEADER, RESCUE)))] == [
        "Sheet1!A4",
        "Sheet1!A7",
    ]


@pytest.mark.parametrize(
    "below", [REPORTER, "รวม 1 เรื่อง\n" + REPORTER.strip(), "ลงชื่อ ตัวอย่าง สมมติ\n" + REPORTER.strip()]
)
def test_a_header_repeated_above_the_signature_alone_begins_no_table(below: str) -> None:
    read = make_read(make_form(WASTE, HEADER, below=below))
    assert [row[0] for row in values(read)] == ["Sheet1!A4"]
    assert read.form.reporter.phone is not None
    assert told(read) == []


def test_a_second_table_below_the_first_ones_signature_is_read() -> None:
    grid = make_grid("จังหวัดเชียงใหม่", HEADER, WASTE, REPORTER, "", "อำเภอหางดง", HEADER, RESCUE, REPORTER)
    assert [row[1:] for row in values(make_read(grid))] == [WASTE_READ, RESCUE_READ]


LIKE_A_HEADER = (
    "3 | บริการสาธารณะ | อบต.สะลวง | ทต.แม่แรม | วันที่ 20 เดือน มีนาคม พ.ศ. 2556 | ✓ | | ✓ | | ✓ | เพื่อให้ประชาชนได้รับบริการที่ทั่วถึง | ไม่มี",
    "4 | การดับเพลิง | ทต.แม่แรม | อบต.สะลวง | วันที่ 7 เดือน กุมภาพันธ์ พ.ศ. 2555 | | ✓ | | ✓ | | วัตถุประสงค์เดิม | ไม่มี",
)


@pytest.mark.parametrize("title", [[], ["อำเภอหางดง"]])
@pytest.mark.parametrize("order", [range(12), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10], range(11)])
@pytest.mark.parametrize(
    "rows", [(WASTE,), (WASTE, RESCUE), LIKE_A_HEADER, (WASTE, *LIKE_A_HEADER), LIKE_A_HEADER * 2]
)
def test_rows_right_above_another_header_belong_to_the_table_above(
    rows: tuple[str, ...], order: Sequence[int], title: list[str]
) -> None:
    def moved(line: str) -> str:
        parts = line.split("|")
        return "|".join(parts[at] for at in order)

    below = [moved(REWORDED.strip()), *map(moved, (RESCUE, WASTE))]
    found = values(make_read(make_grid("จังหวัดเชียงใหม่", HEADER, *rows, *title, *below, REPORTER)))
    assert [row[2] for row in found] == [line.split("|")[1].strip() for line in (*rows, RESCUE, WASTE)]


def test_two_tables_side_by_side_are_both_read() -> None:
    halves = ((HEADER.strip("\n") + "\n" + row).split("\n") for row in (WASTE, RESCUE))
    grid = make_grid(
        "จังหวัดเชียงใหม่", *(f"{one} | | {two}" for one, two in zip(*halves, strict=True)), REPORTER
    )
    read = make_read(grid)
    assert values(read) == [("Sheet1!A4", *WASTE_READ), ("Sheet1!N4", *RESCUE_READ)]
    assert told(read) == []


@pytest.mark.parametrize(
    "table",
    [
        "ลำดับ | รายการ | หน่วย | ราคา | จำนวนเงิน | หมายเหตุ",
        "ที่ | โครงการ/กิจกรรม | วัตถุประสงค์ | เป้าหมาย | งบประมาณ | หน่วยงานที่รับผิดชอบ | ระยะเวลา | ปัญหา/อุปสรรค",
        "ลำดับที่ | ชื่อโครงการ | อปท. | วันที่จัดตั้ง | แต่งตั้ง | ไม่ได้แต่งตั้ง | จัดทำ | ไม่ได้จัดทำ | วัตถุประสงค์ | ปัญหา/อุปสรรค",
        "ลำดับ | ชื่อบันทึกข้อตกลง | หน่วยงานคู่สัญญา | วันที่ลงนาม | วันสิ้นสุด | ผู้รับผิดชอบ | หมายเหตุ",
        "ลำดับที่ | ชื่อ-สกุล | ตำแหน่ง | หน่วยงาน | ลงนาม | วันที่ | หมายเหตุ",
        "ที่ | โครงการ | หน่วยงานหลัก | หน่วยงานร่วม | วัตถุประสงค์ | งบประมาณ | ระยะเวลา",
    ],
    ids=["prices", "plan", "another survey", "contracts", "attendance", "budget"],
)
def test_tables_of_other_surveys_are_not_taken_for_the_form(table: str) -> None:
    row = " | ".join("1" for _ in table.split("|"))
    assert find_tables(make_grid("จังหวัดเชียงใหม่", table, row), BE2561) == []
    assert read_forms([make_grid("จังหวัดเชียงใหม่", table, row)], "a.xlsx", CASE) is None
