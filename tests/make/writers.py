"""One layout written by four programs: openpyxl, XlsxWriter, PyExcelerate, and LibreOffice."""

import struct
import subprocess
import zipfile
from datetime import date, datetime
from html import escape
from pathlib import Path

from make.layouts import Layout, Sheet, Value


def openpyxl(layout: Layout, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in layout.sheets:
        page = book.create_sheet(sheet.name)
        for (row, column), value in sheet.cells.items():
            cell = page.cell(row, column, value)
            if isinstance(value, date):
                cell.number_format = "[$-107041E]d mmm yyyy;@"
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)


def xlsxwriter(layout: Layout, path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(path) as book:
        day = book.add_format({"num_format": "d/m/yyyy"})
        for sheet in layout.sheets:
            page = book.add_worksheet(sheet.name)
            for top, left, bottom, right in sheet.merges:
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for (row, column), value in sheet.cells.items():
                if isinstance(value, date):
                    page.write_datetime(
                        row - 1, column - 1, datetime(value.year, value.month, value.day), day
                    )
                else:
                    page.write(row - 1, column - 1, value)


def pyexcelerate(layout: Layout, path: Path) -> None:
    from pyexcelerate import Format, Style, Workbook

    book = Workbook()
    for sheet in layout.sheets:
        page = book.new_sheet(sheet.name)
        for (row, column), value in sheet.cells.items():
            page.set_cell_value(
                row, column, datetime(value.year, value.month, value.day) if isinstance(value, date) else value
            )  # fmt: skip
            if isinstance(value, date):
                page.set_cell_style(row, column, Style(format=Format("d/m/yyyy")))
        for top, left, bottom, right in sheet.merges:
            page.range((top, left), (bottom, right)).merge()
    book.save(str(path))


def xlsb(layout: Layout, path: Path) -> None:
    """As pyxlsbwriter writes it, with the merged ranges put in ([MS-XLSB] §2.4.148): it knows none."""
    from pyxlsbwriter import XlsbWriter

    plain = path.with_suffix(".plain")
    with XlsbWriter(str(plain)) as book:
        for sheet in layout.sheets:
            book.add_sheet(sheet.name)
            height, width = (max(place[side] for place in sheet.cells) for side in (0, 1))
            rows = [
                [_moment(sheet.cells.get((row, column))) for column in range(1, width + 1)]
                for row in range(1, height + 1)
            ]
            book.write_sheet(rows)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            for number, sheet in enumerate(layout.sheets, 1):
                if name == f"xl/worksheets/sheet{number}.bin":
                    content = content.replace(_END_OF_CELLS, _END_OF_CELLS + _merge_records(sheet), 1)
            after.writestr(name, content)
    plain.unlink()


_END_OF_CELLS = b"\x92\x01\x00"


def _moment(value: Value) -> object:
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value


def _merge_records(sheet: Sheet) -> bytes:
    return b"".join(
        b"\xb0\x01\x10" + struct.pack("<4I", top - 1, bottom - 1, left - 1, right - 1)
        for top, left, bottom, right in sheet.merges
    )


def libreoffice(layout: Layout, path: Path) -> None:
    """A flat OpenDocument spreadsheet as one would type it, saved as .xlsx by LibreOffice itself."""
    source = path.with_suffix(".fods")
    flat_opendocument(layout, source)
    convert(source, "xlsx")
    source.unlink()


def convert(source: Path, to: str) -> Path:
    """Let LibreOffice save a file in another format, beside it."""
    return convert_all([source], to, source.parent)[0]


def convert_all(sources: list[Path], to: str, folder: Path) -> list[Path]:
    """Let LibreOffice save files in another format, in a folder."""
    profile = f"-env:UserInstallation=file://{sources[0].parent}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [folder / source.with_suffix("." + to.partition(":")[0]).name for source in sources]


def flat_opendocument(layout: Layout, path: Path) -> None:
    """The layout as .fods, from which LibreOffice makes every other format."""
    path.write_text(_fods(layout), encoding="utf-8")


_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (("office", "office"), ("table", "table"), ("text", "text"), ("number", "datastyle"), ("style", "style"))
)  # fmt: skip


def _fods(layout: Layout) -> str:
    tables = "".join(_table(sheet) for sheet in layout.sheets)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>'
        '<number:date-style style:name="N1"><number:day/><number:text>/</number:text><number:month/>'
        '<number:text>/</number:text><number:year number:style="long"/></number:date-style>'
        '<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document>"
    )


def _table(sheet: Sheet) -> str:
    height = max(row for row, _ in sheet.cells)
    width = max(column for _, column in sheet.cells)
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    rows = []
    for row in range(1, height + 1):
        cells = [
            _cell(sheet.cells.get((row, column)), spans.get((row, column))) for column in range(1, width + 1)
        ]
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{escape(sheet.name)}">{"".join(rows)}</table:table>'


def _cell(value: Value, span: tuple[int, int] | None) -> str:
    merged = (
        f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    )
    if value is None:
        return f"<table:table-cell{merged}/>"
    if isinstance(value, bool):
        return f'<table:table-cell{merged} office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int):
        return f'<table:table-cell{merged} office:value-type="float" office:value="{value}"/>'
    if isinstance(value, date):
        return f'<table:table-cell{merged} table:style-name="day" office:value-type="date" office:date-value="{value}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell{merged} office:value-type="string">{lines}</table:table-cell>'


WRITERS = {
    "openpyxl": openpyxl,
    "xlsxwriter": xlsxwriter,
    "pyexcelerate": pyexcelerate,
    "libreoffice": libreoffice,
}
