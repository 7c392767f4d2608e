"""openpyxl's reading, asked where ours found no cell at all; values and merges only."""

import warnings
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from parsers.grid import Grid, Merge
from parsers.limits import Limits
from parsers.refused import FileTooLarge
from survey.cells import Cell, address
from survey.thai.text import repair


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The sheets that openpyxl sees, [] where it sees none or can't open the file.

    Raises:
        FileTooLarge: More used rows than the limits.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            workbook = load_workbook(BytesIO(data), data_only=True)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        SyntaxError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        return []  # its many ways to say that this is no workbook
    grids = [_grid(sheet, limits) for sheet in workbook.worksheets]
    return grids if any(grid.cells for grid in grids) else []


def _grid(sheet: Any, limits: Limits) -> Grid:
    grid = Grid(sheet.title, hidden=sheet.sheet_state != "visible")
    if len({row for row, _ in sheet._cells}) > limits.rows:
        raise FileTooLarge(limit=f"{limits.rows:,} แถว")
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None:
            grid.cells[row, column] = _cell(address(sheet.title, row, column), cell.value)
    grid.merges = tuple(
        Merge(merge.min_row, merge.min_col, merge.max_row, merge.max_col)
        for merge in sheet.merged_cells.ranges
    )
    return grid


def _cell(at: str, value: Any) -> Cell:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Cell(at, f"{value.day}/{value.month}/{value.year}", value)
    text = repair(str(value))
    return Cell(at, text, value if isinstance(value, bool | int | float) else text)
