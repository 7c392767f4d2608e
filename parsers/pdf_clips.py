"""Letters of a PDF's page that its program cut off: drawn outside the room that they may show in.

A spreadsheet's row that is lower than its text, or a column narrower, is printed with all its letters and a clip (ISO 32000-1
§8.5.4) as large as the cell. Imported only where a PDF is read.
"""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_letters import Letters, is_mark
from parsers.pdf_text import Box


def cut_off(letters: Letters) -> Iterator[tuple[int, tuple[float, float]]]:
    """Index of each letter whose middle is clipped away, and the middle of its room in its reader's coordinates."""
    rooms: dict[int, list[Box]] = {}
    for index in letters.drawn():
        if not letters.is_drawn_by_page(index) or letters.content[index].isspace():
            continue
        shape = pdfium.FPDFText_GetTextObject(letters.textpage, index)
        key = ctypes.cast(shape, ctypes.c_void_p).value or 0
        if key not in rooms:
            rooms[key] = [letters.seen.box(*box) for box in _rooms(shape)] if key else []
        if not rooms[key]:
            continue
        left, bottom, right, top = letters.room(index)
        x, y = (left + right) / 2, (bottom + top) / 2
        for room in rooms[key]:
            if not (room[0] <= x <= room[2] and room[1] <= y <= room[3]):
                yield index, ((room[0] + room[2]) / 2, -(room[1] + room[3]) / 2)
                break


_ON_THE_LINE = frozenset("กขคงจชดตทธนบพภมรลวสหอ")
"""Letters that reach neither below the line on which they stand nor above the others."""
_FEWEST = 2
_HEADROOM = 0.4
"""Heights of a letter: each font keeps more room above it, for its marks."""


def is_too_low(letters: Letters, indices: Sequence[int], top: float, bottom: float) -> bool:
    """Whether a cell is lower than its text: letters stand on the rule below or beneath it, or reach up to the one above.

    Some programs leave the lines that have no room out of the file, so what is left looks like a whole text.
    """
    touching = 0
    for index in indices:
        if letters.content[index] not in _ON_THE_LINE or not letters.is_printed(index):
            continue
        if is_mark(letters.content[index + 1 : index + 2]):
            continue  # both may bear the box of the two
        _, foot, _, head = letters.box(index)
        touching += -foot > bottom or -head - top < _HEADROOM * (head - foot)
    return touching >= _FEWEST


def _rooms(shape: Any) -> list[Box]:
    """What a text is clipped to: left, bottom, right and top of each path, in the page's own coordinates."""
    clip = pdfium.FPDFPageObj_GetClipPath(shape)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    rooms = []
    for path in range(max(0, count)):
        points = []
        for number in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            rooms.append((min(xs), min(ys), max(xs), max(ys)))
    return rooms
