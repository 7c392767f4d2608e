"""A file as its sender sees it: the sheets' cells with their addresses, and pages as pictures.

To be run in a child: `parsers.sandbox`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers import word_files, workbooks
from parsers.formats import html_table, mhtml, pdf
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.member import pages_of
from parsers.sniff import FileType, sniff
from survey.cells import column_letters

if TYPE_CHECKING:
    from parsers.page_image import Grey

ROWS = 60
"""Rows of a sheet that are shown at a time."""
_COLUMNS = 40
_LETTERS = 60_000


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: its address in its sheet (`E9`), its words, and over how many rows and columns it reaches."""

    at: str
    text: str
    rows: int = 1
    columns: int = 1
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some rows of a sheet or table, numbered as the file does; the letters of its columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[ShownCell, ...]], ...]
    last_row: int


@dataclass(frozen=True, slots=True)
class Look:
    """What of a file can be shown.

    Attributes:
        sheets: Names of its sheets or tables.
        pages: Numbers of its pages, where it has pictures of them.
        sheet: The one asked for, where there is one.
    """

    sheets: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    sheet: Sheet | None = None


def look(data: bytes, part: str, sheet: str | None, first: int, limits: Limits) -> Look:
    """What a file can show, with `ROWS` rows of one sheet (the first where none is named) from row `first` on.

    Args:
        part: `#1-2` where only some pages of a PDF are meant, else "".

    Raises:
        FileRefused: As reading it did.
    """
    kind = sniff(data).type
    if kind is FileType.PICTURE:
        return Look(pages=tuple(range(1, 1 + sum(1 for _ in _frames(data)))))
    pages: tuple[int, ...] = ()
    if kind is FileType.PDF:
        pages = tuple(page.number for page in pdf.read_pages(data, limits))
        pages = tuple(number for number in pages if number in (pages_of(part) or pages))
        grids = [page.grid for page in pdf.read_tables(data, pages, limits)]
    else:
        grids = _grids(kind, data, limits)
    return look_at(grids, sheet, first, pages)


def look_at(grids: list[Grid], sheet: str | None, first: int, pages: tuple[int, ...] = ()) -> Look:
    """`look` at tables that were read already."""
    grids = [grid for grid in grids if grid.cells]
    chosen = next((grid for grid in grids if grid.name == sheet), grids[0] if grids else None)
    return Look(tuple(grid.name for grid in grids), pages, _sheet(chosen, first) if chosen else None)


def _frames(data: bytes) -> "Iterator[Grey]":
    from parsers.page_image import decoded

    return decoded(data)


def _grids(kind: FileType, data: bytes, limits: Limits) -> list[Grid]:
    if kind in workbooks.SOURCES:
        return workbooks.read_workbook(kind, data, limits)
    if kind in word_files.SOURCES:
        return word_files.read_document(kind, data, limits).grids
    if kind is FileType.HTML:
        return html_table.read(data)
    if kind is FileType.MHTML:
        return html_table.html_tables(mhtml.html_of(data))
    return []


def _sheet(grid: Grid, first: int) -> Sheet:
    last_row, width = grid.last_row, min(grid.last_column, _COLUMNS)
    first = max(1, min(first, last_row))
    numbers = range(first, min(first + ROWS, last_row + 1))
    count = sum(1 for row, column in grid.cells if row in numbers and column <= width)
    most = max(20, min(2000, _LETTERS // max(count, 1)))
    rows = []
    for row in numbers:
        cells = []
        for column in range(1, width + 1):
            merge = grid.merge_at(row, column)
            if merge is not None and (row, column) != (max(merge.top, first), merge.left):
                continue  # what a merge covers is not there; a merge that began above is shown where it goes on
            cell = grid.seen(row, column)
            below = min(merge.bottom, numbers[-1]) - row + 1 if merge else 1
            beside = min(merge.right, width) - column + 1 if merge else 1
            text = cell.error or cell.text
            text = text if len(text) <= most else text[: most - 1] + "…"
            cells.append(ShownCell(cell.at.rpartition("!")[2], text, below, beside, cell.struck))
        rows.append((row, tuple(cells)))
    return Sheet(grid.name, tuple(column_letters(n) for n in range(1, width + 1)), tuple(rows), last_row)
