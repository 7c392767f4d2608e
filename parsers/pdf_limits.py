"""What a page of a PDF may cost at most, asked before anything of it is drawn or read."""

import ctypes
from typing import Any

from parsers.refused import FileTooComplex, FileTooLarge

LONGEST_SIDE = 14_400.0
"""Points: 5.08 m, the longest that ISO 32000-1 (annex C) has programs make."""
MOST_PIXELS = 120_000_000
"""Of one picture on a page: A4 at 1,200 dpi is 140 million, at 1,000 dpi 97 million."""
MOST_OBJECTS = 100_000
"""Lines, runs of letters and pictures on a page; a form of many rows has some thousands."""


def refuse_monsters(page: Any) -> None:
    """Nothing for a page of honest size.

    Raises:
        FileTooLarge: The page is longer than 5 m, or a picture on it has too many pixels.
        FileTooComplex: There is more drawn on it than can be read in time.
    """
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    if max(width, height) > LONGEST_SIDE:
        raise FileTooLarge(limit="หน้ากระดาษยาว 5 เมตร")
    if pdfium.FPDFPage_CountObjects(page) > MOST_OBJECTS:
        raise FileTooComplex
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for shape in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        if (
            pdfium.FPDFImageObj_GetImagePixelSize(shape, across, down)
            and across.value * down.value > MOST_PIXELS
        ):
            raise FileTooLarge(limit=f"{MOST_PIXELS // 1_000_000:,} ล้านพิกเซล")
