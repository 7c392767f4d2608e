"""One worksheet's XML → Grid, as a stream: values, fonts, strike, formats, merges, hidden rows and columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from parsers.formats.xlsx.cell_values import Workbook, cell_of
from parsers.formats.xlsx.strings import LONGEST_TEXT, TextCollector, inline_text
from parsers.formats.xlsx.styles import is_on
from parsers.grid import Grid, Merge
from parsers.limits import Limits
from parsers.places import Sizes
from parsers.refused import FileCorrupt, FileTooLarge
from parsers.safe_xml import lifted, stream
from parsers.sheet_builder import touching, uncover
from parsers.sheet_cells import Style, Text, is_volatile
from survey.cells import Cell, Doubt, column_letters
from survey.thai.text import repair

_PLAIN_CELLS = re.compile(
    rb'(?>(?:<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}"|)(?:(?: t="[sn]"|)><v>[-+.0-9eE]{1,40}</v></c>'
    rb'| t="inlineStr"><is><t(?: xml:space="preserve"|)>[^<\x00-\x08\x0b-\x1f]{0,20000}</t></is></c>))+)'
)
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)>(?:<v>|<is><t[^>]*>)([^<]*)')
_EMPTY_CELL = rb'<c r="[A-Z]{1,3}\d{1,7}"%s[^<>/]*(?:/>|></c>)'
_MOST_FILLS = 100_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.IGNORECASE)
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_LONGEST_FORMULA = 1000
_MOST_COLUMNS = 200
_MOST_HEIGHTS = 20_000
_MOST_PIECES = LONGEST_TEXT // 64  # expat gives a long text in pieces of some kilobytes
_HEADER_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Za-z+\-]')


def read_sheet(
    chunks: Iterable[bytes], name: str, workbook: Workbook, limits: Limits, sizes: Sizes | None = None
) -> Grid:
    """The used cells of a sheet. The `dimension` that files claim is not believed.

    Args:
        sizes: Gets the widths and heights that the sheet states.

    Raises:
        FileCorrupt: Broken XML, or references that are none.
        FileTooLarge: More used rows, columns or merges than the limits.
    """
    reader = _SheetReader(name, workbook, limits, sizes or Sizes())
    filled = _without_empty_cells(chunks, workbook)
    stream(lifted(filled, _PLAIN_CELLS, reader.take), reader.start, reader.end, reader.text)
    return reader.grid()


def _without_empty_cells(chunks: Iterable[bytes], workbook: Workbook) -> Iterator[bytes]:
    """Sheets are full of cells that have a border and no content: they are cut out before XML is parsed.

    Where cells don't say their address, empty ones are counted, and stay; so do those that have a colour.
    """
    coloured = b"|".join(b"%d" % number for number, style in enumerate(workbook.styles) if style.fill)
    empty = _compiled(_EMPTY_CELL % (b'(?![^<>]* s="(?:%s)")' % coloured if coloured else b""))
    rest = b""
    for chunk in chunks:
        chunk = rest + chunk
        cut = chunk.rfind(b"<")
        cut = cut if cut > 0 else len(chunk)
        chunk, rest = chunk[:cut], chunk[cut:]
        numbered = b"<c>" not in chunk and chunk.count(b"<c ") == chunk.count(b'<c r="')
        yield empty.sub(b"", chunk) if numbered else chunk
    yield rest


@lru_cache(maxsize=16)
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)


class _SheetReader:
    """Handlers of the stream. Cells count only inside `sheetData`: extensions hold look-alikes."""

    def __init__(self, name: str, workbook: Workbook, limits: Limits, sizes: Sizes) -> None:
        self._name, self._workbook, self._limits, self._sizes = name, workbook, limits, sizes
        self._fills: dict[tuple[int, int], str] = {}
        self._volatile: set[str] = set()
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[Merge] = []
        self._struck_runs: list[str] = []
        self._headers: list[str] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._hidden_lines = False
        self._columns: dict[str | bytes, tuple[int, str]] = {}
        self._before = ""
        self._row = self._column = 0
        self._row_hidden = False
        self._used_rows = self._last_used_row = 0
        self._in_data = self._in_cell = self._in_value = self._in_header = False
        self._inline: TextCollector | None = None
        self._inline_text: Text | None = None
        self._pieces: list[str] = []
        self._attributes: dict[str, str] = {}
        self._is_formula = self._in_formula = False
        self._formula: list[str] = []
        self._shared = ""

    def take(self, plain: re.Match[bytes]) -> bool:
        """Cells that hold a number or a text and nothing else, without the parser's events."""
        if self._in_cell or not self._in_data:
            return False
        cells, columns, everyday = self._cells, self._columns, self._workbook.everyday
        for letters, number, said, raw in _PLAIN_CELL.findall(plain[0]):
            row = int(number)
            column, before = columns.get(letters) or self._column_of(letters)
            self._row, self._column = row, column
            words = everyday.get((said, raw))
            if words is None:
                self._take_first(f"{before}{row}", said, raw)
            else:
                cells[row, column] = Cell(f"{before}{row}", words, words)
                if row != self._last_used_row:
                    self._count_row()
        return True

    def _take_first(self, at: str, said: bytes, raw: bytes) -> None:
        """A number, or a text that has not been met in this style."""
        stored, style = self._workbook.kind_of(said)
        if stored != "n" and style.is_everyday and (words := self._workbook.learn(said, stored, raw)):
            self._put(Cell(at, words, words))
            return
        if style.fill:
            self._fill(style.fill)
        inline = inline_text(raw) if stored == "inlineStr" else None
        cell, dropped = cell_of(at, stored, raw.decode(), inline, style, False, self._workbook)
        self._add(at, cell, dropped, style)

    def _column_of(self, letters: bytes | str) -> tuple[int, str]:
        """A column's number, and what its addresses begin with."""
        name = letters if isinstance(letters, str) else letters.decode()
        column = _place(f"{name}1")[1]
        self._columns[letters] = found = column, f"{self._name}!{column_letters(column)}"
        return found

    def start(self, name: str, has: dict[str, str]) -> None:
        if self._inline is not None:
            self._inline.start(name, has)
        elif self._in_cell:
            if name == "v":
                self._in_value = True
            elif name == "f":
                self._is_formula = self._in_formula = True
                self._formula, self._shared = [], has.get("si", "")
            elif name == "is":
                self._inline = TextCollector()
        elif self._in_data:
            if name == "c":
                self._start_cell(has)
            elif name == "row":
                self._start_row(has)
        else:
            self._start_outside(name, has)

    def text(self, letters: str) -> None:
        if self._in_value or self._in_header:
            self._pieces.append(letters)
            if len(self._pieces) > _MOST_PIECES:
                raise FileTooLarge(limit=f"{LONGEST_TEXT:,} ตัวอักษรต่อช่อง")
        elif self._in_formula:
            self._formula.append(letters[:_LONGEST_FORMULA])
        elif self._inline is not None:
            self._inline.text(letters)

    def end(self, name: str) -> None:
        if self._in_cell:
            if name == "v":
                self._in_value = False
            elif name == "c":
                self._end_cell()
            elif name == "f":
                self._in_formula = False
            elif name == "is" and self._inline is not None:
                self._inline_text, self._inline = self._inline.taken(), None
            elif self._inline is not None:
                self._inline.end(name)
        elif name == "sheetData":
            self._in_data = False
        elif name in _HEADERS:
            self._headers.append(_HEADER_CODE.sub("\n", "".join(self._pieces)).strip())
            self._pieces, self._in_header = [], False

    def grid(self) -> Grid:
        """The sheet; to be asked once, at the end."""
        used = {column for _, column in self._cells}
        if len(used) > self._limits.columns:
            raise FileTooLarge(limit=f"{self._limits.columns:,} คอลัมน์")
        hidden = any(first <= column <= last for first, last in self._hidden_columns for column in used)
        grid = Grid(self._name, self._cells)
        grid.merges = touching(self._merges, grid, self._limits)
        for merge in grid.merges:
            uncover(self._cells, merge)
        grid.hidden_lines = hidden or self._hidden_lines
        grid.struck_runs = tuple(self._struck_runs)
        grid.notes = tuple(repair(header) for header in self._headers if header)
        grid.fills = self._fills
        return grid

    def _start_outside(self, name: str, has: dict[str, str]) -> None:
        if name == "sheetData":
            self._in_data = True
        elif name == "mergeCell":
            self._add_merge(has.get("ref", ""))
        elif name == "col":
            self._add_column(_number(has.get("min", "0")), _number(has.get("max", "0")), has)
        elif name == "sheetFormatPr":
            self._sizes.width = _size(has.get("defaultColWidth", "")) or self._sizes.width
            self._sizes.height = _size(has.get("defaultRowHeight", "")) or self._sizes.height
        elif name in _HEADERS:
            self._pieces, self._in_header = [], True

    def _start_row(self, has: dict[str, str]) -> None:
        self._row = _number(has["r"]) if "r" in has else self._row + 1
        self._column = 0
        self._row_hidden = "hidden" in has and is_on(has["hidden"])
        if "ht" in has and len(self._sizes.heights) < _MOST_HEIGHTS:
            self._sizes.heights[self._row] = _size(has["ht"])

    def _start_cell(self, has: dict[str, str]) -> None:
        self._in_cell, self._is_formula, self._in_formula = True, False, False
        self._attributes, self._pieces, self._inline_text = has, [], None
        reference = has.get("r")
        if reference is None:
            self._column += 1
            self._before = f"{self._name}!{column_letters(self._column)}"
            return
        letters = reference.rstrip("0123456789")
        self._column, self._before = self._columns.get(letters) or self._column_of(letters)
        self._row = int(reference[len(letters) :] or self._row)

    def _end_cell(self) -> None:
        self._in_cell = False
        pieces, inline = self._pieces, self._inline_text
        has, workbook = self._attributes, self._workbook
        style = workbook.style(has.get("s"))
        if style.fill:
            self._fill(style.fill)
        if not pieces and inline is None and not self._is_formula:
            return
        at = f"{self._before}{self._row}"
        raw = "".join(pieces)
        cell, dropped = cell_of(at, has.get("t", "n"), raw, inline, style, self._is_formula, workbook)
        if cell is not None and self._is_formula and not style.unseen and self._is_volatile():
            cell = replace(cell, doubt=Doubt.VOLATILE)
        self._add(at, cell, dropped, style)

    def _fill(self, colour: str) -> None:
        if len(self._fills) < _MOST_FILLS:
            self._fills[self._row, self._column] = colour

    def _add(self, at: str, cell: Cell | None, dropped: bool, style: Style) -> None:
        if dropped:
            self._struck_runs.append(at)
        if cell is not None:
            self._put(replace(cell, doubt=Doubt.UNSEEN) if style.unseen else cell)

    def _put(self, cell: Cell) -> None:
        self._cells[self._row, self._column] = cell
        if self._row != self._last_used_row:
            self._count_row()

    def _count_row(self) -> None:
        self._last_used_row = self._row
        self._used_rows += 1
        self._hidden_lines = self._hidden_lines or self._row_hidden
        if self._used_rows > self._limits.rows:
            raise FileTooLarge(limit=f"{self._limits.rows:,} แถว")

    def _is_volatile(self) -> bool:
        """Whether the formula, or the one that it shares, gives another value on another day."""
        if is_volatile("".join(self._formula)):
            self._volatile.add(self._shared)
            return True
        return bool(self._shared) and self._shared in self._volatile

    def _add_column(self, first: int, last: int, has: dict[str, str]) -> None:
        if is_on(has.get("hidden", "0")):
            self._hidden_columns.append((first, last))
        if "width" in has:
            width = _size(has["width"])
            self._sizes.widths.update(
                dict.fromkeys(range(first, min(last, first + _MOST_COLUMNS) + 1), width)
            )

    def _add_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        if (top, left) != (bottom, right):
            self._merges.append(Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))


def _place(reference: str) -> tuple[int, int]:
    """Row and column of a reference.

    Raises:
        FileCorrupt: It is none.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise FileCorrupt
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _size(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 500.0)
    except ValueError:
        return 0.0


def _number(text: str) -> int:
    if not text.isdecimal():
        raise FileCorrupt
    return int(text)
