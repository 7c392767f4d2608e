"""Tables of mails: in HTML as Outlook, Gmail and Excel leave them, and pasted into plain text."""

import time

import pytest

from parsers.formats.html_table import html_tables
from parsers.formats.text_table import text_tables
from parsers.grid import Grid
from parsers.refused import FileTooLarge


def rows(grid: Grid) -> list[list[str]]:
    return [
        [grid.at(row, column).text for column in range(1, grid.last_column + 1)]
        for row in range(1, grid.last_row + 1)
    ]


def test_spans_become_merges_and_cells_keep_their_columns() -> None:
    [grid] = html_tables(
        "<table><tr><th rowspan=2>ที่<th rowspan='2'>บริการ<th colspan=2>อปท.<th rowspan=99>วันที่"
        "<tr><td>เจ้าภาพ<td>ที่ร่วมลงนาม<tr><td>1<td>ขยะ<td>อบต.ก<td>อบต.ข</table>"
    )
    assert rows(grid) == [
        ["ที่", "บริการ", "อปท.", "", "วันที่"],
        ["", "", "เจ้าภาพ", "ที่ร่วมลงนาม", ""],
        ["1", "ขยะ", "อบต.ก", "อบต.ข", ""],
    ]
    assert [(m.top, m.left, m.bottom, m.right) for m in grid.merges] == [
        (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 3, 5)
    ]  # fmt: skip
    assert grid.seen(3, 5).at == "T1!E1"


def test_blocks_and_breaks_inside_a_cell_are_lines_and_source_lines_are_spaces() -> None:
    [grid] = html_tables(
        "<table><tr><td>ที่<td>ร่วม</tr><tr><td>1<td><p class=MsoNormal>อบต.ก<o:p></o:p></p>\n\n"
        "<p>อบต.ข<br>อบต.ค</p><ul><li>อบต.ง\n  และ&nbsp;อบต.จ</ul></td></tr></table>"
    )
    assert grid.at(2, 2).text == "อบต.ก\nอบต.ข\nอบต.ค\nอบต.ง และ อบต.จ"


def test_a_table_of_layout_is_no_table_and_its_text_a_note() -> None:
    [grid] = html_tables(
        "<style>td {color: red}</style><p>แบบสำรวจ จังหวัดลำปาง</p><table><tr><td>เรียน ผู้ประสานงาน"
        "<table><tr><td>ที่<td>บริการ<tr><td>1<td>ขยะ</table><tr><td>ผู้รายงาน นางสาวตัวอย่าง</table><p>ตำแหน่ง นักวิชาการ"
    )
    assert (grid.name, rows(grid)) == ("T1", [["ที่", "บริการ"], ["1", "ขยะ"]])
    assert sorted(grid.notes) == sorted(
        ["แบบสำรวจ จังหวัดลำปาง", "เรียน ผู้ประสานงาน", "ผู้รายงาน นางสาวตัวอย่าง", "ตำแหน่ง นักวิชาการ"]
    )


def test_tables_are_numbered_as_they_come_and_each_knows_the_lines_around_it() -> None:
    table = "<table><tr><td>{0}<td>ข<tr><td>ค<td>ง</table>"
    first, second = html_tables("หนึ่ง" + table.format("ก") + "สอง" + table.format("จ") + "สาม")
    assert (first.name, first.notes, first.at(1, 1).at) == ("T1", ("หนึ่ง", "สอง"), "T1!A1")
    assert (second.name, second.notes, second.at(1, 1).text) == ("T2", ("สอง", "สาม"), "จ")


def test_struck_words_are_left_out_and_a_struck_cell_is_marked() -> None:
    [grid] = html_tables(
        "<table><tr><td><s>อบต.เก่า</s> อบต.ใหม่<td><span style='text-decoration: line-through'>ยกเลิก</span>"
        "<tr><td><del>หนึ่ง</del> <strike>สอง</strike><td>สาม<s> </s></table>"
    )
    assert rows(grid) == [["อบต.ใหม่", "ยกเลิก"], ["หนึ่ง สอง", "สาม"]]
    assert [cell.struck for cell in grid.cells.values()] == [False, True, True, False]
    assert grid.struck_runs == ("T1!A1",)


def test_ticks_in_symbol_fonts_boxes_and_pictures_are_seen() -> None:
    [grid] = html_tables(
        "<table><tr><td style='font-family:Wingdings'>ü<td><font face='Wingdings 2'>P</font> จัดทำ"
        "<tr><td><input type=checkbox checked><td><img alt='✅' src='cid:1'><img alt='logo' src='cid:2'></table>"
    )
    assert [(cell.text, cell.font) for cell in grid.cells.values()] == [
        ("ü", "Wingdings"), ("✓ จัดทำ", None), ("☑", None), ("✅", None)
    ]  # fmt: skip


def test_hidden_text_is_left_out_and_a_hidden_row_is_data() -> None:
    [grid] = html_tables(
        "<div style='display:none'>ซ่อน<table><tr><td>x<td>y<tr><td>x<td>y</table></div>"
        "<table><tr><td>ก<td>ข<span style='mso-hide:all'>ซ่อน</span><tr style='display:none'><td>ค<td>ง</table>"
    )
    assert (rows(grid), grid.notes, grid.hidden_lines) == ([["ก", "ข"], ["ค", "ง"]], (), True)


QUOTED = "<table><tr><td>ที่<td>เก่า<tr><td>1<td>2</table>"


@pytest.mark.parametrize(
    "quote",
    [
        f"<blockquote type='cite'>{QUOTED}</blockquote>",
        f"<div class='gmail_quote gmail_quote_container'>ในวันที่ … เขียนว่า:{QUOTED}</div>",
        f"<hr><div id='divRplyFwdMsg'><b>From:</b> ผู้ประสานงาน</div><div>{QUOTED}</div>",
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm'><p><b>จาก:</b> ก</p></div>"
        f"</div><p>เรียน</p>{QUOTED}",
    ],
)
def test_what_a_reply_quotes_is_left_out_and_what_a_forward_carries_is_read(quote: str) -> None:
    own = "<p>ส่งใหม่</p><table><tr><td>ที่<td>ใหม่<tr><td>1<td>2</table>"
    assert [grid.at(1, 2).text for grid in html_tables(own + quote, with_quotes=False)] == ["ใหม่"]
    assert html_tables(f"<p>แก้ไขแล้ว</p>{quote}", with_quotes=False) == []
    forward = "<head><style>p {margin: 0}</style></head>" + quote
    assert [grid.at(1, 2).text for grid in html_tables(forward, with_quotes=False)] == ["เก่า"]
    assert len(html_tables(own + quote)) == 2


@pytest.mark.parametrize(
    "html",
    ["", " ", "<table>", "<table", "<table><td>", "</table></td>", "<table>\0</table>", "<table>\ud83d"],
)
def test_what_is_no_table_gives_none(html: str) -> None:
    assert html_tables(html) == []


def test_broken_marks_and_declared_character_sets_do_no_harm() -> None:
    [grid] = html_tables(
        "<?xml version='1.0' encoding='tis-620'?><meta charset=windows-874><div><TABLE><TR><TD>ที่<TD>ก</TD></TD>"
        "<TR><TD COLSPAN=x ROWSPAN=-1>1<TD>ข</div>"
    )
    assert rows(grid) == [["ที่", "ก"], ["1", "ข"]]


def test_hostile_pages_cost_little_or_are_refused() -> None:
    begun = time.process_time()
    deep = "<table><tr><td>" * 3000 + "ก"
    assert html_tables(deep) == []
    wide = "<table>" + "<tr><td rowspan=65534 colspan=200>ก<td>ข" * 3000
    with pytest.raises(FileTooLarge):
        html_tables(wide)
    with pytest.raises(FileTooLarge):
        html_tables("<table>" + "<tr><td>ก<td>ข" * 20_001)
    assert time.process_time() - begun < 5


def test_cells_pasted_from_excel_are_cut_by_tabs_with_their_line_breaks() -> None:
    [grid] = text_tables(
        "จังหวัดลำปาง\r\n\r\nที่\tบริการ\tเจ้าภาพ\tร่วม\r\n"
        '1\tขยะ\tอบต.ก\t"อบต.ข\r\nอบต.ค ""ใหม่"""\r\n2\t"\t\tอบต.จ\r\n3\t"\tอบต.ฉ\tอบต.ช\r\nผู้รายงาน นางสาวตัวอย่าง'
    )
    assert rows(grid) == [
        ["ที่", "บริการ", "เจ้าภาพ", "ร่วม"],
        ["1", "ขยะ", "อบต.ก", 'อบต.ข\nอบต.ค "ใหม่"'],
        ["2", '"', "", "อบต.จ"],
        ["3", '"', "อบต.ฉ", "อบต.ช"],
    ]
    assert grid.notes == ("จังหวัดลำปาง", "ผู้รายงาน นางสาวตัวอย่าง")


@pytest.mark.parametrize(
    "text",
    [
        "| ที่ | บริการ | ร่วม |\n|---|:-:|---|\n| 1 |  | อบต.ก |",
        "+---+---+---+\n| ที่ | บริการ | ร่วม |\n+---+---+---+\n| 1 | | อบต.ก |\n+---+---+---+",
        "ที่ | บริการ | ร่วม\n\n1 | | อบต.ก",
    ],
)
def test_a_table_drawn_with_bars_is_read_without_its_rules(text: str) -> None:
    assert [rows(grid) for grid in text_tables(text)] == [[["ที่", "บริการ", "ร่วม"], ["1", "", "อบต.ก"]]]


def test_columns_of_spaces_count_only_where_all_lines_have_as_many() -> None:
    even = "ที่  บริการ  เจ้าภาพ  ที่ร่วมลงนาม\n1  การกำจัด ขยะ   อบต.ก  อบต.ข"
    assert [rows(grid)[1] for grid in text_tables(even)] == [["1", "การกำจัด ขยะ", "อบต.ก", "อบต.ข"]]
    assert text_tables(even + "\n2   น้ำประปา    อบต.ค") != []
    assert text_tables(even + "\n2  น้ำประปา  อบต.ค  อบต.ง  ✓") == []


def test_ordinary_words_hold_no_table() -> None:
    assert (
        text_tables("เรียน ผู้ประสานงาน\n\n    ขอส่งแบบสำรวจ  จังหวัดลำปาง\nโทร. 0 5300 0000 | งานส่งเสริม\n--\n")
        == []
    )
