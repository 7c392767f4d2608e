"""A cell's stored form → what a person sees and what it means (ECMA-376 part 1, §18.3.1.4 and §18.17.4)."""

import math
from dataclasses import dataclass, field
from datetime import date, timedelta

from parsers.formats.xlsx.strings import Run, Text, unescaped
from parsers.formats.xlsx.styles import PLAIN, Style
from parsers.refused import FileCorrupt
from parsers.symbol_fonts import as_unicode
from survey.cells import Cell, CellValue
from survey.thai.text import repair

NO_VALUE = "ไม่มีค่าที่คำนวณไว้"
"""Error of a formula whose result the file does not hold: Excel would compute it on opening."""

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FALSE_LEAP_DAY = 60
_LAST_DAY = (date.max - _EPOCH_1900).days
_BUDDHIST = 543


@dataclass(slots=True)
class Workbook:
    """What cells of all sheets refer to.

    Attributes:
        recalculates: The file asks to be recalculated on opening: a stored 0 of a formula may be no result.
    """

    styles: list[Style] = field(default_factory=lambda: [PLAIN])
    strings: list[Text] = field(default_factory=list)
    counts_from_1904: bool = False
    recalculates: bool = False

    def style(self, index: str | None) -> Style:
        number = int(index) if index and index.isdecimal() else 0
        return self.styles[number] if number < len(self.styles) else PLAIN

    def string(self, index: str) -> Text:
        """A shared string.

        Raises:
            FileCorrupt: There is no such string.
        """
        try:
            return self.strings[int(index)]
        except (ValueError, IndexError) as error:
            raise FileCorrupt from error


def cell_of(
    at: str, kind: str, raw: str, inline: Text | None, style: Style, is_formula: bool, workbook: Workbook
) -> tuple[Cell | None, bool]:
    """The cell, None where nobody would see anything, and whether struck-through words were left out of it.

    Args:
        kind: The cell's `t`: s, str, inlineStr, n, b, e, d.
        raw: Text of its `v`.
        inline: Text of its `is`, if it has one.
    """
    if kind == "s" and raw:
        return _text_cell(at, workbook.string(raw.strip()), style)
    if inline is not None:
        return _text_cell(at, inline, style)
    if kind in ("str", "inlineStr"):
        return _text_cell(at, unescaped(raw), style)
    raw = raw.strip()
    if not raw:
        return (Cell(at, error=NO_VALUE, struck=style.struck) if is_formula else None), False
    if kind == "b":
        value = raw not in ("0", "false")
        return Cell(at, "TRUE" if value else "FALSE", value, style.font, style.struck), False
    if kind == "e":
        return Cell(at, raw, None, None, style.struck, raw), False
    if kind == "d":
        return _iso_date_cell(at, raw, style), False
    if is_formula and workbook.recalculates and raw == "0":
        return Cell(at, error=NO_VALUE, struck=style.struck), False
    return _number_cell(at, raw, style, workbook.counts_from_1904), False


def _text_cell(at: str, text: Text, style: Style) -> tuple[Cell | None, bool]:
    struck, font, dropped = style.struck, style.font, False
    if not isinstance(text, str):
        text, struck, font, dropped = _from_runs(text, style)
    if not text.strip():
        return None, dropped
    if style.shows_text:
        text = style.format.shown_text(text)
    # Letters of a symbol font are no Thai: nothing in them is to be repaired.
    text = text if font else repair(text)
    return Cell(at, text, text, font, struck), dropped


def _from_runs(runs: tuple[Run, ...], style: Style) -> tuple[str, bool, str | None, bool]:
    """Text, whether all of it is struck, its symbol font, whether a struck part was left out."""
    told = [
        (
            run.text,
            style.struck if run.struck is None else run.struck,
            style.font if run.font is None else run.font,
        )
        for run in runs
    ]
    visible = [part for part in told if part[0].strip()]
    if not visible:
        return "", False, None, False
    if all(struck for _, struck, _ in visible):
        kept, dropped = told, False
    else:
        kept = [part for part in told if not part[1]]
        dropped = any(struck for _, struck, _ in visible)
    fonts = {font or None for text, _, font in kept if text.strip()}
    if len(fonts) == 1:
        text, font = "".join(text for text, _, _ in kept), fonts.pop()
    else:
        text, font = "".join(as_unicode(text, name) if name else text for text, _, name in kept), None
    return text, not dropped and all(struck for _, struck, _ in visible), font, dropped


def _number_cell(at: str, raw: str, style: Style, counts_from_1904: bool) -> Cell:
    try:
        number = float(raw)
    except ValueError as error:
        raise FileCorrupt from error
    if not math.isfinite(number):
        return Cell(at, raw, None, None, style.struck, raw)
    if style.format.is_date:
        day = _date(number, counts_from_1904)
        if day is not None:
            return _date_cell(at, day, style)
    value: CellValue = int(number) if number.is_integer() and abs(number) < 1e15 else number
    text = str(value) if style is PLAIN else style.format.shown(number)
    return Cell(at, text, value, style.font, style.struck)


def _date(serial: float, counts_from_1904: bool) -> date | None:
    """The day of a serial number; None outside of the years 1900 to 9999."""
    days = int(serial)
    if counts_from_1904:
        days += (_EPOCH_1904 - _EPOCH_1900).days
    if not 1 <= days <= _LAST_DAY:
        return None
    return _EPOCH_1900 + timedelta(days + (days < _FALSE_LEAP_DAY))


def _date_cell(at: str, day: date, style: Style) -> Cell:
    """Shown as day/month/year in the format's own era.

    Where the format shows no year, or no day and the first stands in the cell, Excel made the missing part up
    from what was typed ("พ.ย. 61"): then there is no date value, only what a person sees.
    """
    shown = style.format
    year = str(day.year + _BUDDHIST * shown.is_buddhist)
    if shown.has_day and not shown.has_year:
        return Cell(at, f"{day.day}/{day.month}", None, None, style.struck)
    if not shown.has_day and day.day == 1:
        text = f"{day.month}/{year}" if shown.has_year else str(day.month)
        return Cell(at, text, None, None, style.struck)
    return Cell(at, f"{day.day}/{day.month}/{year}", day, None, style.struck)


def _iso_date_cell(at: str, raw: str, style: Style) -> Cell:
    try:
        day = date.fromisoformat(raw[:10])
    except ValueError:
        return Cell(at, raw, raw, None, style.struck)
    return Cell(at, f"{day.day}/{day.month}/{day.year}", day, None, style.struck)
