"""Colours, unseen letters, results that are lacking or change by the day: old formats say them as .xlsx does."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from make.writers import convert
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from parsers.formats import ods, xls, xlsx
from parsers.grid import Grid
from parsers.limits import Limits
from survey.cells import Doubt

LIMITS = Limits()
READERS: dict[str, Callable[[bytes, Limits], list[Grid]]] = {
    "xls": xls.read,
    "ods": ods.read,
    "xlsx": xlsx.read,
}


def coloured() -> bytes:
    """A key of colours, white letters on white and on a dark ground, and formulas."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A1"].fill = "ทำแล้ว", PatternFill("solid", start_color="FF92D050")
    sheet["B1"].fill = PatternFill("solid", start_color="FFFFFF00")
    sheet["C1"], sheet["C1"].fill = "ขาว", PatternFill("solid", start_color="FFFFFFFF")
    sheet["A2"], sheet["A2"].font = "ซ่อนไว้", Font(color="FFFFFFFF")
    sheet["B2"], sheet["B2"].font = "บนพื้นเข้ม", Font(color="FFFFFFFF")
    sheet["B2"].fill = PatternFill("solid", start_color="FF1F4E78")
    sheet["A3"], sheet["A3"].number_format = "=TODAY()", "d/m/yyyy"
    sheet["B3"], sheet["C3"] = True, "หนึ่ง\nสอง"
    for column in range(1, 9):
        sheet.cell(4, column).fill = PatternFill("solid", start_color="FFFFC000")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Grid]:
    folder = tmp_path_factory.mktemp("coloured")
    first = folder / "a.xlsx"
    first.write_bytes(coloured())
    files: dict[str, Path] = {name: convert(first, name) for name in ("xls", "ods")}
    files["xlsx"] = convert(files["ods"].rename(folder / "b.ods"), "xlsx")
    files["ods"] = folder / "b.ods"
    return {name: READERS[name](path.read_bytes(), LIMITS)[0] for name, path in files.items()}


@pytest.mark.parametrize("name", READERS)
def test_a_ground_is_kept_by_its_colour_and_white_is_none(saved: dict[str, Grid], name: str) -> None:
    fills = {place: colour.removeprefix("rgb=") for place, colour in saved[name].fills.items()}
    assert [fills.pop((4, column)) for column in range(1, 9)] == ["FFFFC000"] * 8
    assert fills.keys() == {(1, 1), (1, 2), (2, 2)}
    assert (fills[1, 1], fills[1, 2]) == ("FF92D050", "FFFFFF00")


@pytest.mark.parametrize("name", READERS)
def test_white_letters_are_doubted_on_white_and_nowhere_else(saved: dict[str, Grid], name: str) -> None:
    cells = saved[name].cells
    assert (cells[2, 1].text, cells[2, 1].doubt) == ("ซ่อนไว้", Doubt.UNSEEN)
    assert (cells[2, 2].text, cells[2, 2].doubt) == ("บนพื้นเข้ม", None)
    assert cells[1, 1].doubt is cells[1, 3].doubt is None


@pytest.mark.parametrize("name", READERS)
def test_a_day_that_is_another_each_day_is_no_day_that_was_meant(saved: dict[str, Grid], name: str) -> None:
    cell = saved[name].cells[3, 1]
    assert isinstance(cell.value, date)
    assert cell.doubt is Doubt.VOLATILE


@pytest.mark.parametrize("name", READERS)
def test_truth_and_lines_of_a_cell_are_kept(saved: dict[str, Grid], name: str) -> None:
    cells = saved[name].cells
    assert (cells[3, 2].value, cells[3, 2].text, cells[3, 3].text) == (True, "TRUE", "หนึ่ง\nสอง")
