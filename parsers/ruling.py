"""Ruling lines of a page → tables of cells, merged ones too. Pure geometry, for print and for scans.

Any unit; x runs to the right and y down.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Rule = tuple[float, float, float]
"""Where a line stands (y of a level one, x of an upright one), and from where to where it runs."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a ruled table; row and column from 1, spans of 1 where it is not merged."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruled table.

    Attributes:
        xs, ys: Its lines, from left to right and from top to bottom.
        cells: By reading order.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    _owner: dict[tuple[int, int], int]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell that holds a point, None outside."""
        return self._owner.get((bisect_right(self.ys, y), bisect_right(self.xs, x)))


def ruled_tables(
    level: Sequence[Rule], upright: Sequence[Rule], tolerance: float, coverage: float = 0.9
) -> list[Ruled]:
    """Tables that the lines draw, in reading order.

    Args:
        tolerance: How far a line may miss its place and still be the same, or meet another.
        coverage: Share of a cell's side that must be drawn to part it from its neighbour.
    """
    level, upright = merged(level, tolerance), merged(upright, tolerance)
    tables = []
    for across, down in _connected(level, upright, tolerance):
        if len(across) + len(down) < _FEWEST_RULES or len(down) < 2:
            continue
        across, down = _closed(across, down, tolerance), _closed(down, across, tolerance)
        table = _table(across, down, tolerance, coverage)
        if table is not None:
            tables.append(table)
    return _by_reading_order(tables)


def _by_reading_order(tables: list[Ruled]) -> list[Ruled]:
    """From top to bottom; of pages that were put beside each other on one, first all of the left one."""
    tables = sorted(tables, key=lambda table: (table.ys[0], table.xs[0]))
    middle = _gutter(tables)
    return tables if middle is None else sorted(tables, key=lambda table: table.xs[0] > middle)


def _gutter(tables: list[Ruled]) -> float | None:
    """Where an upright line would part the tables into two columns; the last row of a form may stand alone on its page."""
    for middle in sorted({table.xs[-1] for table in tables}):
        left = [table for table in tables if table.xs[-1] <= middle]
        right = [table for table in tables if table.xs[0] > middle]
        if right and len(left) + len(right) == len(tables):
            return middle
    return None


_FEWEST_RULES = 5


def merged(rules: Sequence[Rule], tolerance: float) -> list[Rule]:
    """One line for pieces that stand at one place and touch, and for a line drawn twice."""
    merged: list[Rule] = []
    for group in _groups(sorted(rules), tolerance):
        place = sum(rule[0] for rule in group) / len(group)
        pieces = sorted((start, end) for _, start, end in group)
        start, end = pieces[0]
        for after, until in pieces[1:]:
            if after > end + 2 * tolerance:
                merged.append((place, start, end))
                start, end = after, until
            else:
                end = max(end, until)
        merged.append((place, start, end))
    return merged


def _groups(rules: Sequence[Rule], tolerance: float) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule[0] - groups[-1][0][0] <= tolerance:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _connected(
    level: list[Rule], upright: list[Rule], tolerance: float
) -> list[tuple[list[Rule], list[Rule]]]:
    roots = list(range(len(level) + len(upright)))

    def root(n: int) -> int:
        while roots[n] != n:
            roots[n] = roots[roots[n]]
            n = roots[n]
        return n

    near = 2 * tolerance
    for n, (y, left, right) in enumerate(level):
        for m, (x, top, bottom) in enumerate(upright, len(level)):
            if left - near <= x <= right + near and top - near <= y <= bottom + near:
                roots[root(n)] = root(m)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for n, rule in enumerate([*level, *upright]):
        parts.setdefault(root(n), ([], []))[n >= len(level)].append(rule)
    return list(parts.values())


def _closed(rules: list[Rule], crossing: list[Rule], tolerance: float) -> list[Rule]:
    """With the outermost lines that a page break or a careless hand left out: where the crossing lines end."""
    low = min(start for _, start, _ in crossing)
    high = max(end for _, _, end in crossing)
    from_, to = min(place for place, _, _ in crossing), max(place for place, _, _ in crossing)
    first, last = min(rule[0] for rule in rules), max(rule[0] for rule in rules)
    near = 3 * tolerance
    closed = list(rules)
    if first - low > near:
        closed.append((low, from_, to))
    if high - last > near:
        closed.append((high, from_, to))
    return closed


def _table(level: list[Rule], upright: list[Rule], tolerance: float, coverage: float) -> Ruled | None:
    xs, ys = _places(upright, tolerance), _places(level, tolerance)
    if len(xs) < 3 or len(ys) < 2:
        return None
    rows, columns = _spans_by_place(level, ys, tolerance), _spans_by_place(upright, xs, tolerance)
    # A line that parts no cell from another is an underline, a leader or a blank to be written on.
    ys = [y for y in ys if any(_covers(rows[y], a, b, coverage, tolerance) for a, b in pairwise(xs))]
    xs = [x for x in xs if any(_covers(columns[x], a, b, coverage, tolerance) for a, b in pairwise(ys))]
    if len(xs) < 3 or len(ys) < 2:
        return None

    def is_open(row: int, column: int, down: bool) -> bool:
        if down:
            return not _covers(rows[ys[row + 1]], xs[column], xs[column + 1], coverage, tolerance)
        return not _covers(columns[xs[column + 1]], ys[row], ys[row + 1], coverage, tolerance)

    areas: dict[tuple[int, int], list[int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            left = areas.get((row, column - 1)) if column and is_open(row, column - 1, False) else None
            above = areas.get((row - 1, column)) if row and is_open(row - 1, column, True) else None
            area = above or left or [row, column, row, column]
            if above and left and above is not left:
                above[0], above[1] = min(above[0], left[0]), min(above[1], left[1])
                for place in [place for place, other in areas.items() if other is left]:
                    areas[place] = above
            area[1], area[2], area[3] = min(area[1], column), max(area[2], row), max(area[3], column)
            areas[row, column] = area
    return _ruled(xs, ys, areas)


def _ruled(xs: list[float], ys: list[float], areas: dict[tuple[int, int], list[int]]) -> Ruled:
    numbers: dict[int, int] = {}
    cells: list[RuledCell] = []
    owner: dict[tuple[int, int], int] = {}
    for (row, column), area in areas.items():
        if id(area) not in numbers:
            numbers[id(area)] = len(cells)
            top, left, bottom, right = area
            box = (xs[left], ys[top], xs[right + 1], ys[bottom + 1])
            cells.append(RuledCell(top + 1, left + 1, bottom - top + 1, right - left + 1, box))
        owner[row + 1, column + 1] = numbers[id(area)]
    return Ruled(tuple(xs), tuple(ys), tuple(cells), owner)


def _places(rules: list[Rule], tolerance: float) -> list[float]:
    return [sum(rule[0] for rule in group) / len(group) for group in _groups(sorted(rules), 2 * tolerance)]


def _spans_by_place(
    rules: list[Rule], places: list[float], tolerance: float
) -> dict[float, list[tuple[float, float]]]:
    spans: dict[float, list[tuple[float, float]]] = {place: [] for place in places}
    for place, start, end in rules:
        nearest = min(places, key=lambda other: abs(other - place))
        spans[nearest].append((start, end))
    return spans


def _covers(
    spans: list[tuple[float, float]], start: float, end: float, coverage: float, tolerance: float
) -> bool:
    drawn = sum(
        max(0.0, min(end, until + tolerance) - max(start, since - tolerance)) for since, until in spans
    )
    return drawn >= coverage * (end - start)
