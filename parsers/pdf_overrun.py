"""Words of a row that a page break cut: they may run over the end of its upright rules, which no level rule closes.

Imported only where a PDF is read.
"""

from collections.abc import Iterable, Sequence

from parsers.pdf_letters import Letters
from parsers.ruling import Rule, Ruled

_NEAR, _BELOW, _GAP = 4.0, 0.6, 1.0
"""Points from a table's end within which a rule closes it; heights of a line below it in which its words may stand; points
between two letters that are one word."""


def is_open_below(table: Ruled, level: Sequence[Rule]) -> bool:
    """Whether no rule was drawn where a table ends."""
    return all(abs(y - table.ys[-1]) > _NEAR for y, _, _ in level)


def run_over(letters: Letters, outside: Iterable[int], table: Ruled) -> dict[int, int]:
    """Letters right below a table that is open there, each to the cell over it; none of a line that crosses a column's side."""
    end = table.ys[-1]
    found: dict[int, int] = {}
    for index in outside:
        x, y = letters.place(index)
        _, bottom, _, top = letters.room(index)
        if end < y <= end + _BELOW * (top - bottom):
            cell = table.cell_at(x, end - _GAP)
            if cell is None:
                return {}
            found[index] = cell
    for index, cell in found.items():
        before = index - 1
        if found.get(before, cell) != cell and letters.room(index)[0] - letters.room(before)[2] < _GAP:
            return {}
    return found
