"""What is said once of a form that was recognised from a picture: its columns of free text, and its reporter."""

from collections.abc import Iterable, Iterator, Sequence

from parsers.grid import Grid
from parsers.table import Table
from survey.fields.recognised import TEXTS, column_doubted, reporter_doubted
from survey.findings import Finding
from survey.forms import Survey
from survey.model import Reporter
from survey.rows import TableLines


def about_pictures(
    taken: Sequence[tuple[Table, TableLines]],
    grids: Iterable[Grid],
    reporter: Reporter,
    told: Sequence[Finding],
    spec: Survey,
) -> Iterator[Finding]:
    """Doubts of whole columns, at their header, and of the reporter's lines in place of `told`, what they say.

    Of a form that is no picture: `told` alone.
    """
    found = " ".join(filter(None, (reporter.name, reporter.position, reporter.phone)))
    if found and any(grid.recognised for grid in grids):
        yield reporter_doubted(found)
    else:
        yield from told
    for table, lines in taken:
        for column in spec.columns:
            if column.field not in TEXTS or column.key not in table.columns:
                continue
            cells = [line.cells[column.key] for row in lines.rows for line in row.lines]
            if any(not cell.certain and not cell.is_blank for cell in cells):
                header = table.grid.seen(table.bottom, table.columns[column.key])
                yield column_doubted(header, column.title, column.field)
