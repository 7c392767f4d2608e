"""What was filled into the fields of a PDF's page or typed over it, by its value: what draws it may be missing.

Imported only where a PDF is read. Sources: ISO 32000-1 §12.7.4 (fields), §12.5.6.6 (free text).
"""

import ctypes
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_text import Box
from parsers.pdf_view import View
from parsers.ruling import Ruled
from survey.thai.text import repair

_TICK, _UNSURE = "✓", "�"
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_SIZE = re.compile(rb"([\d.]+)\s+Tf")
_TYPED_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Fill:
    """A value and its place on the page.

    Attributes:
        text: Lines parted by `\\n`; a box that is ticked is ✓; U+FFFD where what is seen and what is stored differ.
        box: Left, bottom, right, top in the page's own points.
        at: The point that tells to which cell it belongs.
    """

    text: str
    box: Box
    at: tuple[float, float]


def take_fills(pdf: Any, page: Any, untouched: Any, tables: Sequence[Ruled], view: View) -> list[Fill]:
    """What fields and typed-over texts of a page say; they are removed from the page, so that nothing is said twice.

    Args:
        untouched: The same page of the file opened without its forms.
        tables: The page's ruled tables as `view` has them; a typed-over text that may belong to two of their cells
            stays as it is drawn, or is unsure where nothing draws it.
    """
    fills: list[Fill] = []
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        note, as_stored = pdfium.FPDFPage_GetAnnot(page, index), pdfium.FPDFPage_GetAnnot(untouched, index)
        if not note:
            continue
        try:
            is_unseen = pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN
            found = None if is_unseen else _of(pdf, note, as_stored or note, tables, view)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
            pdfium.FPDFPage_CloseAnnot(as_stored)
        if found is not None:
            pdfium.FPDFPage_RemoveAnnot(page, index)
            fills += [fill for fill in found if fill.text]
    return fills[::-1]


def _of(pdf: Any, note: Any, as_stored: Any, tables: Sequence[Ruled], view: View) -> list[Fill] | None:
    """None: it is left to be drawn."""
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        text = _field(pdf, note, as_stored)
        left, bottom, right, top = box = _box(note)
        return None if text is None else [Fill(text, box, ((left + right) / 2, (bottom + top) / 2))]
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _typed_over(note, tables, view)
    return None


def _typed_over(note: Any, tables: Sequence[Ruled], view: View) -> list[Fill] | None:
    text = _clean(_string(note, b"Contents"))
    box = left, bottom, right, top = _box(note)
    if not text:
        return None
    size = _SIZE.search(_string(note, b"DA").encode("utf-8", "replace"))
    high = min(float(size[1]) if size and float(size[1]) > 0 else _TYPED_SIZE, top - bottom)
    start = min(left + high, (left + right) / 2), top - high / 2
    long = high / 2 * max(map(len, text.split("\n")))
    end = max(start[0], min(left + long, right - high)), (bottom + top) / 2
    cells = {_cell(tables, *view.point(x, y)) for x, y in (start, end)}
    if len(cells) == 1:
        return [Fill(text, box, start)]
    if pdfium.FPDFAnnot_HasKey(note, b"AP"):
        return None
    return [Fill(_UNSURE, box, at) for at in (start, end)]


def _cell(tables: Sequence[Ruled], x: float, y: float) -> tuple[int, int] | None:
    for number, table in enumerate(tables):
        cell = table.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def _field(pdf: Any, note: Any, as_stored: Any) -> str | None:
    kind = pdfium.FPDFAnnot_GetFormFieldType(pdf.formenv, note) if pdf.formenv else -1
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return _ticked(pdf, note, as_stored)
    if kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        chosen = [
            _read(pdfium.FPDFAnnot_GetOptionLabel, pdf.formenv, note, index)
            for index in range(pdfium.FPDFAnnot_GetOptionCount(pdf.formenv, note))
            if pdfium.FPDFAnnot_IsOptionSelected(pdf.formenv, note, index)
        ]
        return _clean("\n".join(chosen) or _read(pdfium.FPDFAnnot_GetFormFieldValue, pdf.formenv, note))
    if kind == pdfium.FPDF_FORMFIELD_TEXTFIELD:
        return _clean(_read(pdfium.FPDFAnnot_GetFormFieldValue, pdf.formenv, note))
    return None


def _ticked(pdf: Any, note: Any, as_stored: Any) -> str:
    """By what is stored; where what is shown says something else, nobody can tell what was meant.

    pdfium mends a box without a look as it opens the form: what stood in the file is told by `as_stored`.
    """
    shown = bool(pdfium.FPDFAnnot_IsChecked(pdf.formenv, note))
    if not pdfium.FPDFAnnot_HasKey(as_stored, b"V"):
        is_told = pdfium.FPDFAnnot_HasKey(as_stored, b"AS") or not pdfium.FPDFAnnot_HasKey(
            as_stored, b"Parent"
        )
        return _TICK if shown else "" if is_told else _UNSURE
    stored = _string(as_stored, b"V") not in ("", "Off")
    if shown == stored or not (
        pdfium.FPDFAnnot_HasKey(as_stored, b"AS") and pdfium.FPDFAnnot_HasKey(as_stored, b"AP")
    ):
        return _TICK if stored else ""
    return _UNSURE


def _box(note: Any) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, rect)
    return (
        min(rect.left, rect.right), min(rect.bottom, rect.top), max(rect.left, rect.right), max(rect.bottom, rect.top),
    )  # fmt: skip


def _string(note: Any, key: bytes) -> str:
    return _read(pdfium.FPDFAnnot_GetStringValue, note, key)


def _read(get: Callable[..., int], *of: Any) -> str:
    size = get(*of, None, 0)
    buffer = ctypes.create_string_buffer(size + 2)
    get(*of, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _clean(text: str) -> str:
    return repair("\n".join(text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")))
