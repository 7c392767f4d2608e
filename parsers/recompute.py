"""Formulas whose results a file does not hold: LibreOffice computes them, and only they are taken from its answer.

Programs that write workbooks without computing them (exports, forms filled by scripts) leave results out; Excel
would put them in when somebody opens the file.
"""

from collections.abc import Sequence
from dataclasses import replace

from parsers import office
from parsers.formats import xlsx
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import ConverterMissing, FileRefused
from parsers.sheet_cells import NO_VALUE
from survey.cells import Doubt


def lacks_results(grids: Sequence[Grid]) -> bool:
    """Whether a sheet has a formula without a result."""
    return any(
        cell.error == NO_VALUE and cell.doubt is not Doubt.VOLATILE
        for grid in grids
        for cell in grid.cells.values()
    )


def recomputed(grids: list[Grid], data: bytes, suffix: str, limits: Limits) -> list[Grid]:
    """The same sheets with the results that were lacking; unchanged where LibreOffice can't open the file.

    Raises:
        ConverterMissing: LibreOffice is not installed.
    """
    try:
        answer = xlsx.read(office.convert(data, suffix, "xlsx", limits), limits)
    except ConverterMissing:
        raise
    except FileRefused:
        return grids  # the cells stay unreadable, and are told
    computed = {grid.name: grid for grid in answer}
    return [_filled(grid, computed[grid.name]) if grid.name in computed else grid for grid in grids]


def _filled(grid: Grid, computed: Grid) -> Grid:
    cells = dict(grid.cells)
    for place, cell in grid.cells.items():
        # What TODAY gives here is the day of reading, not one that its sender meant.
        if cell.error == NO_VALUE and cell.doubt is not Doubt.VOLATILE:
            found = computed.cells.get(place)
            if found is None:
                del cells[place]  # an empty text, as =IF(A1="","",A1) gives
            else:
                cells[place] = replace(found, at=cell.at, struck=cell.struck)
    return replace(grid, cells=cells, _covered=None, _by_row=None)
