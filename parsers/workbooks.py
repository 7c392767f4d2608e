"""Workbooks of every format to grids: the format's own reader first, LibreOffice where that has nothing to show."""

from collections.abc import Callable

from parsers import office
from parsers.formats import csv_text, ods, spreadsheet_xml, xls, xlsb, xlsx
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.recompute import lacks_results, recomputed
from parsers.refused import FileCorrupt, FileRefused
from parsers.sniff import FileType

_READERS: dict[FileType, Callable[[bytes, Limits], list[Grid]]] = {
    FileType.XLSX: xlsx.read,
    FileType.XLSB: xlsb.read,
    FileType.XLS: xls.read,
    FileType.ODS: ods.read,
    FileType.XML2003: spreadsheet_xml.read,
    FileType.CSV: csv_text.read,
}
SOURCES = {
    FileType.XLSX: xlsx.SOURCE,
    FileType.XLSB: xlsb.SOURCE,
    FileType.XLS: xls.SOURCE,
    FileType.ODS: ods.SOURCE,
    FileType.XML2003: spreadsheet_xml.SOURCE,
    FileType.CSV: csv_text.SOURCE,
}


def read_workbook(kind: FileType, data: bytes, limits: Limits) -> list[Grid]:
    """The sheets of a file of one of `SOURCES`.

    Where our reader finds no cell, or stumbles over an old workbook that is whole, LibreOffice is asked before the
    sender is; never about one that was cut off, of which it would show what is left.

    Raises:
        FileRefused: As the format's reader; ConverterMissing where a formula has no result and nothing computes it.
    """
    try:
        grids = _READERS[kind](data, limits)
    except FileCorrupt:
        if kind is FileType.XLS and xls.is_whole(data) and (found := _second_opinion(kind, data, limits)):
            return found
        raise
    if lacks_results(grids):
        return recomputed(grids, data, kind.value, limits)
    if kind in _ASKED_TWICE and not any(grid.cells for grid in grids):
        return _second_opinion(kind, data, limits) or grids
    return grids


# .xlsx has a second reader of its own; an empty csv is empty.
_ASKED_TWICE = frozenset({FileType.XLSB, FileType.XLS, FileType.ODS, FileType.XML2003})


def _second_opinion(kind: FileType, data: bytes, limits: Limits) -> list[Grid]:
    """What LibreOffice finds; nothing where it finds nothing, or is not here."""
    try:
        grids = xlsx.read(office.convert(data, kind.value, "xlsx", limits), limits)
    except FileRefused:
        return []
    return grids if any(grid.cells for grid in grids) else []
