"""A sheet, a table or a page's table as cells with addresses, whatever file it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from survey.cells import Cell, address, split_address
from survey.thai.text import repair

Place = tuple[int, int]
"""Row and column, counted from 1."""
DRAWN = ""
"""In `Grid.over`: something without words was drawn over the place."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, inclusive, counted from 1. Its text stands in the top left cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """Used cells of one sheet or table.

    Attributes:
        name: What stands before the `!` of its addresses: a sheet's name, `T1`, `p2`.
        cells: (row, column), both from 1, to cell; only cells with content, in the file's order.
        merges: Merged ranges; the covered cells are not in `cells`.
        hidden: The whole sheet is hidden. Hidden rows and columns are data and not marked.
        hidden_lines: The sheet has hidden or filtered rows or columns (told to the sender once).
        notes: Text that floats over the sheet or stands outside its cells (text boxes, page header).
        struck_runs: Addresses of cells of which some words were struck through, and left out.
        pages: A table that runs over several pages: (row, name) from which on addresses bear another page's
            name, and count from 1 again; ascending, without the first page.
        transposed: Its rows are the file's columns. Addresses stay those of the file.
        recognised: Its words were recognised from a picture.
        sure_notes: Of such a grid the notes that are certain.
        doubted_province: What was read where the province stands, where that is not certain; the grid says the
            likeliest there, or nothing.
        over: Places without words of their own to what lies over them: a box ticked by a click, a drawn mark.
        fills: Places to the colour of their ground, where it is none of everyday's.
        comments: Places to the comment at them.
    """

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_lines: bool = False
    notes: tuple[str, ...] = ()
    struck_runs: tuple[str, ...] = ()
    pages: tuple[tuple[int, str], ...] = ()
    recognised: bool = False
    sure_notes: frozenset[str] = frozenset()
    doubted_province: str | None = None
    transposed: bool = False
    over: Mapping[Place, str] = field(default_factory=dict)
    fills: Mapping[Place, str] = field(default_factory=dict)
    comments: Mapping[Place, str] = field(default_factory=dict)
    _covered: dict[tuple[int, int], Merge] | None = field(default=None, compare=False, repr=False)
    _by_row: dict[int, list[int]] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def from_text(cls, name: str, rows: list[list[str]]) -> "Grid":
        """A grid of plain text, its first row numbered 1."""
        grid = cls(name)
        for r, row in enumerate(rows, 1):
            for c, text in enumerate(row, 1):
                if text.strip():
                    grid.cells[r, c] = Cell(address(name, r, c), repair(text), text)
        return grid

    @property
    def last_row(self) -> int:
        return max(self.cells, default=(0, 0))[0]

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)

    def columns_in(self, row: int) -> list[int]:
        """Columns that hold a cell in a row; to be asked once the grid is whole."""
        if self._by_row is None:
            self._by_row = {}
            for at, column in self.cells:
                self._by_row.setdefault(at, []).append(column)
        return self._by_row.get(row, [])

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range that covers a cell (its top left one too), or None."""
        if self._covered is None:
            # A merge may claim a million rows; only what lies within the used cells can matter.
            below, beside = (self.last_row + 2, self.last_column + 2) if self.merges else (0, 0)
            self._covered = {
                (row, column): merge
                for merge in self.merges
                for row in range(merge.top, min(merge.bottom + 1, below))
                for column in range(merge.left, min(merge.right + 1, beside))
            }
        return self._covered.get((row, column))

    @property
    def names(self) -> tuple[str, ...]:
        """What stands before the `!` of its addresses, page by page."""
        return self.name, *(name for _, name in self.pages)

    def address(self, row: int, column: int) -> str:
        """Address of a place as the file itself numbers it."""
        if self.transposed:
            return address(self.name, column, row)
        name, before = self.name, 0
        for first, page in self.pages:
            if row >= first:
                name, before = page, first - 1
        return address(name, row - before, column)

    def place(self, cell: Cell) -> tuple[int, int]:
        """Row and column of a cell of this grid by its address, as the grid counts them on its first page."""
        _, row, column = split_address(cell.at)
        return (column, row) if self.transposed else (row, column)

    def turned(self) -> "Grid":
        """The same cells with rows and columns exchanged, for a form whose labels stand below each other."""
        cells = {(column, row): cell for (row, column), cell in self.cells.items()}
        merges = tuple(Merge(merge.left, merge.top, merge.right, merge.bottom) for merge in self.merges)
        turned = replace(self, cells=dict(sorted(cells.items())), merges=merges, _covered=None, _by_row=None)
        turned.over, turned.fills, turned.comments = (
            {(column, row): value for (row, column), value in places.items()}
            for places in (self.over, self.fills, self.comments)
        )
        turned.transposed = not self.transposed
        return turned

    def at(self, row: int, column: int) -> Cell:
        """The cell itself: blank, with its own address, where it is empty or covered by a merge."""
        return self.cells.get((row, column)) or Cell(self.address(row, column))

    def seen(self, row: int, column: int) -> Cell:
        """What a person sees there: the top left cell of the merge that covers the place, else the cell."""
        merge = self.merge_at(row, column)
        return self.at(merge.top, merge.left) if merge else self.at(row, column)
