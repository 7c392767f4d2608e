"""Glyphs of a PDF that are named by the first cluster in which they stood, and for good, as WeasyPrint names them.

Where the first ำ of a file is that of น้ำ, every า of the file is called ้ำ, and the ring before it has no name; where the
marks of the first ธุ์ are drawn in another order than they are written, ุ and ์ are exchanged in the whole file: it reads
การแพทยุ for การแพทย์, spelt as Thai can be. But no mark stands both over letters and under them, and a ring that is drawn by
itself leaves none to the glyph behind it: the page shows what is meant. Imported only where a PDF is read.
"""

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_nested import NestedText
from parsers.pdf_text import Box

_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_UPPER = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4c\u0e4d" + _TONES)
_LOWER = frozenset("\u0e38\u0e39")
_NOTHING, _UNKNOWN = "\u200b", "\ufffd"
_TONE_OF_AM = {"น": "\u0e49", "ถ": "\u0e49"}
"""Thai has น้ำ and ถ้ำ, and no word with another tone there."""
_BACK = 4
_OVER, _UNDER, _BESIDE = 0.7, 0.05, 1.0
"""Heights of a letter: a mark over it begins above the first, one under it ends below the second, and beside it stands none
that is farther off than the third."""
_ONE_SHAPE = 1.1


def with_right_names(textpage: Any, content: str) -> str:
    """A page's letters, each in its place, named by what is drawn; U+FFFD where that is not certain.

    Args:
        content: One character a glyph.
    """
    glyphs = _Glyphs(textpage, content, NestedText(textpage))
    if not (renamed := dict(_marks(glyphs)) | dict(_aa(glyphs))):
        return content
    return "".join(renamed.get(index, letter) for index, letter in enumerate(content))


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """A page's characters and what pdfium says of their glyphs."""

    page: Any
    content: str
    nested: NestedText

    def box(self, index: int) -> Box:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.page, index, left, right, bottom, top)
        return self.nested.place(index, (left.value, bottom.value, right.value, top.value))

    def is_nameless(self, index: int) -> bool:
        letter = self.content[index] if index >= 0 else " "
        return (
            letter > " "
            and not "ก" <= letter <= "๛"
            and pdfium.FPDFText_HasUnicodeMapError(self.page, index) == 1
        )

    def font(self, index: int) -> bytes:
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self.page, index, buffer, 128, flags)
        return buffer.value


def _marks(glyphs: _Glyphs) -> Iterator[tuple[int, str]]:
    """Marks that stand where none of their name can: index to right name."""
    marks = [index for index, letter in enumerate(glyphs.content) if letter in _UPPER or letter in _LOWER]
    strange = {index for index in marks if _is_strange(glyphs, index)}
    if not strange:
        return
    by_font: dict[bytes, list[int]] = defaultdict(list)
    for index in marks:
        by_font[glyphs.font(index)].append(index)
    for places in by_font.values():
        names = _exchanged(glyphs, places, [index for index in places if index in strange])
        yield from (
            (index, names[glyphs.content[index]]) for index in places if glyphs.content[index] in names
        )


def _is_strange(glyphs: _Glyphs, index: int) -> bool:
    content = glyphs.content
    base = next(
        (at for at in range(index - 1, max(-1, index - _BACK), -1) if "ก" <= content[at] <= "ฮ"), None
    )
    if base is None:
        return False
    left, foot, right, head = glyphs.box(base)
    start, bottom, end, top = glyphs.box(index)
    if max(start - right, left - end) > (head - foot) * _BESIDE:
        return False  # a line was broken between the two
    if content[index] in _LOWER:
        return head > foot and top > bottom >= foot + (head - foot) * _OVER
    return head > foot and bottom < top <= foot + (head - foot) * _UNDER


def _exchanged(glyphs: _Glyphs, places: Sequence[int], strange: Sequence[int]) -> dict[str, str]:
    """Of one font's marks: the name by the file to the right one, U+FFFD where two may be meant.

    Two strange marks side by side may be a cluster whose places alone were exchanged (LibreOffice), and read right as they are;
    the cluster in which a program exchanged the names does too. So it takes a strange mark that stands alone.
    """
    content = glyphs.content
    inside = {at for at in strange if {at - 1, at + 1} & set(strange)}
    seen, wrong = (Counter(content[at] for at in some) for some in (places, strange))
    for tone in _TONES:  # a tone in the name of า is drawn nowhere
        seen[tone] -= sum(content[at] == tone and content[at + 1 : at + 2] == "ำ" for at in places)
    under, over = wrong.keys() & _UPPER, wrong.keys() & _LOWER
    clusters = {content[at : at + 2] for at in inside if at + 1 in inside and content[at] in over}
    if len(inside) == len(strange) and (
        len(clusters) < 2 or any(count < seen[name] for name, count in wrong.items())
    ):
        return {}
    pairs = [
        (low, high)
        for low in over
        for high in under
        if low + high in clusters or len(over) == len(under) == 1
    ]
    is_clear = all(
        count >= seen[name] and _is_one_shape(glyphs, [at for at in strange if content[at] == name])
        for name, count in wrong.items()
    )
    if is_clear and len(pairs) == len(over) == len(under) == len({high for _, high in pairs}):
        return dict(pairs) | {high: low for low, high in pairs}
    return dict.fromkeys(wrong, _UNKNOWN)


def _is_one_shape(glyphs: _Glyphs, places: Sequence[int]) -> bool:
    """Whether one glyph is drawn at all these places: two may bear the same wrong name."""
    boxes = [glyphs.box(at) for at in places]
    shapes = sorted((box[2] - box[0]) / (box[3] - box[1]) for box in boxes)
    return shapes[-1] <= shapes[0] * _ONE_SHAPE


def _aa(glyphs: _Glyphs) -> Iterator[tuple[int, str]]:
    """า that is called ำ or ้ำ, and what has no name before it: index to what is drawn there."""
    content = glyphs.content
    found: dict[bytes, list[tuple[int, int, list[int]]]] = defaultdict(list)
    for index, letter in enumerate(content):
        if letter not in "าำ":
            continue
        has_tone = index > 0 and content[index - 1] in _TONES and glyphs.box(index - 1) == glyphs.box(index)
        first = index - 1 if has_tone else index
        if _stands_on_the_line(
            glyphs, index
        ):  # else its name is that of a whole cluster, at its consonant or its ring
            found[glyphs.font(index)].append((index, first, _nameless_before(glyphs, first)))
    for places in found.values():
        rings = {content[nameless[0]] for _, _, nameless in places if len(nameless) > 1}
        if not rings:
            rings = {
                content[at]
                for index, _, [at] in ((i, f, n) for i, f, n in places if len(n) == 1)
                if content[index] == "ำ"
            }
        if len(rings) != 1:
            continue
        tones = {
            content[nameless[1]]: tone
            for _, _, nameless in places
            if len(nameless) > 1 and (tone := _TONE_OF_AM.get(content[nameless[0] - 1]))
        }
        for index, first, nameless in places:
            is_am = bool(nameless) and content[nameless[0]] in rings
            yield index, "ำ" if is_am else "า"
            for at in nameless:
                yield at, _NOTHING if content[at] in rings else tones.get(content[at], _UNKNOWN)
            if first < index:
                yield first, _NOTHING
                if content[first - 1] == " " and pdfium.FPDFText_IsGenerated(glyphs.page, first - 1) == 1:
                    yield first - 1, _NOTHING


def _stands_on_the_line(glyphs: _Glyphs, index: int) -> bool:
    """Whether a letter has a glyph of its own, as low as the consonant before it."""
    base = next(
        (at for at in range(index - 1, max(-1, index - 6), -1) if "ก" <= glyphs.content[at] <= "ฮ"), None
    )
    if base is None:
        return False
    own, other = glyphs.box(index), glyphs.box(base)
    return own != other and own[1] < other[1] + (other[3] - other[1]) / 2


def _nameless_before(glyphs: _Glyphs, first: int) -> list[int]:
    """Up to two glyphs before a letter that have no name, behind its consonant; a tone with one may stand behind them."""
    at = first - 1
    if at > 0 and glyphs.content[at] in _TONES and glyphs.is_nameless(at - 1):
        at -= 1
    nameless: list[int] = []
    while len(nameless) < 2 and glyphs.is_nameless(at):
        nameless.insert(0, at)
        at -= 1
    return nameless
