"""A sheet on which each cooperation has a block of its own, labels below each other, the blocks below each other."""

from dataclasses import replace
from itertools import pairwise

from parsers.grid import Grid
from parsers.table import Table, headers_of, upright
from survey.forms import Survey

_LABEL_COLUMNS = 4
_SURE = 86.0
_FEWEST_LABELS = 4
_MOST_CARDS = 500


def uprights(grid: Grid, spec: Survey) -> list[tuple[Grid, list[Table]]]:
    """`upright`, and a grid for each block where a sheet has several."""
    whole = upright(grid, spec)
    if whole[1] and not whole[0].transposed:
        return [whole]
    blocks = [upright(block, spec) for block in _blocks(grid, spec)]
    return blocks if len(blocks) > 1 and all(tables for _, tables in blocks) else [whole]


def _blocks(grid: Grid, spec: Survey) -> list[Grid]:
    """The grid cut before each line with the label that begins the first block; whole where none comes again."""
    starts = max((_starts(grid, spec, column) for column in range(1, _LABEL_COLUMNS + 1)), key=len)
    if not 2 <= len(starts) <= _MOST_CARDS:
        return []
    edges = [0, *starts[1:], grid.last_row + 1]
    return [_part(grid, first, after) for first, after in pairwise(edges)]


def _starts(grid: Grid, spec: Survey, column: int) -> list[int]:
    headers = headers_of(spec)
    labels: list[tuple[int, str]] = []
    for (row, at), cell in grid.cells.items():
        if at == column and headers.may_head(cell.text) and (fits := headers.fits(cell.text, "")):
            labels += [(row, fits[0].key)] if fits[0].score >= _SURE else []
    labels.sort()
    if len({key for _, key in labels}) < _FEWEST_LABELS:
        return []
    first = labels[0][1]
    return [row for row, key in labels if key == first]


def _part(grid: Grid, first: int, after: int) -> Grid:
    cells = {place: cell for place, cell in grid.cells.items() if first <= place[0] < after}
    merges = tuple(merge for merge in grid.merges if first <= merge.top < after)
    notes = grid.notes if first == 0 else ()
    return replace(grid, cells=cells, merges=merges, notes=notes, _covered=None, _by_row=None)
