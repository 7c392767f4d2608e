"""Lines of a cell that was laid out → its text: a line that was only too long goes on, a new line stays one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from survey.thai.dates import DateReading, Kind, read


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line's text and where it begins and ends, in the units of its cell."""

    text: str
    left: float
    right: float


_BEGINS_ANEW = re.compile(
    r"[\W_]*(?:\(?[\d๐-๙]{1,2}\s*[.)]\s|[-–•*·]\s|อบต|อบจ|ท[ตมน]\s*\.|องค์การบริหาร|เทศบาล(?:ตำบล|เมือง|นคร)|เมืองพัทยา)"
)
_UNDOTTED = re.compile(r"[\W_]*(?:และ)?(?:อบ[ตจ]|ท[ตมน])\.?\s?[ก-ฮเ-ไ]")
"""A name as those who write no dots begin each; a lone such line may be any word: ทนทาน."""
_FIRST_WORD = re.compile(r"\S+")
_ROOMY = 0.45
"""A line that leaves more of its cell empty than this share was ended by its writer."""
_FULL = 0.85
"""A day that would fill less of its cell's line than this share stood on one, had its writer not broken it."""
_LETTER = re.compile("[ก-๎]")
_NO_WIDTH = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def unwrapped(lines: Sequence[PlacedLine], left: float, right: float) -> str:
    """The text of a cell, `\\n` only where its writer ended a line.

    Thai has no spaces, so that a line which would have held the next one's beginning was ended on purpose; one
    that is nearly full was wrapped. Names of LAOs and numbered items always begin anew.
    """
    inner = _inner_width(lines, left, right)
    lines = _with_their_dots(lines)
    text = lines[0].text
    for line, after in pairwise(lines):
        so_far = text.rpartition("\n")[2]
        if _is_word_cut_in_two(so_far, after.text):
            between = ""
        elif _BRACKET_SO_FAR.search(so_far) and not _BEGINS_ANEW.match(after.text):
            between = _wrap(so_far, after.text)
        else:
            between = _between(line, after, right - left)
            if not between and _PLACE.match(after.text) and _NAME_SO_FAR.search(so_far):
                between = " "
        text += between + after.text
    had_room = sum(line.right - line.left for line in lines) < inner * _FULL
    return text if had_room else _day_cut_anywhere((line.text for line in lines), text)


_BRACKET_SO_FAR = re.compile(r"[(\[][^()\[\]]*$")
"""Nobody ends a line of his own within brackets, but between the names of a list."""
_PLACE = re.compile(r"(?:อ\.|อำเภอ|จ\.|จว\.|จังหวัด|ต\.)")
_NAME_SO_FAR = re.compile(r"(?:อบต|ท[ตมน]\s*\.|องค์การบริหารส่วน|เทศบาล)")
_ENDS_WITH_PLACE = re.compile(r"(?<=[ก-๎])[อจ]$")
_BEGINS_WITH_DOT = re.compile(r"\.\s?[ก-๎]")
_ONLY_A_TYPE_SO_FAR, _LETTER_OF_A_TYPE = re.compile(r"[\W_]*(?:อบ?|ท)"), re.compile(r"\.?[บตจมน]\s*\.")


def _with_their_dots(lines: Sequence[PlacedLine]) -> Sequence[PlacedLine]:
    """A line with the end of an abbreviation belongs to the one that begins it: อ above .แม่ริม, ท above ต.แม่แรม."""
    kept = list(lines[:1])
    for line in lines[1:]:
        before = kept[-1]
        is_dot = _BEGINS_WITH_DOT.match(line.text) and _LETTER.match(before.text[-1:])
        if is_dot or (_ONLY_A_TYPE_SO_FAR.fullmatch(before.text) and _LETTER_OF_A_TYPE.match(line.text)):
            left = line.left - (before.right - before.left)
            kept[-1] = PlacedLine(before.text + line.text, left, line.right)
        else:
            kept.append(line)
    return kept


_ANY_DAY = date(2056, 12, 31)
"""Every year of two digits is one before it: whether the day is likely is asked by who knows the day of receipt."""
_LONGEST_DAY = 48
_ONE_NUMBER = re.compile(r"[\d๐-๙]{1,3}(?:,?[\d๐-๙]{3})*")


def _day_cut_anywhere(parts: Iterable[str], text: str) -> str:
    """A number or a day that was too long for its cell, so that figures or a month were cut: `24 ม.ค. 6` above `1`.

    The text as it is where that is a day already, or its parts make none.
    """
    together = "".join(parts)
    if together == text or len(together) > _LONGEST_DAY or not _FIGURES.search(together):
        return text
    if _ONE_NUMBER.fullmatch(together):
        return together
    return together if _day(text).kind is not Kind.OK and _day(together).kind is Kind.OK else text


def _inner_width(lines: Sequence[PlacedLine], left: float, right: float) -> float:
    """Of the cell without its margins: on the left as much is free as before the line that begins first."""
    return right - left - 2 * max(0.0, min(line.left for line in lines) - left)


def _day(text: str) -> DateReading:
    return read(text, _ANY_DAY)


_GOES_ON = re.compile(r"(?:^|\s)(?:และ|กับ|หรือ)\s*$")
"""A line that ends so; อบต.และ is a name, and its line may be ended."""


_DATE_SO_FAR = re.compile(r"(?:^|\s)[\d๐-๙]{1,2}(?:[/.-][\d๐-๙]{1,2})?[/.-][\d๐-๙]*$")
_YEAR_SO_FAR = re.compile(r"(?:^|\s)((?:2|20|25|๒|๒๕)[\d๐-๙]?)$")
_FIGURES = re.compile(r"[\d๐-๙]+")


def _is_cut_in_two(line: str, after: str) -> bool:
    """A day or a year that was longer than its line."""
    figures = _FIGURES.match(after)
    if figures and _day(line).value and _day(after).value:
        return False
    if _DATE_SO_FAR.search(line) or (after.startswith("/") and line[-1:].isdigit()):
        return bool(figures) or after.startswith("/")
    year = _YEAR_SO_FAR.search(line)
    return bool(year and figures and len(year[1]) + len(figures[0]) == 4)


_TYPE_SO_FAR = re.compile(r"(?:^|[\s,(])(?:อ\.?บ?|ท|องค์(?:การ(?:บริหาร(?:ส่วน)?)?)?|องค์การบริหารส่วนตำ|เทศ)$")
_TYPE_GOES_ON = re.compile(r"\.?[บตจมน]\s*\.|การ|บริห|ส่วน|ตำบล|จังหวัด|บล|บาล")
_BEGINS_NO_WORD, _ENDS_NO_WORD = re.compile("[ะ-ฺๅ็-๎]"), re.compile("[เ-ไ]$")
_LONE_LETTER = re.compile(r"[ก-ฮ][\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]*(?=$|[\s,;|/)])(?!\s*[.)])")


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
    if _UNDOTTED.match(line.text) and _UNDOTTED.match(after.text):
        return "\n"
    room = width - (line.right - line.left)
    if room > width * _ROOMY or _had_room(line, after, width):
        return "\n"
    return _wrap(line.text, after.text)


def _had_room(line: PlacedLine, after: PlacedLine, width: float) -> bool:
    """Whether the line would have held the next one's first word."""
    return _width_of_word(after) < (width - (line.right - line.left)) * 0.8


def _wrap(line: str, after: str) -> str:
    """What stands between two lines of one sentence: Thai has no spaces."""
    is_thai = _LETTER.match(line[-1:]) and _LETTER.match(after[:1])
    return "" if is_thai or line.endswith("(") or after.startswith(")") else " "


def joined_text(first: str, rest: str) -> str:
    """A cell's text that a page break cut in two."""
    if not first or not rest:
        return first or rest
    return _day_cut_anywhere((first.replace("\n", ""), rest.replace("\n", "")), _joined(first, rest))


def _joined(first: str, rest: str) -> str:
    if _GOES_ON.search(first):
        return f"{first} {rest}"
    if _BEGINS_WITH_DOT.match(rest) and _LETTER.match(first[-1:]):
        short = _ENDS_WITH_PLACE.search(first)
        return f"{first[:-1]} {first[-1]}{rest}" if short else first + rest
    if _is_cut_in_two(first, rest) or _is_word_cut_in_two(first, rest):
        return first + rest
    if _BEGINS_ANEW.match(rest):
        return f"{first}\n{rest}"
    return first + _wrap(first, rest) + rest


def _width_of_word(line: PlacedLine) -> float:
    """Width of a line up to its first space."""
    letters = len(_NO_WIDTH.sub("", line.text))
    match = _FIRST_WORD.search(line.text)
    word = len(_NO_WIDTH.sub("", match[0])) if match else 0
    return (line.right - line.left) * word / max(letters, 1)
