"""Dates as officers write them, in either era: text or typed value and day of receipt in, a reading out.

Years in texts are Buddhist era (BE) in practice; every `date` here is Gregorian. Day and month are never
swapped to make a date possible (contract, section 3, "Values", and section 9).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from itertools import pairwise

from survey.thai import date_words as words
from survey.thai.digits import arabic
from survey.thai.months import LONG, SHORT, month_number
from survey.thai.short_texts import cached_when_short

BE = 543
EARLIEST_SHORT = 2535 - BE
"""Two-digit years are BE from 2535 on; LAOs hardly made agreements before, so older years are doubted."""
EARLIEST = 2400 - BE
_LATEST = 2599 - BE


class Kind(Enum):
    """What a reading is. With AMBIGUOUS there is a value, the likelier one; otherwise only OK has one."""

    OK = auto()
    BLANK = auto()  # nothing, dashes, "ไม่ระบุ"
    UNSIGNED = auto()  # "ยังไม่ได้ลงนาม", "อยู่ระหว่างดำเนินการ"
    INCOMPLETE = auto()  # month, year, fiscal year or quarter only
    INVALID = auto()
    AMBIGUOUS = auto()


class Why(Enum):
    """What makes a reading invalid or ambiguous."""

    NO_DATE = auto()
    NO_SUCH_DAY = auto()
    NO_SUCH_YEAR = auto()
    SHORT_YEAR = auto()
    SERIAL = auto()
    RANGE = auto()
    SEVERAL = auto()
    WORDS = auto()
    ERA = auto()
    OLD = auto()
    WEEKDAY = auto()


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text or value says about a date.

    Attributes:
        value: Gregorian; None unless `kind` is OK or AMBIGUOUS.
        other: The other reading, or the second of several dates.
        short: The year was written with two digits.
        be: It was written as a BE year; None where there is no year.
    """

    kind: Kind
    value: date | None = None
    why: Why | None = None
    other: date | None = None
    short: bool = False
    be: bool | None = None


_BLANK, _UNSIGNED, _INCOMPLETE = (
    DateReading(Kind.BLANK),
    DateReading(Kind.UNSIGNED),
    DateReading(Kind.INCOMPLETE),
)


def thai_date(day: date) -> str:
    """`5 พ.ย. 2561`: BE year, as in tables and lists of errors."""
    return f"{day.day} {SHORT[day.month - 1]} {day.year + BE}"


def thai_date_long(day: date) -> str:
    """`5 พฤศจิกายน 2561`: BE year, as in letters."""
    return f"{day.day} {LONG[day.month - 1]} {day.year + BE}"


@cached_when_short
def read(text: str, received_on: date) -> DateReading:
    """What a cell's text says. All of it must be understood, or the reading is no OK.

    Args:
        text: Repaired text, in any script and notation.
        received_on: Bangkok day of receipt; its year bounds two-digit years.
    """
    plain = _plain(text)
    if (simple := _SIMPLE.fullmatch(plain)) is not None:
        number = int(simple["number"]) if simple["number"] else month_number(simple["month"])
        if number is not None:
            return _dated(int(simple["day"]), number, simple["year"], None, received_on)
    if words.says_nothing(plain):
        return _BLANK
    if words.says_unsigned(plain):
        return _UNSIGNED
    if words.says_unknown(plain):
        return _BLANK
    if plain.isdigit():
        return _read_digits(plain, received_on)
    return _judged(plain, list(_found(plain, received_on)))


def read_value(value: date, received_on: date, shown: str = "") -> DateReading:
    """What a true date cell says, whose year is the file's own.

    Args:
        shown: The cell's text: where it shows the BE year, no two-digit year was typed.
    """
    day = value.date() if isinstance(value, datetime) else value
    if EARLIEST + BE <= day.year <= _LATEST + BE:
        return _dated(day.day, day.month, str(day.year), None, received_on)
    if day.year < 1930 or day.year > received_on.year + 100:
        return DateReading(Kind.INVALID, why=Why.NO_SUCH_YEAR)
    if day.year > 1999 or (day.year >= EARLIEST_SHORT and str(day.year + BE) in arabic(shown)):
        return DateReading(Kind.OK, day, be=False)
    meant = _day(day.day, day.month, day.year % 100 + 2500 - BE)
    if day.year >= 1935 and EARLIEST_SHORT <= day.year % 100 + 2500 - BE <= received_on.year:
        if meant is None:
            return DateReading(Kind.INVALID, why=Why.NO_SUCH_DAY, short=True, be=True)
        return DateReading(Kind.AMBIGUOUS, meant, Why.SHORT_YEAR, other=day, short=True, be=True)
    return DateReading(Kind.AMBIGUOUS, day, Why.SHORT_YEAR, other=meant, short=True, be=False)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in running text, which stands at `text[start:end]` of the text with Arabic digits."""

    start: int
    end: int
    reading: DateReading


def find(text: str, received_on: date) -> list[FoundDate]:
    """All full dates in running text (an MOU's, say), in reading order; impossible ones are INVALID."""
    plain = _one_to_one(text)
    return [FoundDate(start, end, reading) for start, end, reading in _found(plain, received_on)]


_SIMPLE = re.compile(
    r"(?P<day>\d{1,2})(?:[/\-.](?P<number>\d{1,2})[/\-.]| ?(?P<month>[ก-๎.]+) ?)(?P<year>\d{4}|\d{2})"
)
_LOOKALIKE = re.compile(r"(?<![a-z|])(?=[0-9ol|]*[0-9])[0-9ol|]*[ol|][0-9ol|]*(?![a-z|])")
_AS_DIGITS = str.maketrans("ol|", "011")
_DOTS = re.compile(r"[.…·_]{3,}|…+")
_SPLIT_YEAR = re.compile(r"(?<=[^\d\s])(\s*(?:25|20)) (\d\d)(?!\d|\s*[/.\-])")


def _one_to_one(text: str) -> str:
    # Same length as the text, so that places stay true.
    line = re.sub(r"\s", " ", arabic(text)).replace("I", "l")
    lower = line.lower()
    return _LOOKALIKE.sub(
        lambda match: match[0].translate(_AS_DIGITS), lower if len(lower) == len(line) else line
    )


def _plain(text: str) -> str:
    line = " ".join(_DOTS.sub(" ", _one_to_one(text)).split()).strip(" '’‘`\"“”*")
    return _SPLIT_YEAR.sub(r"\1\2", line) if " " in line else line


_NUMBER = re.compile(r"\d+")
_ORDINAL = re.compile(r"^(?:st|nd|rd|th)(?![a-z])")
_MONTH_WORD = re.compile(r"(?<![a-z])([a-z]{3,9})\.?\s*$")
_LONGEST_MONTH = 60


def _found(text: str, received_on: date) -> Iterator[tuple[int, int, DateReading]]:
    """Each date of a text: start, end, reading. Numbers are taken whole, so that no part of one matches."""
    numbers = list(_NUMBER.finditer(text))
    i = 0
    while i < len(numbers):
        taken = _numeric(text, numbers, i, received_on) or _worded(text, numbers, i, received_on)
        if taken is None:
            i += 1
            continue
        used, start, end, reading = taken
        yield start, end, reading
        i += used


_Taken = tuple[int, int, int, DateReading]


def _numeric(text: str, numbers: list[re.Match[str]], i: int, received_on: date) -> _Taken | None:
    if i + 2 >= len(numbers):
        return None
    first, second, third = numbers[i : i + 3]
    left = text[first.end() : second.start()]
    right, era = words.before_year(text[second.end() : third.start()])
    left = left.replace("เดือนที่", " ").replace("เดือน", " ")
    if not words.is_joint(left) or not (words.is_joint(right) or (era and not right.strip())):
        return None
    spaced = not left.strip() and not right.strip() and not era
    if spaced and (text[: first.start()].strip() or text[third.end() :].strip()):
        return None  # "5 11 2561" is a date by itself, three numbers in a sentence are not
    joint = right.strip() or left.strip()
    following = text[third.end() : third.end() + 2]
    if following[:1] and following[0] in (joint, left.strip()) and following[1:].isdigit():
        return None
    end, after = words.era_after(text, third.end())
    day, month, year = first[0], second[0], third[0]
    if len(day) == 4 and len(year) <= 2:
        day, year = year, day
    if max(len(day), len(month)) > 2:
        return None
    return 3, first.start(), end, _dated(int(day), int(month), year, era or after, received_on)


def _worded(text: str, numbers: list[re.Match[str]], i: int, received_on: date) -> _Taken | None:
    if i + 1 >= len(numbers):
        return None
    first, second = numbers[i : i + 2]
    between = text[first.end() : second.start()]
    if len(between) > _LONGEST_MONTH:
        return None
    day, month, year, start = first[0], None, second[0], first.start()
    rest, era = words.before_year(between)
    rest = _ORDINAL.sub("", rest.lstrip())
    if words.is_joint(between) and (match := _MONTH_WORD.search(text[: first.start()][-14:])):
        month, start = month_number(match[1]), first.start() - len(match[0])
    elif not words.is_joint(between):
        month = month_number(rest.replace("เดือน", " ").replace(" of ", " "))
    if month is None or _is_next_day(text, numbers, i + 1):
        return None
    if len(day) == 4 and len(year) <= 2:
        day, year = year, day
    if len(day) > 2 or len(year) < 2:
        return None
    end, after = words.era_after(text, second.end())
    return 2, start, end, _dated(int(day), month, year, era or after, received_on)


def _is_next_day(text: str, numbers: list[re.Match[str]], i: int) -> bool:
    """Whether number `i` is no year but the day of a date of its own: "1 ต.ค. – 30 พ.ย. 2561"."""
    if i + 1 >= len(numbers) or len(numbers[i][0]) > 2:
        return False
    return month_number(words.before_year(text[numbers[i].end() : numbers[i + 1].start()])[0]) is not None


def _dated(day: int, month: int, year: str, era: str | None, received_on: date) -> DateReading:
    meant, be, doubt = _year(year, era, received_on)
    short = len(year) == 2
    if meant is None:
        return DateReading(Kind.INVALID, why=Why.NO_SUCH_YEAR, short=short)
    value = _day(day, month, meant)
    if value is None:
        return DateReading(Kind.INVALID, why=Why.NO_SUCH_DAY, short=short, be=be)
    if doubt:
        return DateReading(Kind.AMBIGUOUS, value, Why.ERA, short=short, be=be)
    if meant < EARLIEST_SHORT:
        return DateReading(Kind.AMBIGUOUS, value, Why.OLD, _likely_meant(value, received_on), be=be)
    return DateReading(Kind.OK, value, short=short, be=be)


def _year(digits: str, era: str | None, received_on: date) -> tuple[int | None, bool, bool]:
    """Gregorian year or None, whether it was written in BE, whether era and number contradict each other."""
    number = int(digits)
    if len(digits) == 2:
        be, ce = number + 2500 - BE, number + 2000
        if era != "ce" and EARLIEST_SHORT <= be <= received_on.year:
            return be, True, False
        return (ce if era != "be" and ce <= received_on.year else None), False, False
    if len(digits) == 4 and EARLIEST <= number - BE <= _LATEST:
        return number - BE, True, era == "ce"
    if len(digits) == 4 and 1900 <= number <= received_on.year + 100:
        return number, False, era == "be"
    return None, False, False


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _likely_meant(value: date, received_on: date) -> date | None:
    """2516 or 2461 for 2561: the year that was likely meant, where there is one."""
    last = (value.year + BE) % 100
    for year in (2500 - BE + last % 10 * 10 + last // 10, 2500 - BE + last):
        if EARLIEST_SHORT <= year <= received_on.year:
            return _day(value.day, value.month, year)
    return None


_ORIGIN = date(1899, 12, 30)


def _read_digits(digits: str, received_on: date) -> DateReading:
    """A bare number: a serial number of a workbook, eight digits written together, or a year."""
    if len(digits) in (7, 8):
        together = digits.zfill(8)
        splits = ((together[:2], together[2:4], together[4:]), (together[6:], together[4:6], together[:4]))
        readings = [_dated(int(day), int(month), year, None, received_on) for day, month, year in splits]
        valid = [reading for reading in readings if reading.value]
        return valid[0] if len(valid) == 1 else DateReading(Kind.INVALID, why=Why.NO_DATE)
    if len(digits) in (5, 6):
        day = _ORIGIN + timedelta(days=int(digits))
        year = day.year - BE if day.year >= EARLIEST + BE else day.year
        reading = read_value(day, received_on)
        if reading.value and year <= received_on.year + 10 and reading.value.year >= EARLIEST_SHORT:
            return replace(reading, kind=Kind.AMBIGUOUS, why=Why.SERIAL)
        return DateReading(Kind.INVALID, why=Why.NO_DATE)
    if len(digits) in (2, 4) and _year(digits, None, received_on)[0]:
        return _INCOMPLETE
    return DateReading(Kind.INVALID, why=Why.NO_DATE)


_SHARED = re.compile(
    r"(?P<day>\d{1,2})(?:\s*/\s*(?P<number>\d{1,2})|(?P<month>[^\d,]*?))\s*(?:-|–|—|ถึง|และ|,|&)[^\d]*$"
)


def _judged(text: str, found: list[tuple[int, int, DateReading]]) -> DateReading:
    if not found:
        incomplete = words.is_incomplete(text)
        return _INCOMPLETE if incomplete else DateReading(Kind.INVALID, why=Why.NO_DATE)
    start, _, first = found[0]
    before = text[:start]
    if first.value is None:
        return first
    if words.is_of_another_event(before):
        return DateReading(Kind.INVALID, why=Why.NO_DATE)
    if shared := _before_shared(before, first.value):
        return replace(first, kind=Kind.AMBIGUOUS, value=shared, why=Why.RANGE, other=first.value)
    for (_, last_end, _), (next_start, _, later) in pairwise(found):
        if later.value != first.value:
            why = Why.RANGE if words.is_range(text[last_end:next_start] + before) else Why.SEVERAL
            return replace(first, kind=Kind.AMBIGUOUS, why=why, other=later.value)
    around = [
        before,
        *(text[a[1] : b[0]] for a, b in pairwise(found)),
        text[found[-1][1] :],
    ]
    return _with_rest(first, around)


def _with_rest(first: DateReading, around: list[str]) -> DateReading:
    """One date; what else stands in the cell decides whether it is sure."""
    around[0], weekday = words.without_weekday(around[0])
    rest = [unknown for part in around if (unknown := words.unknown_words(part))]
    if any(part.strip(" /.-,").isdigit() for part in rest):
        return DateReading(Kind.INVALID, why=Why.NO_DATE)
    if first.kind is not Kind.OK or first.value is None:
        return first
    if rest:
        return replace(first, kind=Kind.AMBIGUOUS, why=Why.WORDS)
    if weekday is not None and weekday != first.value.weekday():
        return replace(first, kind=Kind.AMBIGUOUS, why=Why.WEEKDAY)
    return first


def _before_shared(before: str, date_after: date) -> date | None:
    """The first day of "1–5 พ.ย. 2561", "1 ต.ค. – 5 พ.ย. 2561", whose year stands at the end only."""
    match = _SHARED.search(before)
    if match is None:
        return None
    month: int | None = date_after.month
    if match["number"]:
        month = int(match["number"])
    elif match["month"].strip():
        month = month_number(match["month"])
    if month is None:
        return None
    day = _day(int(match["day"]), month, date_after.year)
    return day if day is None or day <= date_after else _day(day.day, day.month, day.year - 1)
