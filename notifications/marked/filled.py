"""A clean form filled with what was read, for files that can't be marked themselves: scans, Word, old Excel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby

from notifications.marked.plain_sheet import Look, PlainSheet
from notifications.marked.workbook import marked_workbook
from notifications.own_form import SHEET, TICK, TITLE, width_of
from notifications.wording import place
from survey.cells import Cell, address
from survey.fields import Column
from survey.findings import Finding
from survey.forms import Survey, named
from survey.model import Cooperation, Document, Form
from survey.printed import shown
from survey.thai.dates import thai_date

_FIRST_ROW = 6


def filled_form(document: Document, title: str = "") -> bytes:
    """The survey's form with the document's rows in the sender's words, marked where its findings say so.

    Args:
        document: A survey (`document.form` is there).

    Raises:
        ValueError: It holds no form.
    """
    if document.form is None:
        raise ValueError(document.kind)
    clean, places = _written(document.form)
    moved = [_moved(finding, places) for finding in document.findings]
    return marked_workbook(clean, moved, title) or clean


def _moved(finding: Finding, places: Mapping[str, str]) -> Finding:
    """The finding at its cell of the clean form; one that has none there says where it was in the sender's file."""
    if finding.cell is None or finding.cell in places:
        return replace(finding, cell=places.get(finding.cell or ""))
    return replace(finding, cell=None, message=f"{place([finding.cell])} ในไฟล์ที่ส่งมา: {finding.message}")


def _written(form: Form) -> tuple[bytes, dict[str, str]]:
    """The form, and the address in it of each cell that was read."""
    sheet = PlainSheet()
    sheet.put(1, 1, TITLE, Look.BOLD)
    sheet.put(2, 1, f"จังหวัด {form.province or ''}".rstrip(), Look.PLAIN)
    spec = named(form.survey)
    _header(sheet, spec)
    columns = _places(spec)
    places: dict[str, str] = {}
    for number, row in enumerate(form.rows, _FIRST_ROW):
        for at, column in enumerate(spec.printed, 1):
            words = _words(row, column)
            sheet.put(number, at, words, Look.CENTRED if words == TICK else Look.FRAMED)
        for field, cell in row.cells.items():
            if field in columns:
                places.setdefault(cell.at, address(SHEET, number, columns[field]))
    widths = [width_of(column) for column in spec.printed]
    last = _FIRST_ROW + max(len(form.rows), 1)
    if form.nil_report:
        sheet.put(_FIRST_ROW, 2, "ไม่มีการจัดทำความร่วมมือ", Look.FRAMED)
    reporter = form.reporter
    lines = (("ผู้รายงาน", reporter.name), ("ตำแหน่ง", reporter.position), ("หมายเลขโทรศัพท์", reporter.phone))
    for number, (word, value) in enumerate(lines, last + 1):
        sheet.put(number, 2, f"{word} {value or '.' * 30}", Look.PLAIN)
    return sheet.to_workbook(SHEET, widths, _FIRST_ROW - 1), places


def _places(spec: Survey) -> dict[str, int]:
    """Field to the column in which its findings stand: the first of its columns."""
    found: dict[str, int] = {}
    for number, column in enumerate(spec.printed, 1):
        found.setdefault(column.field, number)
    return found


def _header(sheet: PlainSheet, spec: Survey) -> None:
    top = _FIRST_ROW - 2
    sheet.heights |= {top: 36, top + 1: 36}
    groups = [column.group[0] if column.group else "" for column in spec.printed]
    for number, (group, column) in enumerate(zip(groups, spec.printed, strict=True), 1):
        sheet.put(top, number, group or column.title, Look.HEADER)
        sheet.put(top + 1, number, column.title if group else "", Look.HEADER)
        if not group:
            sheet.merge(top, number, top + 1, number)
    for group, run in groupby(range(1, len(groups) + 1), lambda number: groups[number - 1]):
        columns = list(run)
        if group:
            sheet.merge(top, columns[0], top, columns[-1])


def _words(row: Cooperation, column: Column) -> str:
    """A value as its sender wrote it; ticks as they were understood."""
    value = shown(row, column)
    if isinstance(value, bool):
        return TICK if value else ""
    if column.key != "seq" and (written := _as_written(row.cells.get(column.field))):
        return written
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, date):
        return thai_date(value)
    return "" if value is None else str(value)


def _as_written(cell: Cell | None) -> str:
    return "" if cell is None else cell.error or cell.text
