"""A made-up MOU as a PDF with a text layer, written by pdfium in a Thai font of the system."""

import ctypes
import io
from pathlib import Path

from ingest.demo.forms import Row

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
FONT_NAMES = ("Laksaman.ttf", "Garuda.ttf", "Loma.ttf", "Norasi.ttf", "Waree.ttf")


class FontMissing(Exception):
    """No Thai TrueType font on this machine; the text names the package that brings one."""


def thai_font() -> bytes:
    for folder in FONT_FOLDERS:
        for name in FONT_NAMES:
            for path in folder.rglob(name):
                return path.read_bytes()
    raise FontMissing("no Thai font found; run: apt-get install fonts-thai-tlwg")


def mou_pdf(province: str, row: Row) -> bytes:
    """One page: title, parties in prose, date, service, signatures."""
    first, second = row.partners.split("\n")
    lines = [
        "บันทึกข้อตกลง",
        "ความร่วมมือในการจัดบริการสาธารณะ",
        f"เรื่อง {row.service}",
        "ระหว่าง",
        f"{row.host} กับ {first} และ {second}",
        "",
        f"บันทึกข้อตกลงฉบับนี้ทำขึ้นเมื่อวันที่ {row.signed_on} ณ จังหวัด{province}",
        f"ระหว่าง {row.host} ซึ่งต่อไปนี้เรียกว่า ฝ่ายที่ 1",
        f"กับ {first} และ {second} ซึ่งต่อไปนี้เรียกว่า ฝ่ายที่ 2",
        f"เพื่อร่วมกันดำเนินการ{row.service}",
    ]
    return text_pdf(lines, thai_font())


def text_pdf(lines: list[str], font: bytes) -> bytes:
    """A one-page A4 PDF with a line of text a line, selectable."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    document = pdfium.PdfDocument.new()
    page = document.new_page(595, 842)
    data = (ctypes.c_uint8 * len(font)).from_buffer_copy(font)
    handle = raw.FPDFText_LoadFont(document.raw, data, len(font), raw.FPDF_FONT_TRUETYPE, 1)
    for number, line in enumerate(lines):
        if not line:
            continue
        text = raw.FPDFPageObj_CreateTextObj(document.raw, handle, 16)
        encoded = (line + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(text, ctypes.cast(ctypes.create_string_buffer(encoded), raw.FPDF_WIDESTRING))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 72, 770 - 26 * number)
        raw.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()
