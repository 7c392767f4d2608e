"""Made-up survey forms as workbooks, csv and HTML, in the layout of the letter and in the officers' own."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from survey.registry import registry

SERVICES = (
    "การกำจัดขยะมูลฝอยและสิ่งปฏิกูล",
    "การบริการการแพทย์ฉุกเฉิน",
    "การป้องกันและบรรเทาสาธารณภัย",
    "การผลิตและบริการน้ำประปา",
    "การดูแลผู้สูงอายุในชุมชน",
    "การบำรุงรักษาถนนเชื่อมต่อระหว่างท้องถิ่น",
)
TICK = "✓"


@dataclass(frozen=True, slots=True)
class Row:
    """One cooperation as an officer types it: text only."""

    service: str
    host: str
    partners: str
    signed_on: str
    committee: tuple[str, str] = (TICK, "")
    regulation: tuple[str, str, str] = (TICK, "", "")
    objective: str = "เพื่อให้ประชาชนได้รับบริการที่ทั่วถึงและประหยัดงบประมาณ"
    problems: str = "-"

    def cells(self, seq: int) -> list[str]:
        return [
            str(seq), self.service, self.host, self.partners, self.signed_on, *self.committee, *self.regulation,
            self.objective, self.problems,
        ]  # fmt: skip


DATES = ("5 พ.ย. 2561", "12 กันยายน 2560", "๑ ต.ค. ๒๕๕๙", "20/06/2561", "9 ม.ค. 61", "3 มีนาคม พ.ศ. 2558")


def rows(province: str, count: int, start: int = 0) -> list[Row]:
    """Right rows of a province: hosts and partners stand in its registry, each name once in the province."""
    names = [
        lao.short for lao in registry().laos_of(province) if lao.same_short_in_province == 1 and lao.amphoe
    ]
    made = []
    for i in range(start, start + count):
        host, first, second = names[3 * i : 3 * i + 3]
        made.append(Row(SERVICES[i % len(SERVICES)], host, f"{first}\n{second}", DATES[i % len(DATES)]))
    return made


def ticking_mou(row: Row) -> Row:
    return replace(row, regulation=(TICK, "", TICK))


HEADER_1 = (
    "ลำดับที่", "ชื่อบริการสาธารณะ\nที่ทำความร่วมมือกัน\nให้บริการประชาชน", "องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", "",
    "วันที่ลงนามความร่วมมือ", "คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", "", "ระเบียบข้อตกลง", "", "",
    "วัตถุประสงค์ความร่วมมือ", "ปัญหา/อุปสรรคความร่วมมือ",
)  # fmt: skip
HEADER_2 = (
    "", "", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", "", "แต่งตั้ง", "ไม่ได้แต่งตั้ง",
    "จัดทำ", "ไม่ได้จัดทำ", "ทำ MOU", "", "",
)  # fmt: skip
TITLE = "แบบสำรวจข้อมูลการจัดทำความร่วมมือบริการสาธารณะระหว่างองค์กรปกครองส่วนท้องถิ่น"
REPORTER = (
    "ผู้รายงาน  นางสาวตัวอย่าง สมมติ",
    "ตำแหน่ง  นักส่งเสริมการปกครองท้องถิ่นชำนาญการ",
    "หมายเลขโทรศัพท์  0 5300 0000 ต่อ 12",
)


def workbook(
    province: str,
    body: Sequence[Row],
    *,
    heading: str = "",
    reporter: Sequence[str] = REPORTER,
    nil: bool = False,
) -> bytes:
    """The form as .xlsx in the letter's two-row layout."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "แบบสำรวจ"
    sheet["A1"] = TITLE
    sheet.merge_cells("A1:L1")
    sheet["A2"] = f"จังหวัด{province} {heading}".strip()
    sheet.merge_cells("A2:L2")
    for column, (above, below) in enumerate(zip(HEADER_1, HEADER_2, strict=True), 1):
        sheet.cell(4, column, above or None)
        sheet.cell(5, column, below or None)
    for merged in ("C4:D4", "F4:G4", "H4:J4", "A4:A5", "B4:B5", "E4:E5", "K4:K5", "L4:L5"):
        sheet.merge_cells(merged)
    for number, row in enumerate(body, 1):
        for column, text in enumerate(row.cells(number), 1):
            sheet.cell(5 + number, column, int(text) if column == 1 else (text or None))
    if nil:
        sheet["B6"] = "ไม่มีการจัดทำความร่วมมือ"
    for offset, line in enumerate(reporter):
        sheet.cell(8 + max(len(body), 1) + offset, 8, line)
    thin = Side(style="thin")
    for cells in sheet.iter_rows(min_row=4, max_row=5 + max(len(body), 1), max_col=12):
        for cell in cells:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="TH SarabunPSK", size=14, bold=bool(cell.row and cell.row <= 5))
    for letter, width in zip("ABCDEFGHIJKL", (7, 32, 22, 22, 16, 9, 9, 9, 9, 9, 34, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def encrypted(data: bytes, password: str) -> bytes:
    """The workbook behind a password, as Excel would save it."""
    import msoffcrypto

    saved = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, saved)
    return saved.getvalue()


def _lines(province: str, body: Sequence[Row]) -> list[list[str]]:
    header = [
        f"{above} {below}".strip().replace("\n", " ") for above, below in zip(HEADER_1, HEADER_2, strict=True)
    ]
    return [
        [TITLE],
        [f"จังหวัด{province}"],
        header,
        *(row.cells(number) for number, row in enumerate(body, 1)),
        *([line] for line in REPORTER),
    ]


def csv_file(province: str, body: Sequence[Row], encoding: str = "cp874") -> bytes:
    """The form as csv, a line a cooperation, in the code page of an old Excel."""
    out = io.StringIO()
    csv.writer(out).writerows([[cell.replace(TICK, "/") for cell in line] for line in _lines(province, body)])
    return out.getvalue().encode(encoding)


def html_table(province: str, body: Sequence[Row]) -> str:
    """The form as a table pasted into a mail."""
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell).replace(chr(10), '<br>')}</td>" for cell in line) + "</tr>"
        for line in _lines(province, body)[2:-3]
    )
    told = "".join(f"<p>{escape(line)}</p>" for line in REPORTER)
    return f"<p>เรียน ผู้ประสานงาน</p><p>{TITLE}</p><p>จังหวัด{province}</p><table border=1>{lines}</table>{told}"
