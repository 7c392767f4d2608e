"""Print whose marks nobody placed, as programs draw Thai that only know each character's own width.

They put a tone where the font keeps it: over the vowel's ink or high above a bare consonant, in the ascender of ป and ฝ.
Older ones choose among the private-use glyphs of Windows' fonts, and do it rightly or not.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from parsers.thai_lines.alphabet import SHORTENER, SILENCER, TONES, VOWEL_MARKS

_BELOW = "\u0e38\u0e39"
_ABOVE = VOWEL_MARKS.replace(_BELOW, "") + SHORTENER
_HIGH = TONES + SILENCER
MARKS = frozenset(VOWEL_MARKS + SHORTENER + TONES + SILENCER)
_TALL = "ปฝฟฬ"
_LOW_TONE = dict(zip(_HIGH, "\uf70a\uf70b\uf70c\uf70d\uf70e", strict=True))
_LOW_LEFT_TONE = dict(zip(_HIGH, "\uf705\uf706\uf707\uf708\uf709", strict=True))
_LEFT_TONE = dict(zip(_HIGH, "\uf713\uf714\uf715\uf716\uf717", strict=True))
_LEFT_VOWEL = dict(
    zip("\u0e34\u0e35\u0e36\u0e37\u0e31\u0e47", "\uf701\uf702\uf703\uf704\uf710\uf712", strict=True)
)
_LEAST_SEEN = 0.35
"""Share of a mark's ink that no other letter covers: one with less can't be read by anybody, and is not taught."""
_INK = 110


class Way(StrEnum):
    """How the marks come where they are."""

    AS_KEPT = "as the font keeps them"
    CHOSEN = "by the private-use glyphs of their places"
    LOW = "all low, by private-use glyphs"
    LEFT = "all to the left, by private-use glyphs"
    SHIFTED = "moved by the same way each"


_WAYS = (Way.AS_KEPT, Way.CHOSEN, Way.LOW, Way.LEFT, Way.SHIFTED)
_SHARES = (0.6, 0.08, 0.08, 0.04, 0.2)


@dataclass(frozen=True)
class Drawn:
    """Ink (255) of one line, and where its first column and row lie from the pen's start on the baseline."""

    mask: NDArray[np.uint8]
    left: int
    top: int


def draw(font: ImageFont.FreeTypeFont, text: str, random: Random, way: Way | None = None) -> Drawn | None:
    """The text, each character at its own width; None where a mark would be hidden by other ink.

    Args:
        font: Opened with Pillow's basic layout.
        way: By lot if not given; one whose glyphs the font lacks gives way to the first.
    """
    way = way or random.choices(_WAYS, _SHARES)[0]
    glyphs = _glyphs(font, text, way)
    size = font.size
    aside, up = 0, 0
    if way is Way.SHIFTED:
        aside, up = round(random.uniform(-0.12, 0.06) * size), round(random.uniform(-0.1, 0.1) * size)
    reach, base = round(size), round(2 * size)
    width = int(sum(font.getlength(glyph) for glyph in glyphs)) + 2 * reach + 2
    page = np.zeros((round(3.5 * size), width), np.uint8)
    pen, marks = float(reach), []
    for character, glyph in zip(text, glyphs, strict=True):
        if character in MARKS:
            lift = up if character in _HIGH else 0
            marks.append((glyph, pen + (aside if character not in _BELOW else 0), base - lift))
        else:
            _lay(page, font, glyph, pen, base)
        pen += font.getlength(glyph)
    for glyph, at, row in marks:
        if not _lay(page, font, glyph, at, row):
            return None
    rows, columns = np.flatnonzero(page.any(axis=1)), np.flatnonzero(page.any(axis=0))
    if not len(rows):
        return None
    left, top = int(columns[0]), int(rows[0])
    return Drawn(page[top : rows[-1] + 1, left : columns[-1] + 1].copy(), left - reach, top - base)


def _lay(page: NDArray[np.uint8], font: ImageFont.FreeTypeFont, glyph: str, at: float, row: int) -> bool:
    """Lay a glyph on the page, and tell whether enough of it is seen beside what lay there."""
    mask, (left, top) = font.getmask2(glyph, mode="L", anchor="ls", start=(at % 1, 0))
    columns, rows = mask.size
    if not columns or not rows:
        return True
    ink = np.frombuffer(bytes(mask), np.uint8).reshape(rows, columns)
    first, start = row + top, int(at) + left
    if first < 0 or start < 0 or first + rows > page.shape[0] or start + columns > page.shape[1]:
        return False
    under = page[first : first + rows, start : start + columns]
    own = ink >= _INK
    seen = int((own & (under < _INK)).sum())
    np.maximum(under, ink, out=under)
    return seen >= _LEAST_SEEN * int(own.sum())


def _glyphs(font: ImageFont.FreeTypeFont, text: str, way: Way) -> str:
    if way in (Way.AS_KEPT, Way.SHIFTED):
        return text
    made = "".join(_old(text, at, way) for at in range(len(text)))
    missing = font.getmask2("\uffff")[0]
    changed = {one for one in made if "\uf700" <= one <= "\uf71f"}
    lacking = any(bytes(font.getmask2(one)[0]) == bytes(missing) for one in changed)
    return text if lacking else made


def _old(text: str, at: int, way: Way) -> str:
    """The glyph of one character as the older programs choose it."""
    character = text[at]
    before = text[at - 1] if at else ""
    base = text[at - 2] if before in _ABOVE + _BELOW and at > 1 else before
    if character in _HIGH:
        if way is Way.LOW:
            return _LOW_TONE[character]
        if way is Way.LEFT:
            return _LEFT_TONE[character]
        over_vowel = before in _ABOVE or text[at + 1 : at + 2] == "\u0e33"
        if base in _TALL:
            return (_LEFT_TONE if over_vowel else _LOW_LEFT_TONE)[character]
        return character if over_vowel else _LOW_TONE[character]
    if character in _LEFT_VOWEL and (way is Way.LEFT or (way is Way.CHOSEN and base in _TALL)):
        return _LEFT_VOWEL[character]
    return character
