"""One date as several readers have it: a day that two of them name, and against which no other says anything."""

import re
from collections.abc import Sequence
from datetime import date

from parsers.agreement import UNWRITABLE, ReadLine, all_agreed
from survey.thai.dates import Kind, read
from survey.thai.months import month_number

Parts = tuple[int, int, int]
"""Day, month, BE year."""
_NUMERIC = re.compile(r"\D?(\d{1,2})\s?([/.\-|\\l)(]{1,2})\s?(\d{1,2})\s?([/.\-|\\l)(]{1,2})\s?(25\d\d)\D?")
_WORDS = re.compile(r"\D?(\d{1,2})\s?([ก-๎. :,;'’]{2,16}?)\s?(?:พ\.?ศ\.?)?\s?(25\d\d)\D?")
_ENDS = re.compile(r"\D?(\d{1,2})\D.{0,16}?(25\d\d)\D?")
_REMAINS = re.compile(r"[^\d\s]")
"""What is left of a digit that was cut."""
_LETTERS = re.compile("[ก-ฮเแ]")
_MONTHS = {
    "มค": 1, "กพ": 2, "เมย": 4, "พค": 5, "มย": 6, "กค": 7, "สค": 8, "กย": 9, "ตค": 10, "พย": 11, "ธค": 12,
    "มกราคม": 1, "กมภาพนธ": 2, "มนาคม": 3, "เมษายน": 4, "พฤษภาคม": 5, "มถนายน": 6, "กรกฎาคม": 7, "สงหาคม": 8,
    "กนยายน": 9, "ตลาคม": 10, "พฤศจกายน": 11, "ธนวาคม": 12,
}  # fmt: skip


_FIRST_YEAR = 1992
"""CE, 2535 BE: no cooperation of the survey is older, but a misread year may be."""


_LEAST_LEAD = 0.3
"""Nats below which the line reader does not know which of two days it has read."""


def is_sure_day(
    lines: Sequence[ReadLine], latin: str, received_on: date, *, is_clear: bool = True, is_cut: bool = False
) -> bool:
    """Whether the line reader's day of the calendar is certain: Tesseract names the same, or it is sure enough alone.

    Args:
        lines: The cell's, by both readers; those of a cell that they do not share are not certain here.
        latin: What the English model reads, "" where it was not asked.
        is_clear, is_cut: As of `agreed_day`; of a digit that may have lost a part nobody is sure alone.
    """
    texts = [line.own.text for line in lines if line.own is not None]
    if not lines or is_cut or len(texts) < len(lines):
        return False
    text = " ".join(texts)
    day = _whole_day(text, received_on)
    if day is None or _REMAINS.match(text):
        return False
    if is_clear and (all_agreed(lines) or all(line.is_sure_day for line in lines)):
        if _has_another_digit(lines) and not all(line.is_sure_alone for line in lines):
            return False
        return not _contradicted(day, lines, latin, received_on)
    if any(line.own.lead < _LEAST_LEAD for line in lines if line.own) or re.search("[๐-๙]", text):
        return False
    found = [_parts_day(one, received_on) for one in _witnesses(lines, latin)]
    return found.count(day) >= (1 if is_clear else 2) and set(found) <= {day, None}


def _has_another_digit(lines: Sequence[ReadLine]) -> bool:
    """Tesseract has a Thai digit that it can write, where the line reader has one that it can't: it may be right (๓ for ๗)."""
    for line in lines:
        own, thai = ("".join((text or "").split()) for text in (line.own and line.own.text, line.thai))
        if len(own) == len(thai) and any(
            mine in UNWRITABLE and other in _WRITABLE for mine, other in zip(own, thai, strict=True)
        ):
            return True
    return False


_WRITABLE = "๐๑๒๓๕"


def _whole_day(text: str, received_on: date) -> date | None:
    """The day of a text that holds nothing else."""
    reading = read(text, received_on)
    if reading.kind is not Kind.OK or reading.value is None or reading.value > received_on:
        return None
    return reading.value if reading.value.year >= _FIRST_YEAR else None


def _contradicted(day: date, lines: Sequence[ReadLine], latin: str, received_on: date) -> bool:
    """Another reader that has no digit which it can't write names another day."""
    others = {_parts_day(one, received_on) for one in _witnesses(lines, latin) if not re.search("[๐-๙]", one)}
    return not others <= {day, None}


def _witnesses(lines: Sequence[ReadLine], latin: str) -> list[str]:
    thai = " ".join(line.thai or "" for line in lines)
    script = " ".join(line.script or "" for line in lines)
    return [thai, script, latin]


def _parts_day(text: str, received_on: date) -> date | None:
    parts = _numeric(text) or _worded(text)
    return _day(parts, received_on) if parts else None


def agreed_day(
    thai: str, script: str, latin: str, received_on: date, *, is_clear: bool = True, is_cut: bool = False
) -> str | None:
    """The day as `d/m/yyyy` in BE, or None where the readings do not name one surely.

    Args:
        thai, script: What the two Thai models read. Any Thai digit is a doubt: they can't write all of them.
        latin: What the English model reads: of a month in words its digits alone count.
        is_clear: No ink runs into the cell's edge; else a digit may have lost a part, and all three must agree.
        is_cut: Hardly anything is left of a letter that runs into the edge.
    """
    texts = (thai.strip(), script.strip(), latin.strip())
    if is_cut or re.search("[๐-๙]", "".join(texts)):
        return None
    if sum(bool(_REMAINS.match(text)) for text in texts) > 1:
        return None
    numeric = [_numeric(text) for text in (thai, script, latin)]
    if any(numeric):
        found = [parts for parts in numeric if parts]
        return _shown(_agreed(found, received_on, 2 if is_clear else 3), received_on)
    first, second = _worded(thai), _worded(script)
    if first is None or first != second:
        return None
    ends = _ENDS.fullmatch(latin.strip())
    if ends is None or (int(ends[1]), int(ends[2])) != (first[0], first[2]):
        return None
    return _shown(first, received_on)


def _agreed(found: Sequence[Parts], received_on: date, fewest: int) -> Parts | None:
    """What so many say, unless another says another day of the calendar."""
    valid = [parts for parts in found if _day(parts, received_on)]
    if len(valid) < fewest or len(set(valid)) != 1:
        return None
    return valid[0]


def _numeric(text: str) -> Parts | None:
    match = _NUMERIC.fullmatch(text.strip())
    return (int(match[1]), int(match[3]), int(match[5])) if match else None


def _worded(text: str) -> Parts | None:
    match = _WORDS.fullmatch(text.strip())
    if match is None:
        return None
    number = month_number(match[2].strip(" :,;'’"))
    key = "".join(_LETTERS.findall(match[2]))
    if number is None and key != "มค":  # ม.ค. and มี.ค. differ by a mark alone
        number = _MONTHS.get(key)
    return (int(match[1]), number, int(match[3])) if number else None


def _day(parts: Parts, received_on: date) -> date | None:
    reading = read("/".join(map(str, parts)), received_on)
    if reading.kind is not Kind.OK or reading.value is None or reading.value > received_on:
        return None
    return reading.value


def _shown(parts: Parts | None, received_on: date) -> str | None:
    return "/".join(map(str, parts)) if parts and _day(parts, received_on) else None
