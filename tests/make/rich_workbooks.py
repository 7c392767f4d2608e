"""A form with everything that openpyxl loses on saving: macros, shapes, check boxes, rich text, comments."""

import zipfile
from io import BytesIO
from pathlib import Path

from make.workbooks import FORM

HEADER_ROW, FIRST_ROW = 2, 3


def rich_workbook(folder: Path, *, rows: int = 2) -> bytes:
    """A macro-enabled workbook of three sheets, written by XlsxWriter; the form stands on the second."""
    from xlsxwriter import Workbook

    macros = folder / "vbaProject.bin"
    macros.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
    path = folder / "rich.xlsm"
    with Workbook(path) as book:
        book.add_vba_project(str(macros))
        book.add_worksheet("คำชี้แจง").write(0, 0, "โปรดกรอกแผ่นงานถัดไป")
        sheet = book.add_worksheet("แบบสำรวจ จ.ลำปาง")
        last = book.add_worksheet("ข้อมูล'เดิม")
        last.write_comment("B2", "ข้อสังเกตของสำนักงาน")
        yellow, bold = book.add_format({"bg_color": "#FFFF00", "border": 1}), book.add_format({"bold": True})
        for r, line in enumerate((FORM[0], FORM[1], *_rows(rows), *FORM[4:])):
            for c, value in enumerate(line):
                if value != "":
                    sheet.write(r, c, value, yellow if c == 4 else None)
        sheet.write_rich_string("B3", bold, "การกำจัด", "ขยะมูลฝอย")
        sheet.write_comment("E3", "ตรวจกับต้นฉบับแล้ว", {"author": "เจ้าหน้าที่"})
        sheet.insert_textbox("N2", "กรุณากรอกให้ครบ", {"width": 160, "height": 60})
        sheet.insert_button("N8", {"macro": "Check", "caption": "ตรวจสอบ"})
        sheet.insert_checkbox("N12", True)
        sheet.data_validation("F3:J9", {"validate": "list", "source": ["✓", "/"]})
        sheet.conditional_format("E3:E9", {"type": "blanks", "format": bold})
        sheet.protect("x", {"format_cells": False})
        sheet.print_area("A1:L9")
        sheet.repeat_rows(0, 1)
        sheet.set_landscape()
        sheet.set_column("A:A", 6)
        sheet.activate()
        book.define_name("รายการ", "='แบบสำรวจ จ.ลำปาง'!$A$3:$L$9")
    return path.read_bytes()


def _rows(count: int) -> list[tuple[object, ...]]:
    return [(n + 1, f"{FORM[2 + n % 2][1]} {n}", *FORM[2 + n % 2][2:]) for n in range(count)]


def parts(data: bytes) -> dict[str, bytes]:
    """Every part of a package."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
