"""What stands for words that a cell lacks: a box ticked over it, a drawn mark, its colour, a comment at it."""

from collections.abc import Iterator, Sequence
from datetime import date

from parsers.grid import DRAWN, Grid, Place
from parsers.table import Table
from survey.cells import Cell, Doubt
from survey.fields.assumed import ASSUMED
from survey.fields.unreadable import PICTURE
from survey.findings import Finding
from survey.lao_words import TYPE
from survey.line_kinds import END
from survey.lines import TICKS
from survey.thai.dates import Kind, read

TICK = "✓"
_AS_DRAWN = ASSUMED.saying(
    "มีรูปวาดวางทับช่องว่าง {count} ช่องในตารางนี้ จึงถือว่าเป็นเครื่องหมาย ✓ หากไม่ถูกต้อง กรุณาพิมพ์เครื่องหมายลงในช่องแล้วส่งใหม่"
)
_AS_FILLED = ASSUMED.saying(
    "ตารางนี้ไม่มีเครื่องหมาย ✓ แต่ระบายสีไว้ {count} ช่อง จึงถือว่าช่องที่ระบายสีคือช่องที่เลือก หากไม่ถูกต้อง กรุณาพิมพ์เครื่องหมายลงในช่องแล้วส่งใหม่"
)

_PAIRS = (("committee_yes", "committee_no"), ("regulation_yes", "regulation_no"))
_OURS = ("FFFFC9CE", "FFCFE6FA", "FFFFEFA1")
"""Colours of the marks in a workbook that we sent back; they are asked not to mean anything."""


def put_over(table: Table, received_on: date) -> list[Finding]:
    """Put cells where the table's rows are blank and something else says what they hold; what is said of that."""
    grid = table.grid
    if not (grid.over or grid.fills or grid.comments):
        return []
    rows = [row for row in range(table.bottom + 1, table.last + 1) if _is_row(table, row)]
    over = _decided(table, dict(_drawn(table, rows)))
    filled = set() if over or not grid.fills or _has_marks(table, rows) else _filled(table, rows)
    unnamed = sorted(place for place, text in over.items() if text == DRAWN)
    marks = {place: TICK if text == DRAWN else text for place, text in over.items()} | dict.fromkeys(
        filled, TICK
    )
    grid.cells.update({place: Cell(grid.address(*place), text, text) for place, text in marks.items()})
    grid.cells.update(dict(_commented(table, rows, received_on)))
    return [
        code.at(grid.address(*places[0]), count=str(len(places)))
        for code, places in ((_AS_DRAWN, unnamed), (_AS_FILLED, sorted(filled)))
        if places
    ]


def _is_row(table: Table, row: int) -> bool:
    """Whether a row names a service or LAOs; a signature over the reporter's line is no tick."""
    cells = [table.grid.at(row, table.columns[key]) for key in _NAMING if key in table.columns]
    return any(not cell.is_blank for cell in cells) and not any(END.match(cell.text) for cell in cells)


_NAMING = ("seq", "service", "host", "partners")


def _blank(grid: Grid, row: int, column: int) -> bool:
    merge = grid.merge_at(row, column)
    seen = grid.seen(row, column)
    return (seen.is_blank or seen.text == PICTURE) and (
        merge is None or (merge.top, merge.left) == (row, column)
    )


def _drawn(table: Table, rows: Sequence[int]) -> Iterator[tuple[Place, str]]:
    grid = table.grid
    columns = {column for key, column in table.columns.items() if key in TICKS}
    wanted = set(rows)
    for (row, column), text in grid.over.items():
        if merge := grid.merge_at(row, column):
            row, column = merge.top, merge.left
        if row in wanted and column in columns and _blank(grid, row, column):
            yield (row, column), text


def _decided(table: Table, over: dict[Place, str]) -> dict[Place, str]:
    """Without drawings in both cells of a pair: boxes of which one is ticked, for an eye to tell."""
    columns = [tuple(table.columns[key] for key in pair if key in table.columns) for pair in _PAIRS]
    both = {
        (row, column)
        for row, _ in over
        for pair in columns
        if len(pair) == 2 and all(over.get((row, column)) == DRAWN for column in pair)
        for column in pair
    }
    return {place: text for place, text in over.items() if place not in both}


def _has_marks(table: Table, rows: Sequence[int]) -> bool:
    columns = [column for key, column in table.columns.items() if key in TICKS]
    return any(not _blank(table.grid, row, column) for row in rows for column in columns)


def _filled(table: Table, rows: Sequence[int]) -> set[Place]:
    """Places ticked by colour: each row has one coloured cell in each pair, and not always that of the yes.

    Whatever falls short of that may be a band, a highlight, or what somebody meant to fill in.
    """
    found: set[Place] = set()
    pairs = [pair for pair in _PAIRS if all(key in table.columns for key in pair)]
    for row in rows:
        for pair in pairs:
            coloured = [place for key in pair if _colour(table, place := (row, table.columns[key]))]
            if len(coloured) != 1:
                return set()
            found.add(coloured[0])
    columns = {column for _, column in found}
    if not columns or columns == {table.columns[yes] for yes, _ in pairs}:
        return set()
    colours = {_colour(table, place) for place in found}
    mou = table.columns.get("mou")
    if mou is not None:
        found |= {(row, mou) for row in rows if _colour(table, (row, mou)) in colours}
    return found


def _colour(table: Table, place: Place) -> str | None:
    colour = table.grid.fills.get(place)
    return None if colour is None or any(own in colour for own in _OURS) else colour


def _commented(table: Table, rows: Sequence[int], received_on: date) -> Iterator[tuple[Place, Cell]]:
    """Comments at blank cells that hold the very value: a whole date, or names that begin with a type of LAO."""
    grid = table.grid
    for key in ("host", "partners", "signed_on"):
        column = table.columns.get(key)
        if column is None or not grid.comments:
            continue
        for row in rows:
            words = grid.comments.get((row, column))
            if not words or not _blank(grid, row, column):
                continue
            is_value = read(words, received_on).kind is Kind.OK if key == "signed_on" else TYPE.match(words)
            if is_value:
                yield (row, column), Cell(grid.address(row, column), words, words, doubt=Doubt.COMMENT)
