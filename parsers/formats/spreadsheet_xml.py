"""Excel's XML of 2003 (SpreadsheetML, often named .xls): a grid a worksheet, read as a stream.

Source: Microsoft Office 2003 XML Reference Schemas, SpreadsheetML. Raises FileRefused and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from parsers.grid import Grid, Place
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileTooLarge
from parsers.safe_xml import stream
from parsers.sheet_builder import SheetBuilder
from parsers.sheet_cells import (
    NO_VALUE,
    PLAIN,
    Run,
    Style,
    date_cell,
    finite,
    is_volatile,
    number_cell,
    style_of,
    text_cell,
)
from parsers.symbol_fonts import is_symbol_font
from survey.cells import Cell, Doubt
from survey.marking import AUTHOR
from survey.thai.text import repair

SOURCE = "xml"

_HEADER_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Za-z+\-]')
_LONGEST_TEXT = 200_000
_DEEPEST = 50  # elements within a text
_MOST = 10_000_000
_NAMED_FORMATS = {
    "general date": "d/m/yyyy h:mm",
    "long date": "d/m/yyyy",
    "medium date": "d-mmm-yy",
    "short date": "d/m/yyyy",
    "long time": "h:mm:ss",
    "medium time": "h:mm",
    "short time": "h:mm",
    "currency": "#,##0.00",
    "euro currency": "#,##0.00",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "percent": "0.00%",
    "scientific": "General",
    "yes/no": "General",
    "true/false": "General",
    "on/off": "General",
}


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The worksheets in their order, hidden ones marked.

    Raises:
        FileCorrupt, FileTooLarge: It can't be read, or goes over the limits.
    """
    reader = _Reader(limits)
    stream(_pieces(data.lstrip()), reader.start, reader.end, reader.text)
    grids = [sheet.grid() for sheet in reader.sheets]
    for grid, comments in zip(grids, reader.comments, strict=True):
        grid.comments = comments
    return grids


def _pieces(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), 256 * 1024):
        yield data[at : at + 256 * 1024]


class _Reader:
    """Handlers of the stream. Words count only in the `Data` of a cell; comments have a `Data` too."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[SheetBuilder] = []
        self.comments: list[dict[Place, str]] = []
        self._comment: list[str] = []
        self._author = ""
        self._limits = limits
        self._styles: dict[str, Style] = {}
        self._style: dict[str, str] | None = None
        self._by_1904 = False
        self._row = self._column = 0
        self._row_span = 0
        self._row_style = ""
        self._column_styles: dict[int, str] = {}
        self._column_at = 0
        self._busy: dict[int, int] = {}
        self._cell: dict[str, str] | None = None
        self._kind = ""
        self._runs: list[Run] = []
        self._looks: list[tuple[bool | None, str | None]] = []
        self._length = 0
        self._in_data = self._in_comment = False
        self._word: list[str] | None = None

    def start(self, name: str, has: dict[str, str]) -> None:
        name, has = name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in has.items()}
        if self._in_comment or self._in_data:
            if self._in_data:
                self._looks.append(_look(name, has))
                if len(self._looks) > _DEEPEST:
                    raise FileCorrupt
            return
        match name:
            case "Style":
                self._style = {"ID": has.get("ID", ""), "Parent": has.get("Parent", "")}
            case "Font" | "NumberFormat" if self._style is not None:
                self._style |= {
                    key: has[key] for key in ("FontName", "StrikeThrough", "Format") if key in has
                }
            case "Worksheet":
                self._start_sheet(has)
            case "Column":
                self._start_column(has)
            case "Row":
                self._start_row(has)
            case "Cell":
                self._start_cell(has)
            case "Comment" | "PhoneticText":
                self._in_comment = True
                self._comment, self._author = [], has.get("Author", "")
            case "Data" if self._cell is not None:
                self._in_data, self._kind = True, has.get("Type", "String")
            case "Header" | "Footer" if self.sheets and has.get("Data"):
                self._add_note(has["Data"])
            case "Visible" | "Date1904":
                self._word = []

    def text(self, letters: str) -> None:
        if self._word is not None:
            self._word.append(letters)
        elif self._in_comment:
            self._comment.append(letters)
        elif self._in_data:
            struck = next((s for s, _ in reversed(self._looks) if s is not None), None)
            font = next((f for _, f in reversed(self._looks) if f is not None), None)
            self._runs.append(Run(letters, struck, font))
            self._length += len(letters)
            if self._length > _LONGEST_TEXT:
                raise FileTooLarge(limit=f"{_LONGEST_TEXT:,} ตัวอักษรต่อช่อง")

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if self._in_comment:
            self._in_comment = name not in ("Comment", "PhoneticText")
            words = "".join(self._comment).strip().removeprefix(f"{self._author}:").strip()
            if name == "Comment" and self.comments and words and AUTHOR not in words + self._author:
                self.comments[-1][self._row, self._column] = repair(words)
        elif self._in_data:
            if name == "Data" and not self._looks:
                self._in_data = False
            elif self._looks:
                self._looks.pop()
        elif name == "Cell" and self._cell is not None:
            self._end_cell(self._cell)
        elif name == "Row":
            self._row += self._row_span
        elif name == "Style" and self._style is not None:
            self._end_style(self._style)
        elif self._word is not None:
            self._end_word(name, "".join(self._word).strip())

    def _start_sheet(self, has: dict[str, str]) -> None:
        name = has.get("Name", f"Sheet{len(self.sheets) + 1}")
        self.sheets.append(SheetBuilder(name, self._limits))
        self.comments.append({})
        if len(self.sheets) > self._limits.sheets:
            raise FileTooLarge(limit=f"{self._limits.sheets:,} แผ่นงาน")
        self._row = self._column = self._column_at = self._row_span = 0
        self._column_styles, self._busy = {}, {}

    def _start_column(self, has: dict[str, str]) -> None:
        if not self.sheets:
            raise FileCorrupt
        first = _number(has, "Index", self._column_at + 1)
        last = self._column_at = first + _number(has, "Span", 0)
        if has.get("Hidden") == "1":
            self.sheets[-1].hidden_columns.append((first, last))
        if "StyleID" in has:
            shown = range(first, min(last, 2 * self._limits.columns) + 1)
            self._column_styles |= dict.fromkeys(shown, has["StyleID"])

    def _start_row(self, has: dict[str, str]) -> None:
        if not self.sheets:
            raise FileCorrupt
        self._row, self._column = _number(has, "Index", self._row + 1), 0
        self._row_span, self._row_style = _number(has, "Span", 0), has.get("StyleID", "")
        if has.get("Hidden") == "1":
            self.sheets[-1].hidden_rows.append((self._row, self._row + self._row_span))

    def _indexed(self, index: int) -> int:
        """The column that an Index names: where a merge from above holds it, LibreOffice has counted free cells alone."""
        if self._busy.get(index, 0) < self._row:
            return index
        column = 0
        while index and column <= 2 * self._limits.columns:
            column += 1
            index -= self._busy.get(column, 0) < self._row
        return column

    def _start_cell(self, has: dict[str, str]) -> None:
        if not self.sheets:
            raise FileCorrupt
        self._cell, self._kind, self._runs, self._length = has, "", [], 0
        self._column = self._indexed(_number(has, "Index", 0)) or self._column + 1
        while self._busy.get(self._column, 0) >= self._row:  # LibreOffice counts no cells under a merge
            self._column += 1

    def _end_cell(self, has: dict[str, str]) -> None:
        self._cell = None
        sheet, row, column = self.sheets[-1], self._row, self._column
        across, down = _number(has, "MergeAcross", 0), _number(has, "MergeDown", 0)
        self._column += across
        sheet.merge(row, column, row + down, column + across)
        if down:
            covered = range(column, min(column + across, 2 * self._limits.columns) + 1)
            self._busy |= dict.fromkeys(covered, row + down)
        name = has.get("StyleID") or self._row_style or self._column_styles.get(column, "Default")
        style = self._styles.get(name, PLAIN)
        at = sheet.at(row, column)
        doubt = Doubt.VOLATILE if is_volatile(has.get("Formula", "")) else None
        if self._kind:
            cell, dropped = self._shown(at, style)
            sheet.add(row, column, replace(cell, doubt=doubt) if cell and doubt else cell, dropped)
        elif "Formula" in has:
            sheet.add(row, column, Cell(at, error=NO_VALUE, struck=style.struck, doubt=doubt))

    def _shown(self, at: str, style: Style) -> tuple[Cell | None, bool]:
        text = "".join(run.text for run in self._runs)
        match self._kind:
            case "Number":
                return number_cell(at, finite(text), style, self._by_1904), False
            case "Boolean":
                value = text.strip() in ("1", "true")
                return Cell(at, "TRUE" if value else "FALSE", value, style.font, style.struck), False
            case "Error":
                return Cell(at, text, None, None, style.struck, text.strip() or "#N/A"), False
            case "DateTime" if (day := _day(text)) is not None:
                shown = style if style.format.is_date else style_of("d/m/yyyy", style.font, style.struck)
                return date_cell(at, day, shown), False
        plain = all(run.struck is None and run.font is None for run in self._runs)
        return text_cell(at, text if plain else tuple(self._runs), style)

    def _end_style(self, said: dict[str, str]) -> None:
        self._style = None
        base = self._styles.get(said["Parent"] or "Default", PLAIN)
        named = said.get("Format")
        code = _NAMED_FORMATS.get(named.lower(), named) if named else "General"
        font = said.get("FontName", base.font or "")
        struck = said["StrikeThrough"] == "1" if "StrikeThrough" in said else base.struck
        style = style_of(code, font, struck)
        self._styles[said["ID"]] = style if named else Style(base.format, style.font, struck, base.shows_text)

    def _end_word(self, name: str, word: str) -> None:
        self._word = None
        if name == "Visible" and self.sheets:
            self.sheets[-1].hidden = word in ("SheetHidden", "SheetVeryHidden")
        elif name == "Date1904":
            self._by_1904 = True

    def _add_note(self, code: str) -> None:
        words = repair(_HEADER_CODE.sub("\n", code)).strip()
        if words:
            self.sheets[-1].notes.append(words)


def _look(name: str, has: dict[str, str]) -> tuple[bool | None, str | None]:
    """What an HTML element inside a text says of strike-through and font."""
    if name == "S":
        return True, None
    face = has.get("Face") if name == "Font" else None
    return None, (face if is_symbol_font(face) else "") if face else None


def _number(has: dict[str, str], key: str, otherwise: int) -> int:
    text = has.get(key)
    if text is None:
        return otherwise
    if not text.isdecimal() or int(text) > _MOST:
        raise FileCorrupt
    return int(text)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return day if day.year >= 1900 else None
