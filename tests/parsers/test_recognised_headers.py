"""Headers of scanned tables: the letter's where most of them are, and never another order taken for it."""

from collections.abc import Mapping

import pytest
from make.layouts import BELOW, TOP

from parsers.agreement import ReadLine
from parsers.grid import Grid, Merge
from parsers.page_tables import PageTables
from parsers.recognised_headers import with_header_of, with_headers
from parsers.scanned_page import ScannedPage, Second
from parsers.table import find_tables
from parsers.thai_lines.reader import LineReading
from survey.cells import Cell
from survey.forms.be2561 import BE2561

MERGES = ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 2, 5), (1, 6, 1, 7), (1, 8, 1, 10), (1, 11, 2, 11), (1, 12, 2, 12))  # fmt: skip
EDGES = tuple(n / 12 for n in range(13))
KEYS = [column.key for column in BE2561.printed]


def page(changed: Mapping[tuple[int, int], str], sure: tuple[str, ...] = ()) -> ScannedPage:
    """The letter's header as a scan has it, some cells read otherwise."""
    words = {(1, column): text for column, text in enumerate(TOP, 1) if text}
    words |= {(2, column): text for column, text in enumerate(BELOW, 1) if text}
    cells = {
        (row, column): Cell(f"p1!{'ABCDEFGHIJKL'[column - 1]}{row}", text, text, certain=False)
        for (row, column), text in (words | dict(changed)).items()
    }
    lines = {
        at: (ReadLine(LineReading(cell.text, -0.5, 9.0), cell.text, cell.text),)
        for cell in cells.values()
        if (at := cell.at) in sure
    }
    grid = Grid("p1", cells, tuple(Merge(*merge) for merge in MERGES))
    return ScannedPage(PageTables(1, grid, EDGES), lines=lines)


def columns_of(found: ScannedPage) -> dict[str, int]:
    [table] = find_tables(found.tables.grid, BE2561)
    assert table.ignored == table.guessed == ()
    return table.columns


def test_a_header_of_which_half_is_illegible_is_the_letters_where_the_other_half_is() -> None:
    blurred = {
        (1, 1): "ลำ มที่", (1, 12): "ปุญชา/อปสรรดความร", (1, 11): "วัดถุประสะตวามรว [เลือ", (2, 6): "แฉ่ง:", (2, 7): "ในน์ลี ” น ตั้ง",
        (2, 9): "นน้ โตทำ", (2, 10): "ทำ ต(", (1, 6): "",
    }  # fmt: skip
    found = with_headers(page(blurred))
    assert columns_of(found) == {key: number for number, key in enumerate(KEYS, 1)}
    assert all(cell.certain for (row, _), cell in found.tables.grid.cells.items() if row <= 2)


ILLEGIBLE = {
    (1, 1): "ล่าธ์ยที่", (1, 3): "องคกรมกคจองส่วปล้องถืยที่จัด", (1, 5): "วับที่ลงนานคกว่าม เปืออ", (1, 6): "กะรจเกษง", (1, 8): "ส ” « 0 ยนต์ต",
    (1, 11): "ร๒นระลังค์กวสซงรเลอ:", (1, 12): "งับคน/๑บอจรคกอพร่งเนื่อ", (2, 3): "ฐ์ . บก้องคิ่นเจ้าภา", (2, 4): "=-- งห่นกี่รวมลงนน",
    (2, 6): "ห6งขัง", (2, 7): "1ม8เป่9", (2, 8): "6", (2, 9): "า6 = ๑", (2, 10): "m๐",
}  # fmt: skip


def test_an_illegible_header_is_the_letters_only_where_another_page_of_the_paper_has_it() -> None:
    alone = with_headers(page(ILLEGIBLE))
    assert not alone.tables.holds_form
    found = with_header_of(alone, with_headers(page({})))
    assert columns_of(found) == {key: number for number, key in enumerate(KEYS, 1)}


@pytest.mark.parametrize(("left", "right"), [(11, 12), (6, 7), (3, 4), (8, 9)])
def test_columns_that_an_office_has_exchanged_stay_exchanged(left: int, right: int) -> None:
    row = 1 if left > 10 else 2
    words = TOP if row == 1 else BELOW
    exchanged = {(row, left): words[right - 1] or "", (row, right): words[left - 1] or ""}
    columns = columns_of(with_headers(page(exchanged)))
    assert (columns[KEYS[left - 1]], columns[KEYS[right - 1]]) == (right, left)


def test_a_column_of_an_offices_own_is_not_taken_for_the_letters() -> None:
    [table] = find_tables(with_headers(page({(1, 12): "หมายเหตุ"}, sure=("p1!L1",))).tables.grid, BE2561)
    assert "problems" not in table.columns


def test_a_header_is_worded_as_the_form_has_it_where_it_is_near_one_wording() -> None:
    texts = ("ลำดับที", "ชือบริการสาธารณะทีทำความรวมมือกันให้บริการประชาชน", "ทำหอบ", "ไม่ได้แตงตั้ง", "หมายเหตุ")
    cells = {(1, n): Cell(f"p1!{'ABCDE'[n - 1]}1", text, certain=False) for n, text in enumerate(texts, 1)}
    second = {"p1!C1": Second("vin MOU", "ทำMOt")}
    found = with_headers(ScannedPage(PageTables(1, Grid("p1", cells)), second=second))
    assert [cell.text for cell in found.tables.grid.cells.values()] == [
        "ลำดับที่", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "ทำ MOU", "ไม่ได้แต่งตั้ง", "หมายเหตุ",
    ]  # fmt: skip
