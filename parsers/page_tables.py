"""Tables page by page → tables of the whole paper: what a page break cut apart is joined again.

Addresses bear the page: `p2!C5`. Several tables on one page count their rows on, from top to bottom.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from parsers.grid import DRAWN, Grid, Merge, Place
from parsers.ruling import Ruled
from parsers.table import find_tables
from parsers.wrapping import joined_text
from survey.cells import Cell, address
from survey.forms import Survey
from survey.forms.be2561 import BE2561
from survey.line_kinds import is_total
from survey.lines import Line
from survey.thai.dates import Kind, read
from survey.thai.text import squeeze

CellText = tuple[str, bool, str | None]
"""Text, whether it could be read surely, and the font of a lone mark where it is one of symbols."""
_LOST = "�"
_TOO_NARROW = re.compile(r"#{2,}")
"""What a spreadsheet prints for a number that its column has no room for."""


@dataclass(frozen=True, slots=True)
class PageTables:
    """One page.

    Attributes:
        grid: All its ruled tables, one below the other, and its other lines as notes.
        edges: Left and right of each column of the first table, as shares of its width.
        beside: First row and edges of each table that stands beside what is above it in the grid: a page by itself,
            that somebody put on this one.
        spec: The survey whose form is looked for.
    """

    number: int
    grid: Grid
    edges: tuple[float, ...] = ()
    spec: Survey = BE2561
    beside: tuple[tuple[int, tuple[float, ...]], ...] = ()

    @property
    def holds_form(self) -> bool:
        return bool(self.edges) and bool(find_tables(self.grid, self.spec))

    def parts(self) -> "Iterator[PageTables]":
        """The pages that stand beside each other on this one, each with its own rows of the grid."""
        starts = [(1, self.edges), *self.beside]
        for number, (start, edges) in enumerate(starts):
            end = starts[number + 1][0] if number + 1 < len(starts) else self.grid.last_row + 1
            grid = self.grid
            if self.beside:
                cells = {place: cell for place, cell in grid.cells.items() if start <= place[0] < end}
                over = {place: what for place, what in grid.over.items() if start <= place[0] < end}
                merges = tuple(merge for merge in grid.merges if start <= merge.top < end)
                notes = grid.notes if number == 0 else ()
                grid = replace(
                    grid, cells=cells, merges=merges, notes=notes, over=over, _covered=None, _by_row=None
                )
            yield PageTables(self.number, grid, edges, self.spec)

    def with_lines(self, text: str) -> "PageTables":
        """The same page with the lines of its text as notes."""
        lines = tuple(line for line in text.split("\n") if line)
        return replace(self, grid=replace(self.grid, notes=lines))


def stacked(
    number: int,
    tables: Sequence[Ruled],
    texts: Sequence[Sequence[CellText]],
    notes: tuple[str, ...],
    drawn: Sequence[Collection[int]] = (),
) -> PageTables:
    """A page from its tables and the text of each cell, in the tables' order.

    Args:
        drawn: Of each table, its cells in which something is drawn: one without a text is no empty cell.
    """
    grid = Grid(f"p{number}", notes=notes)
    merges: list[Merge] = []
    over: dict[Place, str] = {}
    beside: list[tuple[int, tuple[float, ...]]] = []
    before = 0
    lowest = float("-inf")
    for table, cells, marked in zip(tables, texts, drawn or [()] * len(tables), strict=True):
        if table.ys[0] < lowest:
            beside.append((before + 1, _edges(table)))
        lowest = max(table.ys[-1], lowest) if table.ys[0] >= lowest else table.ys[-1]
        for index, (place, (text, sound, font)) in enumerate(zip(table.cells, cells, strict=True)):
            row = before + place.row
            if place.rows > 1 or place.columns > 1:
                bottom, right = row + place.rows - 1, place.column + place.columns - 1
                merges.append(Merge(row, place.column, bottom, right))
            if text:
                at = address(grid.name, row, place.column)
                grid.cells[row, place.column] = Cell(
                    at, text if sound and not _TOO_NARROW.fullmatch(text) else _LOST, text, font
                )
            elif index in marked:
                at = address(grid.name, row, place.column)
                grid.cells[row, place.column] = Cell(at, certain=False)
                over[row, place.column] = DRAWN
        before += len(table.ys) - 1
    grid.merges, grid.over = tuple(merges), over
    return PageTables(number, grid, _edges(tables[0]) if tables else (), beside=tuple(beside))


def joined(pages: Iterable[PageTables]) -> list[Grid]:
    """Grids of a paper: a table that goes on over pages is one, a header that is repeated is left out."""
    before: list[Grid] = []
    forms: list[_Running] = []
    for page in (part for whole in pages for part in whole.parts()):
        columns = _fitting(forms[-1].edges, page.edges) if forms else None
        if columns is not None:
            forms[-1].add(page.grid, columns)
        elif page.holds_form:
            forms.append(_Running.of(page))
        elif forms:
            forms[-1].add_notes(page.grid)
        else:
            before.append(page.grid)
    return [*before, *(form.grid for form in forms)]


@dataclass(slots=True)
class _Running:
    """A table while its pages come."""

    edges: tuple[float, ...]
    grid: Grid
    header: set[str]
    columns: Mapping[str, int]
    first: Mapping[int, str]

    @classmethod
    def of(cls, page: PageTables) -> "_Running":
        [table, *_] = find_tables(page.grid, page.spec)
        header = _header_texts(page.grid, page.spec)
        return cls(page.edges, page.grid, header, table.columns, _row_texts(page.grid, table.bottom + 1))

    def add(self, page: Grid, columns: list[int]) -> None:
        """Append the page's table; `columns` are this table's columns for the page's own."""
        before = max(self.grid.last_row, max((merge.bottom for merge in self.grid.merges), default=0))
        repeated = self._repeated(page, columns)
        last = len(columns)
        page = self._with_rest_of_row(page, columns, repeated)
        cells = {
            (row + before, columns[column - 1]): cell
            for (row, column), cell in page.cells.items()
            if row not in repeated and column <= last
        }
        merges = (
            Merge(
                merge.top + before,
                columns[merge.left - 1],
                merge.bottom + before,
                columns[min(merge.right, last) - 1],
            )
            for merge in page.merges
            if merge.top not in repeated and merge.left <= last
        )
        over = {
            (row + before, columns[column - 1]): what
            for (row, column), what in page.over.items()
            if row not in repeated and column <= last
        }
        self.grid = Grid(
            self.grid.name,
            self.grid.cells | cells,
            (*self.grid.merges, *merges),
            notes=(*self.grid.notes, *page.notes),
            struck_runs=(*self.grid.struck_runs, *page.struck_runs),
            over={**self.grid.over, **over},
            pages=(*self.grid.pages, (before + 1, page.name)),
            recognised=self.grid.recognised or page.recognised,
        )

    def _with_rest_of_row(self, page: Grid, columns: list[int], repeated: set[int]) -> Grid:
        """The page without its first row where that is the rest of the last one, which takes it up."""
        first = min((row for row, _ in page.cells if row not in repeated), default=0)
        rest = {
            columns[column - 1]: cell
            for (row, column), cell in page.cells.items()
            if row == first and column <= len(columns)
        }
        above = {column: cell for (row, column), cell in self.grid.cells.items() if row == self.grid.last_row}
        next_row = {columns[c - 1] for r, c in page.cells if r == first + 1 and c <= len(columns)}
        is_heading = any(one.top == first and one.right - one.left >= _WIDE for one in page.merges)
        if not rest or is_heading or not is_rest_of_row(above, rest, next_row, self.columns):
            return page
        for column, cell in rest.items():
            text = joined_text(above[column].text, cell.text) if column in above else cell.text
            place = self.grid.last_row, column
            self.grid.cells[place] = replace(above.get(column, cell), text=text, value=text)
        cells = {place: cell for place, cell in page.cells.items() if place[0] != first}
        return replace(page, cells=cells, _covered=None, _by_row=None)

    def add_notes(self, page: Grid) -> None:
        """Append what stands on a page behind the table: the reporter, say."""
        texts = (*page.notes, *(cell.text for cell in page.cells.values()))
        recognised = self.grid.recognised or page.recognised
        self.grid = replace(self.grid, notes=(*self.grid.notes, *texts), recognised=recognised)

    def _repeated(self, page: Grid, columns: Sequence[int]) -> set[int]:
        """Rows of the header; and the first row below it, number and all, where a sheet's print titles reach too far."""
        repeated: set[int] = set()
        for row in sorted({row for row, _ in page.cells}):
            texts = {squeeze(cell.text) for (at, _), cell in page.cells.items() if at == row}
            is_numbering = len(texts) >= _FEWEST_NUMBERS and all(map(_NUMBER.fullmatch, texts))
            if not texts <= self.header and not (repeated and is_numbering):
                texts_at = {
                    columns[at - 1]: text for at, text in _row_texts(page, row).items() if at <= len(columns)
                }
                if repeated and self.columns.get("seq") in self.first and texts_at == self.first:
                    repeated.add(row)
                break
            repeated.add(row)
        return repeated


_NUMBER, _FEWEST_NUMBERS = re.compile(r"\d{1,2}"), 6
"""A row that numbers the columns, as a header's last one may."""
_TICKS = ("committee", "regulation", "mou")


def is_rest_of_row(
    above: Mapping[int, Cell], first: Mapping[int, Cell], after: Collection[int], columns: Mapping[str, int]
) -> bool:
    """Whether a page's first row only ends the last one of the page before.

    It has no number where others have one, no tick where the row above has its ticks, and lacks service or host, or the
    row above has the ticks that it lacks. So a row whose number was forgotten is none. Where rows have no numbers, and
    each has service and host, a date must be cut as well.

    Args:
        above, first: Columns with cells of the last row of a page, and of the first row of the next.
        after: Columns with cells of the row after that.
        columns: Key of the survey's column to the grid's column.
    """
    if _is_total(first, columns):
        return False
    seq = columns.get("seq")
    if seq is not None and (seq in first or seq not in above):
        return False
    partners = {columns[key] for key in ("partners",) if key in columns}
    if seq is not None and set(after) - partners and seq not in after:  # a partner's own line has none
        return False
    ticks = {column for key, column in columns.items() if key.startswith(_TICKS)}
    if ticks & first.keys():
        return False
    lacks = {columns[key] for key in ("service", "host") if key in columns} - first.keys()
    if lacks:
        return True
    return bool(ticks & above.keys()) and (seq is not None or _is_one_day(above, first, columns))


def _is_total(row: Mapping[int, Cell], columns: Mapping[str, int]) -> bool:
    line = Line("", {key: row[column] for key, column in columns.items() if column in row})
    return is_total(line, list(line.cells))


_WIDE = 3
"""Columns that a heading in a table reaches over, besides its first."""
_ANY_DAY = date(2100, 1, 1)


def _is_one_day(above: Mapping[int, Cell], first: Mapping[int, Cell], columns: Mapping[str, int]) -> bool:
    """Whether the break cuts a date: only both parts together name a day."""
    column = columns.get("signed_on", 0)
    if column not in above or column not in first:
        return False
    begins, ends = above[column].text, first[column].text
    kinds = [read(text, _ANY_DAY).kind for text in (begins, ends, f"{begins} {ends}")]
    return kinds[0] is not Kind.OK and kinds[1] is not Kind.OK and kinds[2] is Kind.OK


_NEAR = 0.03
"""Share of a table's width by which a column may stand elsewhere on the next page."""


def _edges(table: Ruled) -> tuple[float, ...]:
    width = table.xs[-1] - table.xs[0]
    return tuple((x - table.xs[0]) / width for x in table.xs)


def _fitting(edges: tuple[float, ...], others: tuple[float, ...]) -> list[int] | None:
    """Column of the table to each column of the next page's, where that can be its continuation."""
    if not edges or not others:
        return None
    if len(edges) == len(others):
        return list(range(1, len(others)))
    places = [min(range(len(edges)), key=lambda n: abs(edges[n] - other)) for other in others]
    if any(abs(edges[place] - other) > _NEAR for place, other in zip(places, others, strict=True)):
        return None
    return [place + 1 for place in places[:-1]]


def _row_texts(grid: Grid, row: int) -> dict[int, str]:
    return {column: squeeze(cell.text) for (at, column), cell in grid.cells.items() if at == row}


def _header_texts(grid: Grid, spec: Survey) -> set[str]:
    texts: set[str] = set()
    for table in find_tables(grid, spec)[:1]:
        for (row, _), cell in grid.cells.items():
            if table.top <= row <= table.bottom:
                texts.add(squeeze(cell.text))
    return texts
