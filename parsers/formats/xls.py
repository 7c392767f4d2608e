"""Old Excel workbooks (.xls): BIFF8 of Excel 97 to 2003, BIFF5 and older in Thai Windows' code page.

xlrd reads the records; values, fonts, strike-through and formats are shown as those of every other workbook.
Raises FileRefused and nothing else.
"""

import os
from collections.abc import Sequence
from typing import Any

from parsers import number_format
from parsers.decryption import decrypted
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileRefused, FileTooLarge
from parsers.sheet_builder import SheetBuilder
from parsers.sheet_cells import Run, Style, Text, number_cell, style_of, text_cell
from survey.cells import Cell

SOURCE = "xls"

_THAI, _BIFF8, _END = "cp874", 80, 0x0A
_LAST_SECTOR = 0xFFFFFFFA
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The worksheets in the order of their tabs, hidden ones marked; chart and macro sheets have no cells.

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge: It can't be read, or goes over the limits.
    """
    try:
        book = _open(data)
        if book.nsheets > limits.sheets:
            raise FileTooLarge(limit=f"{limits.sheets:,} แผ่นงาน")
        styles = _styles(book)
        return [_grid(book, sheet, styles, limits) for sheet in book.sheets()]
    except (FileRefused, MemoryError):
        raise
    except Exception as error:  # on broken records xlrd raises nearly anything
        raise FileCorrupt from error


def is_whole(data: bytes) -> bool:
    """Whether nothing is cut off: the file's records end with an end."""
    try:
        stream = _stream(data)
    except FileCorrupt:
        return False
    at, kind = 0, 0
    while at + 4 <= len(stream) and (stream[at] or stream[at + 1] or stream[at + 2]):
        kind = int.from_bytes(stream[at : at + 2], "little")
        at += 4 + int.from_bytes(stream[at + 2 : at + 4], "little")
    return kind == _END and at <= len(stream)


def _stream(data: bytes) -> bytes:
    """The records: `Workbook` of Excel 97, `Book` of Excel 95 where the former is missing or empty.

    Raises:
        FileCorrupt: The compound file is broken, or is cut off. xlrd would follow a broken chain of sectors for ever.
    """
    import olefile

    if not data.startswith(olefile.MAGIC):
        return data
    try:
        with olefile.OleFileIO(data) as compound:
            last = max((at for at, to in enumerate(compound.fat) if to != olefile.FREESECT), default=0)
            compound.loadminifat()
            crossed = _chains_cross(compound.fat) or _chains_cross(compound.minifat)
            if crossed or compound.parsing_issues or (last + 2) * compound.sectorsize > len(data):
                raise FileCorrupt
            names = [name for name in ("Workbook", "Book") if compound.exists(name)]
            streams = (compound.openstream(name).read() for name in names)
            return next((stream for stream in streams if stream.strip(b"\0")), b"")
    except (FileCorrupt, MemoryError):
        raise
    except Exception as error:  # olefile raises nearly anything on a broken directory
        raise FileCorrupt from error


def _chains_cross(table: Sequence[int]) -> bool:
    """Whether a chain of sectors runs into another one, or into itself ([MS-CFB] §2.3)."""
    after = {at: to for at, to in enumerate(table) if to <= _LAST_SECTOR}
    reached = set(after.values())
    if len(reached) != len(after):
        return True
    walked = 0
    for at in after.keys() - reached:
        while at in after:
            at, walked = after[at], walked + 1
    return walked != len(after)


def _open(data: bytes) -> Any:
    import xlrd

    try:
        book = _workbook(data, None)
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error):
            raise
        inside = decrypted(data)
        if inside == data:
            raise FileEncrypted from error
        data, book = inside, _workbook(inside, None)
    except UnicodeDecodeError:
        return _workbook(data, "latin_1")  # a letter that its code page lacks; such text is repaired, or told
    if book.biff_version < _BIFF8 and book.codepage != 874:
        try:
            return _workbook(data, _THAI)
        except UnicodeDecodeError:
            return book
    return book


def _workbook(data: bytes, encoding: str | None) -> Any:
    import xlrd

    with open(os.devnull, "w") as silence:  # noqa: PTH123 - the null device is no path of ours
        return xlrd.open_workbook(
            file_contents=_stream(data),
            formatting_info=True,
            ragged_rows=True,
            encoding_override=encoding,
            logfile=silence,
        )


def _styles(book: Any) -> list[Style]:
    styles = []
    for xf in book.xf_list:
        known = book.format_map.get(xf.format_key)
        code = known.format_str if known is not None else number_format.built_in(xf.format_key)
        name, struck = _font(book, xf.font_index)
        styles.append(style_of(code, name, struck))
    return styles


def _font(book: Any, index: int) -> tuple[str, bool]:
    if not 0 <= index < len(book.font_list):
        return "", False
    font = book.font_list[index]
    return font.name, bool(font.struck_out)


def _grid(book: Any, sheet: Any, styles: list[Style], limits: Limits) -> Grid:
    builder = SheetBuilder(sheet.name, limits, hidden=sheet.visibility != 0)
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in (_EMPTY, _BLANK):
                builder.add(
                    row + 1,
                    column + 1,
                    *_cell(book, sheet, row, column, styles, builder.at(row + 1, column + 1)),
                )
    for top, bottom, left, right in sheet.merged_cells:
        builder.merge(top + 1, left + 1, bottom, right)
    builder.hidden_rows = [(row + 1, row + 1) for row, info in sheet.rowinfo_map.items() if info.hidden]
    builder.hidden_columns = [(at + 1, at + 1) for at, info in sheet.colinfo_map.items() if info.hidden]
    return builder.grid()


def _cell(
    book: Any, sheet: Any, row: int, column: int, styles: list[Style], at: str
) -> tuple[Cell | None, bool]:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    style = styles[sheet.cell_xf_index(row, column)]
    if kind == _TEXT:
        return text_cell(at, _runs(book, sheet, row, column, value), style)
    if kind == _BOOLEAN:
        return Cell(at, "TRUE" if value else "FALSE", bool(value), style.font, style.struck), False
    if kind == _ERROR:
        shown = xlrd.error_text_from_code.get(value, "#N/A")
        return Cell(at, shown, None, None, style.struck, shown), False
    return number_cell(at, value, style, book.datemode == 1), False


def _runs(book: Any, sheet: Any, row: int, column: int, text: str) -> Text:
    """A text in the pieces that have a font of their own; the first piece has the cell's."""
    changes = sheet.rich_text_runlist_map.get((row, column))
    if not changes:
        return text
    ends = [at for at, _ in changes[1:]] + [len(text)]
    runs = [Run(text[: changes[0][0]])] if changes[0][0] else []
    for (start, font), end in zip(changes, ends, strict=True):
        name, struck = _font(book, font)
        runs.append(Run(text[start:end], struck, style_of("General", name, struck).font or ""))
    return tuple(runs)
