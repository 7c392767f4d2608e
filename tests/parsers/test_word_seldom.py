"""What Word and Writer write seldom: lists to choose from, deleted rows and cells, second choices, broken helpers."""

import struct
import zipfile
from io import BytesIO

import pytest
from make.words import cell, docx, flat_opc, par, part, row, run, table

from parsers.formats import docx as word
from parsers.formats import odt
from parsers.formats.html_table import page_items
from parsers.grid import DRAWN, Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported

LIMITS = Limits()


def read_one(data: bytes) -> Grid:
    [grid] = word.read(data, LIMITS, page_items)
    return grid


def texts(grid: Grid) -> dict[str, str]:
    return {cell.at.partition("!")[2]: cell.text for cell in grid.cells.values()}


def field(data: str) -> str:
    begin = f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r>"
    return par(f"{begin}<w:r><w:fldChar w:fldCharType='end'/></w:r>")


CHOICES = '<w:listEntry w:val="มี"/><w:listEntry w:val="ไม่มี"/>'


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>', "ไม่มี"),
        (f'<w:ddList><w:default w:val="1"/>{CHOICES}</w:ddList>', "ไม่มี"),
        (f"<w:ddList>{CHOICES}</w:ddList>", "มี"),
        (f'<w:ddList><w:result w:val="7"/>{CHOICES}</w:ddList>', ""),
        (f'<w:ddList><w:result w:val="last"/>{CHOICES}</w:ddList>', "มี"),
        ('<w:name w:val="a"/><w:textInput/>', ""),
    ],
)
def test_a_list_to_choose_from_shows_what_was_chosen(data: str, shown: str) -> None:
    assert read_one(docx(table(row("x", cell(field(data)))))).at(1, 2).text == shown


def test_rows_and_cells_deleted_with_changes_tracked_are_told_as_struck_and_moved_ones_are_data() -> None:
    gone = f"<w:del w:id='1'>{row('เก่า', 'เก่า')}</w:del>"
    cut = cell("ตัด", '<w:cellDel w:id="3"/>')
    moved = f"<w:ins w:id='2'>{row('ใหม่', cut)}</w:ins>"
    marked = row(cell(par(run("คืน", "<w:del w:id='4'/>"))), "คง")
    grid = read_one(docx(table(gone, moved, marked)))
    assert [cell.struck for cell in grid.cells.values()] == [True, True, False, True, True, False]
    assert [grid.at(row_, 1).text for row_ in (1, 2, 3)] == ["เก่า", "ใหม่", "คืน"]


def test_a_hidden_row_is_told_as_hidden() -> None:
    grid = read_one(docx(table(row("ก", "ข"), row("ค", "ง", properties="<w:hidden/>"))))
    assert grid.hidden_lines
    assert not read_one(docx(table(row("ก", "ข", properties='<w:hidden w:val="0"/>')))).hidden_lines


def test_a_symbol_in_the_font_of_complex_scripts_is_that_symbol() -> None:
    tick = run("ü", '<w:cs/><w:rFonts w:ascii="Arial" w:cs="Wingdings"/>')
    assert read_one(docx(table(row("x", cell(par(tick)))))).at(1, 2).font == "Wingdings"


def test_the_words_for_older_programs_are_read_where_the_newer_form_shows_nothing() -> None:
    choice = (
        "<mc:AlternateContent><mc:Choice Requires='new'/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    )
    inside = par(f"<w:r>{choice.format('<w:t>มี</w:t>')}</w:r>")
    assert read_one(docx(table(row("x", cell(inside))))).at(1, 2).text == "มี"


def test_a_level_that_a_list_makes_its_own_counts_in_its_own_way_and_one_that_is_not_there_counts_nothing() -> (
    None
):
    lists = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="x"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="thaiLetters"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
        '<w:lvlOverride w:ilvl="y"/></w:num>',
    )

    def item(level: int, number: int) -> str:
        return cell(par("ก", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))

    grid = read_one(docx(table(row(item(0, 1), item(4, 1), item(0, 9))), numbering=lists))
    assert texts(grid) == {"A1": "ก) ก", "B1": "ก", "C1": "ก"}


def test_documents_that_take_in_documents_are_read_to_a_depth_and_other_files_say_nothing() -> None:
    inner = docx(table(row("ลึก", "สุด")))
    for _ in range(12):
        inner = docx(par("ก") + '<w:altChunk r:id="aFChunk"/>', aFChunk=inner)
    [letter] = word.read(inner, LIMITS, page_items)
    assert letter.cells == {}
    [grid] = word.read(docx(table(row("ก", "ข")) + '<w:altChunk r:id="aFChunk"/>', aFChunk=b"PK\3\4 broken"), LIMITS, page_items)  # fmt: skip
    assert texts(grid) == {"A1": "ก", "B1": "ข"}


def test_a_package_without_its_document_is_corrupt() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/other.xml", "<x/>")
    with pytest.raises(FileCorrupt):
        word.read(out.getvalue(), LIMITS, page_items)
    with pytest.raises(FileCorrupt):
        odt.read(out.getvalue(), LIMITS)


def test_pictures_of_a_document_in_one_file_are_taken_and_what_is_none_is_corrupt() -> None:
    data = flat_opc(table(row("ก", "ข")), image=b"\x89PNG")
    assert texts(read_one(data)) == {"A1": "ก", "B1": "ข"}
    with pytest.raises(FileCorrupt):
        word.read(data.replace(b"iVBORw==", b"iVB"), LIMITS, page_items)


def test_the_styles_of_word_2003_hold() -> None:
    names = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    styles = "<w:styles><w:style w:styleId='Gone'><w:rPr><w:strike/></w:rPr></w:style></w:styles>"
    body = table(row("ก", cell(par("ข", '<w:pStyle w:val="Gone"/>'))))
    data = f"<?xml version='1.0'?><w:wordDocument {names}>{styles}<w:body>{body}</w:body></w:wordDocument>"
    assert [cell.struck for cell in read_one(data.encode()).cells.values()] == [False, True]


OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"), ("style", "style"))
) + ' xmlns:loext="urn:loext" xmlns:field="urn:field"'  # fmt: skip


def opendocument(cell_: str, styles: str = "") -> bytes:
    return (
        f"<?xml version='1.0'?><office:document {OPEN}><office:automatic-styles>{styles}</office:automatic-styles>"
        "<office:body><office:text><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
        f"<table:table-cell>{cell_}</table:table-cell></table:table-row></table:table></office:text></office:body>"
        "</office:document>"
    ).encode()


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<text:p><field:fieldmark field:type='vnd.oasis.opendocument.field.FORMTEXT'>คำ</field:fieldmark></text:p>", "คำ"),
        ("<text:p><loext:content-control>คำ</loext:content-control></text:p>", "คำ"),
        ("<text:p><loext:content-control loext:showing-place-holder='true'>คลิก</loext:content-control></text:p>", ""),
        ("<text:p>ก<text:change text:change-id='none'/></text:p>", "ก"),
        ("<text:p><draw:control draw:control='none'/>ก</text:p>", "ก"),
        ("<text:list><text:list-item><text:p>ก</text:p></text:list-item></text:list>", "ก"),
        ("<text:list text:style-name='plain'><text:list-item><text:p>ก</text:p></text:list-item></text:list>", "ก"),
    ],
)  # fmt: skip
def test_fields_controls_and_lists_of_writer_show_what_a_person_sees(inside: str, shown: str) -> None:
    plain = (
        "<text:list-style style:name='plain'><text:list-level-style-number text:level='1'/></text:list-style>"
    )
    [grid] = odt.read(opendocument(inside, plain), LIMITS)
    assert grid.at(1, 2).text == shown


def test_a_shape_with_words_says_them_and_one_without_is_drawn() -> None:
    words = "<text:p><draw:custom-shape><text:p>✓</text:p></draw:custom-shape></text:p>"
    [grid] = odt.read(opendocument(words), LIMITS)
    assert (grid.at(1, 2).text, grid.over) == ("✓", {})
    [grid] = odt.read(opendocument("<text:p><draw:custom-shape/></text:p>"), LIMITS)
    assert grid.over == {(1, 2): DRAWN}


def packed(*, method: int = zipfile.ZIP_DEFLATED, flag: int = 0, size: int = 0) -> bytes:
    """Packages whose contents are packed by a method that few know, locked, or large."""
    content = opendocument("<text:p>ก</text:p>") + b" " * size
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", content)
    data = bytearray(out.getvalue())
    directory = data.rindex(b"PK\x01\x02")
    for at in (6, directory + 8):
        data[at] |= flag
    for at in (8, directory + 10):
        struct.pack_into("<H", data, at, method)
    return bytes(data)


def test_an_opendocument_that_we_cant_open_says_why() -> None:
    for data, refused in (
        (packed(method=97), FileUnsupported),
        (packed(flag=1), FileEncrypted),
        (packed(size=65 * 1024 * 1024), FileTooLarge),
    ):
        with pytest.raises(refused):
            odt.read(data, LIMITS)
    with pytest.raises(FileCorrupt):
        odt.read(b"<?xml version='1.0'?><office:document xmlns:office='o'/>", LIMITS)
    [grid] = odt.read(packed(), LIMITS)
    assert grid.at(1, 2).text == "ก"
