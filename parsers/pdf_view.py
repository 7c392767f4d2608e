"""How the reader of a PDF's page sees it: which way up, x to the right and y down.

Imported only where a PDF is read.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_text import Box


@dataclass(frozen=True, slots=True)
class View:
    """From the page's own coordinates to those of its reader: x to the right, y down. `turn` counts quarters."""

    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point; each turn is its own inverse, so this leads back as well."""
        match self.turn:
            case 1:
                return y, x
            case 2:
                return -x, y
            case 3:
                return -y, -x
        return x, -y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Left, bottom, right, top, y upwards as `parsers.pdf_text` has it."""
        (x, y), (u, v) = self.point(left, bottom), self.point(right, top)
        return min(x, u), min(-y, -v), max(x, u), max(-y, -v)


_SAMPLED = 400


def turn_of(page: Any) -> int:
    """Quarters by which most letters are turned against the page."""
    text = page.get_textpage()
    count = text.count_chars()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLED)):
        if not pdfium.FPDFText_IsGenerated(text, index):
            turns[round(pdfium.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4] += 1
    # pdfium turns clockwise, y downwards.
    return -turns.most_common(1)[0][0] % 4 if turns else 0
