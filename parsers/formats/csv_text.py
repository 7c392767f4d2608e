"""CSV and its kin (`;`, tab, `|`): one grid, T1. Merges, formats and hidden rows don't exist here.

Raises FileRefused and nothing else.
"""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileTooLarge
from survey.thai.charset import decode

SOURCE = "csv"

_SEPARATORS = "\t;,|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_LINES_TRIED = 60


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The one table of a text file in any of the usual character sets.

    Rows are counted as Excel shows them: a quoted line break makes no new row, `sep=;` is no row.

    Raises:
        FileCorrupt: A field of more than 128 KiB, which no table has.
        FileTooLarge: More rows or columns than the limits.
    """
    text = decode(data)
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        text = text[declared.end() :]
    separator, quoting = _dialect(text, declared[1] if declared else None)
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=quoting)
    try:
        rows = list(islice(lines, limits.rows + 1))
    except csv.Error as error:
        raise FileCorrupt from error
    if len(rows) > limits.rows:
        raise FileTooLarge(limit=f"{limits.rows:,} แถว")
    grid = Grid.from_text("T1", rows)
    if len({column for _, column in grid.cells}) > limits.columns:
        raise FileTooLarge(limit=f"{limits.columns:,} คอลัมน์")
    return [grid]


def _dialect(text: str, declared: str | None) -> tuple[str, int]:
    """Separator and quoting under which the first rows are most of equal width.

    Quotes are plain letters where they only mean "as above" (`"` alone in a field of tab text).
    """
    tried = [declared] if declared else _SEPARATORS
    choices = [(mark, quoting) for mark in tried for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE)]
    return max(choices, key=lambda choice: _evenness(text, *choice))


def _evenness(text: str, separator: str, quoting: int) -> float:
    """Fields in the rows of the commonest width; half of it for quotes that swallow lines or stay open."""
    if separator not in text:
        return 0
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=True)
    widths: Counter[int] = Counter()
    try:
        for row in islice(lines, _LINES_TRIED):
            widths[len(row)] += 1
    except csv.Error:
        return 0
    widest = max((width * count for width, count in widths.items() if width > 1), default=0)
    return float(widest)
