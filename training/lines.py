"""Texts in a face → pictures of lines as a splitter cuts them: neighbours and ruling lines at their borders."""

from collections import OrderedDict
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from training import unplaced
from training.damage import Level, damaged
from training.fonts import Face
from training.texts import Text, Texts, possible

SIZES = (19, 21, 23, 25, 28, 31, 34, 38, 44, 50)
"""Pixels an em: 9 pt at 150 dpi to 16 pt at 200 and 12 pt at 300."""
_OPEN_FONTS = 400


@dataclass(frozen=True)
class Line:
    """A picture, dark on light, and what it says."""

    picture: NDArray[np.uint8]
    text: str
    kind: str
    face: Face
    size: int
    level: Level
    placed: bool = True
    """Whether its marks stand where the font's rules put them (`training.unplaced`)."""


@dataclass(frozen=True)
class _Ink:
    mask: NDArray[np.uint8]
    left: int
    top: int
    """Rows of the mask's first row below the baseline; negative above it."""


class Typesetter:
    """Draws lines of text in faces; fonts stay open, since opening them costs more than a line.

    `unplaced` is the share of lines whose marks are not placed.
    """

    def __init__(self, faces: list[Face], seed: int, unplaced: float = 0.0) -> None:
        self.random = Random(seed)
        self.unplaced = unplaced
        self.faces = faces
        self._shares = [face.share for face in faces]
        self._writes = {face.path: frozenset(face.characters) for face in faces}
        self._fonts: OrderedDict[
            tuple[str, int], tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont, int]
        ] = OrderedDict()
        self._last: dict[tuple[str, int], _Ink] = {}

    def line(
        self, texts: Texts, level: Level, kind: str | None = None, most: int = 120, size: int | None = None
    ) -> Line:
        """The next line of these texts, in any face and size, with damage of this level."""
        random = self.random
        face = random.choices(self.faces, self._shares)[0]
        size = size or random.choice(SIZES)
        text = texts.draw(kind, most)
        written = "".join(character for character in text.text if character in self._writes[face.path])
        if written != text.text:
            text = Text(text.kind, possible(written))
        is_loose = bool(self.unplaced) and random.random() < self.unplaced
        page, baseline, box, body, placed = self._page(face, size, text.text, is_loose)
        picture = damaged(page, baseline, box, body, level, random)
        return Line(picture, text.text, text.kind, face, size, level, placed)

    def _page(
        self, face: Face, size: int, text: str, is_loose: bool
    ) -> tuple[NDArray[np.uint8], int, tuple[int, int, int, int], int, bool]:
        """Paper with the line, perhaps its neighbours; its baseline, its ink's box, the height of a consonant, and
        whether its marks are placed."""
        random = self.random
        font, plain, body = self._font(face, size)
        loose = unplaced.draw(plain, text, random) if is_loose else None
        ink = _Ink(loose.mask, loose.left, loose.top) if loose else self._ink(font, text or ".")
        height, width = ink.mask.shape
        margin = 2 * size
        page = np.zeros((height + 2 * margin, width + 2 * margin), np.uint8)
        baseline = margin - ink.top
        if text:
            page[margin : margin + height, margin : margin + width] = ink.mask
        other = self._last.get((face.path, size))
        if other is not None and random.random() < 0.6:
            leading = round(body * random.uniform(2.2, 4.0))
            for shift in random.choice(((-leading,), (leading,), (-leading, leading))):
                _lay(page, other, baseline + shift, margin - random.randint(0, size))
        self._last[face.path, size] = ink
        box = (
            (margin, margin, margin + width, margin + height)
            if text
            else (margin, baseline - body, margin + 2 * size, baseline)
        )
        return page, baseline, box, body, loose is None

    def _font(self, face: Face, size: int) -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont, int]:
        """The face with its rules, without them, and the height of a consonant."""
        key = (face.path, size)
        if key not in self._fonts:
            font = ImageFont.truetype(face.path, size, layout_engine=ImageFont.Layout.RAQM)
            plain = ImageFont.truetype(face.path, size, layout_engine=ImageFont.Layout.BASIC)
            self._fonts[key] = (font, plain, max(5, -self._ink(font, "ก").top))
            if len(self._fonts) > _OPEN_FONTS:
                self._fonts.popitem(last=False)
        self._fonts.move_to_end(key)
        return self._fonts[key]

    def _ink(self, font: ImageFont.FreeTypeFont, text: str) -> _Ink:
        mask, (left, top) = font.getmask2(text, mode="L", anchor="ls")
        width, height = mask.size
        if not width or not height:
            return _Ink(np.zeros((2, 2), np.uint8), 0, -1)
        return _Ink(np.frombuffer(bytes(mask), np.uint8).reshape(height, width), left, top)


def _lay(page: NDArray[np.uint8], ink: _Ink, baseline: int, left: int) -> None:
    """Lay a neighbouring line on the page, as far as it fits, where nothing else is lost by it."""
    rows, columns = page.shape
    top = baseline + ink.top
    first, last = max(0, top), min(rows, top + ink.mask.shape[0])
    start, end = max(0, left), min(columns, left + ink.mask.shape[1])
    if first < last and start < end:
        part = ink.mask[first - top : last - top, start - left : end - left]
        page[first:last, start:end] = np.maximum(page[first:last, start:end], part)
