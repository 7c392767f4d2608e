"""Tables of one document: what goes on with the form's table, and what only stands beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parsers.grid import Grid, Merge, Place
from parsers.table import find_tables
from survey.forms import Survey
from survey.forms.be2561 import BE2561

# A table of more cells is about something else; a title, a signature or a reporter's block has fewer.
_FEW_CELLS = 60
_FEWEST_COLUMNS = 5
_FEWEST_IN_A_ROW = 4


def joined(grids: Sequence[Grid], spec: Survey = BE2561) -> list[Grid]:
    """The tables of a document, those that a page break cut off put below the form's table again.

    A table without a header, right behind the form's and as wide, goes on with it; its addresses stay its own.
    Words of other small tables, and around them, become notes of the nearest form.
    """
    forms = [at for at, grid in enumerate(grids) if find_tables(grid, spec)] if len(grids) > 1 else []
    if not forms:
        return list(grids)
    found: list[Grid] = []
    beside: list[str] = []
    form: int | None = None
    for at, grid in enumerate(grids):
        if at in forms:
            form = len(found)
            found.append(replace(grid, notes=_once(*beside, *grid.notes)))
            beside = []
        elif form is not None and form == len(found) - 1 and _goes_on(found[form], grid):
            found[form] = _with(found[form], grid)
        elif form is None:
            beside += _words(grid)
            found.append(grid)
        else:
            found[form] = replace(found[form], notes=_once(*found[form].notes, *_words(grid)))
            found.append(grid)
    return found


def _goes_on(form: Grid, grid: Grid) -> bool:
    width = _width(grid)
    if width < _FEWEST_COLUMNS or width != _width(form):
        return False
    filled: dict[int, int] = {}
    for (row, _), cell in grid.cells.items():
        filled[row] = filled.get(row, 0) + (not cell.is_blank)
    return max(filled.values(), default=0) >= _FEWEST_IN_A_ROW


def _width(grid: Grid) -> int:
    return max(grid.last_column, max((merge.right for merge in grid.merges), default=0))


def _with(form: Grid, grid: Grid) -> Grid:
    """The form's table with another below it."""
    before = max(form.last_row, max((merge.bottom for merge in form.merges), default=0))
    cells = {(row + before, column): cell for (row, column), cell in grid.cells.items()}
    merges = [Merge(m.top + before, m.left, m.bottom + before, m.right) for m in grid.merges]
    return replace(
        form,
        cells=form.cells | cells,
        merges=(*form.merges, *merges),
        hidden_lines=form.hidden_lines or grid.hidden_lines,
        notes=_once(*form.notes, *grid.notes),
        struck_runs=(*form.struck_runs, *grid.struck_runs),
        fills={**form.fills, **_below(grid.fills, before)},
        over={**form.over, **_below(grid.over, before)},
        comments={**form.comments, **_below(grid.comments, before)},
        pages=(*form.pages, (before + 1, grid.name)),
        _covered=None,
        _by_row=None,
    )


def _below(places: Mapping[Place, str], rows: int) -> dict[Place, str]:
    return {(row + rows, column): value for (row, column), value in places.items()}


def _words(grid: Grid) -> Iterator[str]:
    """What a table says, a line a row, and what stands around it."""
    yield from grid.notes
    if len(grid.cells) <= _FEW_CELLS:
        rows: dict[int, list[str]] = {}
        for (row, _), cell in sorted(grid.cells.items()):
            if not cell.struck and not cell.is_blank:
                rows.setdefault(row, []).append(cell.text)
        for texts in rows.values():
            yield from " ".join(texts).split("\n")


def _once(*notes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes))
