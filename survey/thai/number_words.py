"""Days and years that are written in words, as agreements have them: วันที่ห้า … พุทธศักราชสองพันห้าร้อยหกสิบเอ็ด."""

import re

_UNITS = {
    "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9,
}  # fmt: skip
_TENS = {"": 1, "ยี่": 2} | {word: unit for word, unit in _UNITS.items() if unit > 2}
_UNIT = "|".join(_UNITS)
_TEN = "|".join(word for word in _TENS if word)


def _below_hundred(name: str) -> str:
    # A line may break anywhere between the words.
    return rf"(?:(?P<{name}ten>{_TEN})?\s*(?P<{name}teen>สิบ))?\s*(?P<{name}one>{_UNIT})?"


_DAY = re.compile(rf"(?<=วันที่)\s*{_below_hundred('')}(?=\s*(?:เดือน|[ก-ฮ.]))")
_YEAR = re.compile(rf"สองพัน\s*ห้าร้อย\s*{_below_hundred('')}")


def with_digits(text: str) -> str:
    """The text with digits where a day behind วันที่, or a year of the 26th century BE, is written in words."""
    return _YEAR.sub(_year, _DAY.sub(_day, text))


def _day(match: re.Match[str]) -> str:
    number = _number(match)
    return f" {number} " if 0 < number < 32 else match[0]


def _year(match: re.Match[str]) -> str:
    return f" {2500 + _number(match)} "


def _number(match: re.Match[str]) -> int:
    tens = _TENS[match["ten"] or ""] if match["teen"] else 0
    return 10 * tens + _UNITS.get(match["one"] or "", 0)
