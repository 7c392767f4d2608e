"""Free texts of forms that no list holds, drawn by lot, and pages of ruled tables of them by several printers."""

import subprocess
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from random import Random

from make.papers import broken
from make.writers import convert_all

from survey.registry import registry

Page = Sequence[Sequence[str]]
"""Rows of cells."""
KINDS = ("service", "place", "remark", "person")
_DOING = (
    "การจัดซื้อ", "การดูแลรักษา", "การขุดลอก", "การติดตั้ง", "การซ่อมแซม", "การตรวจสอบ", "การเก็บขน", "การให้เช่า", "การปรับปรุง", "การรื้อถอน", "การจัดงาน",
    "การรณรงค์", "การสำรวจ", "การเฝ้าระวัง", "การอบรม", "การย้าย", "การขยาย", "การตั้ง", "การจ้างเหมา",
)  # fmt: skip
_AIMS = (
    "เพื่อเพิ่ม", "เพื่อแบ่งปัน", "เพื่อฟื้นฟู", "เพื่อยืดอายุ", "เพื่อเชื่อม",
    "เพื่อเร่งรัด", "เพื่อคุ้มครอง", "ร่วมกันใช้", "ร่วมกันออกแบบ", "ผลัดเปลี่ยนกันดูแล", "ช่วยกันหา",
)  # fmt: skip
_THINGS = (
    "ท่อระบายน้ำ", "ป้ายบอกทาง", "ไฟกะพริบ", "ต้นไม้ริมทาง", "เครื่องปั๊มน้ำ", "ถังเก็บน้ำใต้ดิน", "เตาเผาศพ", "รถตู้รับส่งผู้ป่วย", "ลานตากข้าว", "ห้องสมุดเคลื่อนที่",
    "สนามเด็กเล่น", "ตู้ยาสามัญ", "เรือท้องแบน", "หอกระจายข่าว", "ทางเท้า", "คันดินกั้นน้ำ", "บ่อบาดาล", "โคมไฟโซลาร์เซลล์", "วัชพืชในคลอง", "สัตว์เลี้ยงจรจัด",
    "กุ้งและปลาพื้นเมือง", "แปลงผักปลอดสารพิษ", "เมรุและศาลาพักญาติ", "ที่อ่านหนังสือประจำหมู่บ้าน", "กลุ่มแม่บ้านทอผ้า", "ศูนย์ยุติธรรมชุมชน", "ตลาดนัดสีเขียว",
    "ข้าวสารและถุงยังชีพ", "คลื่นวิทยุชุมชน", "ผู้ป่วยติดเตียง", "ปุ๋ยหมัก", "เครื่องสูบน้ำ", "ที่จอดรถ", "ฝั่งลำห้วย", "เสื้อชูชีพ", "ป่าชุมชน", "ศพไร้ญาติ", "ฟืนและถ่าน",
)  # fmt: skip
_HOW = (
    "", "", "", "ในเขตรอยต่อ", "ทั้งสองฝั่ง", "ช่วงหน้าแล้ง", "ปีละสองครั้ง", "ระยะที่ 2", "ตามแนวแม่น้ำ", "หมู่ที่ 5 และ 6", "(นำร่อง)", "โดยไม่คิดมูลค่า", "ตลอดทั้งปี",
    "ก่อนฤดูฝน", "ตามคำขอ",
)  # fmt: skip
_WHO = (
    "ผู้นำหมู่บ้าน", "เจ้าของที่ดิน", "ผู้รับเหมา", "ช่างประจำกอง", "ลูกจ้างชั่วคราว", "กลุ่มผู้เลี้ยงวัว", "คนเฝ้าเขื่อน", "ผู้ใช้น้ำ", "หน่วยกู้ภัย", "ราษฎรที่อยู่ปลายคลอง", "คู่สัญญา", "ร้านค้า",
    "เพื่อนบ้าน", "ผู้สูงวัย", "นายช่าง",
)  # fmt: skip
_SAYS = (
    "ยังไม่ตกลง", "ไม่เห็นชอบ", "ขอถอนตัว", "แจ้งล่าช้า", "ร้องเรียนบ่อย", "ขาดความรู้", "มีหนี้ค้าง", "ไม่เข้าประชุม", "เปลี่ยนตัวบ่อย", "ไม่ให้ผ่านทาง", "ต้องเดินทางไกล", "ขอเพิ่มค่าจ้าง",
    "อยู่ระหว่างฟ้องร้อง", "ย้ายภูมิลำเนา", "เข้าใจผิด", "ไม่พร้อมจ่าย", "รอหนังสือยืนยัน", "ส่งคืนวัสดุ", "ไม่ได้ลงชื่อ", "เสนอให้เลื่อน",
)  # fmt: skip
_SINCE = (
    "",
    "",
    "",
    " ตั้งแต่ต้นปี",
    " ครั้งที่ 3",
    " เมื่อน้ำท่วม",
    " เรื่องค่าน้ำมัน",
    " ทุกไตรมาส",
    " จำนวน 12 ราย",
    " เป็นบางช่วง",
)
_TITLES = ("นาย", "นาง", "นางสาว", "น.ส.", "ดร.", "พ.ต.ท.", "ว่าที่ ร.ต.", "จ.ส.อ.")
_GIVEN = (
    "กฤษณ์", "ขวัญใจ", "คำปุ่น", "จิ้มลิ้ม", "ฉวีวรรณ", "ชูศักดิ์", "ณัฐฐา", "ดวงเดือน", "เต็มสิริ", "ถวัลย์", "ทองสุข", "ธีรพงษ์", "นุชจรี", "บุญเหลือ", "ปิ่นแก้ว", "เผด็จ", "พจนีย์", "ฟองจันทร์", "มณฑา",
    "ยุพิน", "รุ่งนภา", "ลั่นทม", "วิเชียร", "ศักดิ์ชัย", "สมหมาย", "หนูเพียร", "อัญชลี", "เอื้อมพร", "ชื่นจิต", "กิ่งกาญจน์", "สุทธิลักษณ์", "เจ้ย", "อุ่นเรือน", "ไพฑูรย์", "ฤทัย", "เสน่ห์", "พิสิฐ", "ชุติมณฑน์",
)  # fmt: skip
_FAMILY = (
    "แก้ว", "ศรี", "ทอง", "วงศ์", "สุข", "ใจ", "พันธุ์", "รัตน์", "ชัย", "เจริญ", "มั่น", "คง", "อินทร์", "จันทร์", "สิทธิ์", "ไพร", "บุญ", "ดี", "เพ็ชร", "น้อย", "เกตุ", "ยิ้ม", "พูล", "อยู่", "สง่า", "เรือง", "กล้า",
    "นิ่ม", "ปั้น", "โพธิ์",
)  # fmt: skip


class FreeTexts:
    """A stream of texts by one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._places = sorted(
            {(lao.bare, lao.amphoe, lao.province) for lao in registry().by_code.values() if lao.amphoe}
        )

    def service(self) -> str:
        pick = self.random.choice
        return pick(_DOING) + pick(_THINGS) + pick(_HOW)

    def objective(self) -> str:
        pick = self.random.choice
        return pick(_AIMS) + pick(_THINGS) + pick(_HOW)

    def place(self) -> str:
        bare, amphoe, province = self.random.choice(self._places)
        before = self.random.choice(("บ้าน", "ต.", "ตำบล", "หนองน้ำ", "วัด", "สะพาน", "ถนนสาย"))
        behind = self.random.choice(("", f" อ.{amphoe}", f" อำเภอ{amphoe}", f" จ.{province}"))
        return before + bare + behind

    def remark(self) -> str:
        pick = self.random.choice
        second = pick(("", "", f" {pick(_WHO)}{pick(_SAYS)}"))
        return pick(_WHO) + pick(_SAYS) + pick(_SINCE) + second

    def person(self) -> str:
        pick = self.random.choice
        return (
            pick(_TITLES) + pick(_GIVEN) + " " + pick(_FAMILY) + pick(_FAMILY) + pick(("", "", pick(_FAMILY)))
        )

    def page(self, rows: int) -> Page:
        """A column of each kind."""
        first = (self.service, self.objective)
        return [
            [self.random.choice(first)(), self.place(), self.remark(), self.person()] for _ in range(rows)
        ]


_SHARES = (0.29, 0.25, 0.28, 0.18)
_WIDE = 780
"""Points of the table's width, of A4 in landscape."""


def calc(pages: Sequence[Page], family: str, font: str, size: float, path: Path) -> None:
    """LibreOffice Calc, a sheet a page; the font by its family's name."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side("thin")
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(pages):
        sheet = book.create_sheet(f"S{number}")
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.3
        sheet.page_margins.top = sheet.page_margins.bottom = 0.4
        for column, share in enumerate(_SHARES):
            sheet.column_dimensions["ABCD"[column]].width = share * _WIDE / 7.4
        for row, texts in enumerate(rows, 1):
            most = max(
                len(text) * size * 0.5 / (share * 0.93 * _WIDE)
                for text, share in zip(texts, _SHARES, strict=True)
            )
            sheet.row_dimensions[row].height = size * (1.7 * (int(most) + 1) + 0.8)
            for column, text in enumerate(texts, 1):
                cell = sheet.cell(row, column, text)
                cell.font = Font(name=family, size=size)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.border = Border(thin, thin, thin, thin)
    source = path.with_suffix(".xlsx")
    book.save(source)
    convert_all([source], "pdf", path.parent)


def reportlab(pages: Sequence[Page], family: str, font: str, size: float, path: Path) -> None:
    """ReportLab, which places no marks; the font by its file."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, SimpleDocTemplate, Table

    registerFont(TTFont(family, font))
    widths = [share * _WIDE for share in _SHARES]
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), family, size, size * 1.6)]
    story = []
    for rows in pages:
        cells = [
            [broken(text, width / size / 0.6) for text, width in zip(texts, widths, strict=True)]
            for texts in rows
        ]
        story += [Table(cells, widths, style=style), PageBreak()]
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 25)
    SimpleDocTemplate(str(path), pagesize=landscape(A4), **margins).build(story)


def chromium(pages: Sequence[Page], family: str, font: str, size: float, path: Path) -> None:
    """A browser's print; the font by its file."""
    cells = "".join(
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in texts)}</tr>" for texts in rows)
        + "</table>"
        for rows in pages
    )
    columns = "".join(f"td:nth-child({n}){{width:{share:.0%}}}" for n, share in enumerate(_SHARES, 1))
    source = path.with_suffix(".html")
    source.write_text(
        f"<html lang=th><meta charset=utf-8><style>@font-face{{font-family:F;src:url('file://{font}')}}"
        "@page{size:A4 landscape;margin:12mm}body{margin:0;font:"
        f"{size}pt/1.5 F}}table{{border-collapse:collapse;width:100%;table-layout:fixed;break-after:page}}"
        f"td{{border:1px solid black;padding:2pt;vertical-align:top}}{columns}</style>{cells}",
        encoding="utf-8",
    )
    subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--allow-file-access-from-files",
            f"--user-data-dir={path.parent}/browser", f"--print-to-pdf={path}", f"file://{source}",
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip


PRINTERS: dict[str, Callable[[Sequence[Page], str, str, float, Path], None]] = {
    "LibreOffice": calc,
    "ReportLab": reportlab,
    "Chromium": chromium,
}
