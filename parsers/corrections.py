"""Cells that the coordinator corrected, put in place of what the file has, before anything is read from it."""

from collections.abc import Sequence

from parsers.grid import Grid
from survey.cells import Cell, split_address
from survey.model import Case
from survey.thai.text import repair


def correct(grids: Sequence[Grid], name: str, case: Case) -> None:
    """Change the grids of the file `name` as the case's corrections say; most files have none."""
    for file, at, text in case.corrections:
        if file == name or file.rpartition("#")[0] == name:
            for grid in grids:
                _put(grid, at, text)


def _put(grid: Grid, at: str, text: str) -> None:
    place = _place(grid, at)
    if place is None:
        return
    if not text.strip():
        grid.cells.pop(place, None)
        return
    is_new = place not in grid.cells
    grid.cells[place] = Cell(at, repair(text), text)
    if is_new:
        grid.cells = dict(sorted(grid.cells.items()))


def _place(grid: Grid, at: str) -> tuple[int, int] | None:
    """Row and column of an address in a grid; a table over several pages counts its rows on."""
    name, row, column = split_address(at)
    for first, page in ((1, grid.name), *grid.pages):
        if name == page:
            return first + row - 1, column
    return None
