"""What a spreadsheet's cell says, from its stored value and its style, whatever the format (ECMA-376 §18.17.4)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

from parsers import number_format
from parsers.number_format import NumberFormat, general
from parsers.refused import FileCorrupt
from parsers.symbol_fonts import as_unicode, is_symbol_font
from survey.cells import Cell, CellValue
from survey.thai.text import repair

NO_VALUE = "ไม่มีค่าที่คำนวณไว้"
"""Error of a formula whose result the file does not hold: Excel would compute it on opening."""

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FALSE_LEAP_DAY = 60
_LAST_DAY = (date.max - _EPOCH_1900).days
_BUDDHIST = 543


def finite(text: str) -> float:
    """A stored number.

    Raises:
        FileCorrupt: It is none, or not finite.
    """
    try:
        number = float(text)
    except ValueError as error:
        raise FileCorrupt from error
    if not isfinite(number):
        raise FileCorrupt
    return number


@dataclass(frozen=True, slots=True)
class Style:
    """Attributes:
    font: Name of a font that draws symbols for letters, else None.
    struck: The cell is struck through.
    shows_text: The format adds something to texts.
    unseen: Its letters have the colour of the ground.
    fill: Colour of the ground, None where it is white or none.
    """

    format: NumberFormat
    font: str | None = None
    struck: bool = False
    shows_text: bool = False
    unseen: bool = False
    fill: str | None = None

    @property
    def is_everyday(self) -> bool:
        """It says nothing of a text but how it looks."""
        return not (self.font or self.struck or self.shows_text or self.unseen or self.fill)


_VOLATILE = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\s*\(", re.IGNORECASE)


def is_volatile(formula: str) -> bool:
    """Whether a formula gives another value on another day."""
    return _VOLATILE.search(formula) is not None


PLAIN = Style(number_format.parse("General"))


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text. `struck` and `font` are None where the cell's own count; "" is an ordinary font."""

    text: str
    struck: bool | None = None
    font: str | None = None


Text = str | tuple[Run, ...]


def style_of(code: str, font: str | None, struck: bool) -> Style:
    """A style from a number format's code and the font, which counts only if it draws symbols for letters."""
    shown = number_format.parse(code)
    return Style(shown, font if is_symbol_font(font) else None, struck, shown.shown_text("x") != "x")


def text_cell(at: str, text: Text, style: Style) -> tuple[Cell | None, bool]:
    """The cell, None where nobody would see anything, and whether struck-through words were left out of it."""
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


def number_cell(at: str, number: float, style: Style, counts_from_1904: bool = False) -> Cell:
    """A finite number as its format shows it, or the date that it stands for."""
    if style.format.is_date:
        day = _date(number, counts_from_1904)
        if day is not None:
            return date_cell(at, day, style)
    value: CellValue = int(number) if number.is_integer() and abs(number) < 1e15 else number
    if style is PLAIN:
        text = str(value)
    else:
        text = general(number) if style.format.is_general else style.format.shown(number)
    return Cell(at, text, value, style.font, style.struck)


def _date(serial: float, counts_from_1904: bool) -> date | None:
    """The day of a serial number; None outside of the years 1900 to 9999."""
    days = int(serial)
    if counts_from_1904:
        days += (_EPOCH_1904 - _EPOCH_1900).days
    if not 1 <= days <= _LAST_DAY:
        return None
    return _EPOCH_1900 + timedelta(days + (days < _FALSE_LEAP_DAY))


def date_cell(at: str, day: date, style: Style) -> Cell:
    """A day, shown as day/month/year in the format's own era.

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
