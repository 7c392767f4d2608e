"""What was noted on a PDF's page by its readers: remarks, which say nothing of the form, and words that they struck out.

Imported only where a PDF is read. Source: ISO 32000-1 §12.5.6.4 (text), §12.5.6.10 (text markup).
"""

from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_text import Box

_REMARKS = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
)


def take_comments(page: Any) -> list[Box]:
    """Remarks are removed from the page, whose looks would be taken for lines of its table; where words are struck out."""
    struck: list[Box] = []
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind == pdfium.FPDF_ANNOT_STRIKEOUT and not pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
                struck += _marked(note)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
        if kind in _REMARKS or kind == pdfium.FPDF_ANNOT_STRIKEOUT:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return struck


_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


def _marked(note: Any) -> list[Box]:
    """Left, bottom, right, top of each line that is marked."""
    quad = pdfium.FS_QUADPOINTSF()
    boxes: list[Box] = []
    for number in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(note, number, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes
