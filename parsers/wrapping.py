"""Lines of a cell that was laid out → its text: a line that was only too long goes on, a new line stays one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line's text and where it begins and ends, in the units of its cell."""

    text: str
    left: float
    right: float


_BEGINS_ANEW = re.compile(
    r"[\W_]*(?:\(?[\d๐-๙]{1,2}\s*[.)]\s|[-–•*·]\s|อบต|อบจ|ท[ตมน]\s*\.|องค์การบริหาร|เทศบาล(?:ตำบล|เมือง|นคร)|เมืองพัทยา)"
)
_FIRST_WORD = re.compile(r"\S+")
_ROOMY = 0.45
"""A line that leaves more of its cell empty than this share was ended by its writer."""
_LETTER = re.compile("[ก-๎]")
_NO_WIDTH = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def unwrapped(lines: Sequence[PlacedLine], left: float, right: float) -> str:
    """The text of a cell, `\\n` only where its writer ended a line.

    Thai has no spaces, so that a line which would have held the next one's beginning was ended on purpose; one
    that is nearly full was wrapped. Names of LAOs and numbered items always begin anew.
    """
    text = lines[0].text
    for line, after in pairwise(lines):
        is_cut = _is_word_cut_in_two(text.rpartition("\n")[2], after.text)
        text += ("" if is_cut else _between(line, after, right - left)) + after.text
    return text


_GOES_ON = re.compile(r"(?:^|\s)(?:และ|กับ|หรือ)\s*$")
"""A line that ends so; อบต.และ is a name, and its line may be ended."""


_DATE_SO_FAR = re.compile(r"(?:^|\s)[\d๐-๙]{1,2}(?:[/.-][\d๐-๙]{1,2})?[/.-][\d๐-๙]*$")
_YEAR_SO_FAR = re.compile(r"(?:^|\s)((?:2|20|25|๒|๒๕)[\d๐-๙]?)$")
_FIGURES = re.compile(r"[\d๐-๙]+")


def _is_cut_in_two(line: str, after: str) -> bool:
    """A day or a year that was longer than its line."""
    figures = _FIGURES.match(after)
    if _DATE_SO_FAR.search(line) or (after.startswith("/") and line[-1:].isdigit()):
        return bool(figures) or after.startswith("/")
    year = _YEAR_SO_FAR.search(line)
    return bool(year and figures and len(year[1]) + len(figures[0]) == 4)


_TYPE_SO_FAR = re.compile(r"(?:^|[\s,(])(?:อ\.?บ?|ท|องค์(?:การ(?:บริหาร(?:ส่วน)?)?)?|องค์การบริหารส่วนตำ|เทศ)$")
_TYPE_GOES_ON = re.compile(r"\.?[บตจมน]\s*\.|การ|บริห|ส่วน|ตำบล|จังหวัด|บล|บาล")
_BEGINS_NO_WORD, _ENDS_NO_WORD = re.compile("[ะ-ฺๅ็-๎]"), re.compile("[เ-ไ]$")
_LONE_LETTER = re.compile(r"[ก-ฮ][\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]*(?=$|[\s,])(?!\s*[.)])")


def _is_word_cut_in_two(line: str, after: str) -> bool:
    """A syllable, the word of an LAO's type, or a word whose last letter alone had no room."""
    if _BEGINS_NO_WORD.match(after) or _ENDS_NO_WORD.search(line):
        return bool(line and after)
    if _TYPE_SO_FAR.search(line) and _TYPE_GOES_ON.match(after):
        return True
    return bool(_LETTER.match(line[-1:]) and _LONE_LETTER.match(after))


def _between(line: PlacedLine, after: PlacedLine, width: float) -> str:
    if after.text and _GOES_ON.search(line.text):
        return " "
    if _is_cut_in_two(line.text, after.text):
        return ""
    if not line.text or not after.text or _BEGINS_ANEW.match(after.text):
        return "\n"
    room = width - (line.right - line.left)
    if room > width * _ROOMY or _width_of_word(after) < room * 0.8:
        return "\n"
    is_thai = _LETTER.match(line.text[-1]) and _LETTER.match(after.text[0])
    return "" if is_thai else " "


def joined_text(first: str, rest: str) -> str:
    """A cell's text that a page break cut in two."""
    if not first or not rest:
        return first or rest
    if _GOES_ON.search(first):
        return f"{first} {rest}"
    if _is_cut_in_two(first, rest) or _is_word_cut_in_two(first, rest):
        return first + rest
    if _BEGINS_ANEW.match(rest):
        return f"{first}\n{rest}"
    is_thai = _LETTER.match(first[-1]) and _LETTER.match(rest[0])
    return first + ("" if is_thai else " ") + rest


def _width_of_word(line: PlacedLine) -> float:
    """Width of a line up to its first space."""
    letters = len(_NO_WIDTH.sub("", line.text))
    match = _FIRST_WORD.search(line.text)
    word = len(_NO_WIDTH.sub("", match[0])) if match else 0
    return (line.right - line.left) * word / max(letters, 1)
