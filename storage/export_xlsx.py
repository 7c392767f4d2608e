"""A data set as a workbook: cooperations in the form's own layout, other sets as one plain table.

Everything but a number is text, so that no cell can act as a formula; dates are BE, as the form's are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from storage.export_rows import Block, Table
from storage.records import StoredRow, Version
from storage.words import RowState
from survey.forms import Survey
from survey.model import Status
from survey.printed import shown
from survey.thai.dates import thai_date

_TITLE = "แบบสำรวจการจัดทำความร่วมมือในการจัดบริการสาธารณะขององค์กรปกครองส่วนท้องถิ่น"
_ALL = "ทุกจังหวัด"
# Width in characters of the form's columns; of one that only a later survey has, `_WIDTH`.
_WIDTHS = {
    "seq": 7,
    "service": 32,
    "host": 22,
    "partners": 24,
    "signed_on": 15,
    "committee_yes": 10,
    "committee_no": 12,
    "regulation_yes": 8,
    "regulation_no": 11,
    "mou": 9,
    "objective": 32,
    "problems": 32,
}
_WIDTH = 20
# Ours, to the right of the form's.
_OURS: tuple[tuple[str | None, str, int], ...] = (
    (None, "จังหวัด", 16),
    (None, "เลขอ้างอิง", 15),
    (None, "วันที่ได้รับ", 13),
    (None, "ผู้ส่ง", 26),
    (None, "สถานะแบบสำรวจ", 16),
    (None, "สถานะรายการ", 16),
    (None, "ส่งหลังกำหนด", 12),
    (None, "ตำแหน่งในไฟล์", 16),
)
_STATUS = {Status.ACCEPTED: "รับแล้ว", Status.NEEDS_CORRECTION: "ต้องแก้ไข"}
_ROW_STATE = {RowState.OK: "ครบถ้วน", RowState.ASKED: "ขอข้อมูลเพิ่ม", RowState.ERROR: "ต้องแก้ไข"}
_TICK = "✓"
_LONGEST = 32_767  # characters that a cell of Excel holds
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RISKY = tuple("=+-@\t\r")

_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="E8EEF4")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)
Looks = dict[tuple[bool, bool], StyleArray]


def write(table: Table, path: Path) -> None:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    if any(column.name == "row_state" for column in table.columns):
        first.title = _ALL
        _form_sheet(
            first, table.spec, [f"{_TITLE} {_ALL}"], [row for block in table.blocks for row in block.rows]
        )
        for block in table.blocks:
            _province_sheet(book.create_sheet(block.province), block, table.spec)
    else:
        _plain_sheet(first, table)
    book.save(path)


def _province_sheet(sheet: Worksheet, block: Block, spec: Survey) -> None:
    heading = f"จังหวัด {block.province}"
    if block.nil:
        heading += " ไม่มีการจัดทำความร่วมมือ"
    last = _form_sheet(sheet, spec, [_TITLE, heading], block.rows)
    for version in block.versions:
        reporter = version.reporter
        last += 2
        _put(sheet, last, 2, f"ผู้รายงาน {reporter.name or '-'} ({version.reference})")
        _put(sheet, last + 1, 2, f"ตำแหน่ง {reporter.position or '-'}")
        _put(sheet, last + 2, 2, f"หมายเลขโทรศัพท์ {reporter.phone or '-'}")
        last += 2


def _form_sheet(
    sheet: Worksheet, spec: Survey, headings: Sequence[str], rows: Iterable[tuple[Version, StoredRow]]
) -> int:
    """Fill a sheet as the form is laid out; returns its last row."""
    for number, heading in enumerate(headings, 1):
        _put(sheet, number, 1, heading).font = _HEADER_FONT
    top = len(headings) + 1
    _form_header(sheet, spec, top)
    looks: Looks = {}
    last = top + 1
    for last, (version, stored) in enumerate(rows, top + 2):
        for column, value in enumerate((*_form_values(stored, spec), *_our_values(version, stored)), 1):
            _frame(_put(sheet, last, column, value), _CENTRE if value == _TICK else _TOP, looks)
    sheet.freeze_panes = f"C{top + 2}"
    return last


def _form_header(sheet: Worksheet, spec: Survey, top: int) -> None:
    form = [
        (one.group[0] if one.group else None, one.title, _WIDTHS.get(one.key, _WIDTH)) for one in spec.printed
    ]
    columns = [*form, *_OURS]
    start = 1
    for number, (group, title, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        for row in (top, top + 1):
            text = (group or title) if row == top else (title if group else None)
            is_start = number == 1 or columns[number - 2][0] != group or group is None
            start = number if is_start else start
            made = _put(sheet, row, number, text if is_start or row != top else None)
            made.font, made.fill, made.border, made.alignment = _HEADER_FONT, _HEADER_FILL, _BORDER, _CENTRE
        if group is None:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=number, end_column=number)
        elif number == len(columns) or columns[number][0] != group:
            sheet.merge_cells(start_row=top, end_row=top, start_column=start, end_column=number)


def _form_values(stored: StoredRow, spec: Survey) -> Iterator[Any]:
    for column in spec.printed:
        value = shown(stored.row, column)
        if isinstance(value, bool):
            yield _TICK if value else None
        else:
            yield list(value) if isinstance(value, tuple) else value


def _our_values(version: Version, stored: StoredRow) -> tuple[Any, ...]:
    from storage.export_rows import BANGKOK

    return (
        version.province,
        version.reference,
        version.received_at.astimezone(BANGKOK),
        version.sender,
        _STATUS.get(version.status, version.status.value),
        _ROW_STATE[stored.state],
        version.late,
        stored.row.cell,
    )


def _plain_sheet(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns, 1):
        cell = _put(sheet, 1, number, column.title)
        cell.font, cell.fill, cell.border, cell.alignment = _HEADER_FONT, _HEADER_FILL, _BORDER, _CENTRE
        sheet.column_dimensions[get_column_letter(number)].width = max(12, min(len(column.title) + 4, 40))
    looks: Looks = {}
    for number, row in enumerate(table.rows, 2):
        for place, column in enumerate(table.columns, 1):
            _frame(_put(sheet, number, place, row[column.name]), _TOP, looks)
    sheet.freeze_panes = "B2"


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    shown = _shown(value)
    cell.value = shown
    if isinstance(shown, str):
        cell.data_type = "s"
        if shown.startswith(_RISKY):
            cell.quotePrefix = True  # typed over in Excel, it still is no formula
    return cell


def _frame(cell: Any, alignment: Alignment, looks: Looks) -> None:
    # openpyxl compares a style with all others each time it is set: that took as long as all the rest.
    key = (alignment is _TOP, bool(cell.quotePrefix))
    if key not in looks:
        cell.border, cell.alignment = _BORDER, alignment
        looks[key] = cell._style
    cell._style = copy(looks[key])


def _shown(value: Any) -> str | int | None:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, list):
        value = "\n".join(item or "-" for item in value)
    if isinstance(value, datetime):
        return f"{thai_date(value.date())} {value:%H:%M} น."
    if isinstance(value, date):
        return thai_date(value)
    if isinstance(value, int):
        return value if abs(value) < 10**15 else str(value)
    if not value:
        return None
    text = _UNPRINTABLE.sub("\ufffd", value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
