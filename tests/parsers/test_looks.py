"""Sheets as people look at them: merges, pieces, and no more words than a page can hold."""

from parsers.grid import Grid, Merge
from parsers.limits import Limits
from parsers.looks import ROWS, ShownCell, look, look_at
from survey.cells import Cell


def grid(name: str = "แบบ", rows: int = 3) -> Grid:
    return Grid.from_text(name, [[f"{column}{row}" for column in "ABC"] for row in range(1, rows + 1)])


def test_a_sheet_is_shown_with_the_file_s_own_numbers() -> None:
    found = look_at([grid(), grid("อื่น"), Grid("ว่าง")], "อื่น", 1)
    assert found.sheets == ("แบบ", "อื่น")
    assert found.sheet is not None
    assert (found.sheet.name, found.sheet.columns, found.sheet.last_row) == ("อื่น", ("A", "B", "C"), 3)
    assert found.sheet.rows[1] == (2, (ShownCell("A2", "A2"), ShownCell("B2", "B2"), ShownCell("C2", "C2")))


def test_a_sheet_that_is_not_there_is_the_first_one() -> None:
    found = look_at([grid()], "ไม่มี", 1)
    assert found.sheet is not None
    assert found.sheet.name == "แบบ"
    assert look_at([], None, 1).sheet is None


def test_a_merge_is_one_cell_and_goes_on_in_the_next_piece() -> None:
    tall = grid(rows=ROWS + 5)
    tall.merges = (Merge(2, 2, ROWS + 3, 3),)
    first, second = (look_at([tall], None, row).sheet for row in (1, ROWS + 1))
    assert first is not None
    assert second is not None
    assert first.rows[1][1][1:] == (ShownCell("B2", "B2", ROWS - 1, 2),)
    assert first.rows[2][1] == (ShownCell("A3", "A3"),)
    assert second.rows[0][1][1:] == (ShownCell("B2", "B2", 3, 2),)
    assert second.rows[3][1][1:] == (
        ShownCell(f"B{ROWS + 4}", f"B{ROWS + 4}"),
        ShownCell(f"C{ROWS + 4}", f"C{ROWS + 4}"),
    )


def test_errors_and_what_is_struck_through_show() -> None:
    one = grid(rows=1)
    one.cells[1, 1] = Cell("แบบ!A1", "", error="#REF!")
    one.cells[1, 2] = Cell("แบบ!B1", "เดิม", struck=True)
    sheet = look_at([one], None, 1).sheet
    assert sheet is not None
    assert sheet.rows[0][1][:2] == (ShownCell("A1", "#REF!"), ShownCell("B1", "เดิม", struck=True))


def test_long_texts_are_cut_where_there_are_many() -> None:
    long = Grid.from_text("T1", [["ก" * 5000] * 20 for _ in range(80)])
    sheet = look_at([long], None, 1).sheet
    assert sheet is not None
    assert len(sheet.rows) == ROWS
    assert sum(len(cell.text) for _, cells in sheet.rows for cell in cells) <= 60_000
    assert sheet.rows[0][1][0].text.endswith("…")


def test_a_file_that_is_no_table_shows_nothing() -> None:
    assert look(b"\x00\x01\x02", "", None, 1, Limits()) == look_at([], None, 1)
