"""PDF: the text layer of each page by pdfium, files attached to it, and the ruled tables of a page.

pdfium alone keeps the order of Thai letters; pdfplumber sees ruling lines. Raises FileRefused, nothing else.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any

from parsers.limits import Limits
from parsers.pdf_text import Box, Glyphs, Page, mend
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge
from survey.thai.text import fold, repair

SOURCE = "pdf-text"


def read_pages(data: bytes, limits: Limits) -> list[Page]:
    """Every page's text, repaired.

    Raises:
        FileEncrypted: A password is needed to open it; one that only forbids printing is no hindrance.
        FileCorrupt: pdfium can't open it.
        FileTooLarge: It has more than `limits.pages` pages.
    """
    with _opened(data, limits) as pdf:
        has_fields = bool(pdf.get_formtype())
        if has_fields:
            pdf.init_forms()
        return [_read_page(pdf, index, has_fields) for index in range(len(pdf))]


def embedded_files(data: bytes, limits: Limits) -> list[tuple[str, bytes]]:
    """Name and bytes of the files attached to a PDF (portfolios too); those over a limit raise.

    Raises:
        FileEncrypted, FileCorrupt: As `read_pages`.
        FileTooLarge: More than `limits.members` files, or one of more than `limits.file_mb`.
    """
    if b"EmbeddedFile" not in data and b"ObjStm" not in data:
        return []
    with _opened(data, limits) as pdf:
        count = pdf.count_attachments()
        if count > limits.members:
            raise FileTooLarge(limit=f"{limits.members:,} ไฟล์แนบ")
        members = []
        for index in range(count):
            member = pdf.get_attachment(index)
            content = bytes(member.get_data())
            if len(content) > limits.file_mb * 1024 * 1024:
                raise FileTooLarge(limit=f"{limits.file_mb:,} เมกะไบต์")
            members.append((member.get_name(), content))
        return members


def ruled_tables(data: bytes, numbers: list[int], limits: Limits) -> list[list[list[str]]]:
    """Rows of cell texts of the ruled tables on some pages (numbered from 1), in reading order.

    A cell that a merge covers is "".
    """
    import pdfplumber

    tables = []
    with _opened(data, limits) as pdf, pdfplumber.open(BytesIO(data), pages=numbers) as drawn:
        for number, page in zip(sorted(numbers), drawn.pages, strict=False):
            glyphs = _glyphs(pdf[number - 1].get_textpage())
            for table in page.find_tables():
                tables.append(_table_rows(glyphs, table, float(page.height)))
    return tables


def _table_rows(glyphs: Glyphs, table: Any, height: float) -> list[list[str]]:
    boxes: list[Box] = []
    rows: list[list[int | None]] = []
    for row in table.rows:
        rows.append([])
        for cell in row.cells:
            rows[-1].append(None if cell is None else len(boxes))
            if cell is not None:
                left, top, right, bottom = cell
                boxes.append((left, height - bottom, right, height - top))
    texts = _texts_inside(glyphs, boxes)
    return [["" if place is None else texts[place] for place in row] for row in rows]


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[Any]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise FileEncrypted from error
        raise FileCorrupt from error
    try:
        if len(pdf) > limits.pages:
            raise FileTooLarge(limit=f"{limits.pages:,} หน้า")
        yield pdf
    except pypdfium2.PdfiumError as error:  # a page that is named and is not there
        raise FileCorrupt from error
    finally:
        with suppress(AssertionError):
            pdf.close()


_WORDS = 30
"""A page with fewer letters below a picture is a scan with a stamp of the scanner's program."""


def _read_page(pdf: Any, index: int, has_fields: bool) -> Page:
    import pypdfium2.raw as pdfium

    page = pdf[index]
    values = _field_values(pdf, page) if has_fields else []
    if values:
        # Draws the fields into the page, so that their text stands where a reader sees it.
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        page = pdf[index]
    text, ok = mend(_glyphs(page.get_textpage()))
    letters = sum(letter.isalnum() for letter in text)
    is_picture = letters < _WORDS and any(True for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]))
    unread = any(fold(value) not in fold(text) for value in values)
    page.close()
    return Page(index + 1, text, ok, letters > 0 and not is_picture, is_picture, unread)


def _glyphs(text: Any) -> Glyphs:
    import pypdfium2.raw as pdfium

    count = text.count_chars()
    content = text.get_text_range() if count else ""
    if len(content) != count:  # letters beyond U+FFFF or without a meaning are no single unit there
        content = "".join(chr(pdfium.FPDFText_GetUnicode(text, index) or 0xFFFD) for index in range(count))
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))

    def box(index: int) -> Box:
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    return Glyphs(content, lambda index: pdfium.FPDFText_IsGenerated(text, index) == 1, box)


def _field_values(pdf: Any, page: Any) -> list[str]:
    import pypdfium2.raw as pdfium

    values = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
            size = pdfium.FPDFAnnot_GetFormFieldValue(pdf.formenv, annotation, None, 0)
            buffer = ctypes.create_string_buffer(size)
            units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            pdfium.FPDFAnnot_GetFormFieldValue(pdf.formenv, annotation, units, size)
            values.append(buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace").strip())
        pdfium.FPDFPage_CloseAnnot(annotation)
    return [repair(value) for value in values if value]


def _texts_inside(glyphs: Glyphs, cells: list[Box]) -> list[str]:
    """Text of each cell: the letters whose middle lies in its box, in the order of the text layer."""
    inside: list[list[int]] = [[] for _ in cells]
    current: list[int] | None = None
    for index in range(len(glyphs.text)):
        if not glyphs.is_generated(index):
            left, bottom, right, top = glyphs.box(index)
            x, y = (left + right) / 2, (bottom + top) / 2
            places = (n for n, box in enumerate(cells) if box[0] <= x <= box[2] and box[1] <= y <= box[3])
            place = next(places, None)
            current = None if place is None else inside[place]
        if current is not None:
            current.append(index)
    return [_mended_part(glyphs, indices) for indices in inside]


def _mended_part(glyphs: Glyphs, indices: list[int]) -> str:
    part = Glyphs(
        "".join(glyphs.text[index] for index in indices),
        lambda index: glyphs.is_generated(indices[index]),
        lambda index: glyphs.box(indices[index]),
    )
    return mend(part)[0].strip()
