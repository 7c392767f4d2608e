"""Where the cells of a PDF page's tables stand in a picture of the page.

Imported only where a page is shown.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_grid import drawn_tables
from parsers.ruling import Box
from survey.cells import address


def cell_boxes(page: Any, number: int, width: int, height: int) -> dict[str, Box]:
    """Address of each cell to its left, top, right and bottom in a picture of so many pixels; `number` from 1."""
    tables, view = drawn_tables(page)
    boxes: dict[str, Box] = {}
    before = 0
    for table in tables:
        for place in table.cells:
            left, top, right, bottom = place.box
            corners = [
                _in_picture(page, *view.point(x, y), width, height) for x, y in ((left, top), (right, bottom))
            ]
            xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
            boxes[address(f"p{number}", before + place.row, place.column)] = xs[0], ys[0], xs[1], ys[1]
        before += len(table.ys) - 1
    return boxes


def _in_picture(page: Any, x: float, y: float, width: int, height: int) -> tuple[float, float]:
    """The page's own turn and cut are pdfium's business."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value
