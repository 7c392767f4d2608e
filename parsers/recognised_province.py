"""The province's line of a scanned form, read by the list of 76 and by what else the file and its sender say.

A province is certain where its line spells it and the rows' names do not stand against it, or where the line is near it
alone and another fact names it too. Else the likeliest counts, and it is told (`ocr_low_confidence`): never an error.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from parsers.grid import Grid, Place
from parsers.recognised_headers import HEADER_ROWS
from parsers.table import find_tables
from survey.cells import Cell
from survey.fields.heading import province_of
from survey.forms.be2561 import BE2561
from survey.recognised_names import whole_name
from survey.registry import registry
from survey.thai.text import squeeze

_LABEL = "จังหวัด"
_LABEL_OFF = 2
"""Letters by which the line's first word may be off."""
_SHORTEST, _LONGEST = 8, 30
_LEAD = 2
"""Letters by which every other province must be further."""
_NEAR, _WITNESSED = 2, 0.4
"""Letters that a line may be off to be certain with a witness; share of them that it may be off to be meant at all."""
_MOST_OFF = 3
"""Of so many letters of a name one may be off without a witness."""
_FEWEST_NAMES = 2


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """What a line says of the province.

    Attributes:
        name: The likeliest province; None: none is near.
        read: As it was read.
        is_sure: Nothing need be said of it.
    """

    name: str | None
    read: str
    is_sure: bool


def with_province(grids: Sequence[Grid], sure: Collection[str], known: Collection[str]) -> list[Grid]:
    """The grids with the province's line as the list has it; where it is not certain the grid says so.

    Args:
        sure: Lines that are certain.
        known: Provinces that the file's name, the mail or the sender's record name.
    """
    by_rows = provinces_of_rows(grids)
    mended = [_mended(grid, sure, known, by_rows) for grid in grids]
    is_named = (
        known or any(grid.doubted_province for grid in mended) or province_of(province_text(mended)).name
    )
    return mended if is_named else [_by_rows_alone(grid, sure, by_rows) for grid in mended]


def _by_rows_alone(grid: Grid, sure: Collection[str], by_rows: Counter[str]) -> Grid:
    """Where a line that nobody can read may be the province's, the one that the rows' LAOs lie in is likely."""
    [*likely] = _leading(by_rows)
    for number, note in enumerate(grid.notes):
        if not likely or by_rows[likely[0]] < _ENOUGH_NAMES:
            break
        if note not in sure and len(squeeze(note)) >= _SHORTEST and not _OTHER_LINE.search(note):
            notes = (*grid.notes[:number], f"{_LABEL}{likely[0]}", *grid.notes[number + 1 :])
            return replace(grid, notes=notes, doubted_province=note)
    return grid


_ENOUGH_NAMES = 4
_OTHER_LINE = re.compile("แบบสำรวจ|ความร่วมมือ|ผู้รายงาน|ตำแหน่ง|โทรศัพท์|โทรสาร|กรุณา|จังหวัด|mail", re.IGNORECASE)


def province_text(grids: Iterable[Grid]) -> list[Cell]:
    """Cells and lines of recognised grids that may name the province."""
    return [
        *(Cell(f"{grid.name}!A1", note) for grid in grids for note in grid.notes),
        *(cell for grid in grids for (row, _), cell in grid.cells.items() if row <= HEADER_ROWS),
    ]


def provinces_of_rows(grids: Iterable[Grid]) -> Counter[str]:
    """Province to how many hosts and partners are spelled as its LAOs alone are."""
    found: Counter[str] = Counter()
    for grid in grids:
        for table in find_tables(grid, BE2561):
            columns = {table.columns[key] for key in ("host", "partners", "laos") if key in table.columns}
            for (row, column), cell in grid.cells.items():
                if column in columns and row > table.bottom:
                    keys = map(squeeze, re.split(r"[\n,]", cell.text))
                    found.update(_only_there()[key] for key in keys if key in _only_there())
    return found


@cache
def _only_there() -> dict[str, str]:
    """Squeezed name of each LAO whose name no other province has, to its province."""
    found: dict[str, set[str]] = {}
    for lao in registry().by_code.values():
        for name in (lao.short, whole_name(lao)):
            found.setdefault(squeeze(name), set()).add(lao.province)
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1}


def _mended(grid: Grid, sure: Collection[str], known: Collection[str], by_rows: Counter[str]) -> Grid:
    notes, cells = list(grid.notes), dict(grid.cells)
    doubted: str | None = None
    for place, text in _lines(grid):
        line = province_line(text, text in sure, known, by_rows)
        if line is None:
            continue
        mended = f"{_LABEL}{line.name}" if line.name else ""
        if isinstance(place, int):
            notes[place] = mended
        else:
            cells[place] = replace(cells[place], text=mended, value=mended)
        doubted = doubted or (None if line.is_sure else line.read)
    return replace(
        grid, notes=tuple(notes), cells=cells, doubted_province=doubted, _covered=None, _by_row=None
    )


def _lines(grid: Grid) -> Iterator[tuple[int | Place, str]]:
    """Lines outside of the tables, and cells above them, each with its place."""
    yield from enumerate(grid.notes)
    tops = [table.top for table in find_tables(grid, BE2561)]
    above = min(tops, default=HEADER_ROWS)
    yield from ((place, cell.text) for place, cell in grid.cells.items() if place[0] < above)


def province_line(
    text: str, is_sure: bool, known: Collection[str], by_rows: Counter[str]
) -> ProvinceLine | None:
    """What a line says of the province, or None where it is no such line, or says surely what no province is called.

    What stands behind a space may be dirt.
    """
    witnesses = {*known, *_leading(by_rows)}
    found = [
        line
        for words in _beginnings(text)
        if (line := _meant(words, text, is_sure, witnesses, by_rows)) is not None
    ]
    named = [(distance, line) for distance, line in found if line.name]
    if named:
        return min(named, key=lambda one: one[0])[1]
    return found[0][1] if found and not is_sure else None


def _beginnings(text: str) -> Iterator[str]:
    parts = re.split(r"[\s|]+", text.strip())
    for count in range(len(parts), 0, -1):
        words = squeeze("".join(parts[:count]))
        if _SHORTEST <= len(words) <= _LONGEST:
            yield words


def _leading(by_rows: Counter[str]) -> list[str]:
    """The province that the rows' names lie in."""
    [*first] = by_rows.most_common(2)
    if not first or first[0][1] < _FEWEST_NAMES or (len(first) > 1 and 2 * first[1][1] > first[0][1]):
        return []
    return [first[0][0]]


def _meant(
    words: str, text: str, is_sure: bool, witnesses: Collection[str], by_rows: Counter[str]
) -> tuple[int, ProvinceLine] | None:
    from rapidfuzz.distance import Levenshtein

    distances = {name: Levenshtein.distance(words, squeeze(_LABEL + name)) for name in registry().provinces}
    (best, name), (after, _) = sorted((distance, one) for one, distance in distances.items())[:2]
    near = [one for one in witnesses if distances[one] <= max(_NEAR, _WITNESSED * len(words))]
    if best == 0:
        against = _leading(by_rows) and by_rows[name] == 0 and name not in witnesses
        return 0, ProvinceLine(name, text, not against)
    if near and distances[meant := min(near, key=lambda one: distances[one])] <= best + _LEAD:
        is_certain = distances[meant] <= _NEAR and distances[meant] == best
        return distances[meant], ProvinceLine(meant, text, is_certain)
    if Levenshtein.distance(words[: len(_LABEL)], _LABEL) > _LABEL_OFF:
        return None
    if best <= max(_NEAR, len(name) // _MOST_OFF) and after - best >= _LEAD:
        return best, ProvinceLine(name, text, is_sure=False)
    return best, ProvinceLine(None, text, is_sure=False)
