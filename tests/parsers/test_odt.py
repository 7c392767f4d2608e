"""Tables of OpenDocument texts, as LibreOffice marks them up."""

import zipfile
from io import BytesIO

import pytest

from parsers.formats import odt
from parsers.grid import DRAWN, Grid, Merge
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileRefused, FileTooLarge
from survey.fields.tick_marks import Tick, tick_of

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
                      ("fo", "xsl-fo-compatible"), ("draw", "drawing"), ("form", "form"), ("svg", "svg-compatible"))
) + ' xmlns:loext="urn:loext" xmlns:field="urn:field"'  # fmt: skip


def cell(inside: str = "", attributes: str = "") -> str:
    body = inside if inside.startswith("<") else f"<text:p>{inside}</text:p>"
    return f"<table:table-cell {attributes}>{body}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    inside = "".join(one if one.startswith("<table:") else cell(one) for one in cells)
    return f"<table:table-row {attributes}>{inside}</table:table-row>"


def table(*rows: str, columns: str = "") -> str:
    return f"<table:table>{columns}{''.join(rows)}</table:table>"


def flat(body: str, styles: str = "", head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:master-styles><style:master-page>{head}</style:master-page></office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def packed(body: str, styles: str = "", **parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        package.writestr("styles.xml", f"<office:document-styles {NAMES}>{styles}</office:document-styles>")
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def read(data: bytes) -> list[Grid]:
    return odt.read(data, Limits())


def read_one(body: str, styles: str = "", head: str = "") -> Grid:
    [grid] = read(flat(body, styles, head))
    return grid


def texts(grid: Grid) -> dict[str, str]:
    return {cell.at.partition("!")[2]: cell.text for cell in grid.cells.values()}


def in_cell(inside: str, styles: str = "") -> str:
    return read_one(table(row("x", cell(inside))), styles).at(1, 2).text


def test_cells_stand_where_spans_and_covered_cells_put_them() -> None:
    across, down = 'table:number-columns-spanned="2"', 'table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    grid = read_one(
        table(
            f"<table:table-header-rows>{row(cell('กลุ่ม', across), covered, cell('ค', down))}</table:table-header-rows>",
            row("ก", "ข", covered),
            row(cell("", 'table:number-columns-repeated="2"'), "ง"),
        )
    )
    assert texts(grid) == {"A1": "กลุ่ม", "C1": "ค", "A2": "ก", "B2": "ข", "C3": "ง"}
    assert set(grid.merges) == {Merge(1, 1, 1, 2), Merge(1, 3, 2, 3)}


STYLES = (
    '<style:font-face style:name="W1" svg:font-family="\'Wingdings 2\'"/>'
    '<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="S2" style:family="text" style:parent-style-name="S"/>'
    '<style:style style:name="W" style:family="text"><style:text-properties style:font-name="W1"/></style:style>'
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P" style:family="paragraph"><style:text-properties style:text-line-through-type="single"/></style:style>'
)


def test_struck_words_hidden_words_and_symbols_are_what_their_styles_say() -> None:
    def span(style: str, text: str) -> str:
        return f'<text:span text:style-name="{style}">{text}</text:span>'

    grid = read_one(
        table(
            row(cell(f"<text:p>{span('S2', 'ก')}ข{span('H', 'ซ่อน')}</text:p>"), cell('<text:p text:style-name="P">ค</text:p>')),
            row(cell(f"<text:p>{span('W', 'P')}</text:p>"), cell(f"<text:p>{span('W', 'มี')}</text:p>")),
        ),
        STYLES,
    )  # fmt: skip
    assert (grid.at(1, 1).text, grid.struck_runs, grid.at(1, 2).struck) == ("ข", ("T1!A1",), True)
    assert tick_of(grid.at(2, 1)) is Tick.YES
    assert (grid.at(2, 2).text, grid.at(2, 2).font) == ("มี", None)


def test_spaces_breaks_and_fields_are_what_they_show_and_notes_do_not_show() -> None:
    inside = (
        '<text:p>อบต.\n  <text:s text:c="2"/>ก<text:line-break/>ข<text:tab/><text:a>ลิงก์</text:a>'
        "<text:note><text:note-body><text:p>เชิงอรรถ</text:p></text:note-body></text:note><office:annotation>"
        "<text:p>ความเห็น</text:p></office:annotation><text:date>5/11/2561</text:date></text:p><text:p>ค</text:p>"
    )
    assert in_cell(inside) == "อบต.   ก\nข\tลิงก์5/11/2561\nค"


@pytest.mark.parametrize(
    ("inside", "tick"),
    [
        ('<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX"><field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark>', Tick.YES),
        ('<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX"/>', Tick.NONE),
        ('<loext:content-control loext:checkbox="true" loext:checked="true">☒</loext:content-control>', Tick.YES),
        ('<loext:content-control loext:checkbox="true" loext:checked="false">☐</loext:content-control>', Tick.NONE),
        ('<draw:control draw:control="c1"/>', Tick.YES),
        ('<draw:frame><draw:text-box><text:p>✓</text:p></draw:text-box></draw:frame>', Tick.YES),
        ('<loext:content-control loext:showing-place-holder="true">เลือก</loext:content-control>', Tick.NONE),
    ],
)  # fmt: skip
def test_every_way_in_which_libreoffice_ticks_is_seen(inside: str, tick: Tick) -> None:
    forms = '<office:forms><form:form><form:checkbox form:id="c1" form:current-state="checked"/></form:form></office:forms>'
    grid = read_one(forms + table(row("x", cell(f"<text:p>{inside}</text:p>"))))
    assert tick_of(grid.at(1, 2)) is tick


def test_deletions_are_left_out_and_told_and_insertions_are_data() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion><text:p>เก่า</text:p></text:deletion>'
        '</text:changed-region><text:changed-region text:id="i"><text:insertion/></text:changed-region></text:tracked-changes>'
    )
    inside = '<text:p>ก<text:change text:change-id="d"/><text:change-start text:change-id="i"/>ใหม่<text:change-end text:change-id="i"/></text:p>'
    grid = read_one(
        changes + table(row("x", cell(inside), cell('<text:p><text:change text:change-id="d"/></text:p>')))
    )
    assert (grid.at(1, 2).text, grid.struck_runs) == ("กใหม่", ("T1!B1",))
    assert (grid.at(1, 3).text, grid.at(1, 3).struck) == ("เก่า", True)


LISTS = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="ก, ข, ..." text:display-levels="2" style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="ü">'
    '<style:text-properties fo:font-family="Wingdings"/></text:list-level-style-bullet></text:list-style>'
)


def test_numbers_of_lists_are_what_the_cell_says_and_go_on_where_they_say_so() -> None:
    def items(attributes: str, *inside: str) -> str:
        return f"<text:list {attributes}>{''.join(f'<text:list-item>{one}</text:list-item>' for one in inside)}</text:list>"

    nested = items("", "<text:p>ก</text:p>", "<text:p>ข</text:p>")
    grid = read_one(
        table(
            row(cell(items('xml:id="l1" text:style-name="N"', "<text:p/>")), cell(items('text:style-name="B"', "<text:p/>"))),
            row(cell(items('text:continue-list="l1" text:style-name="N"', f"<text:p/>{nested}"))),
            row(cell(items('text:style-name="N" text:continue-numbering="true"', "<text:p>ค</text:p>"))),
            row(cell(items('text:style-name="N"', "<text:p>ง</text:p>")), cell(items('text:style-name="B"', "<text:p>จ</text:p>"))),
        ),
        LISTS,
    )  # fmt: skip
    assert texts(grid) == {
        "A1": "1.",
        "B1": "ü",
        "A2": "2.\n2.ก) ก\n2.ข) ข",
        "A3": "3. ค",
        "A4": "1. ง",
        "B4": "จ",
    }
    assert tick_of(grid.at(1, 2)) is Tick.YES


def test_boxes_heads_and_feet_are_notes_and_pictures_in_cells_are_no_words() -> None:
    box = (
        "<text:p><draw:frame><draw:text-box><text:p>จังหวัดลำปาง</text:p></draw:text-box></draw:frame></text:p>"
    )
    picture = "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
    head = "<style:header><text:p>หัวกระดาษ</text:p></style:header>"
    grid = read_one(box + table(row("ก", cell(picture))) + "<text:p>ท้าย</text:p>", head=head)
    assert grid.notes == ("หัวกระดาษ", "จังหวัดลำปาง", "ท้าย")
    assert texts(grid) == {"A1": "ก", "B1": "\ufffc"}
    assert grid.over == {(1, 2): DRAWN}


def test_slivers_are_no_columns() -> None:
    styles = '<style:style style:name="thin" style:family="table-column"><style:table-column-properties style:column-width="0.3mm"/></style:style>'
    columns = '<table:table-column/><table:table-column table:style-name="thin"/><table:table-column/>'
    wide, covered = 'table:number-columns-spanned="2"', "<table:covered-table-cell/>"
    grid = read_one(
        table(row("ก", cell("ข", wide), covered), row(cell("1", wide), covered, "2"), columns=columns), styles
    )
    assert texts(grid) == {"A1": "ก", "B1": "ข", "A2": "1", "B2": "2"}


def test_a_package_and_one_file_say_the_same_and_a_letter_is_all_notes() -> None:
    body = "<text:p>จังหวัดลำปาง</text:p>" + table(row("ก", "ข"), row("ค", "ง"))
    assert read(packed(body)) == read(flat(body))
    [letter] = read(packed("<text:p>หนังสือ</text:p>"))
    assert (letter.cells, letter.notes) == ({}, ("หนังสือ",))


def test_broken_and_hostile_texts_are_refused() -> None:
    whole = packed(table(row("ก", "ข")))
    for end in range(0, len(whole), 61):
        with pytest.raises(FileRefused):
            read(whole[:end])
    with pytest.raises(FileEncrypted):
        read(packed("", **{"META-INF__manifest_xml": "<manifest:encryption-data/>"}))
    with pytest.raises(FileCorrupt):
        read(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(FileTooLarge):
        read(flat(table(row("ก", attributes='table:number-rows-repeated="1048576"') + row("ข"))))
    with pytest.raises(FileTooLarge):
        read(flat(table(row(cell("ก", 'table:number-columns-repeated="16384"'), "ข"))))
    assert texts(read_one(table(row(cell("ก", 'table:number-columns-spanned="999999999999"'))))) == {
        "A1": "ก"
    }
