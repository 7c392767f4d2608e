"""Our reader of workbooks against the programs that wrote them, and what no program should have written."""

import re
import time
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from make.workbooks import make_parts, make_workbook, saved, strict, text_cell, with_parts, zipped
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from parsers.formats import xlsx
from parsers.formats.xlsx import second_opinion
from parsers.formats.xlsx.cell_values import NO_VALUE
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge
from survey.cells import CellValue

VALUES: dict[str, Any] = {
    "A1": "แบบสำรวจข้อมูลความร่วมมือ",
    "B2": 1,
    "C2": "อบต.บ้านแลง\nอบต.บ้านค่า",
    "D2": date(2018, 11, 5),
    "E2": True,
    "F2": 12.5,
    "G2": -3,
    "H2": "a & b <c> \" ' ; =1+1",
    "B4": 0,
    "C4": "  เว้นวรรค  ",
    "D4": date(2561, 11, 5),
    "E4": False,
    "AA30": "✓",
    "AB30": 3570100123456,
}


def values(grid: Grid) -> dict[str, CellValue]:
    return {cell.at.rpartition("!")[2]: cell.value for cell in grid.cells.values()}


def texts(grid: Grid) -> dict[str, str]:
    return {cell.at.rpartition("!")[2]: cell.text for cell in grid.cells.values()}


def read_one(data: bytes) -> Grid:
    [grid] = xlsx.read(data, Limits())
    return grid


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    for at, value in VALUES.items():
        book.active[at] = value
        if at == "H2":
            book.active[at].data_type = "s"
    return saved(book)


def by_xlsxwriter() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Sheet")
        day = book.add_format({"num_format": "[$-107041E]d mmm yyyy;@"})
        for at, value in VALUES.items():
            if isinstance(value, date):
                sheet.write_datetime(at, datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(at, value)
    return out.getvalue()


def in_constant_memory() -> bytes:
    """XlsxWriter's other way of writing: strings inside the cells, no shared ones."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Sheet")
        day = book.add_format({"num_format": 14})
        for at, value in VALUES.items():
            if isinstance(value, date):
                sheet.write_datetime(at, datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(at, value)
    return out.getvalue()


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter, in_constant_memory])
def test_every_value_is_what_was_written_and_what_openpyxl_reads(write: Any) -> None:
    data = write()
    assert values(read_one(data)) == VALUES
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True).active
    assert sheet is not None
    by_oracle = {
        cell.coordinate: cell.value.date() if isinstance(cell.value, datetime) else cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert values(read_one(data)) == by_oracle


def test_sheets_keep_the_order_of_their_tabs_and_say_which_are_hidden() -> None:
    book = openpyxl.Workbook()
    book.active.title = "สอง"
    for title, state in (("หนึ่ง", "visible"), ("ปีก่อน", "hidden"), ("ลับ", "veryHidden")):
        book.create_sheet(title)["B2"] = title
        book[title].sheet_state = state
    book.create_chartsheet("กราฟ")
    book.move_sheet("หนึ่ง", -1)
    book["สอง"]["A1"] = "มี"
    grids = xlsx.read(saved(book), Limits())
    assert [(grid.name, grid.hidden) for grid in grids] == [
        ("หนึ่ง", False), ("สอง", False), ("ปีก่อน", True), ("ลับ", True)
    ]  # fmt: skip
    assert grids[0].at(2, 2).at == "หนึ่ง!B2"


@pytest.mark.parametrize(
    ("code", "serial", "text", "value"),
    [
        ("d/m/yyyy", 43409, "5/11/2018", date(2018, 11, 5)),
        ("[$-107041E]d mmm yyyy;@", 43409, "5/11/2561", date(2018, 11, 5)),
        ("[$-D07041E]d mmmm yyyy;@", 43409, "5/11/2561", date(2018, 11, 5)),
        ("[$-1070000]d/mm/yyyy;@", 43409, "5/11/2561", date(2018, 11, 5)),
        ("[$-th-TH,107]d mmm yyyy;@", 43409, "5/11/2561", date(2018, 11, 5)),
        ("d/m/bbbb", 43409, "5/11/2561", date(2018, 11, 5)),
        ("ว/ด/ปปปป", 43409, "5/11/2561", date(2018, 11, 5)),
        ("[$-41E]d mmmm yyyy", 43409, "5/11/2018", date(2018, 11, 5)),
        ('"วันที่ "d/m/yyyy h:mm', 43409.75, "5/11/2018", date(2018, 11, 5)),
        ("yyyy-mm-dd", 241736, "5/11/2561", date(2561, 11, 5)),
        ("mmm yy", 43405, "11/2018", None),
        ("d mmm", 43409, "5/11", None),
        ("h:mm", 0.5, "0.5", 0.5),
        ("d/m/yyyy", 0.5, "0.5", 0.5),
        ("d/m/yyyy", 2958466, "2958466", 2958466),
        ("d/m/yyyy", -1, "-1", -1),
    ],
)
def test_a_number_under_a_format_of_days_is_a_date_in_the_era_that_it_shows(
    code: str, serial: float, text: str, value: CellValue
) -> None:
    code = code.replace('"', "&quot;")
    styles = (
        f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    grid = read_one(make_workbook(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>', styles=styles))
    assert (grid.at(1, 1).text, grid.at(1, 1).value) == (text, value)


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2018, 11, 5)
    data = saved(book)
    assert values(read_one(data)) == {"A1": date(2018, 11, 5)}


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("0000000000", 53112233, "0053112233"),
        ("0##-###-###", 53112233, "053-112-233"),
        ("[<=99999999][$-D000000]0-####-####;[$-D000000]0#-####-####", 53112233, "0-5311-2233"),
        ("[<=99999999][$-D000000]0-####-####;[$-D000000]0#-####-####", 812345678, "08-1234-5678"),
        ("0-0000-0000", 53112233, "0-5311-2233"),
        ("#,##0", 1234567, "1,234,567"),
        ("#,##0.00", -1234.5, "-1,234.50"),
        ("0.0", 5, "5.0"),
        ("# ??/??", 2561, "2561"),
        ('0"/2561"', 7, "7/2561"),
        ("General", 5.0, "5"),
        ("General", 2561.0, "2561"),
        ('General"."', 1, "1."),
        ('"("0")"', 3, "(3)"),
        ("0%", 0.25, "25%"),
        (";;;", 5, ""),
        ('0;-0;"-"', 0, "-"),
    ],
)
def test_a_number_is_shown_as_its_format_says_and_stays_a_number(
    code: str, number: float, shown: str
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = number
    book.active["A1"].number_format = code
    grid = read_one(saved(book))
    assert (grid.at(1, 1).text, grid.at(1, 1).value) == (shown, number)


def test_a_merge_counts_once_with_its_text_in_the_top_left_cell() -> None:
    parts = make_parts(
        f'<row r="2">{text_cell("B2", "หัวข้อ")}{text_cell("C2", "ซ่อนอยู่")}</row>',
        after='<mergeCells count="3"><mergeCell ref="B2:D3"/><mergeCell ref="A1:A1"/>'
        '<mergeCell ref="A90:B91"/></mergeCells>',
    )
    grid = read_one(zipped(parts))
    assert texts(grid) == {"B2": "หัวข้อ"}
    assert [(m.top, m.left, m.bottom, m.right) for m in grid.merges] == [(2, 2, 3, 4)]
    assert grid.seen(3, 3).text == "หัวข้อ"


def test_hidden_and_filtered_rows_and_columns_are_read_and_told() -> None:
    book = openpyxl.Workbook()
    for row in range(1, 5):
        book.active.append([row, "ข้อมูล"])
    book.active.row_dimensions[3].hidden = True
    assert read_one(saved(book)).hidden_lines
    assert len(read_one(saved(book)).cells) == 8
    book.active.row_dimensions[3].hidden = False
    assert not read_one(saved(book)).hidden_lines
    book.active.column_dimensions["B"].hidden = True
    assert read_one(saved(book)).hidden_lines
    book.active.column_dimensions["B"].hidden = False
    book.active.column_dimensions["Z"].hidden = True
    assert not read_one(saved(book)).hidden_lines, "an empty hidden column hides nothing"


def test_a_struck_cell_is_marked_and_struck_words_are_left_out_and_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A1"].font = "ยกเลิก", Font(strike=True)
    struck, plain = InlineFont(strike=True), InlineFont(strike=False)
    sheet["A2"] = CellRichText(TextBlock(struck, "อบต.เก่า "), TextBlock(plain, "อบต.ใหม่"))
    sheet["A3"] = CellRichText(TextBlock(struck, "ทั้ง"), TextBlock(struck, "หมด"))
    sheet["A4"] = CellRichText("อบต.", TextBlock(plain, "บ้านแลง"))
    grid = read_one(saved(book))
    assert texts(grid) == {"A1": "ยกเลิก", "A2": "อบต.ใหม่", "A3": "ทั้งหมด", "A4": "อบต.บ้านแลง"}
    assert [cell.struck for cell in grid.cells.values()] == [True, False, True, False]
    assert grid.struck_runs == ("Sheet!A2",)


def test_the_font_is_told_where_it_makes_a_letter_a_tick() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A1"].font = "ü", Font(name="Wingdings")
    sheet["A2"] = CellRichText(TextBlock(InlineFont(rFont="Wingdings 2"), "P"))
    sheet["A3"] = CellRichText(TextBlock(InlineFont(rFont="Wingdings"), "ü"), " จัดทำแล้ว")
    sheet["A4"], sheet["A4"].font = "ü", Font(name="TH SarabunPSK")
    grid = read_one(saved(book))
    assert [(cell.text, cell.font) for cell in grid.cells.values()] == [
        ("ü", "Wingdings"), ("P", "Wingdings 2"), ("✓ จัดทำแล้ว", None), ("ü", None)
    ]  # fmt: skip


def test_a_formula_counts_with_its_stored_result_and_is_an_error_without_one() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>B1+1</f><v>7</v></c><c r="B1" t="str"><f>C1</f><v>ข้อความ</v></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><f>SUM(A1)</f></c><c r="E1"><f>A1</f><v></v></c>'
        '<c r="F1" t="b"><f>TRUE()</f><v>1</v></c><c r="G1" t="str"><f>""</f><v></v></c></row>'
    )
    grid = read_one(make_workbook(rows))
    assert values(grid) == {"A1": 7, "B1": "ข้อความ", "C1": None, "D1": None, "E1": None, "F1": True}
    errors = {cell.at: cell.error for cell in grid.cells.values() if cell.error}
    assert errors == {"Sheet1!C1": "#DIV/0!", "Sheet1!D1": NO_VALUE, "Sheet1!E1": NO_VALUE}


def test_the_zero_that_xlsxwriter_puts_for_a_result_is_no_result() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", '="อบต."&"บ้านแลง"')
        sheet.write_formula("A2", "=1+1", None, 2)
        sheet.write("A3", 0)
    grid = read_one(out.getvalue())
    assert [(cell.value, cell.error) for cell in grid.cells.values()] == [
        (None, NO_VALUE),
        (2, None),
        (0, None),
    ]


def test_strict_open_xml_reads_as_the_same_workbook() -> None:
    for data in (by_openpyxl(), by_xlsxwriter()):
        assert read_one(strict(data)) == read_one(data)


@pytest.mark.parametrize("prefix", ["x", "ns0"])
def test_element_names_with_a_prefix_are_the_same_elements(prefix: str) -> None:
    def prefixed(name: str, text: str) -> str:
        if not name.startswith("xl/"):
            return text
        return re.sub(r"<(/?)(\w+)(?=[\s/>])", rf"<\1{prefix}:\2", text).replace("xmlns=", f"xmlns:{prefix}=")

    data = with_parts(by_xlsxwriter(), prefixed)
    assert f"<{prefix}:c " in zip_text(data, "xl/worksheets/sheet1.xml")
    assert read_one(data) == read_one(by_xlsxwriter())


def zip_text(data: bytes, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name).decode()


def test_styles_strings_properties_and_the_dimension_may_be_missing() -> None:
    def bare(name: str, text: str) -> str | None:
        if name.startswith("docProps/") or name in ("xl/styles.xml", "xl/theme/theme1.xml"):
            return None
        return re.sub(r"<dimension[^>]*/>", "", text)

    days = {at for at, value in VALUES.items() if isinstance(value, date)}
    read = values(read_one(with_parts(in_constant_memory(), bare)))
    assert {at: value for at, value in read.items() if at not in days} == {
        at: value for at, value in VALUES.items() if at not in days
    }
    assert read["D2"] == 43409, "without styles nothing says that it is a day"


def test_a_false_dimension_is_not_believed() -> None:
    for claimed in ("A1", "A1:A1", "A1:XFD1048576", "nonsense"):
        data = with_parts(
            by_openpyxl(),
            lambda name, text, claimed=claimed: re.sub(  # type: ignore[misc]
                r'<dimension ref="[^"]*"', f'<dimension ref="{claimed}"', text
            ),
        )
        assert values(read_one(data)) == VALUES


def test_references_of_the_package_may_be_broken_absolute_or_in_other_letters() -> None:
    plain = make_parts(f'<row r="1">{text_cell("A1", "มี")}</row>')
    lost = {name: text for name, text in plain.items() if not name.endswith(".rels")}
    shouted = {name.upper() if "worksheets/" in name else name: text for name, text in plain.items()}
    slashed = {name.replace("/", "\\"): text for name, text in plain.items()}
    absolute = plain | {
        "xl/_rels/workbook.xml.rels": plain["xl/_rels/workbook.xml.rels"].replace(
            "worksheets/", "/xl/worksheets/"
        )
    }
    for parts in (plain, lost, shouted, slashed, absolute):
        assert texts(read_one(zipped(parts))) == {"A1": "มี"}


def test_a_listed_sheet_that_is_not_in_the_file_makes_the_file_broken() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.create_sheet("หาย")["A1"] = 2
    data = with_parts(saved(book), lambda name, text: None if name.endswith("sheet2.xml") else text)
    with pytest.raises(FileCorrupt):
        xlsx.read(data, Limits())


def test_cells_and_rows_without_addresses_are_counted() -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c t='inlineStr'><is><t>สาม</t></is></c></row>"
        '<row r="5"><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>'
    )
    assert values(read_one(make_workbook(rows))) == {"A1": 1, "C1": "สาม", "A5": 2, "B6": 3}


def test_texts_are_read_with_their_escapes_and_without_their_readings() -> None:
    rows = "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDE"))
    strings = (
        "<si><t>หนึ่ง_x000D_\nสอง</t></si><si><t>_x005F_x0041_</t></si>"
        "<si><r><t>ก</t></r><rPh><t>อ่านว่า</t></rPh><r><t>ข</t></r></si>"
        "<si><t>_xD83D__xDE00_ _xD83D_ _x0000_</t></si><si><t> </t></si>"
    )
    grid = read_one(make_workbook(f'<row r="1">{rows}</row>', strings=strings))
    assert texts(grid) == {"A1": "หนึ่ง\nสอง", "B1": "_x0041_", "C1": "กข", "D1": "😀 \ufffd "}


def test_what_is_written_in_a_text_box_or_a_page_header_is_a_note() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "ในช่อง")
        sheet.insert_textbox("C3", "จังหวัดลำปาง\nปี 2561")
        sheet.set_header('&C&"TH SarabunPSK,Bold"&14แบบสำรวจ&R&P')
    notes = read_one(out.getvalue()).notes
    assert [note.split() for note in notes] == [["แบบสำรวจ"], ["จังหวัดลำปาง", "ปี", "2561"]]


def test_far_cells_and_empty_formatted_ones_cost_nothing() -> None:
    far = make_workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        before='<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="B1:XFD1048575"/></mergeCells>',
    )
    begun = time.process_time()
    grid = read_one(far)
    assert values(grid) == {"A1": 1, "XFD1048576": 2}
    assert time.process_time() - begun < 1
    row = '<row r="{0}">' + '<c r="A{0}" s="1"/><c r="B{0}" s="1"/>' + "</row>"
    begun = time.process_time()
    formatted = read_one(make_workbook("".join(row.format(n) for n in range(1, 100_001))))
    assert formatted.cells == {}
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(rows=2), "2 แถว"),
        (Limits(columns=2), "2 คอลัมน์"),
        (Limits(merges=1), "1 ช่องที่ผสานกัน"),
        (Limits(sheets=0), "0 แผ่นงาน"),
        (Limits(sheet_mb=0), "0 เมกะไบต์"),
        (Limits(unpacked_mb=0), "0 เมกะไบต์"),
    ],
)
def test_a_workbook_over_a_limit_is_too_large_and_the_limit_is_named(limits: Limits, limit: str) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>1</v></c>' for letter in "ABC") + "</row>"
        for row in (1, 500, 9000)
    )
    data = make_workbook(
        rows, after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A9:B9"/></mergeCells>'
    )
    with pytest.raises(FileTooLarge) as refused:
        xlsx.read(data, limits)
    assert refused.value.words["limit"].startswith(limit)


BOMB = '<!DOCTYPE x [<!ENTITY a "ฮ"><!ENTITY b "&a;&a;&a;&a;">]>'
SECRET = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [BOMB, SECRET])
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"]
)  # fmt: skip
def test_xml_with_a_document_type_is_refused_in_every_part(doctype: str, part: str) -> None:
    parts = make_parts(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        strings="<si><t>a</t></si>",
        styles="<cellXfs><xf/></cellXfs>",
    )
    parts[part] = doctype + parts[part]
    with pytest.raises(FileCorrupt):
        xlsx.read(zipped(parts), Limits())


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>9</v></c>',
        '<c r="A1" t="s"><v>x</v></c>',
        '<c r="A1"><v>x</v></c>',
        '<c r="11"><v>1</v></c>',
        '<c r="A1"><v>1</v>',
    ],
)
def test_what_no_program_writes_is_a_broken_file(cell: str) -> None:
    with pytest.raises(FileCorrupt):
        xlsx.read(make_workbook(f'<row r="1">{cell}</row>'), Limits())


def test_one_endless_attribute_is_a_broken_file_and_costs_no_time() -> None:
    begun = time.process_time()
    with pytest.raises(FileCorrupt):
        xlsx.read(make_workbook(f'<row r="1" x="{"y" * 30_000_000}"></row>'), Limits())
    assert time.process_time() - begun < 3


def test_numbers_that_are_none_are_errors_of_their_cell() -> None:
    rows = '<row r="1"><c r="A1"><v>1E999</v></c><c r="B1"><v>NaN</v></c></row>'
    assert [cell.error for cell in read_one(make_workbook(rows)).cells.values()] == ["1E999", "NaN"]


def test_a_part_with_a_password_needs_a_password() -> None:
    data = bytearray(make_workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(FileEncrypted):
        xlsx.read(bytes(data), Limits())


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_workbook_cut_short_is_broken_and_nothing_worse(percent: int) -> None:
    data = by_openpyxl()
    with pytest.raises(FileCorrupt):
        xlsx.read(data[: len(data) * percent // 100], Limits())


def test_the_second_opinion_reads_values_and_never_raises_but_for_limits() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "มี"
    grids = second_opinion.read(saved(book), Limits())
    assert [texts(grid) for grid in grids] == [{"A1": "มี"}]
    assert second_opinion.read(b"PK\x03\x04", Limits()) == []
    with pytest.raises(FileTooLarge):
        second_opinion.read(saved(book), Limits(rows=0))
