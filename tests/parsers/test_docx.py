"""Tables of Word documents, as Word itself marks them up."""

import zipfile
from io import BytesIO

import pytest
from make.words import STRICT, cell, docx, flat_opc, par, part, row, run, table

from parsers.formats import docx as word
from parsers.formats.html_table import page_items
from parsers.grid import DRAWN, Grid, Merge
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileRefused, FileTooLarge
from survey.fields.tick_marks import Tick, tick_of


def read(data: bytes, limits: Limits | None = None) -> list[Grid]:
    return word.read(data, limits or Limits(), page_items)


def read_one(body: str, **parts: str | bytes) -> Grid:
    [grid] = read(docx(body, **parts))
    return grid


def texts(grid: Grid) -> dict[str, str]:
    return {cell.at.partition("!")[2]: cell.text for cell in grid.cells.values()}


def in_cell(inside: str, **parts: str | bytes) -> str:
    """What one cell says, beside another."""
    return read_one(table(row("x", cell(inside))), **parts).at(1, 2).text


def test_cells_stand_where_the_grid_of_the_table_has_them() -> None:
    grid = read_one(
        table(
            row(cell("กลุ่ม", '<w:gridSpan w:val="2"/>'), "ค"),
            row("ก", "ข", "ค"),
            row("c", properties='<w:gridBefore w:val="2"/>'),
        )
    )
    assert texts(grid) == {"A1": "กลุ่ม", "C1": "ค", "A2": "ก", "B2": "ข", "C2": "ค", "C3": "c"}
    assert grid.merges == (Merge(1, 1, 1, 2),)


def test_a_cell_merged_down_is_one_cell_and_hides_what_stands_in_the_others() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    grid = read_one(
        table(
            row(cell("ก", f'<w:gridSpan w:val="2"/>{begins}'), "1"),
            row(cell("ซ่อน", f'<w:gridSpan w:val="2"/>{goes_on}'), "2"),
            row("ข", "ค", "3"),
            row(cell("ง", goes_on), "จ", "4"),
        )
    )
    assert texts(grid) == {"A1": "ก", "C1": "1", "C2": "2", "A3": "ข", "B3": "ค", "C3": "3", "A4": "ง", "B4": "จ", "C4": "4"}  # fmt: skip
    assert Merge(1, 1, 2, 2) in grid.merges


def test_cells_merged_to_the_right_in_the_old_way_are_one() -> None:
    grid = read_one(table(row(cell("ก", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "ข")))
    assert texts(grid) == {"A1": "ก", "C1": "ข"}


def test_content_controls_around_cells_rows_and_tables_lose_nothing() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    inner = row(control(cell("ก")), control(cell("ข")), "ค")
    grid = read_one(control(table(control(control(inner)), row("ง", cell(control(par("จ"))), "ฉ"))))
    assert texts(grid) == {"A1": "ก", "B1": "ข", "C1": "ค", "A2": "ง", "B2": "จ", "C2": "ฉ"}


def test_what_a_content_control_shows_while_it_is_empty_is_no_data() -> None:
    hint = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + par("คลิกที่นี่")
        + "</w:sdtContent></w:sdt>"
    )
    assert in_cell(hint) == ""


@pytest.mark.parametrize(
    ("inside", "tick"),
    [
        (run("✓"), Tick.YES),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', Tick.YES),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>', Tick.YES),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', Tick.NONE),
        ('<w:r><w:sym w:font="Segoe UI Symbol" w:char="2713"/></w:r>', Tick.YES),
        (run("ü", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), Tick.YES),
        (run("P", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'), Tick.YES),
        (run("\uf0fb", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), Tick.CROSS),
        (run("a", '<w:rStyle w:val="Mark"/>'), Tick.YES),
        ("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"
         "</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
         "<w:r><w:fldChar w:fldCharType='end'/></w:r>", Tick.YES),
        ("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox>"
         "</w:ffData></w:fldChar></w:r>", Tick.NONE),
        ("<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>"
         + run("☒") + "</w:sdtContent></w:sdt>", Tick.YES),
        ("<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='0'/></w14:checkbox></w:sdtPr><w:sdtContent>"
         + run("☐") + "</w:sdtContent></w:sdt>", Tick.NONE),
        ("<m:oMath><m:r><m:t>√</m:t></m:r></m:oMath>", Tick.YES),
    ],
)  # fmt: skip
def test_every_way_in_which_word_ticks_is_seen(inside: str, tick: Tick) -> None:
    style = (
        '<w:style w:styleId="Mark"><w:rPr><w:rFonts w:ascii="Webdings" w:hAnsi="Webdings"/></w:rPr></w:style>'
    )
    grid = read_one(table(row("x", cell(f"<w:p>{inside}</w:p>"))), styles=part("styles", style))
    assert tick_of(grid.at(1, 2)) is tick


def test_a_tick_box_around_a_whole_cell_says_what_it_is() -> None:
    box = "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>"
    assert texts(read_one(table(row("x", f"{box}{cell('☒')}</w:sdtContent></w:sdt>", "y")))) == {
        "A1": "x", "B1": "☑", "C1": "y",
    }  # fmt: skip


def test_thai_words_are_words_whatever_font_latin_letters_would_have() -> None:
    grid = read_one(table(row(cell(par(run("มี", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'))))))
    assert (grid.at(1, 1).text, grid.at(1, 1).font) == ("มี", None)


def test_insertions_are_data_and_deletions_are_not() -> None:
    inside = f"<w:p>{run('อบต.')}<w:ins w:id='1'>{run('สะลวง')}</w:ins><w:del w:id='2'><w:r><w:delText>แม่แรม</w:delText></w:r></w:del></w:p>"
    moved = f"<w:p><w:moveFrom>{run('ก')}</w:moveFrom><w:moveTo>{run('ข')}</w:moveTo></w:p>"
    gone = "<w:p><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del></w:p>"
    grid = read_one(
        table(
            row(cell(inside), cell(moved), cell(gone)),
            row("x", "y", properties="<w:del/>"),
            row("z", properties="<w:ins/>"),
        )
    )
    assert (grid.at(1, 1).text, grid.at(1, 2).text) == ("อบต.สะลวง", "ข")
    assert grid.struck_runs == ("T1!A1", "T1!B1")
    assert (grid.at(1, 3).text, grid.at(1, 3).struck) == ("เก่า", True)
    assert [grid.at(2, column).struck for column in (1, 2)] == [True, True]
    assert not grid.at(3, 1).struck


def test_struck_words_are_left_out_and_told_by_run_by_style_and_by_row() -> None:
    style = '<w:style w:styleId="Base"><w:rPr><w:strike/></w:rPr></w:style><w:style w:styleId="Gone"><w:basedOn w:val="Base"/></w:style>'
    grid = read_one(
        table(
            row(cell(par(run("ก", "<w:strike/>") + run("ข", '<w:strike w:val="0"/>'))), cell(par(run("ค", "<w:dstrike/>")))),
            row(cell(par("ง", '<w:pStyle w:val="Gone"/>')), cell(par(run("จ", '<w:rStyle w:val="Gone"/>') + run("ฉ")))),
        ),
        styles=part("styles", style),
    )  # fmt: skip
    assert (grid.at(1, 1).text, grid.at(1, 1).struck) == ("ข", False)
    assert (grid.at(1, 2).text, grid.at(1, 2).struck) == ("ค", True)
    assert (grid.at(2, 1).struck, grid.at(2, 2).text) == (True, "ฉ")
    assert grid.struck_runs == ("T1!A1", "T1!B2")


def test_paragraphs_and_breaks_are_lines_and_words_split_into_runs_are_whole() -> None:
    inside = par(run("องค์") + run("กร") + "<w:r><w:br/></w:r>" + run("สอง")) + par("สาม") + par("")
    assert in_cell(inside) == "องค์กร\nสอง\nสาม"
    assert (
        in_cell(
            par("<w:r><w:t>053</w:t><w:noBreakHyphen/><w:t>1</w:t><w:tab/><w:softHyphen/><w:t>2</w:t></w:r>")
        )
        == "053-1\t2"
    )


def test_fields_and_links_show_their_result_and_notes_comments_and_hidden_words_do_not_show() -> None:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inside = (
        f'<w:p><w:hyperlink r:id="x">{run("ลิงก์")}</w:hyperlink><w:fldSimple w:instr="DATE">{run("5/11/2561")}</w:fldSimple>'
        f"{field('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{run('คำสั่ง')}{field('separate')}{run('ผล')}{field('end')}"
        f"<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='1'/></w:r>{run('ซ่อน', '<w:vanish/>')}</w:p>"
    )
    assert in_cell(inside) == "ลิงก์5/11/2561ผล"
    assert in_cell(f"<w:p>{field('begin')}<w:r><w:t>x</w:t></w:r></w:p>" + par("ยังอยู่")) == "ยังอยู่"


LISTS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="thaiLetters"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0FC;"/>'
    '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="thaiNumbers"/><w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
)


def item(inside: str, list_id: int, level: int = 0) -> str:
    return par(inside, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_that_word_counts_are_what_the_cell_says() -> None:
    styles = part(
        "styles", '<w:style w:styleId="N"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    grid = read_one(
        table(
            row(cell(item("", 1)), cell(item("ก", 1, 1) + item("ข", 1, 1)), cell(item("", 2))),
            row(cell(item("", 1)), cell(item("ค", 1, 1)), cell(item("ง", 2))),
            row(cell(item("", 4)), cell(par("", '<w:pStyle w:val="N"/>')), cell(par("จ", '<w:pStyle w:val="N"/>'))),
        ),
        numbering=LISTS, styles=styles,
    )  # fmt: skip
    assert texts(grid) == {
        "A1": "1.", "B1": "1.ก) ก\n1.ข) ข", "C1": "\uf0fc",
        "A2": "2.", "B2": "2.ก) ค", "C2": "ง",
        "A3": "7.", "B3": "(๑)", "C3": "(๒) จ",
    }  # fmt: skip
    assert tick_of(grid.at(1, 3)) is Tick.YES


def box(inside: str) -> str:
    shape = f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
    copy = f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{shape}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{copy}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_text_boxes_heads_and_feet_are_notes_and_a_table_in_a_box_is_a_table() -> None:
    body = (
        par(box(par("จังหวัดลำปาง"))) + table(row("ก", cell(par(box(par("ลอยอยู่เหนือช่อง"))))))
        + par(box(table(row("ข", "ค"), row("ง", "จ")))) + par("ท้าย")
    )  # fmt: skip
    first, second = read(docx(body, header=part("hdr", par("หัวกระดาษ")), footer=part("ftr", par("หน้า 1"))))
    assert first.notes == ("หัวกระดาษ", "หน้า 1", "จังหวัดลำปาง", "ลอยอยู่เหนือช่อง")
    assert (texts(first), texts(second)) == ({"A1": "ก"}, {"A1": "ข", "B1": "ค", "A2": "ง", "B2": "จ"})
    assert "ท้าย" in second.notes


def test_a_mark_in_a_box_over_a_cell_is_the_cells_and_a_picture_there_is_no_word() -> None:
    grid = read_one(
        table(row("x", cell(par(box(par("✓")))), cell("<w:p><w:r><w:drawing><x/></w:drawing></w:r></w:p>")))
    )
    assert tick_of(grid.at(1, 2)) is Tick.YES
    assert (grid.at(1, 3).text, grid.over) == ("\ufffc", {(1, 3): DRAWN})


def test_tables_are_numbered_in_the_order_in_which_they_begin() -> None:
    form = table(row("1", "2", "3", "4"), row("a", "b", "c", "d"))
    names = table(row("อบต.ก", "x"), row("อบต.ข", "y"))
    outer, inner, small, last = read(
        docx(table(row(cell(par("บน") + form + par("ล่าง"))), row(cell(names + par("")))) + form)
    )
    assert (outer.name, inner.name, small.name, last.name) == ("T1", "T2", "T3", "T4")
    assert texts(outer) == {"A1": "บน\nล่าง", "A2": "อบต.ก x\nอบต.ข y"}
    assert (texts(inner)["D2"], texts(small), texts(last)["D2"]) == ("d", {}, "d")
    assert inner.at(2, 4).at == "T2!D2"


def test_what_a_document_takes_in_whole_is_read_html_and_word() -> None:
    chunk = '<w:altChunk r:id="aFChunk"/>'
    html = "<html><body><p>บน</p><table><tr><td>ก<td>ข<tr><td>ค<td>ง</table></body></html>"
    expected = {"A1": "ก", "B1": "ข", "A2": "ค", "B2": "ง"}
    assert texts(read_one(chunk, aFChunk=html.encode())) == expected
    inner = docx(table(row("ก", "ข"), row("ค", "ง")))
    assert texts(read_one(chunk, aFChunk=inner)) == expected
    [letter] = read(docx(par("หนังสือ") + chunk, aFChunk=b"PK broken"))
    assert (letter.cells, letter.notes) == ({}, ("หนังสือ",))


def test_slivers_between_edges_that_do_not_meet_are_no_columns() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    grid = read_one(
        table(row("ก", cell("ข", wide), "ค"), row(cell("1", wide), "2", "3"), widths=(2000, 300, 2000, 2000))
    )
    assert texts(grid) == {"A1": "ก", "B1": "ข", "C1": "ค", "A2": "1", "B2": "2", "C2": "3"}
    kept = read_one(table(row("ก", "ข", "ค"), widths=(2000, 300, 2000)))
    assert texts(kept) == {"A1": "ก", "B1": "ข", "C1": "ค"}


def test_both_editions_and_the_one_file_form_say_the_same() -> None:
    body = par("จังหวัดลำปาง") + table(row("ก", "ข"), row("ค", "ง"))
    [expected] = read(docx(body))
    assert read(docx(body, STRICT)) == [expected]
    assert read(flat_opc(body, styles=part("styles", ""))) == [expected]


def test_broken_parts_that_only_help_are_done_without_and_a_broken_body_is_corrupt() -> None:
    body = table(row("ก", "ข"))
    assert texts(read_one(body, styles="<x", numbering="<y", header="<z")) == {"A1": "ก", "B1": "ข"}
    whole = docx(body)
    for end in range(0, len(whole), 97):
        with pytest.raises(FileRefused):
            read(whole[:end])
    with pytest.raises(FileCorrupt):
        read(flat_opc(body)[:300])


def packed(document: str | bytes, flag: int = 0) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
    data = bytearray(out.getvalue())
    data[6] |= flag
    data[data.rindex(b"PK\x01\x02") + 8] |= flag
    return bytes(data)


def test_hostile_documents_are_refused_and_cost_nothing() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ก"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    for document in (
        bomb,
        f"<x>{'<tbl><tr><tc>' * 10_000}",
        "<x>" + "<tbl><tr><tc>" * 10_000 + "</tc></tr></tbl>" * 10_000 + "</x>",
    ):
        with pytest.raises(FileCorrupt):
            read(packed(document))
    with pytest.raises(FileEncrypted):
        read(packed("<x/>", flag=1))
    with pytest.raises(FileTooLarge):
        read(packed(bytes(65 * 1024 * 1024)))
    with pytest.raises(FileTooLarge):
        read(docx(table("<w:tr/>" * 20_001)))
    with pytest.raises(FileTooLarge):
        read(docx(table(row(*["ก"] * 257))))


def test_a_span_wider_than_any_table_ends_at_the_last_column() -> None:
    for span in ("300", "1000000", "9" * 30):
        grid = read_one(table(row(cell("ก", f'<w:gridSpan w:val="{span}"/>')), row("ข")))
        assert (texts(grid), grid.merges) == ({"A1": "ก", "A2": "ข"}, (Merge(1, 1, 1, 256),))
    with pytest.raises(FileTooLarge):
        read(docx(table(row("ก", properties='<w:gridBefore w:val="99999"/>'))))


def test_the_xml_of_word_2003_is_read_with_its_own_names() -> None:
    down = '<w:vmerge w:val="restart"/>'
    changed = (
        f"<w:p>{run('ก')}<aml:annotation w:type='Word.Insertion'><aml:content>{run('ข')}</aml:content></aml:annotation>"
        "<aml:annotation w:type='Word.Deletion'><aml:content><w:r><w:delText>ค</w:delText></w:r></aml:content></aml:annotation></w:p>"
    )
    numbered = par("ง", '<w:listPr><w:ilvl w:val="0"/><wx:t wx:val="1."/></w:listPr>')
    body = table(row(cell("บน", down), cell(changed)), row(cell("", "<w:vmerge/>"), cell(numbered)))
    head = f"<w:sectPr><w:hdr>{par('จังหวัดลำปาง')}</w:hdr></w:sectPr>"
    names = (
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="aml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
    )
    data = f"<?xml version='1.0'?><w:wordDocument {names}><w:body><wx:sect>{body}{head}</wx:sect></w:body></w:wordDocument>"
    [grid] = read(data.encode())
    assert texts(grid) == {"A1": "บน", "B1": "กข", "B2": "1. ง"}
    assert (grid.merges, grid.notes, grid.struck_runs) == ((Merge(1, 1, 2, 1),), ("จังหวัดลำปาง",), ("T1!B1",))


def test_a_first_cell_that_claims_to_go_on_to_the_right_is_left_out() -> None:
    assert texts(
        read_one(table(row(cell("ก", "<w:hMerge/>"), "ข", properties='<w:gridBefore w:val="2"/>')))
    ) == {"C1": "ข"}


@pytest.mark.parametrize("code", ["D83D", "0", "110000", "ZZ", "", "-1", "9" * 40])
def test_a_symbol_that_is_no_letter_is_nothing(code: str) -> None:
    symbol = f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'
    assert in_cell(par(symbol + run("ก"))) == "ก"
