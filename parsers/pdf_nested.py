"""Letters within drawings that a page places smaller or elsewhere: two pages on a sheet, a stamp, a letterhead.

pdfium tells the place of a letter that has a text of its own (ActualText, as LibreOffice writes for marks) as it is within
the drawing, not as the page shows it. Imported only where a PDF is read.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_text import Box

_NEAR = 0.6


class NestedText:
    """Where the letters of a page's drawings stand on the page itself."""

    def __init__(self, textpage: Any) -> None:
        page = textpage.page
        self._text = textpage
        # By the address of each text within a drawing: its box there, and from there to the page.
        self._texts: dict[int, tuple[Box, Any]] = {}
        if next(iter(page.get_objects([pdfium.FPDF_PAGEOBJ_FORM], max_depth=1)), None) is None:
            return
        for shape in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
            matrix = placing(shape.container)
            if matrix is not None:
                self._texts[ctypes.addressof(shape.raw.contents)] = shape.get_bounds(), matrix

    def __bool__(self) -> bool:
        return bool(self._texts)

    def is_nested(self, index: int) -> bool:
        """Whether a letter belongs to a drawing within the page."""
        if not self._texts:
            return False
        handle = pdfium.FPDFText_GetTextObject(self._text, index)
        return bool(handle) and ctypes.addressof(handle.contents) in self._texts

    def place(self, index: int, box: Box) -> Box:
        """The box of a letter on the page."""
        matrix = self._matrix(index, box)
        return box if matrix is None else moved(matrix, box)

    def point(self, index: int, box: Box, x: float, y: float) -> tuple[float, float]:
        """A point of a letter, whose box pdfium gives, on the page."""
        matrix = self._matrix(index, box)
        return (x, y) if matrix is None else matrix.on_point(x, y)

    def _matrix(self, index: int, box: Box) -> Any:
        """To the page, where a letter's box is told as it is within the drawing."""
        if not self._texts:
            return None
        handle = pdfium.FPDFText_GetTextObject(self._text, index)
        found = self._texts.get(ctypes.addressof(handle.contents)) if handle else None
        if found is None:
            return None
        inner, matrix = found
        return matrix if _within(box, inner) and not _within(box, moved(matrix, inner)) else None


def placing(container: Any) -> Any:
    matrix = None
    while container is not None:
        own = container.get_matrix()
        matrix = own if matrix is None else matrix.multiply(own)
        container = container.container
    return matrix


def moved(matrix: Any, box: Box) -> Box:
    (x, y), (u, v) = matrix.on_point(box[0], box[1]), matrix.on_point(box[2], box[3])
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _within(box: Box, outer: Box) -> bool:
    return (
        box[0] > outer[0] - _NEAR
        and box[1] > outer[1] - _NEAR
        and box[2] < outer[2] + _NEAR
        and box[3] < outer[3] + _NEAR
    )
