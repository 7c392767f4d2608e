"""A province's own form, ready to be filled in: the letter's layout, drop-downs, and the rows that it sent before."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from survey.model import Committee, Cooperation, Regulation
from survey.registry import registry
from survey.thai.dates import thai_date

SHEET = "แบบสำรวจ"
LIST_SHEET = "รายชื่อ อปท."
TICK = "✓"
_TITLE = "แบบสำรวจการจัดทำความร่วมมือในการจัดบริการสาธารณะขององค์กรปกครองส่วนท้องถิ่น"
_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("", "ลำดับที่", 8),
    ("", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", 32),
    ("องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", 22),
    ("", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", 26),
    ("", "วันที่ลงนามความร่วมมือ", 16),
    ("คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", "แต่งตั้ง", 11),
    ("", "ไม่ได้แต่งตั้ง", 12),
    ("ระเบียบข้อตกลง", "จัดทำ", 9),
    ("", "ไม่ได้จัดทำ", 11),
    ("", "ทำ MOU", 9),
    ("", "วัตถุประสงค์ความร่วมมือ", 34),
    ("", "ปัญหา/อุปสรรคความร่วมมือ", 30),
)
_MERGED = ("C4:D4", "F4:G4", "H4:J4", "A4:A5", "B4:B5", "E4:E5", "K4:K5", "L4:L5")
_FIRST, _SPARE = 6, 30
_REPORTER = ("ผู้รายงาน", "ตำแหน่ง", "หมายเลขโทรศัพท์")
_THIN = Side(style="thin", color="808080")


def prefilled_form(province: str, rows: Sequence[Cooperation], deadline: date) -> bytes:
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
    _head(sheet, province)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(_values(number, row), 1):
            _put(sheet, _FIRST + number - 1, column, value)
    for line in sheet.iter_rows(min_row=4, max_row=last, max_col=len(_COLUMNS)):
        for cell in line:
            cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="TH SarabunPSK", size=14, bold=cell.row is not None and cell.row < _FIRST)
    for offset, word in enumerate(_REPORTER):
        _put(sheet, last + 2 + offset, 8, f"{word}..............................")
    names = sorted({lao.short for lao in registry().laos_of(province)})
    _list(book.create_sheet(LIST_SHEET), names)
    for rule in _rules(len(names), last, deadline):
        sheet.add_data_validation(rule)
    sheet.freeze_panes = f"C{_FIRST}"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _head(sheet: Worksheet, province: str) -> None:
    for row, text in ((1, _TITLE), (2, f"จังหวัด{province}")):
        _put(sheet, row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_COLUMNS))
        sheet.cell(row, 1).font = Font(name="TH SarabunPSK", size=16, bold=True)
    for column, (above, below, width) in enumerate(_COLUMNS, 1):
        alone = f"{'ABCDEFGHIJKL'[column - 1]}4:" in " ".join(_MERGED) and not above
        _put(sheet, 4, column, below if alone else above or None)
        _put(sheet, 5, column, None if alone else below)
        sheet.column_dimensions["ABCDEFGHIJKL"[column - 1]].width = width
    for merged in _MERGED:
        sheet.merge_cells(merged)


def _list(sheet: Worksheet, names: Sequence[str]) -> None:
    for number, name in enumerate(names, 1):
        _put(sheet, number, 1, name)
    sheet.sheet_state = "hidden"


def _rules(names: int, last: int, deadline: date) -> list[DataValidation]:
    """What Excel offers and checks while the officer types; only warnings, since our own reading decides."""
    listed = f"'{LIST_SHEET}'!$A$1:$A${names}"
    host = DataValidation(
        "list", formula1=listed, allow_blank=True, errorStyle="warning", showErrorMessage=True
    )
    host.error = "ไม่พบชื่อนี้ในบัญชีรายชื่อ อปท. ของจังหวัด ต้องการใช้ชื่อนี้หรือไม่"
    partners = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=False)
    partners.showInputMessage = True
    partners.promptTitle, partners.prompt = "ที่ร่วมลงนาม", "หลายแห่งให้ขึ้นบรรทัดใหม่ (Alt+Enter) บรรทัดละหนึ่งแห่ง"
    signed = DataValidation(
        "custom", formula1=_date_formula(deadline), allow_blank=True, errorStyle="warning"
    )
    signed.showErrorMessage = signed.showInputMessage = True
    signed.promptTitle, signed.prompt = "วันที่ลงนาม", "วัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561"
    signed.error = f"วันที่ลงนามต้องมีวัน เดือน และปี พ.ศ. และไม่หลัง {thai_date(deadline)} เช่น 5 พ.ย. 2561"
    tick = DataValidation("list", formula1=f'"{TICK}"', allow_blank=True, showErrorMessage=False)
    for rule, columns in ((host, "C"), (partners, "D"), (signed, "E"), (tick, "FGHIJ")):
        for column in columns:
            rule.add(f"{column}{_FIRST}:{column}{last}")
    return [host, partners, signed, tick]


def _date_formula(deadline: date) -> str:
    """A date of either calendar up to the deadline, or words that end with a BE year of four digits."""
    cell, be = f"E{_FIRST}", deadline.year + 543
    until = f"{deadline.month},{deadline.day}"
    return (
        f"IF(ISNUMBER({cell}),OR(AND({cell}>=DATE(1992,1,1),{cell}<=DATE({deadline.year},{until})),"
        f"AND({cell}>=DATE(2535,1,1),{cell}<=DATE({be},{until}))),"
        f'AND(RIGHT(TRIM({cell}),4)>="2535",RIGHT(TRIM({cell}),4)<="{be}"))'
    )


def _values(number: int, row: Cooperation) -> list[Any]:
    def tick(yes: bool) -> str | None:
        return TICK if yes else None

    return [
        number,
        row.service,
        row.host.name if row.host else None,
        "\n".join(lao.name for lao in row.partners) or None,
        thai_date(row.signed_on) if row.signed_on else None,
        tick(row.committee is Committee.APPOINTED),
        tick(row.committee is Committee.NOT_APPOINTED),
        tick(row.regulation is Regulation.MADE),
        tick(row.regulation is Regulation.NOT_MADE),
        tick(row.mou is True),
        row.objective,
        row.problems,
    ]


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
