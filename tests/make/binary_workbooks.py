"""Workbooks in Excel's binary formats, record by record: BIFF5 as Excel 95 wrote it, and .xlsb with its styles."""

import struct
from collections.abc import Mapping, Sequence

from make.workbooks import zipped

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def biff5(rows: Sequence[Sequence[str | float | None]], *, code_page: int | None = 874) -> bytes:
    """A bare stream of Excel 95 with one sheet "Sheet1"; texts are bytes of Thai Windows, whatever it says."""
    head = _biff(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0))
    if code_page is not None:
        head += _biff(0x42, struct.pack("<H", code_page))
    for _ in range(5):
        head += _biff(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 222, 0) + b"\x05Arial")
    head += _biff(0xE0, struct.pack("<HHHHHHHH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0))
    head += _biff(0xE0, struct.pack("<HHHHHHHH", 0, 0, 0x1, 0x20, 0, 0, 0, 0))
    end = _biff(0x0A, b"")
    sheet_at = len(head) + len(_biff(0x85, bytes(6) + b"\x06Sheet1")) + len(end)
    sheet = _biff(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    for r, line in enumerate(rows):
        for c, value in enumerate(line):
            if isinstance(value, str):
                raw = value.encode("cp874")
                sheet += _biff(0x204, struct.pack("<HHHH", r, c, 1, len(raw)) + raw)
            elif value is not None:
                sheet += _biff(0x203, struct.pack("<HHHd", r, c, 1, value))
    return head + _biff(0x85, struct.pack("<IH", sheet_at, 0) + b"\x06Sheet1") + end + sheet + end


def _biff(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xlsb_sheet(
    cells: bytes, *, strings: Sequence[bytes] = (), fonts: Sequence[tuple[str, bool]] = (("Arial", False),),
    formats: Sequence[tuple[int, str]] = (), after: bytes = b"", hidden: bool = False,
) -> bytes:  # fmt: skip
    """An .xlsb of one sheet "Sheet1". Each font is (name, struck) and, with General, a cell style of its number;
    each of `formats` (font, code) a style behind them.

    Args:
        cells: Records of the sheet's data, by `xlsb_row`.
        after: Records behind the data.
    """
    book = xlsb_record(153, bytes(12)) + xlsb_record(
        156, struct.pack("<II", int(hidden), 1) + xlsb_string("rId1") + xlsb_string("Sheet1")
    )
    styles = b"".join(
        xlsb_record(44, struct.pack("<H", 164 + n) + xlsb_string(code)) for n, (_, code) in enumerate(formats)
    )
    for name, struck in fonts:
        styles += xlsb_record(43, struct.pack("<HH", 200, 8 * struck) + bytes(17) + xlsb_string(name))
    styles += xlsb_record(617, bytes(4))
    for number in range(len(fonts)):
        styles += xlsb_record(47, struct.pack("<HHH", 0xFFFF, 0, number) + bytes(10))
    for number, (font, _) in enumerate(formats):
        styles += xlsb_record(47, struct.pack("<HHH", 0xFFFF, 164 + number, font) + bytes(10))
    styles += xlsb_record(618, b"")
    parts: Mapping[str, str | bytes] = {
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.bin"),
            ("rId2", "styles", "styles.bin"),
            ("rId3", "sharedStrings", "sharedStrings.bin"),
        ),
        "xl/workbook.bin": book,
        "xl/styles.bin": styles,
        "xl/sharedStrings.bin": b"".join(xlsb_record(19, item) for item in strings),
        "xl/worksheets/sheet1.bin": xlsb_record(145, b"") + cells + xlsb_record(146, b"") + after,
    }
    return zipped(parts)


def xlsb_row(number: int, *cells: tuple[int, int, int, bytes], hidden: bool = False) -> bytes:
    """A row, counted from 0, of cells (type of record, column from 0, style, value)."""
    row = xlsb_record(0, struct.pack("<IIH", number, 0, 300) + bytes([0, 0x10 * hidden]) + bytes(5))
    return row + b"".join(
        xlsb_record(kind, struct.pack("<II", column, style) + value) for kind, column, style, value in cells
    )


def xlsb_record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    while size >= 0x80:
        head, size = head + bytes([size & 0x7F | 0x80]), size >> 7
    return head + bytes([size]) + body


def xlsb_string(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relations(*items: tuple[str, str, str]) -> str:
    return _RELATIONS.format(
        "".join(
            f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for number, kind, target in items
        )
    )
