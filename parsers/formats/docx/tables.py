"""Tables of a document: rows and cells with their places in the table's grid (ECMA-376 part 1, §17.4)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from parsers.formats.docx.controls import shown_by
from parsers.formats.docx.look import is_deletion, is_on
from parsers.formats.docx.names import NAMES
from parsers.safe_xml import attributes
from parsers.slivers import SLIVER_MM, columns_seen, place_seen
from parsers.table_builder import MOST_COLUMNS, Run, TableBuilder
from parsers.writing import Look

CellReader = Callable[[Any, Look, list[Run]], None]

_WRAPPERS = frozenset(["ins", "moveTo", "customXml", "smartTag", "sdtContent", "annotation", "content"])
_DELETED = frozenset(["del", "moveFrom"])
_TWIPS_A_MM = 1440 / 25.4


@dataclass(slots=True)
class _Place:
    """A cell's element and where it stands.

    Attributes:
        merges: It is merged with those above or below it; `goes_on`: with one above it.
        shown: What a content control around it says in its place, or None.
        fill: Colour of its ground, None where a person sees none.
    """

    element: Any
    column: int
    span: int
    merges: bool
    goes_on: bool
    look: Look
    shown: str | None = None
    fill: str | None = None


@dataclass(slots=True)
class _Row:
    places: list[_Place]
    hidden: bool = False


def read_table(table: Any, builder: TableBuilder, look: Look, read_cell: CellReader) -> None:
    """Fill a builder with a table's cells.

    Raises:
        FileTooLarge: More rows or columns than are read.
    """
    rows = [_row(element, at) for element, at, _ in _inside(table, "tr", look, None)]
    seen = columns_seen(_narrow(table), ((place.column, place.span) for row in rows for place in row.places))
    begun: dict[int, tuple[int, int]] = {}
    for row in rows:
        builder.next_row()
        builder.hidden_lines = builder.hidden_lines or row.hidden
        still = {}
        for place in row.places:
            column, span = place_seen(seen, place.column, place.span)
            if place.goes_on and column in begun:
                still[column] = begun[column]
                builder.reach_down(*begun[column])
                continue
            sink = builder.put(column, span)
            if place.fill:
                builder.fills[builder.row, column] = place.fill
            if place.merges:
                still[column] = builder.row, column
            if place.shown is None:
                read_cell(place.element, place.look, sink)
            else:
                sink.append(Run(place.shown, place.look.struck))
        begun = still


_Found = tuple[Any, Look, str | None]


def _inside(parent: Any, wanted: str, look: Look, shown: str | None) -> Iterator[_Found]:
    """Rows of a table or cells of a row, through content controls and tracked changes around them."""
    for child in parent:
        name = NAMES[child.tag]
        if name == wanted:
            yield child, look, shown
        elif name == "sdt":
            own = shown_by(child)
            for content in child.iterchildren("{*}sdtContent"):
                yield from _inside(content, wanted, look, shown if own is None else own)
        elif name in _DELETED or (name == "annotation" and is_deletion(child)):
            yield from _inside(child, wanted, replace(look, struck=True), shown)
        elif name in _WRAPPERS:
            yield from _inside(child, wanted, look, shown)


def _row(element: Any, look: Look) -> _Row:
    column, hidden = 1, False
    for child in _properties(element, "trPr"):
        name = NAMES[child.tag]
        if name == "gridBefore":
            column += _integer(attributes(child).get("val"), 0)
        elif name == "hidden":
            hidden = hidden or is_on(child)
        elif name == "del":
            look = replace(look, struck=True)
    row = _Row([], hidden)
    for cell, cell_look, shown in _inside(element, "tc", look, None):
        place = _place(cell, column, cell_look, shown)
        if place is None and not row.places:
            continue
        if place is None:
            row.places[-1].span += _span(cell)
            column += _span(cell)
        else:
            row.places.append(place)
            column += place.span
        if column > _FARTHEST:
            break
    return row


# What stands farther is refused when it is put down; only numbers must not grow without bounds.
_FARTHEST = 2 * MOST_COLUMNS


def _place(cell: Any, column: int, look: Look, shown: str | None) -> _Place | None:
    """None for a cell that goes on with the one to its left (`w:hMerge` of old files)."""
    span, merges, goes_on, fill = 1, False, False, None
    for child in _properties(cell, "tcPr"):
        name, has = NAMES[child.tag], attributes(child)
        if name == "gridSpan":
            span = max(1, _integer(has.get("val"), 1))
        elif name in ("vMerge", "vmerge"):
            merges, goes_on = True, has.get("val", "continue") == "continue"
        elif name in ("hMerge", "hmerge") and has.get("val", "continue") == "continue" and column > 1:
            return None
        elif name == "cellDel":
            look = replace(look, struck=True)
        elif name == "shd" and has.get("fill", "auto").upper() not in _NO_COLOUR:
            fill = has["fill"]
    return _Place(cell, column, min(span, MOST_COLUMNS), merges, goes_on, look, shown, fill)


_NO_COLOUR = frozenset({"AUTO", "FFFFFF"})


def _span(cell: Any) -> int:
    spans = [child for child in _properties(cell, "tcPr") if NAMES[child.tag] == "gridSpan"]
    return min(max(1, _integer(attributes(spans[0]).get("val"), 1)), MOST_COLUMNS) if spans else 1


def _properties(element: Any, name: str) -> Any:
    return next((child for child in element.iterchildren() if NAMES[child.tag] == name), ())


def _integer(value: str | None, otherwise: int) -> int:
    return int(value[:_MOST_DIGITS]) if value and value.isdecimal() else otherwise


# A longer number is cut: what is left is as much too large.
_MOST_DIGITS = 6


def _narrow(table: Any) -> list[bool]:
    grid = next(table.iterchildren("{*}tblGrid"), ())
    widths = [_integer(attributes(child).get("w"), 0) for child in grid if NAMES[child.tag] == "gridCol"]
    return [0 < width < SLIVER_MM * _TWIPS_A_MM for width in widths]
