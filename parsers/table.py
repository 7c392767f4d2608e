"""Finds the survey's table in a grid by what its header says, wherever it stands and however it is laid out."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from parsers.grid import Grid, Merge
from parsers.headers import EXACT, Headers, KeysByRow
from survey.cells import Cell
from survey.fields import FOLDED
from survey.forms import Survey
from survey.line_kinds import END
from survey.thai.text import squeeze

_HIGHEST_HEADER = 4
_LOWEST_FIT = 68.0
_FEWEST_FIELDS = 4
_LETTERS_OF_THE_SURVEY = re.compile("เจ้าภาพ|ลงนาม|ความร่วมมือ|mou|บันทึกข้อตกลง|ร่วมมือ")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the survey.

    Attributes:
        columns: Key of the survey's column to the grid's column, counted from 1.
        top, bottom: First and last row of its header; `last` is the last row that may belong to it.
        left, right: The grid's columns that it spans.
        ignored: Header cells of columns that the survey does not know.
        guessed: Header cells of columns that were told by their order alone, under a group without sub-headers.
        repeated: Rows below in which a header stands again over the same columns, in whatever words.
    """

    grid: Grid
    columns: dict[str, int]
    top: int
    bottom: int
    last: int
    left: int
    right: int
    score: float
    ignored: tuple[Cell, ...] = ()
    guessed: tuple[Cell, ...] = ()
    repeated: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Header:
    """A window of rows read as a header."""

    columns: dict[str, int] = field(default_factory=dict)
    score: float = 0.0
    ignored: list[Cell] = field(default_factory=list)
    guessed: list[Cell] = field(default_factory=list)
    left: int = 0
    right: int = 0


@lru_cache(maxsize=4)
def headers_of(spec: Survey) -> Headers:
    return Headers(spec.columns)


def find_tables(grid: Grid, spec: Survey) -> list[Table]:
    """The survey's tables of a grid, from top to bottom; a header repeated over the same columns begins none.

    A table is the survey's where its header names two of service, host and partners and four fields in all, or
    one of them and five, the number not counted; and where some word is the survey's own (เจ้าภาพ, ลงนาม, ความร่วมมือ, MOU).
    """
    found: list[Table] = []
    beside: list[Table] = []
    row = 1
    last = grid.last_row
    keys = KeysByRow(grid, headers_of(spec))
    for start in keys.starts():
        if start < row or not _may_be_a_header(keys, start, spec):
            continue
        best = _best_window(grid, spec, start, last)
        if best is None:
            continue
        header, top, bottom = _without_rows_above(grid, spec, best) if found else best
        row = bottom + 1
        if found and found[-1].columns == header.columns:
            again = found[-1].repeated | set(range(top, bottom + 1))
            found[-1] = replace(found[-1], repeated=again)
            continue
        found.append(_table(grid, header, top, bottom))
        while (header := _read_window(grid, spec, top, bottom, header.right + 1)).columns:
            if not _is_the_survey(header, grid, spec, top, bottom):
                break
            beside.append(_table(grid, header, top, bottom))
    ends = {table.top: after.top - 1 for table, after in pairwise(found)}
    whole = [replace(table, last=ends.get(table.top, last)) for table in (*found, *beside)]
    return sorted((_without_neighbours(table, whole) for table in whole), key=lambda one: (one.top, one.left))


def _table(grid: Grid, header: _Header, top: int, bottom: int) -> Table:
    return Table(
        grid, header.columns, top, bottom, bottom, header.left, header.right, header.score,
        tuple(header.ignored), tuple(header.guessed),
    )  # fmt: skip


def _without_neighbours(table: Table, tables: Sequence[Table]) -> Table:
    """What another table beside it reads is not ignored."""
    others = {
        column
        for other in tables
        if other.top == table.top and other.left != table.left
        for column in range(other.left, other.right + 1)
    }
    kept = tuple(cell for cell in table.ignored if table.grid.place(cell)[1] not in others)
    return replace(table, ignored=kept)


def _may_be_a_header(keys: KeysByRow, start: int, spec: Survey) -> bool:
    """Quick: whether the rows from here on name as many fields as the least table has; data rows do not."""
    named: set[str] = set()
    for row in range(start, start + _HIGHEST_HEADER):
        named |= keys.named(row)
    if "regulation" in named:
        named = named | {"mou"}  # a group's cell alone may stand for its three columns
    return _are_enough(named, spec)


def _are_enough(keys: Set[str], spec: Survey) -> bool:
    if len(keys) < _FEWEST_FIELDS - 1:  # one of them may stand for two fields
        return False
    fields = {column.field for column in spec.columns if column.key in keys} - {"seq"}
    if "laos" in keys:
        fields |= {"host", "partners"}
    core = len(fields & spec.needed)
    return (core >= 2 and len(fields) >= _FEWEST_FIELDS) or (core >= 1 and len(fields) > _FEWEST_FIELDS)


def _best_window(grid: Grid, spec: Survey, start: int, last: int) -> tuple[_Header, int, int] | None:
    best: tuple[_Header, int, int] | None = None
    for height in range(1, _HIGHEST_HEADER + 1):
        bottom = start + height - 1
        if bottom > last + 1:
            break
        header = _read_window(grid, spec, start, bottom)
        if not _is_the_survey(header, grid, spec, start, bottom):
            continue
        # A taller header must earn its row: a row of data below it would only blur the words.
        if best is None or header.score > best[0].score + 1:
            best = (header, start, bottom)
        if best[0].score + 1 >= EXACT * len(spec.printed):
            break
    return best


def _without_rows_above(
    grid: Grid, spec: Survey, found: tuple[_Header, int, int]
) -> tuple[_Header, int, int]:
    """A further table's header without first rows that tell nothing: those are rows of the table before it, in words that a
    header might have."""
    header, top, bottom = found
    for start in range(top + 1, bottom + 1):
        lower = _read_window(grid, spec, start, bottom)
        if lower.score < header.score or not lower.columns.items() >= header.columns.items():
            continue
        if _is_the_survey(lower, grid, spec, start, bottom):
            header, top = lower, start
    return header, top, bottom


def _is_the_survey(header: _Header, grid: Grid, spec: Survey, top: int, bottom: int) -> bool:
    if not _are_enough(header.columns.keys(), spec):
        return False
    words = ""
    for row in range(top, bottom + 1):
        for column in range(header.left, header.right + 1):
            key = squeeze(grid.seen(row, column).text)
            if _LETTERS_OF_THE_SURVEY.search(key):
                return True
            words += key
    return _LETTERS_OF_THE_SURVEY.search(words) is not None


def _read_window(grid: Grid, spec: Survey, top: int, bottom: int, left: int = 1) -> _Header:
    headers = headers_of(spec)
    columns = [column for column in _used_columns(grid, top, bottom) if column >= left]
    texts = {column: _texts(grid, top, bottom, column, columns) for column in columns}
    candidates: list[tuple[float, int, str]] = []
    for column, (leaf, above) in texts.items():
        if leaf is not None and headers.may_head(leaf.text + above):
            for fit in headers.fits(leaf.text, above):
                if fit.score >= _LOWEST_FIT:
                    candidates.append((fit.score, column, fit.key))
    header = _Header()
    taken: set[int] = set()
    for score, column, key in sorted(candidates, key=lambda one: (-one[0], one[1])):
        if column in taken or key in header.columns or _is_folded_twice(key, header.columns):
            continue
        header.columns[key] = column
        header.score += score
        taken.add(column)
    _guess_under_groups(grid, bottom, texts, header, taken, headers)
    _number_beside(grid, bottom, header, taken)
    if not header.columns:
        return header
    header.left, header.right = min(header.columns.values()), max(header.columns.values())
    header.ignored = [
        leaf
        for column, (leaf, above) in texts.items()
        if leaf is not None and column not in taken and _is_beside(column, header, above or leaf.text, grid)
    ]
    return header


def _number_beside(grid: Grid, bottom: int, header: _Header, taken: set[int]) -> None:
    """A column without a header, left of all others, that counts from 1 on is the number's."""
    column = min(header.columns.values(), default=1) - 1
    if "seq" in header.columns or column < 1 or grid.transposed or squeeze(grid.seen(bottom, column).text):
        return
    below = (grid.at(row, column) for row in range(bottom + 1, bottom + 1 + _COUNTED))
    found = [cell.text.strip(" .()") for cell in below if not cell.is_blank]
    if found[:2] == ["1", "2"] or found == ["1"] or found[:2] == ["๑", "๒"]:
        header.columns["seq"] = column
        taken.add(column)


_COUNTED = 8


def _is_beside(column: int, header: _Header, label: str, grid: Grid) -> bool:
    if grid.transposed:  # above the labels stands the title, below them the reporter
        return header.left < column <= header.right + 2 and not END.match(label)
    return header.left - 1 <= column <= header.right + 2


_MOST_LABELS = 150


def upright(grid: Grid, spec: Survey) -> tuple[Grid, list[Table]]:
    """A grid with its table's header above, and its tables: turned where the labels stand below each other."""
    tables = find_tables(grid, spec)
    if tables or grid.pages or grid.last_row > _MOST_LABELS or len(grid.cells) < 2 * _FEWEST_FIELDS:
        return grid, tables
    turned = grid.turned()
    turned_tables = find_tables(turned, spec)
    return (turned, turned_tables) if turned_tables else (grid, tables)


_UNFOLDED = {key: folded for folded, keys in FOLDED.items() for key in keys}


def _is_folded_twice(key: str, columns: dict[str, int]) -> bool:
    """One column for both answers, beside a column of its own for one of them."""
    if key in FOLDED:
        return bool(FOLDED[key] & columns.keys())
    return _UNFOLDED.get(key) in columns


_GROUPS = (
    ("laos", ("host", "partners")),
    ("committee", ("committee_yes", "committee_no")),
    ("regulation", ("regulation_yes", "regulation_no", "mou")),
)


def _guess_under_groups(
    grid: Grid,
    bottom: int,
    texts: dict[int, tuple[Cell | None, str]],
    header: _Header,
    taken: set[int],
    headers: Headers,
) -> None:
    """A group's cell over its columns, and sub-headers that say nothing: the letter's order tells them apart."""
    for folded, keys in _GROUPS:
        column = header.columns.get(folded)
        merge = grid.merge_at(bottom, column) if column else None
        if column is not None and merge is not None and merge.right - merge.left + 1 == len(keys):
            del header.columns[folded]
            for key, place in zip(keys, range(merge.left, merge.right + 1), strict=True):
                header.columns.setdefault(key, place)
                taken.add(place)
            header.guessed.append(grid.at(merge.top, merge.left))
        else:
            _guess_leaves(folded, keys, texts, header, taken, headers)


def _guess_leaves(
    folded: str,
    keys: Sequence[str],
    texts: dict[int, tuple[Cell | None, str]],
    header: _Header,
    taken: set[int],
    headers: Headers,
) -> None:
    """As many sub-headers as the group has, and some blank or in words that nobody knows."""
    missing = [key for key in keys if key not in header.columns]
    if not missing:
        return
    under = [
        column
        for column, (leaf, above) in texts.items()
        if leaf
        and set(keys) <= headers.under(above or leaf.text)  # a blank sub-header shows the group itself
    ]
    own = {header.columns[key] for key in keys if key in header.columns}
    free = [
        column for column in under if column not in own and column not in taken - {header.columns.get(folded)}
    ]
    if len(under) != len(keys) or not own <= set(under) or not free or len(free) != len(missing):
        return
    header.columns.pop(folded, None)
    leaves = {column: leaf for column, (leaf, _) in texts.items() if leaf}
    free.sort(key=lambda column: (_DENIES.match(leaves[column].text) is not None, column))
    for key, column in zip(missing, free, strict=True):
        header.columns[key] = column
        taken.add(column)
        header.guessed.append(leaves[column])


_DENIES = re.compile(r"\W*(?:ยัง)?(?:ไม่|มิ|no\b)", re.I)


def _used_columns(grid: Grid, top: int, bottom: int) -> list[int]:
    columns = {column for row in range(top, bottom + 1) for column in grid.columns_in(row)}
    for merge in grid.merges:
        if merge.top <= bottom and merge.bottom >= top and merge.right - merge.left < 100:
            columns.update(range(merge.left, merge.right + 1))
    return sorted(columns)


def _texts(grid: Grid, top: int, bottom: int, column: int, columns: Sequence[int]) -> tuple[Cell | None, str]:
    """The lowest header cell of a column, and the words above it (its own, or a group's to its left)."""
    cells = _distinct(grid, top, bottom, column)
    if not cells:
        return None, ""
    *above, _ = [cell.text for cell in cells.values()]
    row, leaf = next(reversed(cells.items()))
    if not above and row > top:
        group = _group_to_the_left(grid, top, row, column)
        above = [group.text] if group else []
    return leaf, " ".join(above)


def _distinct(grid: Grid, top: int, bottom: int, column: int) -> dict[int, Cell]:
    """The filled cells of a column's header, each once, by their rows."""
    found: dict[int, Cell] = {}
    for row in range(top, bottom + 1):
        place = row, column
        if merge := grid.merge_at(row, column):
            # What is merged from above the window (a title) or over the whole table heads no column.
            if merge.top < top or _is_wide(merge):
                continue
            place = merge.top, merge.left
        cell = grid.cells.get(place)
        if cell is not None and not cell.is_blank:
            found[place[0]] = cell
    return found


def _is_wide(merge: Merge) -> bool:
    return merge.right - merge.left >= 6


def _group_to_the_left(grid: Grid, top: int, row: int, column: int) -> Cell | None:
    """The group's cell in an unmerged header: above the leaf's row, the nearest filled one to the left.

    Cells between must be blank above and filled below, as under a group that was never merged.
    """
    at = grid.cells.get
    for above in range(row - 1, top - 1, -1):
        for place in range(column, max(column - 3, 0), -1):
            cell = at((above, place))
            if cell is not None and not cell.is_blank:
                return cell if place < column else None
            below = at((row, place))
            if below is None or below.is_blank:
                break
    return None
