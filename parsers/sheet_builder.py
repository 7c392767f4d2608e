"""A worksheet while it is read, in any format: cells by place, what covers them, and the limits that hold for all."""

from dataclasses import dataclass, field

from parsers.grid import Grid, Merge
from parsers.limits import Limits
from parsers.refused import FileTooLarge
from survey.cells import Cell, address


@dataclass(slots=True)
class SheetBuilder:
    """Rows and columns are counted from 1. Only cells that show something are to be added.

    Attributes:
        hidden_rows, hidden_columns: Ranges, inclusive.
    """

    name: str
    limits: Limits
    hidden: bool = False
    notes: list[str] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    _cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    _merges: list[Merge] = field(default_factory=list)
    _struck_runs: list[str] = field(default_factory=list)
    _rows: set[int] = field(default_factory=set)
    _columns: set[int] = field(default_factory=set)

    def at(self, row: int, column: int) -> str:
        return address(self.name, row, column)

    def add(self, row: int, column: int, cell: Cell | None, dropped: bool = False) -> None:
        """Put a cell at its place; `dropped` where struck-through words of it were left out.

        Raises:
            FileTooLarge: More used rows or columns than the limits.
        """
        if dropped:
            self._struck_runs.append(self.at(row, column))
        if cell is None:
            return
        self._cells[row, column] = cell
        self._rows.add(row)
        self._columns.add(column)
        if len(self._rows) > self.limits.rows:
            raise FileTooLarge(limit=f"{self.limits.rows:,} แถว")
        if len(self._columns) > self.limits.columns:
            raise FileTooLarge(limit=f"{self.limits.columns:,} คอลัมน์")

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self._merges.append(Merge(top, left, bottom, right))

    def grid(self) -> Grid:
        """The sheet; to be asked once, at the end.

        Raises:
            FileTooLarge: More merged ranges touch the used cells than the limit.
        """
        grid = Grid(self.name, dict(sorted(self._cells.items())), hidden=self.hidden)
        grid.merges = touching(self._merges, grid, self.limits)
        for merge in grid.merges:
            uncover(grid.cells, merge)
        grid.hidden_lines = _any_in(self._rows, self.hidden_rows) or _any_in(
            self._columns, self.hidden_columns
        )
        grid.struck_runs = tuple(self._struck_runs)
        grid.notes = tuple(self.notes)
        return grid


def touching(merges: list[Merge], grid: Grid, limits: Limits) -> tuple[Merge, ...]:
    """The merged ranges that begin within the used cells.

    Raises:
        FileTooLarge: More than the limit.
    """
    if not merges:
        return ()
    last_row, last_column = grid.last_row, grid.last_column
    found = tuple(merge for merge in merges if merge.top <= last_row and merge.left <= last_column)
    if len(found) > limits.merges:
        raise FileTooLarge(limit=f"{limits.merges:,} ช่องที่ผสานกัน")
    return found


def uncover(cells: dict[tuple[int, int], Cell], merge: Merge) -> None:
    """Take away what lies hidden under a merge: some writers leave it there, and nobody sees it."""
    rows, columns = range(merge.top, merge.bottom + 1), range(merge.left, merge.right + 1)
    if len(rows) * len(columns) <= len(cells):
        covered = [(row, column) for row in rows for column in columns if (row, column) in cells]
    else:
        covered = [place for place in cells if place[0] in rows and place[1] in columns]
    for place in covered:
        if place != (merge.top, merge.left):
            del cells[place]


def _any_in(used: set[int], ranges: list[tuple[int, int]]) -> bool:
    for first, last in ranges:
        if last - first < len(used):
            if any(place in used for place in range(first, last + 1)):
                return True
        elif any(first <= place <= last for place in used):
            return True
    return False
