"""The ink over the letters of a line's picture, as no reader sees it: pieces that hang together and touch no letter.

Imported only where a picture is read.
"""

import cv2
import numpy as np

from parsers.page_image import Grey
from parsers.upper_marks import LineInk, Over

_FEWEST_ROWS = 5
"""Pixels of a consonant's height under which marks and letters are one."""
_LETTER, _ON_FOOT = 0.6, 0.2
"""Share of the tallest pieces' height that letters have; heights of a letter that its foot may be off the line's."""
_INTO, _SPECK = 0.15, 0.012
"""Heights of a consonant that a mark may reach down among the letters; share of its square that is more than dirt."""


def line_ink(picture: Grey) -> LineInk | None:
    """What stands over the letters of a line's picture, dark on light; None where that can't be told."""
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
    return LineInk(float(left[is_ink].min()), float((left + width)[is_ink].max()), body, tuple(found))
