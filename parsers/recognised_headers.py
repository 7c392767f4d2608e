"""Headers of scanned tables: worded as the form has them, where the readings leave no other choice.

A table that has the letter's twelve columns, most of them read as what the letter has there, is the letter's; a header
that was misread then costs nothing, and nothing has to be said of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from parsers.agreement import all_agreed
from parsers.grid import Grid
from parsers.scanned_page import ScannedPage, Second
from parsers.table import find_tables
from survey.cells import Cell
from survey.forms.be2561 import BE2561
from survey.thai.text import squeeze

HEADER_ROWS = 4
_ORDER = (
    "seq", "service", "host", "partners", "signed_on", "committee_yes", "committee_no", "regulation_yes", "regulation_no",
    "mou", "objective", "problems",
)  # fmt: skip
_GROUPED = {2: 2, 5: 2, 7: 3}
"""Places in the letter's order at which a group begins, and how many columns it has."""


def with_headers(page: ScannedPage) -> ScannedPage:
    """Header cells as the form words them: all where the table is the letter's, else where a reading is near enough
    to one wording only."""
    grid = page.tables.grid
    cells = dict(grid.cells)
    for (row, column), cell in grid.cells.items():
        if row <= HEADER_ROWS:
            cells[row, column] = replace(cell, text=_header(cell.text, page.second.get(cell.at)))
    grid = _with(grid, cells)
    letters = _as_the_letter(grid, page) if len(page.tables.edges) == len(_ORDER) + 1 else None
    grid = _with_sure_headers(letters or _in_the_letters_order(grid), page)
    return replace(page, tables=replace(page.tables, grid=grid))


def _with_sure_headers(grid: Grid, page: ScannedPage) -> Grid:
    """Certain are the headers that the form words so, and those that the readers agree on."""
    cells = dict(grid.cells)
    for table in find_tables(grid, BE2561):
        for (row, column), cell in grid.cells.items():
            if table.top <= row <= table.bottom:
                is_sure = cell.text in _wordings() or all_agreed(page.lines.get(cell.at, ()))
                cells[row, column] = replace(cell, certain=is_sure)
    return _with(grid, cells)


_MOU = re.compile("M[O0Q]")
_NEAR_HEADER, _LEAD = 72.0, 6.0


def _header(text: str, second: Second | None) -> str:
    from rapidfuzz import fuzz

    if second and _MOU.search(second.latin + second.script) and len(text) < 14:
        return "ทำ MOU"
    words = squeeze(text)
    if len(words) < 4 or len(text) > 90:
        return text
    scores = sorted(
        (
            (fuzz.ratio(words, squeeze(wording)), wording)
            for wording in _wordings()
            if ("ไม่" in wording) == ("ไม่" in text)
        ),
        reverse=True,
    )
    (best, wording), (after, _) = scores[:2]
    return wording if best >= _NEAR_HEADER and best - after >= _LEAD else text


_ENOUGH = 9


def _in_the_letters_order(grid: Grid) -> Grid:
    """Where a table has the letter's twelve columns, and nine of them in their places, the others are in theirs."""
    cells = dict(grid.cells)
    for table in find_tables(grid, BE2561):
        places = dict(enumerate(_ORDER, table.left))
        known = sum(places.get(column) == key for key, column in table.columns.items())
        if table.right - table.left + 1 != len(_ORDER) or not _ENOUGH <= known < len(_ORDER):
            continue
        for column, key in places.items():
            if key not in table.columns and column not in table.columns.values():
                merge = grid.merge_at(table.bottom, column)
                row = merge.top if merge else table.bottom
                cells[row, column] = replace(grid.at(row, column), text=_titles()[key])
    return _with(grid, cells)


class _Reading(NamedTuple):
    """One reading of a column's header: its own words, and those of the row above it."""

    leaf: str
    above: str


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well two rows fit the letter's header.

    Attributes:
        two_rows: Groups stand in the first, what they hold in the second.
        own: Of each column, 0 to 100.
    """

    top: int
    two_rows: bool
    own: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.own) / len(self.own)


_LEAST_MEAN, _NEAR, _FEWEST_NEAR = 50.0, 60.0, 6
_ANOTHERS, _OTHERS_LEAD = 70.0, 12.0
"""So well, and by so much better, a header must fit another column than its own before the order is in doubt."""


def with_header_of(page: ScannedPage, other: ScannedPage) -> ScannedPage:
    """A page whose own header says too little, where its columns stand as those of another that has the letter's."""
    edges, others = page.tables.edges, other.tables.edges
    if len(edges) != len(_ORDER) + 1 or len(others) != len(edges) or not other.tables.holds_form:
        return page
    if any(abs(here - there) > _ASIDE for here, there in zip(edges, others, strict=True)):
        return page
    grid = page.tables.grid
    best = _best_fit(grid, page)
    if best.mean < _LEAST_BESIDE or _is_in_another_order(grid, page, best):
        return page
    grid = _with_sure_headers(_worded(grid, best), page)
    return replace(page, tables=replace(page.tables, grid=grid))


_ASIDE = 0.02
"""Share of a table's width by which a column may stand elsewhere on another page of the same paper."""
_LEAST_BESIDE = 30.0
"""What a header must be like where another page of the paper has the letter's."""


def _best_fit(grid: Grid, page: ScannedPage) -> _Fit:
    fits = [_fit(grid, page, top, two_rows) for top in range(1, HEADER_ROWS) for two_rows in (True, False)]
    return max(fits, key=lambda one: (one.mean, one.two_rows))


def _as_the_letter(grid: Grid, page: ScannedPage) -> Grid | None:
    """The grid with the letter's whole header, or None where it is not surely the letter's."""
    best = _best_fit(grid, page)
    if best.mean < _LEAST_MEAN or sum(score >= _NEAR for score in best.own) < _FEWEST_NEAR:
        return None
    if _is_in_another_order(grid, page, best):
        return None
    return _worded(grid, best)


def _fit(grid: Grid, page: ScannedPage, top: int, two_rows: bool) -> _Fit:
    bottom = top + 1 if two_rows else top
    return _Fit(
        top,
        two_rows,
        tuple(
            max(_likeness(one, key) for one in _readings(grid, page, top, bottom, column))
            for column, key in enumerate(_ORDER, 1)
        ),
    )


def _is_in_another_order(grid: Grid, page: ScannedPage, fit: _Fit) -> bool:
    """A column says what the letter has elsewhere, or surely what it has nowhere, or a pair of answers has the denial
    first."""
    bottom = fit.top + 1 if fit.two_rows else fit.top
    denies = []
    for column, own in enumerate(fit.own, 1):
        readings = _readings(grid, page, fit.top, bottom, column)
        denies.append(any("ไม่" in one.leaf or "ไม" in one.leaf for one in readings))
        elsewhere = (
            _likeness(one, key)
            for number, key in enumerate(_ORDER, 1)
            if _field(number) != _field(column)
            for one in readings
        )
        if max(elsewhere) >= max(_ANOTHERS, own + _OTHERS_LEAD):
            return True
        if own < _NEAR and all_agreed(page.lines.get(grid.seen(bottom, column).at, ())):
            return True
    return any(denies[left] and not denies[left + 1] for left in (5, 7))


def _field(number: int) -> str:
    """Of the columns of one group of answers the words are too much alike to tell them apart by likeness."""
    return _ORDER[number - 1].partition("_")[0]


def _readings(grid: Grid, page: ScannedPage, top: int, bottom: int, column: int) -> list[_Reading]:
    """A column's header as each reader has it."""
    above, leaf = grid.seen(top, column), grid.seen(bottom, column)
    found = [_Reading(squeeze(leaf.text), "" if above is leaf else squeeze(above.text))]
    for words in _others(page, leaf.at):
        found.append(_Reading(squeeze(words), ""))
    return found


def _others(page: ScannedPage, at: str) -> list[str]:
    lines = page.lines.get(at, ())
    second = page.second.get(at) or Second()
    other = "".join(line.other or line.text for line in lines)
    return [
        words for words in (other, second.script, second.latin if _MOU.search(second.latin) else "") if words
    ]


def _likeness(reading: _Reading, key: str) -> float:
    from rapidfuzz import fuzz

    title = squeeze(_titles()[key])
    if key == "mou" and "mo" in reading.leaf:
        return 100.0
    return max(fuzz.ratio(reading.leaf, title), fuzz.ratio(reading.above + reading.leaf, title))


def _worded(grid: Grid, fit: _Fit) -> Grid:
    cells = {
        (row, column): cell
        for (row, column), cell in grid.cells.items()
        if not (fit.top <= row <= fit.top + fit.two_rows)
    }
    bottom = fit.top + fit.two_rows
    for column, key in enumerate(_ORDER, 1):
        merge = grid.merge_at(bottom, column)
        row = merge.top if merge and merge.left == merge.right and merge.top >= fit.top else bottom
        if fit.two_rows and column - 1 in _GROUPED:
            group = next(one for one in BE2561.columns if one.key == key).group[0]
            cells[fit.top, column] = replace(grid.at(fit.top, column), text=group, value=group)
        title = _titles()[key]
        cells[row, column] = replace(grid.at(row, column), text=title, value=title)
    return _with(grid, dict(sorted(cells.items())))


@cache
def _wordings() -> frozenset[str]:
    groups = {group for column in BE2561.columns for group in column.group}
    return frozenset(groups | {column.title for column in BE2561.columns})


@cache
def _titles() -> Mapping[str, str]:
    return {column.key: column.title for column in BE2561.columns}


def _with(grid: Grid, cells: dict[tuple[int, int], Cell]) -> Grid:
    return replace(grid, cells=cells, recognised=True, _covered=None, _by_row=None)
