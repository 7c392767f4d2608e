"""A cell's stored form → what a person sees and what it means (ECMA-376 part 1, §18.3.1.4 and §18.17.4)."""

import math
import re
from dataclasses import dataclass, field
from datetime import date

from parsers.formats.xlsx.strings import inline_text, unescaped
from parsers.refused import FileCorrupt
from parsers.sheet_cells import NO_VALUE, PLAIN, Style, Text, number_cell, text_cell
from survey.cells import Cell
from survey.thai.text import repair


@dataclass(slots=True)
class Workbook:
    """What cells of all sheets refer to.

    Attributes:
        recalculates: The file asks to be recalculated on opening: a stored 0 of a formula may be no result.
        everyday: Attributes of a cell and its text, or the number of it, as a sheet's bytes have them, to what all see.
    """

    styles: list[Style] = field(default_factory=lambda: [PLAIN])
    strings: list[Text] = field(default_factory=list)
    counts_from_1904: bool = False
    recalculates: bool = False
    everyday: dict[tuple[bytes, bytes], str] = field(default_factory=dict, init=False)
    _kinds: dict[bytes, tuple[str, Style]] = field(default_factory=dict, init=False)

    def style(self, index: str | None) -> Style:
        number = int(index) if index and index.isdecimal() else 0
        return self.styles[number] if number < len(self.styles) else PLAIN

    def string(self, index: str | bytes) -> Text:
        """A shared string.

        Raises:
            FileCorrupt: There is no such string.
        """
        try:
            return self.strings[int(index)]
        except (ValueError, IndexError) as error:
            raise FileCorrupt from error

    def kind_of(self, said: bytes) -> tuple[str, Style]:
        """A cell's type and style from its attributes, which are no others."""
        kind = self._kinds.get(said)
        if kind is None:
            index = _DIGITS.search(said)
            stored = _STORED.get(said.rpartition(b' t="')[2], "n")
            kind = self._kinds[said] = stored, self.style(index[0].decode() if index else None)
        return kind

    def learn(self, said: bytes, stored: str, raw: bytes) -> str:
        """What all see of a text in an everyday style, kept in `everyday` where it is short; "" where it is not of one piece."""
        string = inline_text(raw) if stored == "inlineStr" else self.string(raw)
        if not isinstance(string, str) or not string.strip():
            return ""
        words = repair(string)
        # A long text hardly stands twice, and a large sheet's would take as much memory again.
        if len(raw) <= _LONGEST_KEPT:
            self.everyday[said, raw] = words
        return words


_LONGEST_KEPT = 100
_STORED = {b's"': "s", b'inlineStr"': "inlineStr"}
_DIGITS = re.compile(rb"\d+")


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
        return text_cell(at, workbook.string(raw.strip()), style)
    if inline is not None:
        return text_cell(at, inline, style)
    if kind in ("str", "inlineStr"):
        return text_cell(at, unescaped(raw), style)
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


def _number_cell(at: str, raw: str, style: Style, counts_from_1904: bool) -> Cell:
    try:
        number = float(raw)
    except ValueError as error:
        raise FileCorrupt from error
    if not math.isfinite(number):
        return Cell(at, raw, None, None, style.struck, raw)
    return number_cell(at, number, style, counts_from_1904)


def _iso_date_cell(at: str, raw: str, style: Style) -> Cell:
    try:
        day = date.fromisoformat(raw[:10])
    except ValueError:
        return Cell(at, raw, raw, None, style.struck)
    return Cell(at, f"{day.day}/{day.month}/{day.year}", day, None, style.struck)
