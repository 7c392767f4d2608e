"""Number formats (ECMA-376 part 1, §18.8.30-31): whether a number is a date, and what a person sees of it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_GENERAL = "General"
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "d/m/yyyy", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "d/m/yyyy h:mm", 30: "d/m/yy", 31: "yyyy/m/d", 32: "h:mm", 33: "h:mm:ss", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
    59: "0", 60: "0.00", 61: "#,##0", 62: "#,##0.00", 67: "0%", 68: "0.00%",
    71: "d/m/bbbb", 72: "d-mmm-bb", 73: "d-mmm", 74: "mmm-bb", 75: "h:mm", 76: "h:mm:ss",
    77: "d/m/bbbb h:mm", 78: "mm:ss", 79: "[h]:mm:ss", 80: "mm:ss.0", 81: "d/m/bb",
}  # fmt: skip
_EAST_ASIAN_DATES = frozenset((*range(27, 30), *range(34, 37), *range(50, 59)))


def built_in(number: int) -> str:
    """Code of a format that files name by number only; Thai Excel's 59 to 81 too."""
    return "d/m/yyyy" if number in _EAST_ASIAN_DATES else _BUILT_IN.get(number, _GENERAL)


Token = tuple[Literal["literal", "digit", "point", "comma", "percent", "text", "general", "other"], str]


@dataclass(frozen=True, slots=True)
class Section:
    """One of up to four parts of a format, as tokens, with its condition: ("<=", 9999999.0)."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Attributes:
    is_date: It shows a day, month or year.
    is_buddhist: Its years are BE.
    has_day, has_year: It shows them.
    is_general: It shows every number as it is.
    """

    sections: tuple[Section, ...]
    is_date: bool = False
    is_buddhist: bool = False
    has_day: bool = False
    has_year: bool = False
    is_general: bool = False

    def shown(self, number: float) -> str:
        """A number as the cell shows it; "" where the format hides it."""
        section, sign = self._section_for(number)
        kinds = {kind for kind, _ in section.tokens}
        if "general" in kinds or "text" in kinds:
            return "".join(
                general(number) if kind in ("general", "text") else text for kind, text in section.tokens
            )
        if "other" in kinds:
            return general(number)
        if not kinds & {"digit"}:
            return "".join(text for kind, text in section.tokens if kind == "literal")
        return sign + _fill(section.tokens, abs(number))

    def shown_text(self, text: str) -> str:
        """A text as the cell shows it: `"อบต."@` puts letters before it."""
        if len(self.sections) == 4:
            tokens = self.sections[3].tokens
        else:
            tokens = next(
                (s.tokens for s in self.sections if any(kind == "text" for kind, _ in s.tokens)), ()
            )
            if not tokens:
                return text
        return "".join(
            text if kind == "text" else shown for kind, shown in tokens if kind in ("text", "literal")
        )

    def _section_for(self, number: float) -> tuple[Section, str]:
        numeric = self.sections[:3]
        minus = "-" if number < 0 else ""
        if any(section.condition for section in numeric):
            for section in numeric:
                if section.condition is None or _holds(section.condition, number):
                    return section, minus
            return numeric[-1], minus
        if number < 0 and len(numeric) > 1:
            return numeric[1], ""
        if number == 0 and len(numeric) > 2:
            return numeric[2], ""
        return numeric[0], minus


def general(number: float) -> str:
    """A number without a format: all digits of an integer, at most ten of a fraction."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    short = repr(float(number))
    return short if len(short) <= 11 else f"{number:.10g}"


_TOKEN = re.compile(
    r'"([^"]*)"?|\\(.)|_(.)|\*(.)|\[([^\]]*)\]|(General|Standard|ทั่วไป)|(AM/PM|A/P)|(E[+-])'
    r"|([0#?])|(\.)|(,)|(%)|(@)|(;)|(.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_BUDDHIST = re.compile(r"\$-[0-9a-f]*07[0-9a-f]{4}|\$-th-TH,[0-9a-z]*07|~buddhist", re.IGNORECASE)
_DATE_LETTERS = "dmybegวดป"
_TIME_LETTERS = "hsชนท"


@lru_cache(maxsize=512)
def parse(code: str) -> NumberFormat:
    """A format from its code."""
    sections: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    letters = ""
    buddhist = False
    for match in _TOKEN.finditer(code):
        if match[14]:
            sections.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif match[5] is not None:
            buddhist = buddhist or _BUDDHIST.search(match[5]) is not None
            if found := _CONDITION.fullmatch(match[5]):
                condition = found[1], float(found[2])
            if match[5].startswith("$"):
                tokens.append(("literal", match[5][1:].partition("-")[0]))
            if match[5].strip("hmsช").strip() == "" and match[5]:
                letters += "h"
                tokens.append(("other", ""))
        else:
            token = _token(match)
            tokens.append(token)
            if token[0] == "other" and not sections:
                letters += token[1].lower()
    sections.append(Section(tuple(tokens), condition))
    return _described(tuple(sections), letters, buddhist)


def _token(match: re.Match[str]) -> Token:
    (
        quoted,
        escaped,
        padded,
        filled,
        _,
        word,
        meridian,
        exponent,
        digit,
        point,
        comma,
        percent,
        at,
        _,
        other,
    ) = match.groups()
    if quoted is not None or escaped is not None:
        return "literal", quoted if quoted is not None else escaped
    if padded is not None:
        return "literal", " "
    if filled is not None:
        return "literal", ""
    for kind, found in (
        ("general", word), ("digit", digit), ("point", point), ("comma", comma), ("percent", percent), ("text", at)
    ):  # fmt: skip
        if found:
            return kind, found  # type: ignore[return-value]
    if meridian:
        return "other", "h"
    if exponent or other == "/":  # of a fraction, where it is no date: then no digits are put in
        return "other", other or ""
    return ("other" if other.lower() in _DATE_LETTERS + _TIME_LETTERS else "literal"), other


def _described(sections: tuple[Section, ...], letters: str, buddhist: bool) -> NumberFormat:
    time = any(letter in letters for letter in _TIME_LETTERS)
    day = any(letter in letters for letter in "dว")
    year = any(letter in letters for letter in "ybegป")
    month = "mmm" in letters or "ดด" in letters or ("m" in letters and not time)
    is_date = day or year or month
    # Thai words without quotes are words: ด in "0 ชุด" is no month.
    if is_date and not any(letter in letters for letter in "dmybeg"):
        is_date = year or (day and "ด" in letters)
    is_general = len(sections) == 1 and [kind for kind, _ in sections[0].tokens] == ["general"]
    return NumberFormat(
        sections, is_date, buddhist or "b" in letters or "ป" in letters, day, year, is_general
    )


def _holds(condition: tuple[str, float], number: float) -> bool:
    sign, limit = condition
    return (
        (sign == "<" and number < limit)
        or (sign == ">" and number > limit)
        or (sign == "<=" and number <= limit)
        or (sign == ">=" and number >= limit)
        or (sign == "=" and number == limit)
        or (sign == "<>" and number != limit)
    )


def _fill(tokens: tuple[Token, ...], number: float) -> str:
    """Digits into their places: 0 keeps a place, # does not; letters between them stay."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((at for at, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    decimals = [at for at in places if at > point]
    whole = [at for at in places if at < point]
    commas = [at for at, (kind, _) in enumerate(tokens) if kind == "comma"]
    number *= 100 ** sum(kind == "percent" for kind, _ in tokens)
    number /= 1000 ** sum(at > places[-1] for at in commas)
    digits, _, fraction = f"{number:.{len(decimals)}f}".partition(".")
    if digits == "0":
        digits = ""
    shown = dict.fromkeys(places, "")
    grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    for count, at in enumerate(reversed(whole)):
        first = at == whole[0]
        taken, digits = (digits, "") if first else (digits[-1:], digits[:-1])
        taken = taken or ("0" if tokens[at][1] == "0" else " " if tokens[at][1] == "?" else "")
        shown[at] = _grouped(taken, count) if grouped else taken
    while decimals and fraction.endswith("0") and tokens[decimals[-1]][1] == "#":
        fraction = fraction[:-1]
        decimals.pop()
    shown |= dict(zip(decimals, fraction, strict=False))
    shown |= {at: text for at, (kind, text) in enumerate(tokens) if kind in ("literal", "percent")}
    shown[point] = "." if fraction else ""
    return "".join(text for _, text in sorted(shown.items()))


def _grouped(digits: str, right: int) -> str:
    """Thousands separators for digits that have `right` more digits on their right."""
    pieces = []
    for count, digit in enumerate(reversed(digits), right + 1):
        pieces.append(digit + ("," if (count - 1) % 3 == 0 and count > 1 else ""))
    return "".join(reversed(pieces))
