"""Cells of recognised tables: what is certain."""

from datetime import date

from parsers.agreement import ReadLine
from parsers.grid import Grid
from parsers.page_tables import PageTables
from parsers.recognised import settled
from parsers.scan_grid import Ink
from parsers.scanned_page import ScannedPage, Second
from parsers.thai_lines.reader import LineReading
from survey.cells import Cell


def test_a_certain_day_is_shown_as_the_line_reader_has_it() -> None:
    titles = (
        "ลำดับที่",
        "ชื่อบริการสาธารณะ",
        "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ",
        "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม",
        "วันที่ลงนามความร่วมมือ",
    )
    words = {(1, column): title for column, title in enumerate(titles, 1)}
    words |= {(2, 1): "1", (2, 2): "การกำจัดขยะ", (2, 3): "ทต.บ่อแฮ้ว", (2, 4): "อบต.บ้านค่า", (2, 5): "27!6|2556"}
    cells = {
        (row, column): Cell(f"p1!{'ABCDE'[column - 1]}{row}", text, text, certain=row == 1)
        for (row, column), text in words.items()
    }
    line = ReadLine(LineReading("27/6/2556", -1.8, 0.8), "27!6|2556", "27/6/2556")
    page = ScannedPage(
        PageTables(1, Grid("p1", cells)),
        inks={"p1!E2": Ink(share=0.1, width=5.0, height=1.0, pieces=9)},
        lines={"p1!E2": (line,)},
        second={"p1!E2": Second("27/6/2556", "27/6/2556")},
    )
    [grid] = settled([page.tables.grid], [page], "ลำปาง", date(2018, 12, 10))
    found = grid.cells[2, 5]
    assert (found.text, found.certain) == ("27/6/2556", True)
