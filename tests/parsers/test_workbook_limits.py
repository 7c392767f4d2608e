"""Workbooks beyond our limits, and of sizes and records that no program writes: refused in each format, and why."""

import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
from make.binary_workbooks import biff5, xlsb_record, xlsb_row, xlsb_sheet, xlsb_string
from make.workbooks import zipped

from parsers.formats import ods, spreadsheet_xml, xls, xlsb
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileRefused, FileTooLarge

LIMITS = Limits()
Read = Callable[[bytes, Limits], list[Grid]]
_TOO_LONG = "ก" * 200_001


def opendocument(inside: str) -> bytes:
    names = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"'
    return zipped(
        {
            "content.xml": f"<office:document-content {names}><office:body>{inside}</office:body></office:document-content>"
        }
    )


def ods_cell(inside: str, words: str = "") -> bytes:
    return opendocument(
        f'<table:table table:name="S"><table:table-row><table:table-cell {words}>{inside}</table:table-cell>'
        "</table:table-row></table:table>"
    )


def xml_2003(inside: str) -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{inside}</Workbook>'.encode()


def xml_cell(inside: str) -> bytes:
    return xml_2003(f'<Worksheet ss:Name="S"><Table><Row>{inside}</Row></Table></Worksheet>')


def text_record(length: int, words: bytes) -> bytes:
    return xlsb_sheet(xlsb_row(0, (6, 0, 0, struct.pack("<I", length) + words)))


MORE_SHEETS: dict[str, tuple[Read, bytes]] = {
    "ods": (ods.read, opendocument('<table:table table:name="a"/>' * 2)),
    "xml": (spreadsheet_xml.read, xml_2003('<Worksheet ss:Name="a"/>' * 2)),
    "xls": (xls.read, biff5([["ก"]])),
    "xlsb": (xlsb.read, xlsb_sheet(xlsb_row(0))),
}


@pytest.mark.parametrize("name", MORE_SHEETS)
def test_a_workbook_of_more_sheets_than_we_read_says_how_many_we_read(name: str) -> None:
    read, data = MORE_SHEETS[name]
    most = replace(LIMITS, sheets=0 if name in ("xls", "xlsb") else 1)
    with pytest.raises(FileTooLarge) as refused:
        read(data, most)
    assert f"{most.sheets} แผ่นงาน" in refused.value.finding("แบบสำรวจ").message


LONG: dict[str, tuple[Read, bytes]] = {
    "ods": (ods.read, ods_cell(f"<text:p>{_TOO_LONG}</text:p>")),
    "xml": (spreadsheet_xml.read, xml_cell(f'<Cell><Data ss:Type="String">{_TOO_LONG}</Data></Cell>')),
    "xlsb": (xlsb.read, text_record(len(_TOO_LONG), _TOO_LONG.encode("utf-16-le"))),
}


@pytest.mark.parametrize("name", LONG)
def test_a_text_that_no_cell_can_hold_is_too_large(name: str) -> None:
    read, data = LONG[name]
    with pytest.raises(FileTooLarge) as refused:
        read(data, LIMITS)
    assert "ตัวอักษรต่อช่อง" in refused.value.finding("แบบสำรวจ").message


NEVER_WRITTEN: dict[str, tuple[Read, bytes]] = {
    "ods: a count in words": (ods.read, ods_cell("", 'table:number-columns-repeated="many"')),
    "ods: pieces within pieces without end": (ods.read, ods_cell(f"<text:p>{'<text:span>' * 300}ก{'</text:span>' * 300}</text:p>")),
    "ods: no contents": (ods.read, zipped({"styles.xml": "<a/>"})),
    "xml: a row outside of any sheet": (spreadsheet_xml.read, xml_2003("<Row/>")),
    "xml: a column outside of any sheet": (spreadsheet_xml.read, xml_2003("<Column/>")),
    "xml: a cell outside of any sheet": (spreadsheet_xml.read, xml_2003("<Cell/>")),
    "xml: a place in words": (spreadsheet_xml.read, xml_cell('<Cell ss:Index="last"/>')),
    "xml: a place beyond counting": (spreadsheet_xml.read, xml_cell(f'<Cell ss:Index="{10**12}"/>')),
    "xml: pieces within pieces without end": (spreadsheet_xml.read, xml_cell(f'<Cell><Data ss:Type="String">{"<B>" * 300}ก{"</B>" * 300}</Data></Cell>')),
    "xlsb: a text longer than its record": (xlsb.read, text_record(9, b"ab")),
    "xlsb: a record that ends the file too early": (xlsb.read, xlsb_sheet(xlsb_row(0), after=xlsb_record(6, bytes(40))[:-1])),
    "xlsb: the head of a record alone": (xlsb.read, xlsb_sheet(xlsb_row(0), after=b"\xb0")),
    "xlsb: a record without its size": (xlsb.read, xlsb_sheet(xlsb_row(0), after=b"\x06")),
    "xlsb: an infinite number": (xlsb.read, xlsb_sheet(xlsb_row(0, (5, 0, 0, struct.pack("<d", float("inf")))))),
    "xlsb: a text that is not in the list": (xlsb.read, xlsb_sheet(xlsb_row(0, (7, 0, 0, struct.pack("<I", 9))))),
    "xlsb: more pieces than letters": (xlsb.read, xlsb_sheet(xlsb_row(0), strings=[b"\1" + xlsb_string("ก") + struct.pack("<I", 9)])),
}  # fmt: skip


@pytest.mark.parametrize("case", NEVER_WRITTEN)
def test_what_no_program_writes_is_a_damaged_file_and_never_a_fault_of_ours(case: str) -> None:
    read, data = NEVER_WRITTEN[case]
    with pytest.raises(FileCorrupt):
        read(data, LIMITS)


@pytest.mark.parametrize("read", [ods.read, xlsb.read])
def test_a_package_that_is_packed_in_a_way_of_few_programs_says_so(read: Read) -> None:
    data = bytearray(MORE_SHEETS["ods" if read is ods.read else "xlsb"][1])
    for mark, at in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        found = data.find(mark)
        while found >= 0:
            struct.pack_into("<H", data, found + at, 97)  # WavPack
            found = data.find(mark, found + 4)
    with pytest.raises(FileRefused) as refused:
        read(bytes(data), LIMITS)
    assert "ไฟล์บีบอัดด้วยวิธีที่ไม่แพร่หลาย" in refused.value.finding("แบบสำรวจ").message


def test_binary_numbers_of_each_make_rich_texts_and_hidden_columns_are_read() -> None:
    rich = b"\x01" + xlsb_string("คงไว้ตัด") + struct.pack("<I", 1) + struct.pack("<2H", 5, 1)
    hundredth = struct.pack("<i", 12345 << 2 | 3)
    eighth = struct.pack("<d", 0.125)[4:]
    column = xlsb_record(60, struct.pack("<IIII", 1, 2, 2560, 0) + b"\x01\x00")
    rows = xlsb_row(0, (62, 0, 0, rich), (2, 1, 0, hundredth), (2, 2, 0, eighth), (6, 3, 0, b"\xff" * 4))
    [grid] = xlsb.read(xlsb_sheet(rows, fonts=[("Arial", False), ("Arial", True)], after=column), LIMITS)
    assert [cell.text for cell in grid.cells.values()] == ["คงไว้", "123.45", "0.125"]
    assert (grid.struck_runs, grid.hidden_lines) == (("Sheet1!A1",), True)


def test_tabs_and_lines_of_an_opendocument_cell_are_kept_and_an_impossible_day_is_its_words() -> None:
    [grid] = ods.read(ods_cell("<text:p>ก<text:tab/>ข<text:line-break/>ค</text:p>"), LIMITS)
    assert [cell.text for cell in grid.cells.values()] == ["ก\tข\nค"]
    day = 'office:value-type="date" office:date-value="2018-02-30"'
    [grid] = ods.read(ods_cell("<text:p>30/2/2561</text:p>", day), LIMITS)
    assert [(cell.text, cell.value) for cell in grid.cells.values()] == [("30/2/2561", "30/2/2561")]


def test_columns_styles_and_the_calendar_of_1904_hold_in_the_xml_of_2003() -> None:
    workbook = (
        "<ExcelWorkbook><Date1904/></ExcelWorkbook><Styles><Style ss:ID='gone'><Font ss:StrikeThrough='1'/></Style></Styles>"
        "<Worksheet ss:Name='S'><Table><Column ss:Index='2' ss:StyleID='gone'/>"
        "<Row><Cell><Data ss:Type='String'>คง</Data></Cell><Cell><Data ss:Type='String'>ตัด</Data></Cell>"
        "<Cell><Data ss:Type='DateTime'>no day</Data></Cell></Row></Table></Worksheet>"
    )
    [grid] = spreadsheet_xml.read(xml_2003(workbook), LIMITS)
    assert [(cell.text, cell.struck) for cell in grid.cells.values()] == [
        ("คง", False),
        ("ตัด", True),
        ("no day", False),
    ]
