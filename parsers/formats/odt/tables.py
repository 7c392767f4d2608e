"""Tables of a text document: rows and cells with their places (OpenDocument 1.3, part 3, §9)."""

from collections.abc import Callable, Iterator
from typing import Any

from parsers.refused import FileTooLarge
from parsers.safe_xml import attributes, local
from parsers.slivers import columns_seen, place_seen
from parsers.table_builder import MOST_COLUMNS, MOST_ROWS, Run, TableBuilder

CellReader = Callable[[Any, list[Run]], None]

_GROUPS = frozenset(["table-header-rows", "table-rows", "table-row-group"])
_COLUMN_GROUPS = frozenset(["table-columns", "table-header-columns", "table-column-group"])


def read_table(table: Any, builder: TableBuilder, narrow: frozenset[str], read_cell: CellReader) -> None:
    """Fill a builder with a table's cells.

    Args:
        narrow: Names of the styles of columns that are too narrow for any cell.

    Raises:
        FileTooLarge: More rows or columns than are read.
    """
    seen = columns_seen(_narrow(table, narrow), _cells(table))
    for row in _inside(table, "table-row", _GROUPS):
        has = attributes(row)
        for _ in range(_times(has.get("number-rows-repeated"), MOST_ROWS)):
            builder.next_row()
            builder.hidden_lines = builder.hidden_lines or has.get("visibility", "visible") != "visible"
            _read_row(row, builder, seen, read_cell)


def _read_row(row: Any, builder: TableBuilder, seen: list[bool] | None, read_cell: CellReader) -> None:
    column = 1
    for cell in row:
        name, has = local(cell), attributes(cell)
        times = _times(has.get("number-columns-repeated"), MOST_COLUMNS)
        if name == "table-cell":
            across = _times(has.get("number-columns-spanned"), MOST_COLUMNS)
            down = _times(has.get("number-rows-spanned"), MOST_ROWS)
            for at in range(column, column + (times if len(cell) else 0)):
                start, span = place_seen(seen, at, across)
                read_cell(cell, builder.put(start, span))
                if down > 1:
                    builder.spans[builder.row, start] = down, span
            column += times
        elif name == "covered-table-cell":
            column += times
        if column > 2 * MOST_COLUMNS:
            raise FileTooLarge(limit=f"{MOST_COLUMNS:,} คอลัมน์")


def _inside(parent: Any, wanted: str, groups: frozenset[str]) -> Iterator[Any]:
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in groups:
            yield from _inside(child, wanted, groups)


def _times(value: str | None, most: int) -> int:
    """How often something is repeated or spans; what is no number is once."""
    return max(1, min(int(value[:9]), most)) if value and value.isdecimal() else 1


def _narrow(table: Any, styles: frozenset[str]) -> list[bool]:
    narrow: list[bool] = []
    for column in _inside(table, "table-column", _COLUMN_GROUPS):
        has = attributes(column)
        times = _times(has.get("number-columns-repeated"), MOST_COLUMNS)
        narrow += [has.get("style-name") in styles] * times
    return narrow[: 2 * MOST_COLUMNS]


def _cells(table: Any) -> Iterator[tuple[int, int]]:
    """Column and span of each cell."""
    for row in _inside(table, "table-row", _GROUPS):
        column = 1
        for cell in row:
            has = attributes(cell)
            if local(cell) == "table-cell":
                yield column, _times(has.get("number-columns-spanned"), MOST_COLUMNS)
            column += _times(has.get("number-columns-repeated"), MOST_COLUMNS)
