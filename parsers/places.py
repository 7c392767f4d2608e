"""Which cell lies under something that floats over a sheet, by the widths and heights that the sheet states."""

from dataclasses import dataclass, field
from typing import Protocol

from parsers.grid import Place

EMU_PER_PIXEL = 9525
EMU_PER_POINT = 12700
_WIDEST_COLUMNS, _HIGHEST_ROWS = 3, 4
"""What covers more cells than these is a picture over the sheet, and no mark in a cell."""


class Lengths(Protocol):
    """Widths of columns and heights of rows in EMU, both counted from 1."""

    def column(self, number: int) -> float: ...
    def row(self, number: int) -> float: ...


@dataclass(slots=True)
class Sizes:
    """Widths of columns in letters, heights of rows in points, where they are not the usual ones."""

    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    width: float = 8.43
    height: float = 15.0

    def column(self, number: int) -> float:
        """Width in EMU (ECMA-376 part 1, §18.3.1.13: digits of seven pixels, and five of padding)."""
        return (self.widths.get(number, self.width) * 7 + 5) * EMU_PER_PIXEL

    def row(self, number: int) -> float:
        """Height in EMU."""
        return self.heights.get(number, self.height) * EMU_PER_POINT


@dataclass(frozen=True, slots=True)
class Corner:
    """A cell, counted from 1, and the distance from its top left in EMU."""

    row: int
    column: int
    down: float = 0.0
    right: float = 0.0


def cell_under(first: Corner, last: Corner, sizes: Lengths) -> Place | None:
    """The cell below the middle of a box; None where the box covers more than a cell and its edges."""
    if last.column - first.column >= _WIDEST_COLUMNS or last.row - first.row >= _HIGHEST_ROWS:
        return None
    across = sum(sizes.column(n) for n in range(first.column, last.column)) - first.right + last.right
    along = sum(sizes.row(n) for n in range(first.row, last.row)) - first.down + last.down
    column, right = first.column, first.right + across / 2
    while right > sizes.column(column) and column < last.column:
        right -= sizes.column(column)
        column += 1
    row, down = first.row, first.down + along / 2
    while down > sizes.row(row) and row < last.row:
        down -= sizes.row(row)
        row += 1
    if across > 1.9 * sizes.column(column) or along > 2.5 * max(sizes.row(row), 20 * EMU_PER_POINT):
        return None
    return row, column


def far_corner(first: Corner, across: float, along: float, sizes: Lengths) -> Corner:
    """The other corner of a box that is so many EMU wide and high."""
    column, right = first.column, first.right + across
    while right > sizes.column(column) and column < first.column + _FARTHEST:
        right -= sizes.column(column)
        column += 1
    row, down = first.row, first.down + along
    while down > sizes.row(row) and row < first.row + _FARTHEST:
        down -= sizes.row(row)
        row += 1
    return Corner(row, column, down, right)


_FARTHEST = 10
