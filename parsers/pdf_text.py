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
        has_picture: A picture on it is large enough to be one of a page or of a table.
        holds_form: A ruled table with the survey's header stands on it.
        recognised: `text` was recognised from a picture, and is not surely right.
        other_reading: Of a recognised page, the text as another model read it.
        sure: Of a recognised page, the lines of its text that are certain.
        unread_fields: It holds filled form fields that do not stand in `text`.
        in_doubt: Something stands on it that only some programs show.
    """

    number: int
    text: str
    ok: bool = True
    has_text: bool = True
    is_picture: bool = False
    has_picture: bool = False
    unread_fields: bool = False
    in_doubt: bool = False
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


_ODD = r"[^\W\d_ก-๛]|[\x00-\x08\x0e-\x1f\ue000-\uf8ff]"
_NIKHAHIT = re.compile(rf"(?<=[ก-ฮ])({_ODD})(?=[{_TONE}]?[าำ])")
_BEHIND_AM = re.compile(rf"(?<=ำ)({_ODD})(?![A-Za-z])")
_NOTHING = "\u200b"
_FEWEST_AM = 6


def with_own_am(text: str) -> str:
    """A page's letters, each in its place, where its program drew ำ as two glyphs and named them wrongly.

    The nikhahit then bears the name of any letter (นĚ้ำ, or น้ำE behind it), and า that of ำ wherever it stands (กำร). The first is sure
    where that letter stands nowhere else; the second where the page has no า at all.
    """
    for odd in sorted(set(_NIKHAHIT.findall(text))):
        if len(re.findall(rf"(?<=[ก-ฮ]){re.escape(odd)}(?=[{_TONE}]?[าำ])", text)) == text.count(odd):
            text = text.replace(odd, "\u0e4d")
    for odd in sorted(set(_BEHIND_AM.findall(text))):
        if len(re.findall(rf"(?<=ำ){re.escape(odd)}(?![A-Za-z])", text)) == text.count(odd) > 1:
            text = text.replace(odd, _NOTHING)
    if "า" not in text and text.count("ำ") >= _FEWEST_AM:
        return text.replace("ำ", "า")
    return re.sub(rf"\u0e4d(?=[{_TONE}]?ำ)", _NOTHING, text)  # that ำ is whole already


def mend(glyphs: Glyphs) -> tuple[str, bool]:
    """The page's text, and whether every repair that it needed was sure."""
    letters = list(glyphs.text)
    _drop_doubled(letters, glyphs)
    _drop_repeated(letters, glyphs)
    _move_late_marks(
        letters, glyphs
    )  # before a stray mark comes to the late one's letter, and would go with it
    _place_stray_marks(letters, glyphs)
    _restore_am(letters, glyphs)
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
    broken = len(_BROKEN.findall(text.replace("\n", "")))  # a narrow cell breaks its lines anywhere
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


_CLUSTERS = re.compile(rf"[ก-ฮ](?:[{_MARK}]+ำ?|ำ)")


def _drop_repeated(letters: list[str], glyphs: Glyphs) -> None:
    # A mark that is drawn by itself may bear the text of its whole cluster, which stands there already: ดิ์ดิ์.
    seen: dict[str, list[Box]] = {}
    for match in _CLUSTERS.finditer(glyphs.text):
        first, end = match.span()
        boxes = [glyphs.box(index) for index in range(first, end)]
        box = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]
        is_one_glyph = all(one[1] == box[1] and one[3] == box[3] for one in boxes)
        if is_one_glyph and any(_is_mark_of(box, other) for other in seen.get(match[0], ())):
            letters[first:end] = [""] * (end - first)
            _drop_made_breaks(letters, glyphs, first, end)
        else:
            seen.setdefault(match[0], []).append(box)


def _drop_made_breaks(letters: list[str], glyphs: Glyphs, first: int, end: int) -> None:
    # The reader puts spaces and line ends around a mark that is drawn by itself, high above its line.
    before, after = first - 1, end
    while before >= 0 and (not letters[before] or glyphs.is_generated(before)):
        before -= 1
    while after < len(letters) and glyphs.is_generated(after):
        after += 1
    if before >= 0 and after < len(letters):
        _, bottom, right, top = glyphs.box(before)
        left, other_bottom, _, other_top = glyphs.box(after)
        height = min(top - bottom, other_top - other_bottom)
        overlap = min(top, other_top) - max(bottom, other_bottom)
        is_one_line = overlap > height / 2 and left > right - max(top - bottom, other_top - other_bottom)
        # At its line's end one of the two ends is the line's own.
        last = after if is_one_line else first if "\n" in glyphs.text[end:after] else before
        for index in range(before + 1, last):
            if glyphs.is_generated(index):
                letters[index] = ""


def _is_mark_of(box: Box, cluster: Box) -> bool:
    """Whether what is drawn there is low enough for a mark, and over or under a cluster."""
    left, bottom, right, top = cluster
    width, height = right - left, top - bottom
    middle = (box[0] + box[2]) / 2
    return (
        box[3] - box[1] < height * _LOW
        and left - width <= middle <= right + width
        and bottom - height < box[1] < top + height
    )


_LOW = 0.7
"""A mark is lower than this share of its letter."""


_STRAY = re.compile(rf"(?<![ก-ฮ{_MARK}])[{_MARK}]")


def _place_stray_marks(letters: list[str], glyphs: Glyphs) -> None:
    # A mark that its program drew by itself, after the rest of the line: it belongs to the letter that it stands over.
    for match in _STRAY.finditer(glyphs.text):
        index = match.start()
        if not letters[index]:
            continue
        left, bottom, right, _ = glyphs.box(index)
        middle, best, nearest = (left + right) / 2, None, float("inf")
        for at in range(index - 1, max(-1, index - _FAR), -1):
            base_left, base_bottom, base_right, base_top = glyphs.box(at)
            height = base_top - base_bottom
            over = base_left - 1 <= middle <= base_right + (base_right - base_left) / 2
            beside = max(base_left - middle, middle - base_right, 0)
            is_base = (
                "ก" <= glyphs.text[at] <= "ฮ" and over and base_bottom - height < bottom < base_top + height
            )
            if is_base and beside < nearest:
                best, nearest = at, beside
        if best is None:
            continue
        while _IS_MARK.match(glyphs.text[best + 1]):
            best += 1
        letters[best] += letters[index]
        letters[index] = ""
        if index and glyphs.text[index - 1] == " " and glyphs.is_generated(index - 1):
            letters[index - 1] = ""


_FAR = 60
"""Letters back from a stray mark among which its own is looked for."""

_LOST_AM = re.compile(rf"(?<=[ก-ฮ])([{_TONE}]?) ([{_TONE}]?)(า)")


def _restore_am(letters: list[str], glyphs: Glyphs) -> None:
    # Word and Excel map the nikhahit of ำ to a space: a real one, unlike those that the reader puts in.
    for match in _LOST_AM.finditer(glyphs.text):
        space, aa = match.end(1), match.start(3)
        if not glyphs.is_generated(space) and letters[aa] and not _is_elsewhere(glyphs, space):
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
        edge = left + (right - left) * _ON_LEFT_NEIGHBOUR
        if right <= left or _middle(glyphs, first) > edge:
            continue
        end = next((index for index in range(first, end) if _middle(glyphs, index) > edge), end)
        before, start = _letter_before(glyphs.text, base, moved), _before_its_vowel(glyphs.text, base)
        if before is None or abs(glyphs.box(before)[2] - glyphs.box(start)[0]) > right - left:
            lost += 1
            continue
        nearest = start - 1
        moves.append((_under(glyphs, before, _middle(glyphs, first), nearest, moved), first, end))
        moved.update(range(first, end))
    if lost > len(moves):  # marks of this font stand left of their letters: places prove nothing
        return
    for before, first, end in moves:
        letters[before] += "".join(letters[first:end])
        letters[first:end] = [""] * (end - first)
        if glyphs.text[end : end + 1] == " " and glyphs.is_generated(end):
            letters[end] = ""


def _middle(glyphs: Glyphs, index: int) -> float:
    left, _, right, _ = glyphs.box(index)
    return (left + right) / 2


def _under(glyphs: Glyphs, before: int, middle: float, nearest: int, moved: set[int]) -> int:
    """Where the cluster ends over which a mark is drawn: that of the letter before, or one further back."""
    letter: int | None = before
    for _ in range(_FARTHEST_BACK):
        if letter is None:
            break
        left, _, _, _ = glyphs.box(letter)
        if left <= middle:
            return nearest if letter == before else _end_of_cluster(glyphs.text, letter)
        letter = _letter_before(glyphs.text, letter, moved)
    return nearest


_FARTHEST_BACK = 4


def _end_of_cluster(text: str, letter: int) -> int:
    while _IS_MARK.match(text, letter + 1):
        letter += 1
    return letter


def _before_its_vowel(text: str, base: int) -> int:
    """Where a word begins whose first consonant is `base`, with the space before it."""
    for before in ("เแโใไ", " "):
        base -= base > 0 and text[base - 1] in before
    return base


def _letter_before(text: str, base: int, moved: set[int]) -> int | None:
    """The consonant whose cluster ends before a letter, its own marks and those that were moved left out.

    Between them may be a space and the vowel that is written before the letter: ไมเ่อื้อ is ไม่เอื้อ, โพธิ อ์ is โพธิ์ อ.
    """
    index = _before_its_vowel(text, base) - 1
    while index in moved or (index >= 0 and _IS_MARK.match(text[index])):
        index -= 1
    return index if index >= 0 and "ก" <= text[index] <= "ฮ" else None


_IS_MARK = re.compile(f"[{_MARK}]")
_WIDEST_AA = 1.2
_WIDEST_REST = 1.5
"""What is drawn of ำ behind its ring, in widths of the consonant with the ring; with a typed space it is 2 and more."""
_RING = 0.9
"""A ring stands above this share of a letter's height."""
_INNER_SPACE = re.compile(rf"(?<=[ก-ฮ{_MARK}ะาำเแโใไ]) (?=[ก-ฮเแโใไะาำ{_MARK}])")
_NO_GAP = 0.2
"""A gap below this share of a letter's width is none; a typed space measures half a letter and more."""
_LETTERS_APART = 0.35
"""A gap below this share of a letter's height is none on a page whose program writes its spaces: narrow letters stand as far apart."""
_WRITES_SPACES = 3


def _drop_spaces_inside_words(letters: list[str], glyphs: Glyphs) -> None:
    spaces = [match.start() for match in _INNER_SPACE.finditer(glyphs.text)]
    written = sum(not glyphs.is_generated(space) for space in spaces)
    for space in spaces:
        if not letters[space]:
            continue
        if not glyphs.is_generated(space):
            if _is_elsewhere(glyphs, space):
                letters[space] = ""
            continue
        if glyphs.text[space + 1] in "ะาำ":  # begins no word; its ring reaches back over its consonant
            letters[space] = ""
            continue
        left, bottom, right, top = glyphs.box(space + 1)
        end = max(glyphs.box(index)[2] for index in range(max(0, space - 3), space))
        room = (right - left) * _NO_GAP
        if written >= _WRITES_SPACES:
            room = max(room, (top - bottom) * _LETTERS_APART)
        if space > 1 and letters[space - 1] == "ำ" and glyphs.text[space - 1] == "ำ":
            # ำ may bear the place of its consonant alone, or of its ring: what is drawn of it follows.
            first, last = glyphs.box(space - 2), glyphs.box(space - 1)
            if last[1] > bottom + (top - bottom) * _RING:
                room += max(right - left, top - bottom) * _WIDEST_AA
            elif first[1] == last[1] and first[3] == last[3]:
                room += (last[2] - first[0]) * _WIDEST_REST
        if right > left and abs(left - end) < room:
            letters[space] = ""


def _is_elsewhere(glyphs: Glyphs, space: int) -> bool:
    """A typed space that is drawn in another part of the line: pdfium may hand it on beside a ring that reaches back."""
    left, _, right, _ = glyphs.box(space)
    before, after = glyphs.box(space - 1), glyphs.box(space + 1)
    return after[2] > after[0] and before[2] > before[0] and (right < before[0] or left > after[2])
