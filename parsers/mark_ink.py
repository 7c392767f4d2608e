"""The ink over and below the letters of a line's picture, as no reader sees it: pieces that hang together.

Imported only where a picture is read.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.line_ink import LineInk, Over, Under
from parsers.page_image import Grey

_FEWEST_ROWS = 5
"""Pixels of a consonant's height under which marks and letters are one."""
_LETTER, _ON_FOOT = 0.6, 0.2
"""Share of the tallest pieces' height that letters have; heights of a letter that its foot may be off the line's."""
_INTO, _SPECK = 0.15, 0.012
"""Heights of a consonant that a mark may reach down among the letters; share of its square that is more than dirt."""
_FEET, _BELOW, _DEEP, _NEXT = 0.12, 0.45, 0.28, 1.3
"""Heights of a consonant below the letters' feet: where feet end, where a mark begins at the latest, which it reaches at
least, and where the next line is."""


def line_ink(picture: Grey) -> LineInk | None:
    """What stands over and below the letters of a line's picture, dark on light; None where that can't be told."""
    limit, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (picture <= limit).astype(np.uint8)
    pieces = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:].astype(np.float64)
    if not len(pieces):
        return None
    left, top, width, height, area = pieces.T
    is_letter = height >= _LETTER * np.percentile(height, 85)
    foot = np.median((top + height)[is_letter])
    stands = is_letter & (np.abs(top + height - foot) < _ON_FOOT * np.median(height[is_letter]))
    head = float(np.median(top[stands if stands.any() else is_letter]))
    body = float(foot - head)
    if body < _FEWEST_ROWS:
        return None
    is_ink = area >= max(3.0, _SPECK * body * body)
    over = is_ink & (top + height <= head + _INTO * body + 1)
    found: list[Over] = []
    for start, end, height_over in sorted(
        zip(left[over], (left + width)[over], (head - top[over]) / body, strict=True)
    ):
        if found and start < found[-1].right:
            before = found.pop()
            end, height_over = max(end, before.right), max(height_over, before.top)
            start = before.left
        found.append(Over(float(start), float(end), float(height_over)))
    under = _under(ink, float(foot), body)
    return LineInk(float(left[is_ink].min()), float((left + width)[is_ink].max()), body, tuple(found), under)


def _under(ink: NDArray[np.uint8], foot: float, body: float) -> tuple[Under, ...]:
    """What hangs below the feet, cut off from the letters: a mark may touch its letter. Marks of the next line begin lower."""
    first = round(foot + _FEET * body)
    band = ink[first : int(foot + _NEXT * body) + 1]
    if not band.size:
        return ()
    found = []
    for left, top, width, height, area in cv2.connectedComponentsWithStats(band, connectivity=8)[2][1:]:
        begins, ends = (first + top - foot) / body, (first + top + height - foot) / body
        if begins <= _BELOW and ends >= _DEEP and area >= max(3.0, _SPECK * body * body):
            found.append(Under(float(left), float(left + width)))
    return tuple(sorted(found, key=lambda piece: piece.left))
