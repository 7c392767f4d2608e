"""The survey's form as an office types it into a workbook, with what one office does otherwise, and what is read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case

Values = Sequence[Any]
Told = set[tuple[str, str | None]]
Edit = Callable[[Workbook, Worksheet], None]

CASE = Case(date(2018, 12, 1))
HEAD: Mapping[str, str] = {
    "A2:A3": "ลำดับที่",
    "B2:B3": "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน",
    "C2:D2": "องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ",
    "C3": "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ",
    "D3": "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม",
    "E2:E3": "วันที่ลงนามความร่วมมือ",
    "F2:G2": "คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ",
    "F3": "แต่งตั้ง",
    "G3": "ไม่ได้แต่งตั้ง",
    "H2:J2": "ระเบียบข้อตกลง",
    "H3": "จัดทำ",
    "I3": "ไม่ได้จัดทำ",
    "J3": "ทำ MOU",
    "K2:K3": "วัตถุประสงค์ความร่วมมือ",
    "L2:L3": "ปัญหา/อุปสรรคความร่วมมือ",
}
WASTE: Values = (
    1,
    "การกำจัดขยะ",
    "อบต.สะลวง",
    "ทต.แม่แรม",
    "5 พ.ย. 2561",
    "✓",
    None,
    "✓",
    None,
    "✓",
    "ลดขยะ",
    "ไม่มี",
)
RESCUE: Values = (
    2, "การแพทย์ฉุกเฉิน", "ทต.ริมเหนือ", "อบต.ดอนแก้ว", "1 ต.ค. 2560", None, "✓", None, "✓", None, "ช่วยชีวิต", "งบน้อย",
)  # fmt: skip
WATER: Values = (
    3,
    "การผลิตประปา",
    "ทต.แม่ริม",
    "อบต.ห้วยทราย",
    "2 ต.ค. 2560",
    None,
    "✓",
    "✓",
    None,
    None,
    "น้ำสะอาด",
    "-",
)
ROWS = (WASTE, RESCUE, WATER)
TICKED = ("F4", "H4", "J4", "G5", "I5", "G6", "H6")
"""Where the three rows have their ticks."""
TICK_CELLS = tuple(f"{column}{row}" for row in (4, 5, 6) for column in "FGHIJ")
BELOW = ("ผู้รายงาน นางสาวตัวอย่าง สมมติ", "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น", "หมายเลขโทรศัพท์ 053-112-233")
EMPTY: Values = (None,) * 12


def line(**cells: Any) -> Values:
    """A line with something in some columns: `line(A=4, B="…")`."""
    return tuple(cells.get(column) for column in "ABCDEFGHIJKL")


def typed_form(
    cells: Mapping[str, Any] | None = None,
    merges: Sequence[str] = (),
    *,
    rows: Sequence[Values] = ROWS,
    head: Mapping[str, str] = HEAD,
    below: Sequence[str] = BELOW,
    title: str | None = "จังหวัดเชียงใหม่",
    edit: Edit | None = None,
    top: int = 4,
) -> bytes:
    """The workbook's bytes: title in row 1, header in 2 and 3, rows from `top`, the reporter two lines below.

    Args:
        cells: What other cells hold, by address; they count last.
        head: Header cells by address; a range is merged.
        edit: Changes the workbook and its sheet at the end.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    sheet["A1"] = title
    for at, text in head.items():
        sheet[at.partition(":")[0]] = text
        if ":" in at:
            sheet.merge_cells(at)
    for number, values in enumerate(rows, top):
        for column, value in enumerate(values, 1):
            if value is not None:
                sheet.cell(number, column, value)
    for number, text in enumerate(below, top + len(rows) + 1):
        sheet.cell(number, 2, text)
    for at, value in (cells or {}).items():
        sheet[at] = value
    for merge in merges:
        sheet.merge_cells(merge)
    if edit is not None:
        edit(book, sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def check_json(data: bytes, name: str = "a.xlsx", case: Case = CASE) -> dict[str, Any]:
    """What `samruat check --json` prints of the file: its only object."""
    [document] = read_file(data, name, case, Limits())
    return document_json(document)


def told(read: Mapping[str, Any]) -> Told:
    """Codes and cells of what was said, without the sheet's name where it is Sheet1."""
    return {(p["code"], (p["cell"] or "").removeprefix("Sheet1!") or None) for p in read["problems"]}
