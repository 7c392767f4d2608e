"""A province's own form, ready to be filled in: the letter's layout, drop-downs, and the rows that it sent before."""

import io
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from notifications.own_form import SHEET, TICK, TITLE, width_of
from survey.cells import column_letters
from survey.fields import Column
from survey.forms import Survey
from survey.forms.be2561 import BE2561
from survey.model import Cooperation
from survey.printed import shown
from survey.registry import registry
from survey.thai.dates import thai_date

LIST_SHEET = "รายชื่อ อปท."
_TICKED = ("committee_yes", "committee_no", "regulation_yes", "regulation_no", "mou")
_FIRST, _SPARE = 6, 30
_REPORTER = ("ผู้รายงาน", "ตำแหน่ง", "หมายเลขโทรศัพท์")
_THIN = Side(style="thin", color="808080")


def prefilled_form(
    province: str, rows: Sequence[Cooperation], deadline: date, spec: Survey = BE2561
) -> bytes:
    """The form of a province as .xlsx.

    Args:
        rows: What stands in it already: the province's last accepted version.
        deadline: No signature may be after it (Gregorian).
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    last = _FIRST + len(rows) + _SPARE - 1
    _head(sheet, province, spec)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(spec.printed, 1):
            _put(sheet, _FIRST + number - 1, place, _value(number, row, column))
    for line in sheet.iter_rows(min_row=4, max_row=last, max_col=len(spec.printed)):
        for cell in line:
            cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="TH SarabunPSK", size=14, bold=cell.row is not None and cell.row < _FIRST)
    for offset, word in enumerate(_REPORTER):
        _put(sheet, last + 2 + offset, 8, f"{word}..............................")
    names = sorted({lao.short for lao in registry().laos_of(province)})
    _list(book.create_sheet(LIST_SHEET), names)
    for rule in _rules(len(names), last, deadline, spec):
        sheet.add_data_validation(rule)
    sheet.freeze_panes = f"C{_FIRST}"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _head(sheet: Worksheet, province: str, spec: Survey) -> None:
    for row, text in ((1, TITLE), (2, f"จังหวัด{province}")):
        _put(sheet, row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(spec.printed))
        sheet.cell(row, 1).font = Font(name="TH SarabunPSK", size=16, bold=True)
    for number, column in enumerate(spec.printed, 1):
        sheet.column_dimensions[column_letters(number)].width = width_of(column)
        if not column.group:
            _put(sheet, 4, number, column.title)
            sheet.merge_cells(start_row=4, end_row=5, start_column=number, end_column=number)
        else:
            _put(sheet, 5, number, column.title)
    numbered = enumerate(spec.printed, 1)
    for group, run in groupby(numbered, lambda one: one[1].group[0] if one[1].group else ""):
        if group:
            numbers = [number for number, _ in run]
            _put(sheet, 4, numbers[0], group)
            sheet.merge_cells(start_row=4, end_row=4, start_column=numbers[0], end_column=numbers[-1])


def _list(sheet: Worksheet, names: Sequence[str]) -> None:
    for number, name in enumerate(names, 1):
        _put(sheet, number, 1, name)
    sheet.sheet_state = "hidden"


def _rules(names: int, last: int, deadline: date, spec: Survey) -> list[DataValidation]:
    """What Excel offers and checks while the officer types; only warnings, since our own reading decides."""
    letters = {column.key: column_letters(number) for number, column in enumerate(spec.printed, 1)}
    listed = f"'{LIST_SHEET}'!$A$1:$A${names}"
    host = DataValidation(
        "list", formula1=listed, allow_blank=True, errorStyle="warning", showErrorMessage=True
    )
    host.error = "ไม่พบชื่อนี้ในบัญชีรายชื่อ อปท. ของจังหวัด ต้องการใช้ชื่อนี้หรือไม่"
    partners = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=False)
    partners.showInputMessage = True
    partners.promptTitle, partners.prompt = "ที่ร่วมลงนาม", "หลายแห่งให้ขึ้นบรรทัดใหม่ (Alt+Enter) บรรทัดละหนึ่งแห่ง"
    signed = DataValidation(
        "custom",
        formula1=_date_formula(letters["signed_on"], deadline),
        allow_blank=True,
        errorStyle="warning",
    )
    signed.showErrorMessage = signed.showInputMessage = True
    signed.promptTitle, signed.prompt = "วันที่ลงนาม", "วัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561"
    signed.error = f"วันที่ลงนามต้องมีวัน เดือน และปี พ.ศ. และไม่หลัง {thai_date(deadline)} เช่น 5 พ.ย. 2561"
    tick = DataValidation("list", formula1=f'"{TICK}"', allow_blank=True, showErrorMessage=False)
    for rule, keys in (
        (host, ["host"]),
        (partners, ["partners"]),
        (signed, ["signed_on"]),
        (tick, _TICKED),
    ):
        for key in keys:
            rule.add(f"{letters[key]}{_FIRST}:{letters[key]}{last}")
    return [host, partners, signed, tick]


def _date_formula(column: str, deadline: date) -> str:
    """A date of either calendar up to the deadline, or words that end with a BE year of four digits."""
    cell, be = f"{column}{_FIRST}", deadline.year + 543
    until = f"{deadline.month},{deadline.day}"
    return (
        f"IF(ISNUMBER({cell}),OR(AND({cell}>=DATE(1992,1,1),{cell}<=DATE({deadline.year},{until})),"
        f"AND({cell}>=DATE(2535,1,1),{cell}<=DATE({be},{until}))),"
        f'AND(RIGHT(TRIM({cell}),4)>="2535",RIGHT(TRIM({cell}),4)<="{be}"))'
    )


def _value(number: int, row: Cooperation, column: Column) -> Any:
    if column.key == "seq":
        return number
    value = shown(row, column)
    if isinstance(value, bool):
        return TICK if value else None
    if isinstance(value, tuple):
        return "\n".join(value) or None
    return thai_date(value) if isinstance(value, date) else value


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
