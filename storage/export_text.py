"""A data set as JSON Lines and as CSV."""

import csv
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from storage.export_rows import Table


def write_jsonl(table: Table, path: Path) -> None:
    """An object a row, keys in the columns' order; days and instants (Bangkok time) in ISO 8601."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in table.rows:
            plain = {column.name: _plain(row[column.name]) for column in table.columns}
            out.write(json.dumps(plain, ensure_ascii=False) + "\n")


def write_csv(table: Table, path: Path) -> None:
    """RFC 4180 with a byte order mark, without which Excel garbles Thai; lists are joined by newline."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([column.name for column in table.columns])
        for row in table.rows:
            writer.writerow([_text(row[column.name]) for column in table.columns])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return harmless("\n".join(item or "" for item in value))
    return harmless(value) if isinstance(value, str) else str(_plain(value))


# Also after a semicolon or a tab, where an Excel set up with that separator begins a cell.
_FORMULA = re.compile(r"(?:^|(?<=[;\t]))(?=[\s\"]*[=+@＝＋＠－-]|[\t\r])")
_HARMLESS = re.compile(r"-+|[-+]?\d+(?:\.\d+)?")


def harmless(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would compute; lone dashes and numbers stay."""
    return text if _HARMLESS.fullmatch(text) else _FORMULA.sub("'", text)
