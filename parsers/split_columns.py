"""One column of the survey that an office cut into several: day, month and year; a column a partner; type and name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.grid import Grid, Merge
from parsers.table import Table, headers_of
from survey.cells import Cell
from survey.forms import Survey
from survey.lao_words import TYPE
from survey.thai.text import squeeze

_MAY_BE_CUT = ("service", "host", "partners", "laos", "signed_on", "objective", "problems")
_WIDEST = 8
_LONGEST_SUB_HEADER = 24
_DIGITS = re.compile(r"[\d๐-๙]+")


def joined(table: Table, spec: Survey) -> Table:
    """The table with each such column put together in its grid, and its header down to the sub-headers' row."""
    spans = {key: span for key in _MAY_BE_CUT if (span := _span(table, key, spec))}
    table = replace(table, bottom=_header_end(table, spans))
    taken = set(table.columns.values())
    changed = False
    for key in _MAY_BE_CUT:
        column = table.columns.get(key)
        if column is None:
            continue
        parts = {column, *spans.get(key, ())}
        if key == "partners":
            parts |= set(_series(table, column, taken))
        if key in ("partners", "signed_on"):
            parts |= set(_unheaded(table, column, taken, _NAMES if key == "partners" else _PARTS_OF_DAYS))
        if key in ("host", "partners") and _is_type_column(table, column - 1, taken):
            parts.add(column - 1)
        parts = {column, *(parts - taken)}
        if len(parts) > 1:
            changed = _join(table, sorted(parts), column, "\n" if key == "partners" else " ") or changed
    if changed:
        table.grid._by_row = None  # what it remembers of its rows holds no more
    return table


def _span(table: Table, key: str, spec: Survey) -> tuple[int, ...]:
    """The columns over which the header cell that names the column is merged."""
    grid, column = table.grid, table.columns.get(key)
    if column is None:
        return ()
    for row in range(table.bottom, table.top - 1, -1):
        merge = grid.merge_at(row, column)
        if merge is None or not 0 < merge.right - merge.left < _WIDEST or merge.top < table.top:
            continue
        fits = headers_of(spec).fits(grid.at(merge.top, merge.left).text, "")
        return tuple(range(merge.left, merge.right + 1)) if fits and fits[0].key == key else ()
    return ()


def _header_end(table: Table, spans: dict[str, tuple[int, ...]]) -> int:
    """The header's last row: where its merged cells end, or the sub-headers below cells merged over several columns."""
    grid, below = table.grid, table.bottom + 1
    merges = [grid.merge_at(table.bottom, column) for column in table.columns.values()]
    deeper = [merge for merge in merges if merge and _reaches_below(merge, table)]
    if 2 * len(deeper) >= len(table.columns):
        return max(merge.bottom for merge in deeper)
    wide = {column for span in spans.values() for column in span}
    filled = [grid.at(below, column) for column in grid.columns_in(below)]
    filled = [cell for cell in filled if not cell.is_blank]
    under = len(filled) >= 2 and all(grid.place(cell)[1] in wide for cell in filled)
    return below if under and all(_is_sub_header(cell) for cell in filled) else table.bottom


def _reaches_below(merge: Merge, table: Table) -> bool:
    return merge.top >= table.top and table.bottom < merge.bottom <= table.top + 3


def _is_sub_header(cell: Cell) -> bool:
    return len(cell.text) <= _LONGEST_SUB_HEADER and not TYPE.match(cell.text) and isinstance(cell.value, str)


def _series(table: Table, column: int, taken: set[int]) -> list[int]:
    """Columns right of one that are headed alike but for a number: ร่วมลงนาม 1, ร่วมลงนาม 2."""
    head = squeeze(_DIGITS.sub("", _leaf(table, column)))
    found: list[int] = []
    while head and (after := column + len(found) + 1) not in taken:
        if squeeze(_DIGITS.sub("", _leaf(table, after))) != head or after > column + _WIDEST:
            break
        found.append(after)
    return found


_NAMES = re.compile(r"[^\d๐-๙]*")
_PARTS_OF_DAYS = re.compile(r"[\d๐-๙]{1,4}|[ก-๎.]{2,10}|[A-Za-z.]{3,9}")


def _unheaded(table: Table, column: int, taken: set[int], part: re.Pattern[str]) -> list[int]:
    """Columns right of one within the table that no header names, and that hold nothing but such parts."""
    found: list[int] = []
    while (after := column + len(found) + 1) < table.right and after not in taken and not _leaf(table, after):
        if any(table.grid.merge_at(row, after) for row in range(table.top, table.bottom + 1)):
            break
        below = (table.grid.at(row, after) for row in range(table.bottom + 1, table.last + 1))
        if not all(part.fullmatch(cell.text.strip()) for cell in below if not cell.is_blank):
            break
        found.append(after)
    return found


def _leaf(table: Table, column: int) -> str:
    cells = (table.grid.at(row, column) for row in range(table.bottom, table.top - 1, -1))
    return next((cell.text for cell in cells if not cell.is_blank), "")


def _is_type_column(table: Table, column: int, taken: set[int]) -> bool:
    """A column that holds nothing but types of LAOs: ทต., อบต."""
    if column < 1 or column in taken or not squeeze(_leaf(table, column)).startswith("ประเภท"):
        return False
    cells = [table.grid.at(row, column) for row in range(table.bottom + 1, table.last + 1)]
    words = [cell.text.strip() for cell in cells if not cell.is_blank]
    return bool(words) and all(TYPE.fullmatch(text) for text in words)


def _join(table: Table, parts: Sequence[int], column: int, separator: str) -> bool:
    """Put the cells of each row together in the column's own; whether there was anything to put."""
    grid: Grid = table.grid
    changed = False
    for row in range(table.bottom + 1, table.last + 1):
        cells = [grid.cells[row, part] for part in parts if (row, part) in grid.cells]
        filled = [cell for cell in cells if not cell.is_blank]
        if not filled or all(grid.place(cell)[1] == column for cell in filled):
            continue
        for part in parts:
            grid.cells.pop((row, part), None)
        text = separator.join(cell.text.strip() for cell in filled)
        whole = filled[0] if len(filled) == 1 else replace(filled[0], text=text, value=text)
        error = next((cell.error for cell in filled if cell.error), None)
        certain = all(cell.certain for cell in filled)
        grid.cells[row, column] = replace(whole, at=grid.address(row, column), error=error, certain=certain)
        changed = True
    return changed
