"""Every workbook format says what .xlsx says: values, fonts, strike-through, merges, what is hidden."""

import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from make.binary_workbooks import biff5, xlsb_row, xlsb_sheet, xlsb_string
from make.many_cells import many_cells
from make.workbooks import FORM, form_html, form_workbook, zipped
from make.writers import convert
from olefile import OleFileIO

from parsers import workbooks
from parsers.formats import mhtml, ods, spreadsheet_xml, xls, xlsb, xlsx
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.read import read_file
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge
from parsers.sniff import FileType
from survey.model import Case, Kind

CASE = Case(date(2018, 12, 10))
LIMITS = Limits()
Read = Callable[[bytes, Limits], list[Grid]]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Grid]]:
    """One workbook with everything in it, as LibreOffice saves it in three formats."""
    folder = tmp_path_factory.mktemp("many")
    first = folder / "many.xlsx"
    first.write_bytes(many_cells())
    readers: dict[str, Read] = {"xls": xls.read, "ods": ods.read}
    grids = {name: read(convert(first, name).read_bytes(), LIMITS) for name, read in readers.items()}
    grids["xlsx"] = xlsx.read(convert(folder / "many.ods", "xlsx").read_bytes(), LIMITS)
    return grids


@pytest.mark.parametrize("name", ["xls", "ods"])
def test_it_says_cell_for_cell_what_the_new_format_says(saved: dict[str, list[Grid]], name: str) -> None:
    for grid, expected in zip(saved[name], saved["xlsx"], strict=True):
        assert list(grid.cells.values()) == list(expected.cells.values())
        assert replace(grid, cells={}) == replace(expected, cells={})


def test_the_oracle_itself_shows_what_was_put_in(saved: dict[str, list[Grid]]) -> None:
    first, hidden, last = saved["xlsx"]
    assert (first.cells[4, 2].font, first.cells[4, 3].struck) == ("Wingdings", True)
    assert (first.cells[4, 4].text, first.struck_runs) == ("คงไว้  ต่อ", ("อ.เมือง (1)!D4",))
    assert (first.cells[5, 3].value, first.cells[7, 2].error) == (date(2561, 11, 5), "#DIV/0!")
    assert (first.hidden_lines, hidden.hidden, last.hidden_lines) == (True, True, True)


@pytest.mark.parametrize("code_page", [874, None, 1252])
def test_excel_95_in_thai_windows_is_read_whatever_code_page_it_names(code_page: int | None) -> None:
    [grid] = xls.read(biff5([["จังหวัดลำปาง", None, 7], [2.5]], code_page=code_page), LIMITS)
    assert [(cell.at, cell.text) for cell in grid.cells.values()] == [
        ("Sheet1!A1", "จังหวัดลำปาง"), ("Sheet1!C1", "7"), ("Sheet1!A2", "2.5"),
    ]  # fmt: skip


def test_a_form_of_excel_95_is_a_form() -> None:
    rows = [[None if value == "" else value for value in line] for line in FORM]
    [document] = read_file(biff5(rows), "แบบสำรวจ.xls", CASE, LIMITS)
    [expected] = read_file(form_workbook(), "แบบสำรวจ.xlsx", CASE, LIMITS)
    assert (document.kind, document.source) == (Kind.SURVEY, "xls")
    assert document.form is not None
    assert expected.form is not None
    moved = [replace(row, cell=row.cell.replace("Sheet!", "Sheet1!")) for row in expected.form.rows]
    assert list(document.form.rows) == moved
    assert document.form.reporter == expected.form.reporter


def test_a_binary_workbook_keeps_fonts_strike_dates_merges_and_what_is_hidden() -> None:
    rich = b"\x01" + xlsb_string("คงไว้ตัดออก") + struct.pack("<I", 2) + struct.pack("<4H", 0, 0, 5, 2)
    data = xlsb_sheet(
        xlsb_row(
            0, (7, 0, 0, struct.pack("<I", 0)), (6, 1, 1, xlsb_string("ü")), (7, 2, 2, struct.pack("<I", 0))
        )
        + xlsb_row(
            1, (5, 0, 3, struct.pack("<d", 43409)), (2, 1, 0, struct.pack("<i", 7 << 2 | 2)), hidden=True
        )
        + xlsb_row(2, (4, 0, 0, b"\1"), (11, 1, 0, b"\x17"), (7, 3, 0, struct.pack("<I", 1))),
        strings=[b"\0" + xlsb_string("ข้อความ"), rich],
        fonts=[("Arial", False), ("Wingdings", False), ("Arial", True)],
        formats=[(0, "d/m/yyyy")],
        after=b"\xb0\x01\x10"
        + struct.pack("<4I", 4, 5, 0, 1)
        + b"\xb0\x01\x10"
        + struct.pack("<4I", 2, 2, 3, 5),
        hidden=True,
    )
    [grid] = xlsb.read(data, LIMITS)
    by_place = {cell.at.partition("!")[2]: cell for cell in grid.cells.values()}
    assert (by_place["A1"].text, by_place["B1"].font, by_place["C1"].struck) == ("ข้อความ", "Wingdings", True)
    assert (by_place["A2"].text, by_place["A2"].value, by_place["B2"].value) == (
        "5/11/2018",
        date(2018, 11, 5),
        7,
    )
    assert (by_place["A3"].value, by_place["B3"].error, by_place["D3"].text) == (True, "#REF!", "คงไว้")
    assert grid.struck_runs == ("Sheet1!D3",)
    assert (grid.hidden, grid.hidden_lines, grid.merge_at(3, 5)) == (True, True, grid.merges[0])


SPREADSHEET_XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="Arial"/></Style>
<Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="tick"><Font ss:FontName="Wingdings"/></Style>
<Style ss:ID="gone"><Font ss:FontName="Arial" ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="แบบ"><Table ss:ExpandedColumnCount="99"><Column ss:Index="4" ss:Hidden="1"/>
<Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">รวม</Data></Cell>
<Cell ss:StyleID="day"><Data ss:Type="DateTime">2561-11-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Number">7</Data><Comment><ss:Data>หมายเหตุ</ss:Data></Comment></Cell></Row>
<Row><Cell ss:Index="3" ss:StyleID="tick"><Data ss:Type="String">ü</Data></Cell>
<Cell ss:StyleID="gone"><Data ss:Type="String">เลิก</Data></Cell>
<Cell ss:Formula="=R1C1"/><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row ss:Span="2" ss:Hidden="1"/>
<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">คง<S>ตัด</S><Font html:Face="Arial">ต่อ</Font></ss:Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><PageSetup><Header x:Data="&amp;Cจังหวัดลำปาง"/></PageSetup>
</WorksheetOptions></Worksheet>
<Worksheet ss:Name="ซ่อน"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_the_xml_of_2003_keeps_what_excel_put_into_it(charset: str) -> None:
    first, second = spreadsheet_xml.read(SPREADSHEET_XML.encode(charset), LIMITS)
    by_place = {cell.at.partition("!")[2]: cell for cell in first.cells.values()}
    assert list(by_place) == ["A2", "C2", "D2", "C3", "D3", "E3", "F3", "A7", "B7"]
    assert by_place["C2"].value == date(2561, 11, 5)
    assert (by_place["D2"].value, by_place["C3"].font, by_place["D3"].struck) == (7, "Wingdings", True)
    assert (by_place["F3"].value, by_place["B7"].error, by_place["A7"].text) == (True, "#N/A", "คงต่อ")
    assert by_place["E3"].error
    assert (first.merges[0].bottom, first.merges[0].right) == (3, 2)
    assert (first.hidden_lines, first.notes, first.struck_runs) == (True, ("จังหวัดลำปาง",), ("แบบ!A7",))
    assert second.hidden


def test_a_web_page_in_one_file_is_read_with_all_its_sheets() -> None:
    parts = "".join(
        f"--x\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"<table><tr><td>{word}</td><td>ข</td></tr><tr><td>ค</td><td>ง</td></tr></table>\r\n"
        for charset, word in (("utf-8", "ก"), ("utf-8", "จ"))
    )
    data = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n{parts}--x--\r\n'
    assert mhtml.html_of(data.encode()).count("<table>") == 2
    page = form_html().encode("cp874")
    whole = (
        b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/html; charset=windows-874\r\n\r\n" + page + b"\r\n--x--\r\n"
    )
    [document] = read_file(whole, "แบบสำรวจ.xls", CASE, LIMITS)
    assert (document.kind, document.source) == (Kind.SURVEY, "html")
    with pytest.raises(FileCorrupt):
        mhtml.html_of(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")


NAMES = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"'


def opendocument(table: str, **parts: str) -> bytes:
    content = f"<office:document-content {NAMES}><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **parts}
    )


def test_a_row_that_stands_for_a_million_empty_ones_costs_nothing() -> None:
    cell = '<table:table-cell table:style-name="x" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    last = "<table:table-row><table:table-cell><text:p>ก</text:p></table:table-cell></table:table-row>"
    [grid] = ods.read(opendocument(f'<table:table table:name="S">{row * 50}{last}</table:table>'), LIMITS)
    assert list(grid.cells) == [(50 * 1048576 + 1, 1)]


@pytest.mark.parametrize(("rows", "columns"), [(1048576, 1), (1, 16384), (999999999, 999999999)])
def test_a_cell_repeated_beyond_any_form_is_too_large(rows: int, columns: int) -> None:
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>ก</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    with pytest.raises(FileTooLarge):
        ods.read(opendocument(f'<table:table table:name="S">{row}</table:table>'), LIMITS)


def test_comments_changes_and_copies_of_other_files_are_no_words_of_a_sheet() -> None:
    inside = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    data = opendocument(
        "<table:tracked-changes><table:deletion><table:table-cell><text:p>ลบ</text:p></table:table-cell>"
        '</table:deletion></table:tracked-changes><table:table table:name="S"><table:table-row><table:table-cell>'
        "<office:annotation><text:p>หมายเหตุ</text:p></office:annotation><text:p>คำ<text:s/>เดียว</text:p></table:table-cell>"
        f'</table:table-row></table:table><table:table table:name="other"><table:table-source/>{inside.format("อื่น")}</table:table>'
    )
    [grid] = ods.read(data, LIMITS)
    assert [cell.text for cell in grid.cells.values()] == ["คำ เดียว"]


def test_an_opendocument_with_a_password_says_so() -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    with pytest.raises(FileEncrypted):
        ods.read(opendocument("", **{"META-INF/manifest.xml": manifest}), LIMITS)


BOMB = '<!DOCTYPE x [<!ENTITY a "ก"><!ENTITY b "&a;&a;&a;">]>'


def test_entities_are_refused_in_every_format_of_xml() -> None:
    with pytest.raises(FileCorrupt):
        spreadsheet_xml.read(SPREADSHEET_XML.replace("<Workbook", BOMB + "<Workbook").encode(), LIMITS)
    content = BOMB + f"<office:document-content {NAMES}>&b;</office:document-content>"
    with pytest.raises(FileCorrupt):
        ods.read(zipped({"content.xml": content}), LIMITS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "a.xlsx").write_bytes(form_workbook())
    found = {suffix: convert(folder / "a.xlsx", suffix).read_bytes() for suffix in ("xls", "ods")}
    rows = [[None if value == "" else value for value in line] for line in FORM]
    return found | {"xml": SPREADSHEET_XML.encode(), "biff5": biff5(rows)}


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("name", ["xls", "ods", "xml", "biff5"])
def test_a_file_that_was_cut_off_is_never_a_smaller_form(
    whole: dict[str, bytes], name: str, part: float
) -> None:
    data = whole[name][: int(len(whole[name]) * part)]
    [document] = read_file(data, f"a.{name}", CASE, LIMITS)
    assert document.kind is Kind.UNREADABLE
    assert [finding.code for finding in document.findings] == ["file_corrupt"]


def test_a_lying_name_changes_nothing(whole: dict[str, bytes], tmp_path: Path) -> None:
    for name in ("xls", "ods", "biff5"):
        [document] = read_file(whole[name], "a.docx", CASE, LIMITS)
        assert (document.kind, document.source) == (Kind.SURVEY, "ods" if name == "ods" else "xls")


def test_a_chain_of_sectors_that_bites_its_tail_is_corrupt_and_not_followed_for_ever(
    whole: dict[str, bytes],
) -> None:
    data = bytearray(whole["xls"])
    with OleFileIO(bytes(data)) as compound:
        first = compound.root.isectStart  # of the small streams, the workbook among them
    [table] = struct.unpack_from("<I", data, 76)
    struct.pack_into("<I", data, 512 * (table + 1) + 4 * first, first)
    with pytest.raises(FileCorrupt):
        xls.read(bytes(data), LIMITS)


def test_an_old_workbook_with_a_password_says_so() -> None:
    opened = biff5([["ก"]])
    begin = 4 + 8
    locked = opened[:begin] + struct.pack("<HHHH", 0x2F, 4, 0x1234, 0x5678) + opened[begin:]
    with pytest.raises(FileEncrypted):
        xls.read(locked, LIMITS)


@pytest.mark.parametrize("kind", [FileType.XLS, FileType.ODS])
def test_a_workbook_in_which_our_reader_finds_nothing_is_shown_to_libreoffice(
    whole: dict[str, bytes], kind: FileType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blind(data: bytes, limits: Limits) -> list[Grid]:
        if kind is FileType.XLS:
            raise FileCorrupt
        return [Grid("Sheet")]

    monkeypatch.setitem(workbooks._READERS, kind, blind)
    data = whole[kind.value]
    [grid] = workbooks.read_workbook(kind, data, LIMITS)
    assert len(grid.cells) > 20
    with pytest.raises(FileCorrupt):
        workbooks.read_workbook(FileType.XLS, whole["xls"][:-600], LIMITS)


def test_an_index_under_a_merge_is_libreoffice_s_count_of_free_cells() -> None:
    rows = (
        '<Row><Cell ss:MergeDown="1"/><Cell ss:MergeDown="1"/><Cell ss:Index="5" ss:MergeDown="1"/></Row>'
        '<Row><Cell ss:Index="2"><Data ss:Type="String">ที่สี่</Data></Cell></Row>'
        '<Row><Cell ss:Index="2"><Data ss:Type="String">ที่สอง</Data></Cell></Row>'
    )
    start = SPREADSHEET_XML.partition("<Row")[0]
    whole = f"{start}{rows}</Table></Worksheet></Workbook>"
    grid = spreadsheet_xml.read(whole.encode(), LIMITS)[0]
    assert {place: cell.text for place, cell in grid.cells.items() if cell.text} == {
        (2, 4): "ที่สี่",
        (3, 2): "ที่สอง",
    }
