"""Cells of one row, and what is known while a form is read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from survey.cells import Cell, CellValue, address
from survey.fields import Reading
from survey.model import Case

RECEIVED_ON = date(2018, 12, 1)


def make_cell(content: CellValue | Cell = None, at: str = "Sheet1!E7", **more: Any) -> Cell:
    """A cell with a value, shown as a file would show it; text as it is."""
    if isinstance(content, Cell):
        return content
    shown = f"{content:%-d/%-m/}{content.year}" if isinstance(content, date) else str(content or "")
    return Cell(at, more.pop("text", shown), content, **more)


def make_row_cells(columns: str, *lines: Sequence[CellValue | Cell]) -> dict[str, tuple[Cell, ...]]:
    """`columns` are keys parted by a space, E onwards; `lines` hold a value a column."""
    return {
        key: tuple(
            make_cell(line[number], address("Sheet1", 7 + row, 5 + number)) for row, line in enumerate(lines)
        )
        for number, key in enumerate(columns.split())
    }


def make_reading(received_on: date = RECEIVED_ON, **more: Any) -> Reading:
    return Reading(Case(received_on), **more)
