"""Free text of recognised tables: certain where the ink bears out what both readers have, by the table's own print."""

from collections.abc import Sequence
from datetime import date

import pytest
from make.drawn_lines import drawn_line

from parsers.agreement import ReadLine
from parsers.grid import Grid
from parsers.mark_ink import line_ink
from parsers.page_tables import PageTables
from parsers.recognised import settled
from parsers.scan_grid import Ink
from parsers.scanned_page import ScannedPage
from parsers.thai_lines.reader import LineReading
from survey.cells import Cell

TITLES = ("ลำดับที่", "ชื่อบริการสาธารณะ", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", "วันที่ลงนามความร่วมมือ")  # fmt: skip
PRINTED = (
    "การซ่อมท่อระบายน้ำที่รั่ว", "การเฝ้าระวังพื้นที่ชุ่มน้ำ", "การใช้เครื่องสูบน้ำเพื่อนา", "การตั้งด่านช่วงวันสิ้นปี", "การส่งผู้ป่วยที่ต้องฟอกไต", "การดูแลต้นไม้สองข้างทาง",
    "การเลี้ยงสัตว์พื้นเมือง",
)  # fmt: skip
LOST = "การเลียงสัตว์พื้นเมือง"


def _certain(read: Sequence[str], *, placed: bool = True, cut: bool = False) -> list[bool]:
    """Whether each service is certain where both readers have the same."""
    cells = {
        (1, column): Cell(f"p1!{'ABCDE'[column - 1]}1", title, title)
        for column, title in enumerate(TITLES, 1)
    }
    lines, inks = {}, {}
    for row, (printed, text) in enumerate(zip(PRINTED, read, strict=True), 2):
        cells[row, 1] = Cell(f"p1!A{row}", str(row - 1), str(row - 1))
        cells[row, 2] = Cell(f"p1!B{row}", text, text, certain=False)
        cells[row, 3] = Cell(f"p1!C{row}", "ทต.บ่อแฮ้ว", "ทต.บ่อแฮ้ว")
        ink = line_ink(drawn_line(printed, placed=placed))
        lines[f"p1!B{row}"] = (ReadLine(LineReading(text, -0.1, 6.0), text, text, ink),)
        inks[f"p1!B{row}"] = Ink(share=0.1, width=9.0, height=1.5, pieces=20, is_cut=cut)
    page = ScannedPage(PageTables(1, Grid("p1", cells)), inks=inks, lines=lines)
    [grid] = settled([page.tables.grid], [page], "ลำปาง", date(2018, 12, 10))
    return [grid.cells[row, 2].certain for row in range(2, 2 + len(PRINTED))]


def test_text_that_no_list_has_is_certain_where_the_ink_bears_it_out() -> None:
    assert all(_certain(PRINTED))


def test_a_tone_that_both_readers_lost_is_a_doubt_of_that_cell_alone() -> None:
    found = _certain((*PRINTED[:-1], LOST))
    assert found == [True] * (len(PRINTED) - 1) + [False]


@pytest.mark.parametrize("how", [{"placed": False}, {"cut": True}])
def test_nothing_is_certain_where_nobody_placed_the_marks_or_the_ink_is_cut(how: dict[str, bool]) -> None:
    assert not any(_certain(PRINTED, **how))
