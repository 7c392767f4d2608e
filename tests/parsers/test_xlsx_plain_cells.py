"""Cells and strings of the simplest shape are lifted out before the XML is parsed: that must change nothing."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from make.many_cells import many_cells
from make.workbooks import form_workbook, make_parts, make_workbook, with_parts, zipped

from parsers.formats import xlsx
from parsers.formats.xlsx.cell_values import Workbook
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt
from survey.cells import Cell

VALUES = st.one_of(
    st.none(),
    st.integers(-3, 60_000),
    st.sampled_from([0.5, 1e15, -2.25, 0.1 + 0.2]),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2562, 1, 1)),
    st.sampled_from(
        ["✓", "อบต.สะลวง", "อบต .แม่แรม", " a & <b> ", "น้ำ เเละ น ้า", "หนึ่ง\r\nสอง", " ", "_x0041_"]
    ),
)
FORMATS: tuple[dict[str, Any], ...] = (
    {},
    {"border": 1},
    {"bg_color": "#FFEE00"},
    {"font_name": "Wingdings"},
    {"font_strikeout": True},
    {"num_format": "d/m/yyyy"},
    {"num_format": '"อบต."@'},
    {"font_color": "white"},
    {"num_format": "0.00"},
)


def parsed(data: bytes) -> list[Grid]:
    """The sheets as the XML parser reads them alone: where a comment stands nothing is lifted."""

    def commented(name: str, text: str) -> str:
        if "/sheet" not in name and "sharedStrings" not in name:
            return text
        return text.replace("?>", "?><!-- -->", 1) if text.startswith("<?xml") else "<!-- -->" + text

    return xlsx.read(with_parts(data, commented), Limits())


def in_order(grids: list[Grid]) -> list[list[tuple[tuple[int, int], Cell]]]:
    return [list(grid.cells.items()) for grid in grids]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.tuples(VALUES, st.integers(0, len(FORMATS) - 1)), max_size=6), max_size=6),
    st.booleans(),
)
def test_lifted_cells_are_those_that_the_parser_would_read(
    rows: list[list[tuple[Any, int]]], inline: bool
) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": inline, "strings_to_formulas": False}) as book:
        looks = [book.add_format(look) for look in FORMATS]
        sheet = book.add_worksheet("อ.เมือง")
        for row, cells in enumerate(rows, 2):
            for column, (value, look) in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, looks[look])
                else:
                    sheet.write(row, column, value, looks[look])
        sheet.set_row(3, None, None, {"hidden": True})
    data = out.getvalue()
    lifted, plain = xlsx.read(data, Limits()), parsed(data)
    assert lifted == plain
    assert in_order(lifted) == in_order(plain)


@pytest.mark.parametrize(
    "data", [many_cells(), form_workbook(rows=40)], ids=["one of everything", "the form"]
)
def test_a_workbook_by_openpyxl_reads_the_same_with_and_without_lifting(data: bytes) -> None:
    assert in_order(xlsx.read(data, Limits())) == in_order(parsed(data))


@pytest.mark.parametrize(
    "text",
    [
        "อบต.สะลวง", "&#3629;&#3610;&#3605;.&#xE2A;", "ก &amp; ข &lt;ค&gt; &quot;ง&quot;", "a > b", "", "  ", " ก ",
        "หนึ่ง&#10;สอง", "หนึ่ง\nสอง", "หนึ่ง\r\nสอง", "&#13;", "_x0E01_", "ก" * 400, "ก" * 30_000, "เเม่",
    ],
)  # fmt: skip
@pytest.mark.parametrize("space", ["", ' xml:space="preserve"'])
def test_a_text_in_its_cell_is_what_the_parser_would_read(text: str, space: str) -> None:
    cell = f'<c r="A1" s="0" t="inlineStr"><is><t{space}>{text}</t></is></c>'
    data = make_workbook(f'<row r="1">{cell}<c r="B1" t="n"></c><c r="C1"><v>2</v></c></row>')
    assert in_order(xlsx.read(data, Limits())) == in_order(parsed(data))


@pytest.mark.parametrize("text", ["&what;", "&#0;", "&#1;", "a & b", "&#55296;", "\x01", "]]>", "\ufffe"])
def test_a_text_that_is_no_xml_is_refused_as_the_parser_would(text: str) -> None:
    data = make_workbook(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
    for read in (parsed, lambda data: xlsx.read(data, Limits())):
        with pytest.raises(FileCorrupt):
            read(data)


def test_long_texts_in_cells_are_not_kept_a_second_time() -> None:
    workbook, said = Workbook(), b' t="inlineStr"'
    for text in ("✓", "ก" * 500):
        assert workbook.learn(said, "inlineStr", text.encode()) == text
    assert workbook.everyday == {(said, "✓".encode()): "✓"}


def test_what_only_looks_like_a_cell_is_none() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<!-- <row r="2"><c r="A2"><v>2</v></c></row> -->'
        '<row r="3"><c r="A3" t="str"><v><![CDATA[<c r="B3"><v>3</v></c>]]></v></c></row>'
    )
    after = '<extLst><ext><c r="A9"><v>9</v></c></ext></extLst>'
    [grid] = xlsx.read(make_workbook(rows, after=after), Limits())
    assert {cell.at: cell.text for cell in grid.cells.values()} == {
        "Sheet1!A1": "1",
        "Sheet1!A3": '<c r="B3"><v>3</v></c>',
    }
    [grid] = xlsx.read(make_workbook('<row r="1"><c r="A1"><v>1</v></c></row>', after=after), Limits())
    assert list(grid.cells) == [(1, 1)]


def test_cells_without_addresses_count_on_from_those_that_have_one() -> None:
    rows = '<row r="4"><c r="B4"/><c r="C4"/><c><v>1</v></c><c r="F4"><v>2</v></c><c><v>3</v></c></row>'
    [grid] = xlsx.read(make_workbook(rows), Limits())
    assert [cell.at for cell in grid.cells.values()] == ["Sheet1!D4", "Sheet1!F4", "Sheet1!G4"]


def test_strings_are_read_in_the_character_set_that_their_part_declares() -> None:
    parts: dict[str, str | bytes] = dict(
        make_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>à¸</t></si>")
    )
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + str(parts["xl/sharedStrings.xml"]).replace(
        "à¸", "é"
    )
    parts["xl/sharedStrings.xml"] = text.encode("latin-1")
    [grid] = xlsx.read(zipped(parts), Limits())
    assert grid.at(1, 1).text == "é"
    parts["xl/sharedStrings.xml"] = text.replace("ISO-8859-1", "utf-8").encode("latin-1")
    with pytest.raises(FileCorrupt):
        xlsx.read(zipped(parts), Limits())


def test_a_sheet_longer_than_a_chunk_is_read_to_its_last_cell() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" s="7"/><c r="B{n}"><v>{n}</v></c></row>' for n in range(1, 12_001)
    )
    [grid] = xlsx.read(make_workbook(rows), Limits())
    assert [cell.value for cell in grid.cells.values()] == list(range(1, 12_001))
