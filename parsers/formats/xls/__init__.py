"""Old Excel workbooks (.xls): BIFF8 of Excel 97 to 2003, BIFF5 and older in Thai Windows' code page.

xlrd reads the records; values, fonts, strike-through and formats are shown as those of every other workbook.
Raises FileRefused and nothing else.
"""

import contextlib
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parsers import number_format
from parsers.decryption import decrypted
from parsers.formats.xls.beside import Beside, beside_sheets
from parsers.grid import Grid, Place
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileRefused, FileTooLarge
from parsers.sheet_builder import SheetBuilder
from parsers.sheet_cells import NO_VALUE, Run, Style, Text, number_cell, style_of, text_cell
from survey.cells import Cell, Doubt
from survey.marking import AUTHOR
from survey.thai.text import repair

SOURCE = "xls"

_THAI, _BIFF8, _END = "cp874", 80, 0x0A
_LAST_SECTOR = 0xFFFFFFFA
_MOST_FILLS = 20_000
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The worksheets in the order of their tabs, hidden ones marked; chart and macro sheets have no cells.

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge: It can't be read, or goes over the limits.
    """
    try:
        book, records = _open(data)
        if book.nsheets > limits.sheets:
            raise FileTooLarge(limit=f"{limits.sheets:,} แผ่นงาน")
        styles = _styles(book)
        beside = beside_sheets(records, book.encoding or _THAI)
        none = [Beside()] * (book.nsheets - len(beside))
        return [
            _grid(book, sheet, styles, limits, one)
            for sheet, one in zip(book.sheets(), [*beside, *none], strict=False)
        ]
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


def _open(data: bytes) -> tuple[Any, bytes]:
    """The workbook, and its records."""
    import xlrd

    records = _stream(data)
    try:
        book = _workbook(records, None)
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error):
            raise
        inside = decrypted(data)
        if inside == data:
            raise FileEncrypted from error
        records = _stream(inside)
        book = _workbook(records, None)
    except UnicodeDecodeError:
        # A letter that its code page lacks; such text is repaired, or told.
        return _workbook(records, "latin_1"), records
    if book.biff_version < _BIFF8 and book.codepage != 874:
        with contextlib.suppress(UnicodeDecodeError):
            book = _workbook(records, _THAI)
    return book, records


def _workbook(records: bytes, encoding: str | None) -> Any:
    import xlrd

    with open(os.devnull, "w") as silence:  # noqa: PTH123 - the null device is no path of ours
        return xlrd.open_workbook(
            file_contents=records,
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
        style = style_of(code, name, struck)
        fill = _fill(book, xf.background)
        if fill or _is_white(book, xf.font_index):
            style = replace(style, fill=fill, unseen=fill is None)
        styles.append(style)
    return styles


def _fill(book: Any, background: Any) -> str | None:
    """The colour of a cell's ground, None where a person sees white."""
    if background is None or not background.fill_pattern:
        return None
    colour = book.colour_map.get(background.pattern_colour_index)
    return None if colour in (None, _WHITE) else "FF" + bytes(colour).hex().upper()


_WHITE = (255, 255, 255)


def _is_white(book: Any, index: int) -> bool:
    if not 0 <= index < len(book.font_list):
        return False
    return bool(book.colour_map.get(book.font_list[index].colour_index) == _WHITE)


def _font(book: Any, index: int) -> tuple[str, bool]:
    if not 0 <= index < len(book.font_list):
        return "", False
    font = book.font_list[index]
    return font.name, bool(font.struck_out)


def _grid(book: Any, sheet: Any, styles: list[Style], limits: Limits, beside: Beside) -> Grid:
    builder = SheetBuilder(sheet.name, limits, hidden=sheet.visibility != 0)
    fills: dict[Place, str] = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == _EMPTY:
                continue
            style, place = styles[sheet.cell_xf_index(row, column)], (row + 1, column + 1)
            if style.fill and len(fills) < _MOST_FILLS:
                fills[place] = style.fill
            if kind != _BLANK:
                cell, dropped = _cell(book, sheet, row, column, style, builder.at(*place))
                if cell is not None and style.unseen:
                    cell = replace(cell, doubt=Doubt.UNSEEN)
                builder.add(*place, cell, dropped)
    for top, bottom, left, right in sheet.merged_cells:
        builder.merge(top + 1, left + 1, bottom, right)
    builder.hidden_rows = [(row + 1, row + 1) for row, info in sheet.rowinfo_map.items() if info.hidden]
    builder.hidden_columns = [(at + 1, at + 1) for at, info in sheet.colinfo_map.items() if info.hidden]
    grid = builder.grid()
    grid.notes, grid.over, grid.fills = (*grid.notes, *beside.notes), beside.over, fills
    grid.comments = {
        (row + 1, column + 1): words
        for (row, column), note in sheet.cell_note_map.items()
        if AUTHOR not in note.author + note.text and (words := _comment(note.text, note.author))
    }
    for place in beside.unsolved:
        grid.cells[place] = Cell(grid.address(*place), error=NO_VALUE)
    for place in beside.volatile & grid.cells.keys():
        grid.cells[place] = replace(grid.cells[place], doubt=Doubt.VOLATILE)
    return grid


def _comment(text: str, author: str) -> str:
    """A comment's words without its author's name in front."""
    first, colon, rest = text.partition(":")
    return repair(rest if colon and first.strip() == author.strip() else text).strip()


def _cell(book: Any, sheet: Any, row: int, column: int, style: Style, at: str) -> tuple[Cell | None, bool]:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
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
