"""PDF: the text layer of each page by pdfium, and the ruled tables of a page.

pdfium alone keeps the order of Thai letters; the tables are read by `parsers.pdf_grid`. Raises FileRefused, nothing else.
"""

import ctypes
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parsers.limits import Limits
from parsers.page_tables import PageTables, stacked
from parsers.pdf_attachments import embedded_files
from parsers.pdf_limits import refuse_monsters
from parsers.pdf_opening import opened
from parsers.pdf_text import Box, Glyphs, Page, mend, with_own_am
from parsers.refused import UNSUPPORTED, FileCorrupt, FileUnsupported

if TYPE_CHECKING:
    from parsers.page_image import Grey
    from parsers.pdf_fills import Fill
    from parsers.pdf_layers import Layers

__all__ = [
    "OCR_SOURCE",
    "SOURCE",
    "embedded_files",
    "read_pages",
    "read_tables",
    "render",
    "render_with_boxes",
]

SOURCE = "pdf-text"
OCR_SOURCE = "pdf-ocr"
"""Where any page was recognised."""


_XFA = UNSUPPORTED.saying(
    "ไฟล์ “{name}” เป็นแบบฟอร์มชนิด XFA ซึ่งแสดงเนื้อหาได้เฉพาะในโปรแกรม Adobe Acrobat ระบบจึงอ่านไม่ได้ "
    "กรุณาเปิดใน Acrobat แล้วสั่งพิมพ์เป็น PDF (Print to PDF) หรือส่งแบบสำรวจเป็นไฟล์ Excel หรือ Word แทน"
).sentence


def read_pages(data: bytes, limits: Limits) -> list[Page]:
    """Every page's text, repaired.

    Raises:
        FileEncrypted: A password is needed to open it; one that only forbids printing is no hindrance.
        FileCorrupt: pdfium can't open it.
        FileTooLarge: It has more than `limits.pages` pages.
        FileTooLarge, FileTooComplex: As `parsers.pdf_limits.refuse_monsters`.
        FileUnsupported: Its pages are made by a program of its own as it is opened (XFA, ISO 32000-1 §12.7.8).
    """
    import pypdfium2.raw as pdfium

    with _with_forms(data, limits) as file:
        if file.pdf.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
            raise FileUnsupported(_XFA)
        return [_read_page(file, index) for index in range(len(file.pdf))]


def read_tables(data: bytes, numbers: Collection[int], limits: Limits) -> list[PageTables]:
    """The ruled tables of some pages (numbered from 1), with the lines outside them, in the pages' order."""
    from parsers.pdf_grid import page_tables

    with _with_forms(data, limits) as file:
        tables = []
        for number in sorted(numbers):
            page, doubtful = file.page(number - 1)
            if _may_hold_table(page):
                page, fills, struck = _shown(file, number - 1, page=page)
                tables.append(page_tables(page, number, fills, struck, doubtful))
            else:
                tables.append(stacked(number, [], [], ()))
            page.close()
        return tables


def render(data: bytes, numbers: Collection[int], limits: Limits) -> "Iterator[tuple[int, Grey]]":
    """Pictures of some pages (numbered from 1), one after the other."""
    from parsers.page_image import rendered

    with _with_forms(data, limits) as file:
        for number in sorted(numbers):
            page = file.pdf[number - 1]
            yield number, rendered(page)
            page.close()


def render_with_boxes(data: bytes, number: int, limits: Limits) -> "tuple[Grey, dict[str, Box], bool]":
    """A page's picture, the place in it of each cell of its ruled tables, and whether the page is a scan.

    Raises:
        FileRefused: As `read_pages`; FileCorrupt where there is no such page.
    """
    from parsers.page_image import rendered
    from parsers.pdf_boxes import cell_boxes

    with _with_forms(data, limits) as file:
        if not 0 < number <= len(file.pdf):
            raise FileCorrupt
        read = _read_page(file, number - 1)
        is_scan = read.is_picture or (read.has_text and not read.ok)
        page = file.pdf[number - 1] if is_scan else _shown(file, number - 1, taken=False)[0]
        grey = rendered(page)
        boxes = {} if is_scan else cell_boxes(page, number, grey.shape[1], grey.shape[0])
        page.close()
        return grey, boxes, is_scan


@dataclass(frozen=True, slots=True)
class _File:
    """A file with its form fields, and once more as it is stored: pdfium mends fields as it opens a form."""

    pdf: Any
    stored: Any
    layers: "Layers | None"

    def page(self, index: int) -> tuple[Any, list[Box]]:
        """A page without what its layers hide, and where on it only some programs show what is there."""
        page = self.pdf[index]
        return page, self.layers.take(page, index) if self.layers else []


@contextmanager
def _with_forms(data: bytes, limits: Limits) -> Iterator[_File]:
    from parsers.pdf_layers import layers_of

    with opened(data, limits) as pdf, layers_of(data, pdf, limits) as layers:
        if not pdf.get_formtype():
            yield _File(pdf, pdf, layers)
            return
        logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it warns of XFA beside fields that it reads
        with opened(data, limits) as stored:
            pdf.init_forms()
            yield _File(pdf, stored, layers)


_WORDS = 30
"""A page with fewer letters below a picture is a scan with a stamp of the scanner's program."""


def _read_page(file: _File, index: int) -> Page:
    page, doubtful = file.page(index)
    refuse_monsters(page)
    _put_upright(page)
    text, ok = mend(_glyphs(page.get_textpage()))
    letters = sum(letter.isalnum() for letter in text)
    is_picture, has_picture = _pictures(page, letters)
    is_filled = _has_notes(page)
    page.close()
    if is_filled and not is_picture:
        from parsers.pdf_grid import page_text

        page, fills, _ = _shown(file, index)
        text, ok = mend(_glyphs(page.get_textpage()))
        if fills:
            text = page_text(page, fills)
        letters = sum(letter.isalnum() for letter in text)
        page.close()
    return Page(
        index + 1, text, ok, letters > 0 and not is_picture, is_picture, has_picture, in_doubt=bool(doubtful)
    )


_COVERING, _PASTED, _STAMPS = 0.6, 0.15, 10
"""Shares of a page that a picture of the page covers, and one of a table that was pasted into a letter; words that a
scanner's program prints over the page at most."""


def _pictures(page: Any, letters: int) -> tuple[bool, bool]:
    """Whether a reader sees a scan: there are hardly any words, or those there are were put below the picture or
    left invisible by a program that recognised it, and are no better than its guess. And whether a large picture is there."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    pictures = visible = 0
    is_covered = is_pasted = False
    for shape in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT]):
        if shape.type == pdfium.FPDF_PAGEOBJ_TEXT:
            visible += pdfium.FPDFTextObj_GetTextRenderMode(shape) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            continue
        pictures += 1
        left, bottom, right, top = shape.get_bounds()
        share = (right - left) * (top - bottom) / (width * height)
        is_pasted = is_pasted or share >= _PASTED
        if share >= _COVERING:
            is_covered, visible = True, 0
    return bool(pictures) and (letters < _WORDS or (is_covered and visible <= _STAMPS)), is_pasted


def _may_hold_table(page: Any) -> bool:
    """Whether there is anything on a page, or put over it, but letters."""
    import pypdfium2.raw as pdfium

    shapes = page.get_objects([pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE])
    return _has_notes(page) or next(iter(shapes), None) is not None


def _has_notes(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPage_GetAnnotCount(page))


def _shown(
    file: _File, index: int, *, taken: bool = True, page: Any = None
) -> "tuple[Any, list[Fill], list[Box]]":
    """The page with what was put over it drawn into it, where a reader sees it; what its fields say, and where words were
    struck out.

    Args:
        page: The page, where it is loaded already.
        taken: Fields are taken from the page; else they are drawn as well.
    """
    import pypdfium2.raw as pdfium

    page = page or file.page(index)[0]
    fills: list[Fill] = []
    struck: list[Box] = []
    if _has_notes(page):
        if taken:
            fills, struck = _taken(file.pdf, page, file.stored[index])
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        page, _ = file.page(index)
    _put_upright(page)
    return page, fills, struck


def _put_upright(page: Any) -> None:
    """pdfium puts the letters of lines that stand on their head, or lie on their side by the page's own turn, in no
    order."""
    from parsers.pdf_view import turn_of

    upright = {0: 0, 2: 180}.get(turn_of(page))
    if upright is not None and page.get_rotation() != upright:
        page.set_rotation(upright)


def _taken(pdf: Any, page: Any, untouched: Any) -> "tuple[list[Fill], list[Box]]":
    from parsers.pdf_comments import take_comments
    from parsers.pdf_fills import take_fills
    from parsers.pdf_grid import drawn_tables

    tables, view = drawn_tables(page)
    fills = take_fills(pdf, page, untouched, tables, view)
    return fills, take_comments(page)


def _glyphs(text: Any) -> Glyphs:
    import pypdfium2.raw as pdfium

    from parsers.pdf_misnamed import with_right_names
    from parsers.pdf_nested import NestedText
    from parsers.pdf_unnamed import without_unnamed
    from parsers.pdf_unseen import without_unseen

    count = text.count_chars()
    nested = NestedText(text)
    content = text.get_text_range() if count else ""
    if len(content) != count:  # letters beyond U+FFFF or without a meaning are no single unit there
        content = "".join(chr(pdfium.FPDFText_GetUnicode(text, index) or 0xFFFD) for index in range(count))
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))

    def box(index: int) -> Box:
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        return nested.place(index, (left.value, bottom.value, right.value, top.value))

    content = with_right_names(text, without_unseen(text, content))
    content = with_own_am(without_unnamed(text, content))
    return Glyphs(content, lambda index: pdfium.FPDFText_IsGenerated(text, index) == 1, box)
