"""Repair of a PDF's text layer by what only the page knows: which spaces are real, and where glyphs stand.

Programs that print Thai to PDF lose ำ, put marks one consonant late, and draw bold letters twice. Each is
mended where the page proves it; a page that can't be mended surely is given up, never half stored.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from survey.thai.text import is_garbled, repair

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, origin bottom left (ISO 32000-1 §8.3.2.3)."""

_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_TONE = "\u0e48-\u0e4b"


@dataclass(frozen=True, slots=True)
class Page:
    """One page's text.

    Attributes:
        number: From 1.
        text: Repaired lines, `\\n` between them.
        ok: The text layer could be read surely, or mended.
        has_text: The page has words in its text layer; False for a scan and for a blank page.
        is_picture: The page has no words but a picture: a scan.
        holds_form: A ruled table with the survey's header stands on it.
        recognised: `text` was recognised from a picture, and is not surely right.
        other_reading: Of a recognised page, the text as another model read it.
        sure: Of a recognised page, the lines of its text that are certain.
        unread_fields: It holds filled form fields that do not stand in `text`.
    """

    number: int
    text: str
    ok: bool = True
    has_text: bool = True
    is_picture: bool = False
    unread_fields: bool = False
    holds_form: bool = False
    recognised: bool = False
    other_reading: str = ""
    sure: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A page's characters in the order of its text layer.

    Attributes:
        text: One character a glyph; line ends are `\\r\\n`.
        is_generated: Whether the reader put the character of that index there itself.
        box: Where the character of that index stands.
    """

    text: str
    is_generated: Callable[[int], bool]
    box: Callable[[int], Box]


def mend(glyphs: Glyphs) -> tuple[str, bool]:
    """The page's text, and whether every repair that it needed was sure."""
    letters = list(glyphs.text)
    _drop_doubled(letters, glyphs)
    _restore_am(letters, glyphs)
    _move_late_marks(letters, glyphs)
    _drop_spaces_inside_words(letters, glyphs)
    text = "".join(letters).replace("\r\n", "\n").replace("\x02", "-").replace("\ufffe", "-")
    text = "\n".join(line.strip() for line in repair(text).split("\n"))
    return text, is_sound(text)


_BROKEN = re.compile(
    rf"(?:^|(?<=[^ก-ฮ{_MARK}]))[{_MARK}]|[เแโใไ](?![ก-ฮ])|(?<=[ \n])[ะาำ]|[{_MARK}]{{4}}|�|\?(?=[ก-ฮ])", re.M
)
_THAI = re.compile("[\u0e01-\u0e5b]")
_WORST = 0.01
"""Share of impossible places among Thai letters above which a layer is broken: a right one has none or a
typing error or two; a permuted one has ten times this and more."""


def is_sound(text: str) -> bool:
    """Whether the text is spelt as Thai can be: no lost letters, no marks on nothing."""
    letters = len(_THAI.findall(text))
    broken = len(_BROKEN.findall(text))
    return not (broken > 1 and broken > letters * _WORST) and not is_garbled(text)


_TWICE = re.compile(rf"([ก-ฮเแโใไะาๆA-Za-z0-9๐-๙][{_MARK}]*)\1")
_NEAR = 0.15
"""Two equal letters nearer than this share of their height are one letter drawn twice."""


def _drop_doubled(letters: list[str], glyphs: Glyphs) -> None:
    # Fake bold: the same letter again at the same place, often after its neighbour.
    if not any(len(_TWICE.findall(line)) > 1 for line in glyphs.text.split("\r\n")):
        return
    recent: list[tuple[str, float, float]] = []
    for index, letter in enumerate(glyphs.text):
        if letter.isspace() or glyphs.is_generated(index):
            continue
        left, bottom, _, top = glyphs.box(index)
        near = max(top - bottom, 4) * _NEAR
        if any(other == letter and abs(left - x) < near and abs(bottom - y) < near for other, x, y in recent):
            letters[index] = ""
        recent = [*recent[-11:], (letter, left, bottom)]


_LOST_AM = re.compile(rf"(?<=[ก-ฮ])([{_TONE}]?) ([{_TONE}]?)(า)")


def _restore_am(letters: list[str], glyphs: Glyphs) -> None:
    # Word and Excel map the nikhahit of ำ to a space: a real one, unlike those that the reader puts in.
    for match in _LOST_AM.finditer(glyphs.text):
        space, aa = match.end(1), match.start(3)
        if not glyphs.is_generated(space) and letters[aa]:
            letters[space], letters[aa] = "", "ำ"


_CLUSTER = re.compile(rf"[ก-ฮ]([{_MARK}]+)")
_ON_LEFT_NEIGHBOUR = 0.1
"""A mark whose middle lies left of this share of its letter's width stands over the letter before."""


def _move_late_marks(letters: list[str], glyphs: Glyphs) -> None:
    # Excel writes เดอื น where the page shows เดือน: the mark stands over the letter before.
    moves: list[tuple[int, int, int]] = []
    lost = 0
    moved: set[int] = set()
    for match in _CLUSTER.finditer(glyphs.text):
        base, first, end = match.start(), match.start(1), match.end(1)
        left, _, right, _ = glyphs.box(base)
        mark_left, _, mark_right, _ = glyphs.box(first)
        if right <= left or (mark_left + mark_right) / 2 > left + (right - left) * _ON_LEFT_NEIGHBOUR:
            continue
        before = _letter_before(glyphs.text, base, moved)
        if before is None or abs(glyphs.box(before)[2] - left) > right - left:
            lost += 1
            continue
        moves.append((base - 1, first, end))
        moved.update(range(first, end))
    if lost > len(moves):  # marks of this font stand left of their letters: places prove nothing
        return
    for before, first, end in moves:
        letters[before] += "".join(letters[first:end])
        letters[first:end] = [""] * (end - first)
        if glyphs.text[end : end + 1] == " " and glyphs.is_generated(end):
            letters[end] = ""


def _letter_before(text: str, base: int, moved: set[int]) -> int | None:
    """The consonant whose cluster ends before a letter, its own marks and those that were moved left out."""
    index = base - 1
    while index in moved or (index >= 0 and _IS_MARK.match(text[index])):
        index -= 1
    return index if index >= 0 and "ก" <= text[index] <= "ฮ" else None


_IS_MARK = re.compile(f"[{_MARK}]")
_INNER_SPACE = re.compile(rf"(?<=[ก-ฮ{_MARK}ะาำเแโใไ]) (?=[ก-ฮเแโใไ{_MARK}])")
_NO_GAP = 0.2
"""A gap below this share of a letter's width is none; a typed space measures half a letter and more."""


def _drop_spaces_inside_words(letters: list[str], glyphs: Glyphs) -> None:
    for match in _INNER_SPACE.finditer(glyphs.text):
        space = match.start()
        if not letters[space] or not glyphs.is_generated(space):
            continue
        left, _, right, _ = glyphs.box(space + 1)
        end = max(glyphs.box(index)[2] for index in range(max(0, space - 3), space))
        if right > left and abs(left - end) < (right - left) * _NO_GAP:
            letters[space] = ""
