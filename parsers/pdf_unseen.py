"""Letters of a PDF's text layer that no reader of the page sees: drawn in no way at all, or covered by white afterwards.

A program that "corrects" a page lays a white box over the old words and sets the new ones upon it; one that recognised a
scan sets its guesses invisibly. Both stay in the text layer. White letters are left as they are: hidden rows are data too.
Imported only where a PDF is read. Source: ISO 32000-1 §9.3.6 (rendering modes), §8.2 (what is painted later lies above).
"""

import ctypes
from collections import defaultdict
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_paths import drawn_as, outlines
from parsers.pdf_text import Box

_NOTHING = "\u200b"
_WHITE = 250
"""Of 255: what the eye takes for the paper's own white."""
_STRIP = 40.0
"""Points: covers are looked up by the strips of the page that they reach into."""
_SLACK = 0.6
_MOST_COVERS = 5_000
_Covers = dict[int, list[tuple[int, Box]]]


def without_unseen(textpage: Any, content: str) -> str:
    """A page's letters, each in its place, those that nobody sees taken out.

    Args:
        content: One character a glyph.
    """
    texts, covers = _drawn(textpage.page)
    if not covers and None not in texts.values():
        return content
    letters = list(content)
    for index, letter in enumerate(content):
        handle = pdfium.FPDFText_GetTextObject(textpage, index) if letter not in "\r\n" else None
        order = texts.get(ctypes.addressof(handle.contents), -1) if handle else -1
        if order is None or (order >= 0 and _is_covered(_box(textpage, index), order, covers)):
            letters[index] = _NOTHING
    return "".join(letters)


def _drawn(page: Any) -> tuple[dict[int, int | None], _Covers]:
    """Of each text that the page itself draws, by its address, its place in the order of drawing (None: invisible); and the
    white boxes that are drawn after some text, by strip."""
    texts: dict[int, int | None] = {}
    covers: _Covers = defaultdict(list)
    count = 0
    kinds = [pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH]
    for order, shape in enumerate(page.get_objects(kinds)):
        if shape.type == pdfium.FPDF_PAGEOBJ_PATH:
            if texts and (box := _white_box(shape)) is not None:
                count += 1
                for strip in range(int(box[1] // _STRIP), int(box[3] // _STRIP) + 1):
                    covers[strip].append((order, box))
        elif shape.container is None:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(shape)
            is_invisible = mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            texts[ctypes.addressof(shape.raw.contents)] = None if is_invisible else order
    return texts, covers if count <= _MOST_COVERS else {}


def _white_box(shape: Any) -> Box | None:
    """Where a path paints a white rectangle, as far as it is not cut off."""
    if not drawn_as(shape)[0] or not _is_white(shape) or pdfium.FPDFPageObj_HasTransparency(shape):
        return None
    lines = list(outlines(shape))
    if len(lines) != 1 or not 4 <= len(lines[0]) <= 6:
        return None
    xs, ys = {round(x, 1) for x, _ in lines[0]}, {round(y, 1) for _, y in lines[0]}
    if len(xs) != 2 or len(ys) != 2:
        return None
    box = min(xs), min(ys), max(xs), max(ys)
    return _cut(shape, box)


def _is_white(shape: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha):
        return False
    return alpha.value == 255 and min(red.value, green.value, blue.value) >= _WHITE


def _cut(shape: Any, box: Box) -> Box | None:
    clip = pdfium.FPDFPageObj_GetClipPath(shape)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        xs, ys = [], []
        for number in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if shape.container is not None or not xs:
            return None
        box = max(box[0], min(xs)), max(box[1], min(ys)), min(box[2], max(xs)), min(box[3], max(ys))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _is_covered(box: Box, order: int, covers: _Covers) -> bool:
    """Whether a letter lies wholly below what was painted after it."""
    left, bottom, right, top = box
    return any(
        later > order
        and cover[0] - _SLACK <= left
        and cover[1] - _SLACK <= bottom
        and right <= cover[2] + _SLACK
        and top <= cover[3] + _SLACK
        for later, cover in covers.get(int(((bottom + top) / 2) // _STRIP), ())
    )


def _box(textpage: Any, index: int) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value
