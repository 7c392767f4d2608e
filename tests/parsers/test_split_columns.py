"""Fields of the survey that an office gives several columns are read as one, and no part is lost."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from make.other_forms import OTHER_ROWS, differences
from make.workbooks import saved
from openpyxl import Workbook

HEAD = (
    "ลำดับที่", "ชื่อบริการสาธารณะ", "อปท.เจ้าภาพ", "อปท.ที่ร่วมลงนาม", "วันที่ลงนาม", "แต่งตั้ง", "ไม่ได้แต่งตั้ง", "จัดทำ", "ไม่ได้จัดทำ", "ทำ MOU",
    "วัตถุประสงค์", "ปัญหา/อุปสรรค",
)  # fmt: skip
BELOW = ("ผู้รายงาน นางสาวตัวอย่าง สมมติ", "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น", "หมายเลขโทรศัพท์ 053-112-233")
DAYS = ((12, "มี.ค.", 2560), ("๓", "มกราคม", "๒๕๕๙"), (20, 6, 2561))
Line = Sequence[Any]


def workbook(head: Sequence[Line], row: Callable[[int, Line], Line], merges: Sequence[str] = ()) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    for line in (["จังหวัดสงขลา"], *head, *(row(n, typed) for n, typed in enumerate(OTHER_ROWS)), []):
        sheet.append(list(line))
    for text in BELOW:
        sheet.append([None, text])
    for merge in merges:
        sheet.merge_cells(merge)
    return saved(book)


def partners(row: Line) -> list[str | None]:
    names = row[3].split("\n")
    return [*names, *[None] * (2 - len(names))]


def over(*columns: str) -> list[str]:
    """Header cells merged down over two rows."""
    return [f"{column}2:{column}3" for column in columns]


@pytest.mark.parametrize("merged", [True, False])
def test_day_month_and_year_in_columns_of_their_own_are_one_day(merged: bool) -> None:
    head = [[*HEAD[:4], "วันที่ลงนาม", None, None, *HEAD[5:]], [None] * 4 + ["วัน", "เดือน", "ปี พ.ศ."]]
    merges = ["E2:G2", *(over(*"ABCDHIJKLMN") if merged else [])]
    data = workbook(head, lambda n, row: [*row[:4], *DAYS[n], *row[5:]], merges)
    assert differences(data) == ({}, set())


@pytest.mark.parametrize(
    ("head", "merges"),
    [([[*HEAD[:3], "อปท.ที่ร่วมลงนาม", None, *HEAD[4:]], [None] * 3 + ["แห่งที่ 1", "แห่งที่ 2"]], ["D2:E2", *over(*"ABCFGHIJKLM")]),
     ([[*HEAD[:3], "อปท.ที่ร่วมลงนาม", None, *HEAD[4:]]], ["D2:E2"]),
     ([[*HEAD[:3], "อปท.ที่ร่วมลงนาม 1", "อปท.ที่ร่วมลงนาม 2", *HEAD[4:]]], [])],
    ids=["sub-headers", "one merged header", "numbered headers"],
)  # fmt: skip
def test_a_column_for_each_partner_loses_none(head: Sequence[Line], merges: Sequence[str]) -> None:
    data = workbook(head, lambda _, row: [*row[:3], *partners(row), *row[4:]], merges)
    assert differences(data) == ({}, set())


def test_the_type_of_the_host_in_a_column_before_its_name_belongs_to_it() -> None:
    head = [[*HEAD[:2], "ประเภท อปท.", "ชื่อ อปท.เจ้าภาพ", *HEAD[3:]]]
    data = workbook(head, lambda _, row: [*row[:2], row[2][:3], row[2][3:], *row[3:]])
    assert differences(data) == ({}, set())


def test_a_column_beside_the_day_with_a_header_of_its_own_is_none_of_its_parts() -> None:
    head = [[*HEAD[:5], "วันที่สิ้นสุด", *HEAD[5:]]]
    data = workbook(head, lambda _, row: [*row[:5], "1 ม.ค. 2570", *row[5:]])
    assert differences(data) == ({}, {("column_ignored", "F2")})


def card(row: Line) -> list[list[Any]]:
    """One cooperation with its labels below each other."""
    committee = "แต่งตั้ง" if row[5] else "ไม่ได้แต่งตั้ง"
    regulation = f"{'จัดทำ' if row[7] else 'ไม่ได้จัดทำ'}, {'ทำ' if row[9] else 'ไม่ทำ'} MOU"
    values = (*row[:5], committee, regulation, *row[10:])
    labels = (*HEAD[:5], "คณะกรรมการ", "ระเบียบข้อตกลง", *HEAD[10:])
    return [*([label, value] for label, value in zip(labels, values, strict=True)), []]


def test_a_block_for_each_cooperation_on_one_sheet_is_a_row_each() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    for line in (
        ["จังหวัดสงขลา"],
        *(line for row in OTHER_ROWS for line in card(row)),
        *([text] for text in BELOW),
    ):
        sheet.append(line)
    assert differences(saved(book)) == ({}, {("assumed", "A7"), ("assumed", "A8")})
