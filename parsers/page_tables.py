"""Tables page by page → tables of the whole paper: what a page break cut apart is joined again.

Addresses bear the page: `p2!C5`. Several tables on one page count their rows on, from top to bottom.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from parsers.grid import Grid, Merge
from parsers.ruling import Ruled
from parsers.table import find_tables
from survey.cells import Cell, address
from survey.forms import Survey
from survey.forms.be2561 import BE2561
from survey.thai.text import squeeze

CellText = tuple[str, bool, str | None]
"""Text, whether it could be read surely, and the font of a lone mark where it is one of symbols."""
_LOST = "�"


@dataclass(frozen=True, slots=True)
class PageTables:
    """One page.

    Attributes:
        grid: All its ruled tables, one below the other, and its other lines as notes.
        edges: Left and right of each column of the first table, as shares of its width.
        spec: The survey whose form is looked for.
    """

    number: int
    grid: Grid
    edges: tuple[float, ...] = ()
    spec: Survey = BE2561

    @property
    def holds_form(self) -> bool:
        return bool(self.edges) and bool(find_tables(self.grid, self.spec))

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
    before = 0
    for table, cells, marked in zip(tables, texts, drawn or [()] * len(tables), strict=True):
        for index, (place, (text, sound, font)) in enumerate(zip(table.cells, cells, strict=True)):
            row = before + place.row
            if place.rows > 1 or place.columns > 1:
                bottom, right = row + place.rows - 1, place.column + place.columns - 1
                merges.append(Merge(row, place.column, bottom, right))
            if text:
                at = address(grid.name, row, place.column)
                grid.cells[row, place.column] = Cell(at, text if sound else _LOST, text, font)
            elif index in marked:
                at = address(grid.name, row, place.column)
                grid.cells[row, place.column] = Cell(at, certain=False)
        before += len(table.ys) - 1
    grid.merges = tuple(merges)
    return PageTables(number, grid, _edges(tables[0]) if tables else ())


def joined(pages: Iterable[PageTables]) -> list[Grid]:
    """Grids of a paper: a table that goes on over pages is one, a header that is repeated is left out."""
    before: list[Grid] = []
    forms: list[_Running] = []
    for page in pages:
        columns = _fitting(forms[-1].edges, page.edges) if forms else None
        if columns is not None:
            forms[-1].add(page.grid, columns)
        elif page.holds_form:
            forms.append(_Running(page.edges, page.grid, _header_texts(page.grid, page.spec)))
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

    def add(self, page: Grid, columns: list[int]) -> None:
        """Append the page's table; `columns` are this table's columns for the page's own."""
        before = max(self.grid.last_row, max((merge.bottom for merge in self.grid.merges), default=0))
        repeated = self._repeated(page)
        last = len(columns)
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
        self.grid = Grid(
            self.grid.name,
            self.grid.cells | cells,
            (*self.grid.merges, *merges),
            notes=(*self.grid.notes, *page.notes),
            struck_runs=(*self.grid.struck_runs, *page.struck_runs),
            pages=(*self.grid.pages, (before + 1, page.name)),
            recognised=self.grid.recognised or page.recognised,
        )

    def add_notes(self, page: Grid) -> None:
        """Append what stands on a page behind the table: the reporter, say."""
        texts = (*page.notes, *(cell.text for cell in page.cells.values()))
        recognised = self.grid.recognised or page.recognised
        self.grid = replace(self.grid, notes=(*self.grid.notes, *texts), recognised=recognised)

    def _repeated(self, page: Grid) -> set[int]:
        repeated = set()
        for row in sorted({row for row, _ in page.cells}):
            texts = {squeeze(cell.text) for (at, _), cell in page.cells.items() if at == row}
            if not texts <= self.header:
                break
            repeated.add(row)
        return repeated


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


def _header_texts(grid: Grid, spec: Survey) -> set[str]:
    texts: set[str] = set()
    for table in find_tables(grid, spec)[:1]:
        for (row, _), cell in grid.cells.items():
            if table.top <= row <= table.bottom:
                texts.add(squeeze(cell.text))
    return texts
