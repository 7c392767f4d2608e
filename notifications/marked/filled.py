"""A clean form filled with what was read, for files that can't be marked themselves: scans, Word, old Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from notifications.marked.plain_sheet import Look, PlainSheet
from notifications.marked.workbook import marked_workbook
from notifications.wording import place
from survey.cells import Cell, address
from survey.findings import Finding
from survey.model import Committee, Cooperation, Document, Form, Regulation
from survey.thai.dates import thai_date

_SHEET = "แบบสำรวจ"
TITLE = "แบบสำรวจการจัดทำความร่วมมือในการจัดบริการสาธารณะขององค์กรปกครองส่วนท้องถิ่น"
_TICK = "✓"
# Group header, header, width in characters, and the fields whose findings stand in that column.
_COLUMNS: tuple[tuple[str, str, int, str], ...] = (
    ("", "ลำดับที่", 8, "seq"),
    ("", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", 32, "service"),
    ("องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", 20, "host"),
    ("องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", 24, "partners"),
    ("", "วันที่ลงนามความร่วมมือ", 16, "signed_on"),
    ("คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", "แต่งตั้ง", 10, "committee"),
    ("คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", "ไม่ได้แต่งตั้ง", 12, ""),
    ("ระเบียบข้อตกลง", "จัดทำ", 9, "regulation"),
    ("ระเบียบข้อตกลง", "ไม่ได้จัดทำ", 11, ""),
    ("ระเบียบข้อตกลง", "ทำ MOU", 9, "mou"),
    ("", "วัตถุประสงค์ความร่วมมือ", 34, "objective"),
    ("", "ปัญหา/อุปสรรคความร่วมมือ", 30, "problems"),
)
_PLACE = {field: number for number, (_, _, _, field) in enumerate(_COLUMNS, 1) if field}
_FIRST_ROW = 6


def filled_form(document: Document, title: str = "") -> bytes:
    """The letter's form with the document's rows in the sender's words, marked where its findings say so.

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
    _header(sheet)
    places: dict[str, str] = {}
    for number, row in enumerate(form.rows, _FIRST_ROW):
        for column, words in enumerate(_words(row), 1):
            sheet.put(number, column, words, Look.CENTRED if words == _TICK else Look.FRAMED)
        for field, cell in row.cells.items():
            if field in _PLACE:
                places.setdefault(cell.at, address(_SHEET, number, _PLACE[field]))
    last = _FIRST_ROW + max(len(form.rows), 1)
    if form.nil_report:
        sheet.put(_FIRST_ROW, 2, "ไม่มีการจัดทำความร่วมมือ", Look.FRAMED)
    reporter = form.reporter
    lines = (("ผู้รายงาน", reporter.name), ("ตำแหน่ง", reporter.position), ("หมายเลขโทรศัพท์", reporter.phone))
    for number, (word, value) in enumerate(lines, last + 1):
        sheet.put(number, 2, f"{word} {value or '.' * 30}", Look.PLAIN)
    return sheet.to_workbook(_SHEET, [width for _, _, width, _ in _COLUMNS], _FIRST_ROW - 1), places


def _header(sheet: PlainSheet) -> None:
    top = _FIRST_ROW - 2
    sheet.heights |= {top: 36, top + 1: 36}
    for number, (group, title, _, _) in enumerate(_COLUMNS, 1):
        sheet.put(top, number, group or title, Look.HEADER)
        sheet.put(top + 1, number, title if group else "", Look.HEADER)
        if not group:
            sheet.merge(top, number, top + 1, number)
    for group, run in groupby(range(1, len(_COLUMNS) + 1), lambda number: _COLUMNS[number - 1][0]):
        columns = list(run)
        if group:
            sheet.merge(top, columns[0], top, columns[-1])


def _words(row: Cooperation) -> Sequence[str]:
    """A row as its sender wrote it; ticks as they were understood."""
    cells = row.cells

    def told(field: str, understood: str | None) -> str:
        cell = cells.get(field)
        return _as_written(cell) or understood or ""

    return (
        str(row.seq) if row.seq is not None else "",
        told("service", row.service),
        told("host", row.host.name if row.host else None),
        told("partners", "\n".join(lao.name for lao in row.partners)),
        told("signed_on", thai_date(row.signed_on) if row.signed_on else None),
        _TICK if row.committee is Committee.APPOINTED else "",
        _TICK if row.committee is Committee.NOT_APPOINTED else "",
        _TICK if row.regulation is Regulation.MADE else "",
        _TICK if row.regulation is Regulation.NOT_MADE else "",
        _TICK if row.mou else "",
        told("objective", row.objective),
        told("problems", row.problems),
    )


def _as_written(cell: Cell | None) -> str:
    return "" if cell is None else cell.error or cell.text
