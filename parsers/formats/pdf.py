"""PDF: the text layer of each page by pdfium, files attached to it, and the ruled tables of a page.

pdfium alone keeps the order of Thai letters; the tables are read by `parsers.pdf_grid`. Raises FileRefused, nothing else.
"""

import ctypes
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from parsers.limits import Limits
from parsers.page_tables import PageTables
from parsers.pdf_limits import refuse_monsters
from parsers.pdf_text import Box, Glyphs, Page, mend
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge
from survey.thai.text import fold, repair

if TYPE_CHECKING:
    from parsers.page_image import Grey

SOURCE = "pdf-text"
OCR_SOURCE = "pdf-ocr"
"""Where any page was recognised."""


def read_pages(data: bytes, limits: Limits) -> list[Page]:
    """Every page's text, repaired.

    Raises:
        FileEncrypted: A password is needed to open it; one that only forbids printing is no hindrance.
        FileCorrupt: pdfium can't open it.
        FileTooLarge: It has more than `limits.pages` pages.
        FileTooLarge, FileTooComplex: As `parsers.pdf_limits.refuse_monsters`.
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


def read_tables(data: bytes, numbers: Collection[int], limits: Limits) -> list[PageTables]:
    """The ruled tables of some pages (numbered from 1), with the lines outside them, in the pages' order."""
    from parsers.pdf_grid import page_tables

    with _opened(data, limits) as pdf:
        has_fields = bool(pdf.get_formtype())
        if has_fields:
            pdf.init_forms()
        tables = []
        for number in sorted(numbers):
            page = _flattened(pdf, number - 1, has_fields)
            tables.append(page_tables(page, number))
            page.close()
        return tables


def render(data: bytes, numbers: Collection[int], limits: Limits) -> "Iterator[tuple[int, Grey]]":
    """Pictures of some pages (numbered from 1), one after the other."""
    from parsers.page_image import rendered

    with _opened(data, limits) as pdf:
        if pdf.get_formtype():
            pdf.init_forms()
        for number in sorted(numbers):
            page = pdf[number - 1]
            yield number, rendered(page)
            page.close()


def render_with_boxes(data: bytes, number: int, limits: Limits) -> "tuple[Grey, dict[str, Box], bool]":
    """A page's picture, the place in it of each cell of its ruled tables, and whether the page is a scan.

    Raises:
        FileRefused: As `read_pages`; FileCorrupt where there is no such page.
    """
    from parsers.page_image import rendered
    from parsers.pdf_boxes import cell_boxes

    with _opened(data, limits) as pdf:
        if not 0 < number <= len(pdf):
            raise FileCorrupt
        has_fields = bool(pdf.get_formtype())
        if has_fields:
            pdf.init_forms()
        read = _read_page(pdf, number - 1, has_fields)
        is_scan = read.is_picture or (read.has_text and not read.ok)
        page = pdf[number - 1] if is_scan else _flattened(pdf, number - 1, has_fields)
        grey = rendered(page)
        boxes = {} if is_scan else cell_boxes(page, number, grey.shape[1], grey.shape[0])
        page.close()
        return grey, boxes, is_scan


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
    page = pdf[index]
    refuse_monsters(page)
    values = _field_values(pdf, page) if has_fields else []
    page.close()
    page = _flattened(pdf, index, has_fields)
    text, ok = mend(_glyphs(page.get_textpage()))
    letters = sum(letter.isalnum() for letter in text)
    is_picture = _shows_a_picture(page, letters)
    unread = any(fold(value) not in fold(text) for value in values)
    page.close()
    return Page(index + 1, text, ok, letters > 0 and not is_picture, is_picture, unread)


_COVERING, _STAMPS = 0.6, 10
"""Share of a page that a picture of the page covers, and words that a scanner's program prints over it at most."""


def _shows_a_picture(page: Any, letters: int) -> bool:
    """Whether a reader sees a scan: there are hardly any words, or those there are were put below the picture or
    left invisible by a program that recognised it, and are no better than its guess."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    pictures = visible = 0
    is_covered = False
    for shape in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT]):
        if shape.type == pdfium.FPDF_PAGEOBJ_TEXT:
            visible += pdfium.FPDFTextObj_GetTextRenderMode(shape) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            continue
        pictures += 1
        left, bottom, right, top = shape.get_bounds()
        if (right - left) * (top - bottom) >= _COVERING * width * height:
            is_covered, visible = True, 0
    return bool(pictures) and (letters < _WORDS or (is_covered and visible <= _STAMPS))


def _flattened(pdf: Any, index: int, has_fields: bool) -> Any:
    """The page with what was filled in or typed over it drawn into it, where a reader sees it."""
    import pypdfium2.raw as pdfium

    from parsers.pdf_grid import turn_of

    page = pdf[index]
    if has_fields or pdfium.FPDFPage_GetAnnotCount(page):
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        page = pdf[index]
    if turn_of(page) == 2 and page.get_rotation() == 0:
        page.set_rotation(180)  # pdfium puts the letters of a line that stands on its head in no order
    return page


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
