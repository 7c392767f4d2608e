"""The values of a submission as its page shows them: field by field, with what is doubted and where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.words import clipped
from notifications.wording import FIELDS, thai_date
from parsers.looks import ROWS
from storage.records import StoredRow
from storage.words import RowState
from survey.cells import split_address
from survey.findings import Finding, Severity
from survey.model import Committee, Cooperation, Regulation

ROWS_A_PAGE = 15
_LETTERS = 25_000
"""Of all values of a page, so that a form of long texts still makes a small page."""
_WEIGHT = {Severity.ERROR: 0, Severity.HOLD: 0, Severity.WARNING: 1, Severity.SHADOW: 2, Severity.OFF: 3}


@dataclass(frozen=True, slots=True)
class FieldView:
    """A value: the header's word, the text ("" where blank), where it stands, and what is said of it.

    Attributes:
        cell: Address, or "" where it was stored before addresses were kept and nothing is said of it.
    """

    name: str
    title: str
    text: str
    cell: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A cooperation, counted from 1 in the form's order.

    Attributes:
        file: Place of its file among those of the message.
    """

    number: int
    state: RowState
    cell: str
    file: int
    fields: tuple[FieldView, ...]


def row_views(
    rows: Sequence[StoredRow],
    findings: Sequence[tuple[str | None, Finding]],
    files: Sequence[Mapping[str, Any]],
    page: int,
) -> list[RowView]:
    """A page of rows, those with errors first, then those that are doubted, else in the form's order.

    Args:
        files: The contract's objects about the message's files, in order.
    """
    home = _homes(files)
    by_row = _by_row(findings)
    numbered = sorted(enumerate(rows, 1), key=lambda one: (_doubt(one[1], by_row), one[0]))
    some = numbered[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    most = max(200, _LETTERS // max(5 * len(some), 1))
    return [
        RowView(
            number,
            stored.state,
            stored.row.cell,
            home.get((stored.row.cell, stored.row.service), 0),
            _fields(stored.row, by_row, most),
        )
        for number, stored in some
    ]


def page_number(sheet: str | None) -> int | None:
    """The page that `p2` names."""
    found = _PAGE.fullmatch(sheet or "")
    return int(found[1]) if found else None


def place_of(cell: str) -> dict[str, Any]:
    """Where the frame beside the values has to go for an address: sheet, first row of its piece, anchor."""
    try:
        sheet, row, _ = split_address(cell)
    except ValueError:
        return {"sheet": None, "first": 1, "_anchor": None}
    return {"sheet": sheet, "first": (row - 1) // ROWS * ROWS + 1, "_anchor": cell.rpartition("!")[2]}


def in_order_of_weight(findings: Sequence[tuple[str | None, Finding]]) -> list[tuple[str | None, Finding]]:
    """What is wrong before what should be looked at."""
    return sorted(findings, key=lambda one: _WEIGHT[one[1].severity])


def value_text(row: Cooperation, field: str) -> str:
    """A value as a person writes it; "" where it is blank."""
    value = getattr(row, field)
    if field == "host":
        return value.name if value else ""
    if field == "partners":
        return ", ".join(lao.name for lao in value)
    if field == "signed_on":
        return thai_date(value) if value else ""
    if field in ("committee", "regulation", "mou"):
        return _TICKS[value]
    return "" if value is None else str(value)


_TICKS: dict[object, str] = {
    None: "",
    True: "ทำ",
    False: "ไม่ได้ทำ",
    Committee.APPOINTED: "แต่งตั้ง",
    Committee.NOT_APPOINTED: "ไม่ได้แต่งตั้ง",
    Regulation.MADE: "จัดทำ",
    Regulation.NOT_MADE: "ไม่ได้จัดทำ",
}
_Place = tuple[str, int]
_PAGE = re.compile(r"p(\d{1,4})")


def _homes(files: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str | None], int]:
    """Address and service of each row to the file that it was read from."""
    found: dict[tuple[str, str | None], int] = {}
    for index, document in enumerate(files):
        for row in document.get("rows", ()):
            found.setdefault((row["cell"], row["service"]), index)
    return found


def _by_row(findings: Sequence[tuple[str | None, Finding]]) -> dict[_Place, list[Finding]]:
    found: dict[_Place, list[Finding]] = {}
    for _, finding in findings:
        if finding.cell is not None:
            found.setdefault(_place(finding.cell), []).append(finding)
    return found


def _place(cell: str) -> _Place:
    try:
        grid, row, _ = split_address(cell)
    except ValueError:
        return cell, 0
    return grid, row


def _doubt(stored: StoredRow, by_row: dict[_Place, list[Finding]]) -> int:
    if stored.state is RowState.ERROR:
        return 0
    weights = [_WEIGHT[finding.severity] for finding in by_row.get(_place(stored.row.cell), ())]
    return 1 + min(weights, default=3)


def _fields(row: Cooperation, by_row: dict[_Place, list[Finding]], most: int) -> tuple[FieldView, ...]:
    mine = by_row.get(_place(row.cell), [])
    views = []
    for name, title in FIELDS.items():
        said = tuple(finding for finding in mine if finding.field == name)
        at = row.cells.get(name)
        cell = at.at if at else next((f.cell for f in said if f.cell), "")
        text = value_text(row, name)
        views.append(FieldView(name, title, clipped(text, most), cell, said))
    for one in row.extra:
        value = ", ".join(map(str, one.value)) if isinstance(one.value, tuple) else one.value
        views.append(
            FieldView(one.field, one.title, "" if value is None else clipped(str(value), most), "", ())
        )
    return tuple(views)
