"""What counts now, as a file: JSON Lines, CSV, a workbook, Parquet (contract, section 8).

CSV is for people who open it in Excel: UTF-8 with a byte order mark, CRLF, and an apostrophe before what Excel
would take for a formula. Programs should read JSON Lines or Parquet, which hold the very words.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from storage import export_rows
from storage.export_rows import Table
from storage.unit_of_work import UnitOfWork
from survey.forms import Survey, named
from survey.model import DEFAULT_SURVEY

_WHAT: dict[str, Callable[[UnitOfWork, Survey], Table]] = {
    "cooperations": export_rows.cooperations,
    "provinces": export_rows.provinces,
    "mous": export_rows.mous,
}


def export(work: UnitOfWork, what: str, format_: str, out: Path, survey: str = DEFAULT_SURVEY) -> int:
    """Write a data set; the file appears whole or not at all.

    Args:
        work: Read-only is enough, and sees one state of everything.
        what: `cooperations`, `provinces` or `mous`.
        format_: `jsonl`, `csv`, `xlsx` or `parquet`.
        survey: Whose form gives the columns (`survey.forms.named`).

    Returns:
        The number of rows written.

    Raises:
        ValueError: If there is no such data set or format.
        ExportIncompleteError: If a row is missing; nothing is written.
        OSError: As the disk says.
    """
    if what not in _WHAT:
        raise ValueError(f"{what}: one of {', '.join(_WHAT)}")
    write = _writer(format_)
    table = _WHAT[what](work, named(survey))
    descriptor, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    os.close(descriptor)
    unfinished = Path(name)
    try:
        write(table, unfinished)
        unfinished.replace(out)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return len(table.rows)


def _writer(format_: str) -> Callable[[Table, Path], None]:
    # Each brings its own heavy library, and only one is wanted.
    if format_ == "jsonl":
        from storage.export_text import write_jsonl as write
    elif format_ == "csv":
        from storage.export_text import write_csv as write
    elif format_ == "xlsx":
        from storage.export_xlsx import write
    elif format_ == "parquet":
        from storage.export_parquet import write
    else:
        raise ValueError(f"{format_}: one of jsonl, csv, xlsx, parquet")
    return write
