"""The letters of a PDF's page, and what was filled in or typed over it, by line as its reader sees them.

Imported only where a PDF is read.
"""

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_fills import Fill
from parsers.pdf_misnamed import with_right_names
from parsers.pdf_nested import NestedText
from parsers.pdf_text import Box, Glyphs, mend, with_own_am
from parsers.pdf_unnamed import without_unnamed
from parsers.pdf_unseen import without_unseen
from parsers.pdf_view import View
from parsers.ruling import Rule
from parsers.symbol_fonts import as_unicode, is_symbol_font
from parsers.wrapping import PlacedLine, unwrapped

_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_IN_NO_ORDER = re.compile(
    "([\u0e31\u0e34-\u0e37])(?!\\1)[\u0e31\u0e34-\u0e37]"
    "|([\u0e48-\u0e4b])[\u0e31\u0e34-\u0e37]?(?!\\2)[\u0e48-\u0e4b]|(?<=[ก-๎])[A-Za-z](?=[ก-๎])"
)
"""Two vowels or two tones on one letter, a lone Latin one within a word: no typist's slips, but a program's."""
_NO_GAP = 0.5
_LEVEL = 0.06
"""Quarter turns, 5°, by which print may lean."""
_MOST_LETTERS_OF_A_MARK = 3


def is_mark(letter: str) -> bool:
    """Whether it is drawn over or under another letter."""
    return bool(_MARKS.match(letter))


@dataclass(slots=True)
class Letters:
    """The letters of a page's text layer, turned as its reader sees them, and behind them what was filled in."""

    textpage: Any
    seen: View
    fills: Sequence[Fill] = ()
    content: str = ""
    _boxes: dict[int, Box] = field(default_factory=dict)
    _printed: int = 0
    _typed: list["_Typed"] = field(default_factory=list)
    _nested: NestedText = field(init=False)

    def __post_init__(self) -> None:
        self._nested = NestedText(self.textpage)
        count = self.textpage.count_chars()
        self.content = self.textpage.get_text_range() if count else ""
        if len(self.content) != count:
            self.content = "".join(
                chr(pdfium.FPDFText_GetUnicode(self.textpage, index) or 0xFFFD) for index in range(count)
            )
        self.content = without_unseen(self.textpage, self.content)
        self.content = with_own_am(
            without_unnamed(self.textpage, with_right_names(self.textpage, self.content))
        )
        self._printed = count
        for number, fill in enumerate(self.fills):
            self._typed += _typed(number, fill.text, self.seen.box(*fill.box))
        self.content += "".join(one.letter for one in self._typed)

    def is_generated(self, index: int) -> bool:
        return index < self._printed and bool(pdfium.FPDFText_IsGenerated(self.textpage, index) == 1)

    def is_printed(self, index: int) -> bool:
        """Not filled in."""
        return index < self._printed

    def is_drawn_by_page(self, index: int) -> bool:
        """Neither made up nor filled in, and in the page's own coordinates."""
        return index < self._printed and not self.is_generated(index) and not self._nested.is_nested(index)

    def is_slanted(self, index: int) -> bool:
        """Set neither level nor upright: of a watermark, a stamp, or a head that leans."""
        if not self.is_printed(index) or self.is_generated(index):
            return False
        quarters = float(pdfium.FPDFText_GetCharAngle(self.textpage, index)) / (math.pi / 2)
        return abs(quarters - round(quarters)) > _LEVEL

    def size(self, index: int) -> float:
        """Of a printed letter's font as it is drawn, in points."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.textpage, index, matrix)
        drawn = math.hypot(matrix.a, matrix.b) or 1.0
        return float(pdfium.FPDFText_GetFontSize(self.textpage, index)) * drawn

    def drawn(self) -> Iterator[int]:
        """All but line ends, which the reader of the text layer makes up."""
        return (index for index, letter in enumerate(self.content) if letter not in "\r\n")

    def box(self, index: int) -> Box:
        """Of the letter's ink."""
        if index >= self._printed:
            return self._typed[index - self._printed].box
        return self.seen.box(*self._nested.place(index, self._own_box(index)))

    def _own_box(self, index: int) -> Box:
        """Of a printed letter, as pdfium has it."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.textpage, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def room(self, index: int) -> Box:
        """Of the letter with its side bearings, as high as its font."""
        if index >= self._printed:
            return self._typed[index - self._printed].box
        if index not in self._boxes:
            rect = pdfium.FS_RECTF()
            pdfium.FPDFText_GetLooseCharBox(self.textpage, index, rect)
            box = self._nested.place(index, (rect.left, rect.bottom, rect.right, rect.top))
            self._boxes[index] = self.seen.box(*box)
        return self._boxes[index]

    def place(self, index: int) -> tuple[float, float]:
        """Middle of a letter, y down; of what was filled in, of its field."""
        if index >= self._printed:
            return self.seen.point(*self.fills[self._typed[index - self._printed].fill].at)
        left, bottom, right, top = self.room(index)
        return (left + right) / 2, -(bottom + top) / 2

    def goes_on(self, index: int) -> bool:
        """A letter that goes where the one before it went: a mark, a made-up space, or one of the same run that
        was written over a line of the table."""
        if index >= self._printed:
            before = index - 1 - self._printed
            return before >= 0 and self._typed[before].fill == self._typed[before + 1].fill
        if not index:
            return False
        if _MARKS.match(self.content[index]) or self.is_generated(index):
            return True
        before = index - 1
        if self.content[before] in "\r\n" or self.is_generated(before) or self.content[before] == " ":
            return False
        left, bottom, right, top = self.room(index)
        _, other_bottom, end, _ = self.room(before)
        same_line = abs(bottom - other_bottom) < (top - bottom) * 0.2
        # ำ reaches back over the letter that it belongs to.
        return same_line and -(top - bottom) / 2 < left - end < _NO_GAP and right > left

    def text(self, indices: Sequence[int], box: Box | None) -> tuple[str, bool, str | None]:
        """Mended text of some letters, whether it is sound, and the font of a lone mark."""
        lines = self._lines(indices)
        places: list[int | None] = []
        for line in lines:
            places += [None, None, *line] if places else line
        content = "".join(
            "\r\n"[n % 2] if place is None else self.content[place] for n, place in _ends(places)
        )
        nowhere = (0.0, 0.0, 0.0, 0.0)
        text, sound = mend(
            Glyphs(
                content,
                lambda n: places[n] is None or self.is_generated(places[n] or 0),
                lambda n: nowhere if places[n] is None else self.box(places[n] or 0),
            )
        )
        font = self._font(text, indices)
        if font and (shown := as_unicode(text, font)) != text:
            text, font = shown, None
        rows = text.split("\n")
        if box is not None and len(rows) == len(lines) > 1:
            placed = [self._placed(row, line) for row, line in zip(rows, lines, strict=True)]
            text = unwrapped(placed, box[0], box[2])
        return text.strip(), sound and not (box and _IN_NO_ORDER.search(text)), font

    def unstruck(
        self, indices: Sequence[int], level: Sequence[Rule], struck: Sequence[Box] = ()
    ) -> list[int]:
        """The letters through whose middle none of the lines runs, and whose middle lies in none of the boxes, with their
        marks."""
        kept: list[int] = []
        is_kept = True
        for index in indices:
            if self.content[index].isalnum():
                is_kept = not (self._is_struck(index, level) or self._lies_in(index, struck))
            elif struck and not _MARKS.match(self.content[index]) and not self.content[index].isspace():
                is_kept = not self._lies_in(index, struck)
            if is_kept:
                kept.append(index)
        return kept

    def _is_struck(self, index: int, level: Sequence[Rule]) -> bool:
        left, bottom, right, top = self.box(index)
        margin = (top - bottom) * 0.2
        x = (left + right) / 2
        return any(
            start - 1 <= x <= end + 1 and bottom + margin < -y < top - margin for y, start, end in level
        )

    def _lies_in(self, index: int, boxes: Sequence[Box]) -> bool:
        if not boxes:
            return False
        left, bottom, right, top = self.box(index)
        x, y = (left + right) / 2, (bottom + top) / 2
        return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)

    def _lines(self, indices: Sequence[int]) -> list[list[int]]:
        """The letters by line, from top to bottom; those of one line as the text layer has them."""
        lines: list[tuple[float, list[int]]] = []
        current: list[int] = []
        for index in indices:
            # Of drawings the text layer has letters in no order: there a mark is where its own foot is.
            goes_along = index < self._printed and (
                (_MARKS.match(self.content[index]) and not self._nested) or self.content[index].isspace()
            )
            if current and goes_along:
                current.append(index)
                continue
            baseline = self._baseline(index)
            _, bottom, _, top = self.room(index)
            near = (top - bottom) * 0.35
            current = next((line for foot, line in reversed(lines) if abs(foot - baseline) < near), [])
            if not current:
                lines.append((baseline, current))
            current.append(index)
        return [self._in_order(line) for _, line in sorted(lines, key=lambda one: one[0])]

    def _in_order(self, line: list[int]) -> list[int]:
        """What was filled in where it stands: the text layer has it behind all that is printed."""
        if self._nested:
            line = self._by_place(line)
        if line[-1] < self._printed:
            return line
        ordered = [index for index in line if index < self._printed]
        typed = [index for index in line if index >= self._printed]
        for _, run in groupby(typed, key=lambda index: self._typed[index - self._printed].fill):
            letters = list(run)
            left = self.room(letters[0])[0]
            at = next((n for n, index in enumerate(ordered) if self._is_right_of(index, left)), len(ordered))
            ordered[at:at] = letters
        return ordered

    def _by_place(self, line: list[int]) -> list[int]:
        """From left to right, marks with the letter before them; of drawings the text layer has them in no order."""
        clusters: list[tuple[float, list[int]]] = []
        for index in line:
            left, _, right, _ = self.room(index)
            if clusters and (_MARKS.match(self.content[index]) or self.is_generated(index)):
                before = self.room(clusters[-1][1][-1])
                if left - before[2] < (before[2] - before[0]) and before[0] - right < (before[2] - before[0]):
                    clusters[-1][1].append(index)
                    continue
                left = (left + right) / 2
            clusters.append((left, [index]))
        return [index for _, cluster in sorted(clusters, key=lambda one: one[0]) for index in cluster]

    def _is_right_of(self, index: int, x: float) -> bool:
        return not _MARKS.match(self.content[index]) and self.room(index)[0] >= x

    def _baseline(self, index: int) -> float:
        """y of a letter's foot, downwards."""
        if index >= self._printed:
            _, bottom, _, top = self.room(index)
            return -(bottom + (top - bottom) * _FOOT)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.textpage, index, x, y)
        origin = self._nested.point(index, self._own_box(index), x.value, y.value)
        return self.seen.point(*origin)[1]

    def _placed(self, text: str, line: Sequence[int]) -> PlacedLine:
        rooms = [self.room(index) for index in line if not self.content[index].isspace()]
        if not rooms:
            return PlacedLine(text, 0, 0)
        return PlacedLine(text, min(room[0] for room in rooms), max(room[2] for room in rooms))

    def _font(self, text: str, indices: Sequence[int]) -> str | None:
        if not 0 < len(text.strip()) <= _MOST_LETTERS_OF_A_MARK:
            return None
        size = 128
        buffer, flags = ctypes.create_string_buffer(size), ctypes.c_int()
        index = next(index for index in indices if not self.content[index].isspace())
        if index >= self._printed:
            return None
        pdfium.FPDFText_GetFontInfo(self.textpage, index, buffer, size, flags)
        name = re.sub(r"^[A-Z]{6}\+", "", buffer.value.decode("latin-1")).replace("-Regular", "")
        name = re.sub(r"(?<=[a-z])(?=\d)", " ", name)
        return name if is_symbol_font(name) else None


_FOOT = 0.25
"""Share of a line's height below the feet of its letters."""
_LINE = 16.0
"""Points: no line that is typed into a field is taken to be higher."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """A letter that was filled in; where exactly it stands, only the viewer's program knows."""

    letter: str
    fill: int
    box: Box


def _typed(fill: int, text: str, box: Box) -> Iterator[_Typed]:
    left, bottom, right, top = box
    lines = text.split("\n")
    height = min((top - bottom) / len(lines), _LINE)
    top -= (top - bottom - height) / 2 if len(lines) == 1 else 0
    for number, line in enumerate(lines):
        foot = top - height * (number + 1)
        step = min((right - left) / (len(line) + 2), height / 2)
        for place, letter in enumerate(f" {line} "):
            x = left + step * place
            yield _Typed(letter, fill, (x, foot, x + step, foot + height))


def _ends(places: list[int | None]) -> Iterator[tuple[int, int | None]]:
    """Number within a run of line ends, and place."""
    run = 0
    for place in places:
        run = run + 1 if place is None else 0
        yield (run - 1) % 2 if place is None else 0, place
