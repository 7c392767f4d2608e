"""Slivers: columns that a word processor puts between edges of two rows that do not quite meet. Nobody sees them."""

from collections.abc import Iterable

SLIVER_MM = 6.0
"""Edges that were drawn apart by hand are as far from each other; a column for ticks is wider, and has cells of its own."""


def columns_seen(narrow: list[bool], cells: Iterable[tuple[int, int]]) -> list[bool] | None:
    """For each column of a table's grid whether a person sees it; None where all are seen.

    Args:
        narrow: For each column whether it is narrower than a sliver.
        cells: Column, from 1, and span of each cell: a column that some cell is as narrow as is none.
    """
    if not any(narrow):
        return None
    seen = [not one for one in narrow]
    for column, span in cells:
        own = range(column - 1, min(column - 1 + span, len(seen)))
        if own and not any(seen[at] for at in own):
            for at in own:
                seen[at] = True
    return None if all(seen) else seen


def place_seen(seen: list[bool] | None, column: int, span: int) -> tuple[int, int]:
    """Column and span of a cell among the columns that are seen."""
    if seen is None:
        return column, span
    before = _count(seen, column - 1)
    return before + 1, max(1, _count(seen, column - 1 + span) - before)


def _count(seen: list[bool], upto: int) -> int:
    return sum(seen[:upto]) + max(0, upto - len(seen))
