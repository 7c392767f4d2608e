"""The values of a submission as its page shows them: field by field, with what is doubted and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.wording import FIELDS, thai_date
from storage.records import StoredRow
from storage.words import RowState
from survey.cells import split_address
from survey.findings import Finding, Severity
from survey.model import Committee, Cooperation, Regulation

ROWS_A_PAGE = 15
_LETTERS = 30_000
"""Of all values of a page, so that a form of long texts still makes a small page."""
_WEIGHT = {Severity.ERROR: 0, Severity.HOLD: 0, Severity.WARNING: 1, Severity.SHADOW: 2, Severity.OFF: 3}


@dataclass(frozen=True, slots=True)
class FieldView:
    """A value: the header's word, the text ("" where blank), where it stands, and what is said of it."""

    name: str
    title: str
    text: str
    cell: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A cooperation, counted from 1 in the form's order."""

    number: int
    state: RowState
    cell: str
    fields: tuple[FieldView, ...]


def row_views(
    rows: Sequence[StoredRow], findings: Sequence[tuple[str | None, Finding]], page: int
) -> list[RowView]:
    """A page of rows, those with errors first, then those of which something is asked, else in the form's order."""
    by_row = _by_row(findings)
    numbered = sorted(enumerate(rows, 1), key=lambda one: (_doubt(one[1], by_row), one[0]))
    some = numbered[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    most = max(200, _LETTERS // max(3 * len(some), 1))
    return [
        RowView(number, stored.state, stored.row.cell, _fields(stored.row, by_row, most))
        for number, stored in some
    ]


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
        views.append(
            FieldView(name, title, text if len(text) <= most else text[: most - 1] + "…", cell, said)
        )
    return tuple(views)
