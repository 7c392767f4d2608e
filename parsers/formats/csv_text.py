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
_ROWS_TRIED = 100


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
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
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
    """Separator and quoting of the file.

    The separator is the one under which the commonest width of a row counts most fields. Quotes are plain
    letters where they mean "as above" (a field that is only `"`) or stay open, so that reading them as quotes
    swallows lines.
    """
    widths = {mark: _common_width(text, mark, csv.QUOTE_MINIMAL) for mark in declared or _SEPARATORS}
    separator = max(widths, key=lambda mark: widths[mark][0] * widths[mark][1])
    quoted_rows = widths[separator][1]
    if '"' in text:
        plain_rows = _common_width(text, separator, csv.QUOTE_NONE)[1]
        edge = re.escape(separator)
        alone = re.search(f'(?:^|{edge})[ ]*"[ ]*(?:{edge}|$)', text, re.MULTILINE)
        if plain_rows > quoted_rows and (alone or plain_rows > 2 * quoted_rows):
            return separator, csv.QUOTE_NONE
    return separator, csv.QUOTE_MINIMAL


def _common_width(text: str, separator: str, quoting: int) -> tuple[int, int]:
    """The width of row that holds most fields in the beginning of the file, and how many rows have it."""
    if separator not in text:
        return 0, 0
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    try:
        counts = Counter(len(row) for row in islice(lines, _ROWS_TRIED))
    except csv.Error:
        return 0, 0
    width = max(counts, key=lambda width: (width > 1) * width * counts[width])
    return width, counts[width]
