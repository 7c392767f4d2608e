"""The form as a picture that was pasted into a letter or a workbook: its page is recognised."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from make.long_forms import long_form
from make.papers import printed
from make.scans import as_jpeg, rendered, scanned
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Picture
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from parsers.limits import Limits
from parsers.read import read_file
from survey.model import Case, Document, Kind

LETTER = "เรียน ผู้ประสานงาน ขอส่งแบบสำรวจการจัดทำความร่วมมือ ตามภาพด้านล่างนี้ จึงเรียนมาเพื่อโปรดทราบ"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A scanned form of three rows."""
    folder: Path = tmp_path_factory.mktemp("page")
    [picture] = rendered(printed(long_form(3, seed=11), folder, "reportlab"))
    return as_jpeg(scanned(picture))


def read(data: bytes, name: str) -> Document:
    [document] = read_file(data, name, Case(date(2018, 12, 10)), Limits())
    return document


def letter(picture: bytes) -> bytes:
    registerFont(TTFont("Laksaman", "/usr/share/fonts/truetype/tlwg/Laksaman.ttf"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Laksaman", 12)
    canvas.drawString(60, 780, LETTER)
    canvas.drawImage(ImageReader(BytesIO(picture)), 40, 360, 515, 364)
    canvas.save()
    return out.getvalue()


def workbook(picture: bytes) -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "แบบสำรวจ"
    sheet.add_image(Picture(BytesIO(picture)), "A3")
    book.save(out)
    return out.getvalue()


def test_a_form_in_a_letter_is_read_as_a_scan(page: bytes) -> None:
    document = read(letter(page), "a.pdf")
    assert (document.kind, document.source) == (Kind.SURVEY, "pdf-ocr")
    assert document.form is not None
    assert len(document.form.rows) == 3


def test_a_form_in_a_workbook_is_read_as_a_scan(page: bytes) -> None:
    document = read(workbook(page), "a.xlsx")
    assert (document.kind, document.source) == (Kind.SURVEY, "image-ocr")
    assert document.form is not None
    assert len(document.form.rows) == 3


def test_another_picture_makes_no_form() -> None:
    plain = as_jpeg(Image.new("L", (900, 640), 200))
    assert (read(letter(plain), "a.pdf").kind, read(letter(plain), "a.pdf").source) == (
        Kind.OTHER,
        "pdf-text",
    )
    assert (read(workbook(plain), "a.xlsx").kind, read(workbook(plain), "a.xlsx").source) == (
        Kind.OTHER,
        "xlsx",
    )
