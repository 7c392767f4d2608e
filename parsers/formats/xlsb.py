"""Excel's binary workbooks (.xlsb): a grid a worksheet. Records are read by [MS-XLSB]; sections are its own.

Macros, links and formulas are never run; a formula counts by its stored value. Raises FileRefused and nothing else.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parsers import number_format
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.opc import Package
from parsers.refused import FileCorrupt, FileTooLarge, FileUnsupported
from parsers.sheet_builder import SheetBuilder
from parsers.sheet_cells import PLAIN, Run, Style, Text, number_cell, style_of, text_cell
from survey.cells import Cell

SOURCE = "xlsb"

# Record types (§2.3).
_ROW, _BLANK, _RK, _ERROR, _BOOLEAN, _REAL, _TEXT, _SHARED = range(8)
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_BOOLEAN, _FORMULA_ERROR = range(8, 12)
_SHARED_ITEM, _FONT, _FORMAT, _XF, _COLUMN, _RICH = 19, 43, 44, 47, 60, 62
_PROPERTIES, _SHEET, _MERGE, _CELL_XFS, _CELL_XFS_END = 153, 156, 176, 617, 618
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_STRUCK, _HIDDEN_ROW, _NAME_IN_FONT = 0x8, 0x10, 21
_LONGEST_TEXT = 200_000


@dataclass(slots=True)
class _Workbook:
    """What cells refer to, and the sheets as (name, id of the relation, hidden)."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    by_1904: bool = False
    fonts: list[tuple[str, bool]] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    strings: list[Text] = field(default_factory=list)

    def style(self, index: int) -> Style:
        return self.styles[index] if index < len(self.styles) else PLAIN

    def text(self, record: bytes, at: int) -> Text:
        """A RichStr (§2.5.122): a text, and the fonts from which letter on they count."""
        flags = record[at]
        text, at = _string(record, at + 1)
        if not flags & 1:
            return text
        [count] = struct.unpack_from("<I", record, at)
        if count > len(text) + 1:
            raise FileCorrupt
        changes = [struct.unpack_from("<HH", record, at + 4 + 4 * number) for number in range(count)]
        ends = [start for start, _ in changes[1:]] + [len(text)]
        runs = [Run(text[: changes[0][0]])] if changes and changes[0][0] else []
        for (start, font), end in zip(changes, ends, strict=True):
            name, struck = self.fonts[font] if font < len(self.fonts) else ("", False)
            runs.append(Run(text[start:end], struck, style_of("General", name, struck).font or ""))
        return tuple(runs) or text


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The worksheets in the order of their tabs, hidden ones marked; other sheets have no cells.

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported: It can't be read, or goes over the limits.
    """
    try:
        return _read(Package(data, limits), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, IndexError) as error:
        raise FileCorrupt from error
    except NotImplementedError as error:  # a way of packing that zipfile does not know
        raise FileUnsupported(kind="ไฟล์บีบอัดด้วยวิธีที่ไม่แพร่หลาย") from error


def _read(package: Package, limits: Limits) -> list[Grid]:
    main = next((r.target for r in package.relations("").values() if r.kind == "officeDocument"), "")
    main = main if package.has(main) else "xl/workbook.bin"
    relations = package.relations(main)
    parts = {relation.kind: relation.target for relation in relations.values()}
    book = _Workbook()
    _read_main(package.chunks(main), book)
    _read_styles(package.chunks(parts.get("styles", "xl/styles.bin")), book)
    for kind, record in _records(package.chunks(parts.get("sharedStrings", "xl/sharedStrings.bin"))):
        if kind == _SHARED_ITEM:
            book.strings.append(book.text(record, 0))
    if len(book.sheets) > limits.sheets:
        raise FileTooLarge(limit=f"{limits.sheets:,} แผ่นงาน")
    grids = []
    for name, relation_id, hidden in book.sheets:
        relation = relations.get(relation_id)
        if relation is not None and relation.kind == "worksheet":
            if not package.has(relation.target):
                raise FileCorrupt
            sheet = SheetBuilder(name, limits, hidden=hidden)
            _read_sheet(package.chunks(relation.target), sheet, book)
            grids.append(sheet.grid())
    return grids


def _records(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Type and bytes of each record (§2.1.4).

    Raises:
        FileCorrupt: A record reaches beyond the part's end.
    """
    rest, at = b"", 0
    for chunk in chunks:
        rest, at = rest[at:] + chunk, 0
        while (head := _head(rest, at)) is not None:
            kind, start, size = head
            if start + size > len(rest):
                break
            at = start + size
            yield kind, rest[start:at]
    if at != len(rest):
        raise FileCorrupt


def _head(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Type of a record, where its bytes begin, how many they are; None where the head is not whole."""
    if at >= len(data):
        return None
    kind, at = data[at], at + 1
    if kind & 0x80:
        if at >= len(data):
            return None
        kind, at = (kind & 0x7F) | (data[at] & 0x7F) << 7, at + 1
    size = 0
    for shift in (0, 7, 14, 21):
        if at >= len(data):
            return None
        byte, at = data[at], at + 1
        size |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return kind, at, size


def _read_main(chunks: Iterable[bytes], book: _Workbook) -> None:
    for kind, record in _records(chunks):
        if kind == _SHEET:
            relation, at = _string(record, 8)
            name, _ = _string(record, at)
            book.sheets.append((name, relation, record[0] != 0))
        elif kind == _PROPERTIES:
            book.by_1904 = bool(record[0] & 1)


def _read_styles(chunks: Iterable[bytes], book: _Workbook) -> None:
    codes: dict[int, str] = {}
    in_cells = False
    for kind, record in _records(chunks):
        if kind == _FORMAT:
            [number] = struct.unpack_from("<H", record)
            codes[number], _ = _string(record, 2)
        elif kind == _FONT:
            [flags] = struct.unpack_from("<H", record, 2)
            name, _ = _string(record, _NAME_IN_FONT)
            book.fonts.append((name, bool(flags & _STRUCK)))
        elif kind in (_CELL_XFS, _CELL_XFS_END):
            in_cells = kind == _CELL_XFS
        elif kind == _XF and in_cells:
            number, font = struct.unpack_from("<HH", record, 2)
            name, struck = book.fonts[font] if font < len(book.fonts) else ("", False)
            code = codes.get(number) or number_format.built_in(number)
            book.styles.append(style_of(code, name, struck))


def _read_sheet(chunks: Iterable[bytes], sheet: SheetBuilder, book: _Workbook) -> None:
    row = 0
    for kind, record in _records(chunks):
        if kind == _ROW:
            [row] = struct.unpack_from("<I", record)
            if record[11] & _HIDDEN_ROW:
                sheet.hidden_rows.append((row + 1, row + 1))
        elif kind != _BLANK and (kind <= _FORMULA_ERROR or kind == _RICH):
            column, style = struct.unpack_from("<II", record)
            at = sheet.at(row + 1, column + 1)
            sheet.add(row + 1, column + 1, *_cell(kind, record, at, book.style(style & 0xFFFFFF), book))
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            sheet.merge(top + 1, left + 1, bottom + 1, right + 1)
        elif kind == _COLUMN:
            first, last = struct.unpack_from("<II", record)
            if record[16] & 1:
                sheet.hidden_columns.append((first + 1, last + 1))


def _cell(kind: int, record: bytes, at: str, style: Style, book: _Workbook) -> tuple[Cell | None, bool]:
    if kind == _SHARED:
        [index] = struct.unpack_from("<I", record, 8)
        return text_cell(at, book.strings[index], style)
    if kind in (_TEXT, _FORMULA_TEXT):
        return text_cell(at, _string(record, 8)[0], style)
    if kind == _RICH:
        return text_cell(at, book.text(record, 8), style)
    if kind in (_BOOLEAN, _FORMULA_BOOLEAN):
        value = record[8] != 0
        return Cell(at, "TRUE" if value else "FALSE", value, style.font, style.struck), False
    if kind in (_ERROR, _FORMULA_ERROR):
        shown = _ERRORS.get(record[8], "#N/A")
        return Cell(at, shown, None, None, style.struck, shown), False
    number: float = _rk(record) if kind == _RK else struct.unpack_from("<d", record, 8)[0]
    if number != number or abs(number) == float("inf"):
        raise FileCorrupt
    return number_cell(at, number, style, book.by_1904), False


def _rk(record: bytes) -> float:
    """An RkNumber (§2.5.123): 30 bits of an integer or of a double, maybe a hundredth."""
    [bits] = struct.unpack_from("<i", record, 8)
    if bits & 2:
        number = float(bits >> 2)
    else:
        number = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", bits & ~3))[0]
    return number / 100 if bits & 1 else number


def _string(record: bytes, at: int) -> tuple[str, int]:
    """An XLWideString (§2.5.169), and where what follows begins; a null one is empty."""
    [length] = struct.unpack_from("<I", record, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    if length > _LONGEST_TEXT:
        raise FileTooLarge(limit=f"{_LONGEST_TEXT:,} ตัวอักษรต่อช่อง")
    end = at + 4 + 2 * length
    if end > len(record):
        raise FileCorrupt
    return record[at + 4 : end].decode("utf-16-le", "replace"), end
