"""What is said once of a form that was recognised from a picture: its columns of free text, and its reporter."""

import re
from collections.abc import Iterable, Iterator, Sequence

from parsers.grid import Grid
from parsers.table import Table
from survey.cells import Cell
from survey.fields import Column
from survey.fields.recognised import TEXTS, column_doubted, reporter_doubted, reporter_unread, text_doubted
from survey.fields.reporter import REPORTER_MISSING
from survey.findings import Finding
from survey.forms import Survey
from survey.model import Reporter
from survey.rows import TableLines
from survey.thai.digits import arabic
from survey.thai.text import squeeze

MOST_APART = 3
"""Doubtful texts of a column that are told one by one, with both readings; more are told once, at the header."""


def about_pictures(
    taken: Sequence[tuple[Table, TableLines]],
    grids: Iterable[Grid],
    reporter: Reporter,
    told: Sequence[Finding],
    spec: Survey,
) -> Iterator[Finding]:
    """Doubts of texts and of the reporter's lines, these in place of `told`, what they say.

    Of a form that is no picture: `told` alone.
    """
    grids = [grid for grid in grids if grid.recognised]
    found = [value for value in (reporter.name, reporter.position, reporter.phone) if value]
    # A person's name is on no list: where a mark is lost both readers lose it, and agree.
    is_doubted = bool(grids and found) and (
        bool(reporter.name or reporter.position) or not _are_sure(found, grids)
    )
    if is_doubted:
        yield reporter_doubted(" ".join(found))
    is_unread = any(map(_has_unread_lines, grids))
    for finding in told:
        is_missing = finding.code == REPORTER_MISSING.name
        if is_missing and is_unread:
            yield reporter_unread()
        elif is_missing or not is_doubted:
            yield finding
    for table, lines in taken:
        for column in spec.columns:
            if column.field in TEXTS and column.key in table.columns:
                yield from _about_column(column, table, lines)


_READ = re.compile("จังหวัด|แบบสำรวจ|ความร่วมมือ|ผู้รายงาน|ตำแหน่ง|โทรศัพท์")
_LABELS = ("ผู้รายงาน", "ตำแหน่ง", "โทรศัพท์")
_FEWEST_LETTERS = 6


def _has_unread_lines(grid: Grid) -> bool:
    """Whether a line beside the table is not surely read, and none of those that a form has: it may be the one missing.

    Where all three labels were found, none is.
    """
    around = "".join((*grid.notes, *(cell.text for cell in grid.cells.values())))
    return any(label not in around for label in _LABELS) and any(
        len(squeeze(note)) >= _FEWEST_LETTERS and note not in grid.sure_notes and not _READ.search(note)
        for note in grid.notes
    )


def _are_sure(values: Iterable[str], grids: Iterable[Grid]) -> bool:
    """Whether each value stands in a line that is certain."""
    texts = []
    for grid in grids:
        texts += [*grid.sure_notes, *(cell.text for cell in grid.cells.values() if cell.certain)]
    sure = "\n".join(map(squeeze, texts))
    return all(squeeze(value) in sure for value in values)


def _about_column(column: Column, table: Table, lines: TableLines) -> Iterator[Finding]:
    cells: list[tuple[str, Cell]] = []
    for row in lines.rows:
        number = next((text for line in row.lines if (text := _number(line.cells.get("seq")))), "")
        cells += [(number, line.cells[column.key]) for line in row.lines]
    filled = [(number, cell) for number, cell in cells if not cell.is_blank]
    doubtful = [(number, cell) for number, cell in filled if not cell.certain]
    if len(doubtful) <= MOST_APART and len(doubtful) < len(filled):
        yield from (text_doubted(cell, column.field) for _, cell in doubtful)
    elif doubtful:
        header = table.grid.seen(table.bottom, table.columns[column.key])
        numbers = list(dict.fromkeys(number for number, _ in doubtful))
        is_whole = len(doubtful) == len(filled) or "" in numbers
        yield column_doubted(header, column.title, column.field, [] if is_whole else numbers)


def _number(cell: Cell | None) -> str:
    return arabic(cell.text).strip() if cell is not None else ""
