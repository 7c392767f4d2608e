"""What stands for words that a cell lacks: drawn, clicked, coloured, commented; and words that nobody sees."""

import re
from pathlib import Path
from typing import Any

import pytest
from make.drawn_forms import drawn_form, picture, with_check_boxes
from make.layouts import Layout, Sheet
from make.typed_forms import BELOW, HEAD, ROWS, TICKED, WASTE, check_json, told, typed_form
from make.words import cell as word_cell
from make.words import docx, par, table
from make.words import row as word_row
from make.workbooks import with_parts
from make.writers import flat_opendocument
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from survey.marking import AUTHOR

PLAIN = check_json(typed_form())["rows"]
UNTICKED = {(code, f"{column}{row}") for code, column in (("committee_missing", "F"), ("regulation_missing", "H")) for row in (4, 5, 6)}  # fmt: skip


def test_a_mark_in_a_text_box_over_a_cell_is_the_cells() -> None:
    box = {"width": 30, "height": 18, "x_offset": 12, "y_offset": 1}
    read = check_json(drawn_form(lambda sheet, at: sheet.insert_textbox(at, "✓", box)))
    assert (read["rows"], read["problems"]) == (PLAIN, [])


def test_a_check_box_over_a_cell_ticks_it() -> None:
    buttons = drawn_form(
        lambda sheet, at: sheet.insert_button(at, {"width": 40, "height": 15, "x_offset": 9})
    )
    read = check_json(with_check_boxes(buttons))
    assert (read["rows"], read["problems"]) == (PLAIN, [])


def test_a_button_over_a_cell_ticks_nothing() -> None:
    read = check_json(drawn_form(lambda sheet, at: sheet.insert_button(at, {"width": 40, "height": 15})))
    assert told(read) == UNTICKED


def test_check_boxes_in_cells_are_read() -> None:
    def boxes(sheet: Any, at: str) -> None:
        sheet.insert_checkbox(at, True)
        for other in ("G4", "I4", "F5", "H5", "J5", "F6", "I6", "J6"):
            sheet.insert_checkbox(other, False)

    read = check_json(drawn_form(boxes))
    assert (read["rows"], read["problems"]) == (PLAIN, [])


def test_a_small_picture_over_a_blank_cell_is_a_tick_and_told_once() -> None:
    options = {"x_offset": 15, "y_offset": 2}
    read = check_json(
        drawn_form(lambda sheet, at: sheet.insert_image(at, "t.png", {"image_data": picture(), **options}))
    )
    assert read["rows"] == PLAIN
    assert told(read) == {("assumed", "F4")}
    assert "7 ช่อง" in read["problems"][0]["message"]


def test_a_large_picture_over_the_table_ticks_nothing() -> None:
    read = check_json(
        drawn_form(lambda sheet, at: sheet.insert_image(at, "t.png", {"image_data": picture(900, 700)}))
    )
    assert told(read) == UNTICKED


def test_a_signature_below_the_table_ticks_nothing() -> None:
    def sign(sheet: Any, at: str) -> None:
        sheet.write(at, "✓")
        sheet.insert_image("F8", "t.png", {"image_data": picture()})

    read = check_json(drawn_form(sign))
    assert (read["rows"], read["problems"]) == (PLAIN, [])


def fill(sheet: Any, at: str, colour: str = "FFFFFF00") -> None:
    sheet[at].fill = PatternFill("solid", fgColor=colour)


def test_ticks_by_colour_alone_are_read_and_told_once() -> None:
    def coloured(_: Any, sheet: Any) -> None:
        for at in TICKED:
            sheet[at] = None
            fill(sheet, at)

    read = check_json(typed_form(edit=coloured))
    assert (read["rows"], told(read)) == (PLAIN, {("assumed", "F4")})


@pytest.mark.parametrize("colour", ["FFFFFF00", "FFFFC9CE"])
def test_a_blank_cell_that_somebody_highlighted_is_not_ticked(colour: str) -> None:
    def highlighted(_: Any, sheet: Any) -> None:
        sheet["F4"] = None
        fill(sheet, "F4", colour)

    read = check_json(typed_form(edit=highlighted))
    assert told(read) == {("committee_missing", "F4")}


def test_a_coloured_column_ticks_nothing() -> None:
    def banded(_: Any, sheet: Any) -> None:
        for at in TICKED:
            sheet[at] = None
        for row in (4, 5, 6):
            fill(sheet, f"F{row}")
            fill(sheet, f"H{row}")

    assert told(check_json(typed_form(edit=banded))) == UNTICKED


@pytest.mark.parametrize("words", ["1 ต.ค. 2560", "สมหญิง:\n1 ต.ค. 2560"])
def test_a_date_in_the_comment_at_a_blank_cell_is_taken_and_told(words: str) -> None:
    def commented(_: Any, sheet: Any) -> None:
        sheet["E5"] = None
        sheet["E5"].comment = Comment(words, "สมหญิง")

    read = check_json(typed_form(edit=commented))
    assert (read["rows"], told(read)) == (PLAIN, {("assumed", "E5")})


@pytest.mark.parametrize(
    ("words", "author"), [("รอเอกสารจากอำเภอ", "สมหญิง"), (f"{AUTHOR}:\n1 ต.ค. 2560", AUTHOR)]
)
def test_a_remark_and_our_own_comment_are_no_value(words: str, author: str) -> None:
    def commented(_: Any, sheet: Any) -> None:
        sheet["E5"] = None
        sheet["E5"].comment = Comment(words, author)

    assert told(check_json(typed_form(edit=commented))) == {("date_missing", "E5")}


def test_white_letters_on_white_are_data_that_is_told() -> None:
    def white(_: Any, sheet: Any) -> None:
        for cell in sheet[5]:
            cell.font = Font(color="FFFFFFFF")

    read = check_json(typed_form(edit=white))
    assert (read["rows"], told(read)) == (PLAIN, {("assumed", "A5")})


def test_white_letters_on_a_colour_are_ordinary() -> None:
    def white(_: Any, sheet: Any) -> None:
        sheet["L5"].font = Font(color="FFFFFFFF")
        fill(sheet, "L5", "FF203864")

    assert check_json(typed_form(edit=white))["problems"] == []


@pytest.mark.parametrize("formula", ["=TODAY()", "=NOW()-3"])
def test_the_day_of_reading_is_not_taken_for_the_day_of_signing(formula: str) -> None:
    read = check_json(typed_form({"E5": formula}))
    assert (read["rows"][1]["signed_on"], told(read)) == (None, {("cell_unreadable", "E5")})


@pytest.mark.parametrize(
    ("at", "words"), [("L5", "ยกเลิก"), ("B5", "การแพทย์ฉุกเฉิน (ยกเลิก)"), ("L5", "ยกเลิกความร่วมมือแล้ว")]
)
def test_a_row_that_says_it_is_cancelled_is_kept_and_told(at: str, words: str) -> None:
    read = check_json(typed_form({at: words}))
    assert (len(read["rows"]), told(read)) == (3, {("assumed", at)})


def test_a_problem_that_speaks_of_cancelling_is_a_problem() -> None:
    assert check_json(typed_form({"L5": "มีการยกเลิกสัญญาบ่อย"}))["problems"] == []


def test_the_stored_result_of_today_is_taken_and_told() -> None:
    def stored(name: str, text: str) -> str:
        return text.replace("<f>TODAY()</f><v></v>", "<f>TODAY()</f><v>43009</v>").replace(
            "<f>TODAY()</f><v/>", "<f>TODAY()</f><v>43009</v>"
        )

    def dated(_: Any, sheet: Any) -> None:
        sheet["E5"] = "=TODAY()"
        sheet["E5"].number_format = "d/m/yyyy"

    read = check_json(with_parts(typed_form(edit=dated), stored))
    assert (read["rows"], told(read)) == (PLAIN, {("assumed", "E5")})


def test_ticks_by_shading_alone_are_read_in_word_too() -> None:
    def ticked(column: int, row: int) -> str:
        at = f"{'ABCDEFGHIJKL'[column]}{row}"
        value = ROWS[row - 4][column]
        if at in TICKED:
            return word_cell("", '<w:shd w:val="clear" w:fill="FFFF00"/>')
        return word_cell("" if value is None else str(value), '<w:shd w:val="clear" w:fill="auto"/>')

    header = [
        next(text for at, text in HEAD.items() if at[0] == column and "3" in at) for column in "ABCDEFGHIJKL"
    ]
    groups = {
        "F": "คณะกรรมการ",
        "G": "คณะกรรมการ",
        "H": "ระเบียบข้อตกลง",
        "I": "ระเบียบข้อตกลง",
        "J": "ระเบียบข้อตกลง",
    }
    top = [
        f"{groups.get(column, '')} {text}".strip()
        for column, text in zip("ABCDEFGHIJKL", header, strict=True)
    ]
    lines = [word_row(*(ticked(column, row) for column in range(12))) for row in (4, 5, 6)]
    read = check_json(
        docx(par("จังหวัดเชียงใหม่") + table(word_row(*top), *lines) + "".join(map(par, BELOW))), "a.docx"
    )
    assert [{**row, "cell": None} for row in read["rows"]] == [{**row, "cell": None} for row in PLAIN]
    assert told(read) == {("assumed", "T1!F2")}


def test_a_short_name_in_a_text_box_is_a_name_and_no_mark() -> None:
    def named(sheet: Any, at: str) -> None:
        sheet.write(at, "✓")
        sheet.write("A1", "แบบสำรวจ")
        if at == "F4":
            sheet.insert_textbox("B1", "ตาก", {"width": 60, "height": 18})

    assert check_json(drawn_form(named))["province"] == "ตาก"


@pytest.mark.parametrize("ending", ["fods", "xml"])
def test_the_stored_result_of_today_is_told_in_other_formats_too(ending: str, tmp_path: Path) -> None:
    cells: dict[tuple[int, int], Any] = {(1, 1): "จังหวัดเชียงใหม่"}
    groups = {6: "คณะกรรมการ ", 7: "คณะกรรมการ ", 8: "ระเบียบข้อตกลง ", 9: "ระเบียบข้อตกลง ", 10: "ระเบียบข้อตกลง "}
    titles = [
        next(text for at, text in HEAD.items() if at[0] == column and "3" in at) for column in "ABCDEFGHIJKL"
    ]
    lines = [
        [f"{groups.get(n, '')}{title}" for n, title in enumerate(titles, 1)],
        [*WASTE[:4], "TODAY", *WASTE[5:]],
    ]
    for row, values in enumerate(lines, 2):
        cells |= {(row, column): value for column, value in enumerate(values, 1) if value is not None}
    cells |= {(row, 2): text for row, text in enumerate(BELOW, 5)}
    path = tmp_path / f"a.{ending}"
    if ending == "fods":
        flat_opendocument(Layout("today", "", (Sheet("Sheet1", cells),), ()), path)
        today = '<table:table-cell table:formula="of:=TODAY()" table:style-name="day" office:value-type="date" office:date-value="2018-11-05"'
        text = re.sub(
            r'<table:table-cell office:value-type="string"(?=><text:p>TODAY)', today, path.read_text()
        )
    else:
        rows = "".join(
            "<Row>" + "".join(_xml_cell(cells.get((row, column))) for column in range(1, 13)) + "</Row>" for row in range(1, 9)
        )  # fmt: skip
        names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
        text = f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {names}><Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet></Workbook>'
    read = check_json(text.encode(), path.name)
    assert (read["rows"][0]["signed_on"], told(read)) == ("2018-11-05", {("assumed", "E3")})


def _xml_cell(value: Any) -> str:
    if value == "TODAY":
        return '<Cell ss:Formula="=TODAY()"><Data ss:Type="DateTime">2018-11-05T00:00:00.000</Data></Cell>'
    kind = "Number" if isinstance(value, int) else "String"
    return "<Cell/>" if value is None else f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'


def test_the_hidden_copy_of_a_control_that_is_not_ticked_ticks_nothing() -> None:
    def hidden(name: str, text: str) -> str:
        return text.replace("<xdr:cNvPr ", '<xdr:cNvPr hidden="1" ') if "drawings/drawing" in name else text

    box = {"width": 30, "height": 18, "x_offset": 12, "y_offset": 1}
    drawn = drawn_form(lambda sheet, at: sheet.insert_textbox(at, "มี", box))
    assert told(check_json(with_parts(drawn, hidden))) == UNTICKED


@pytest.mark.parametrize(("yes", "no"), [("แต่งตั้ง", "ไม่ได้แต่งตั้ง"), ("มี", "ไม่มี")])
def test_a_pair_folded_into_one_column_is_read_by_its_words(yes: str, no: str) -> None:
    head = {at: text for at, text in HEAD.items() if at not in ("F2:G2", "F3", "G3")} | {
        "F2:F3": "คณะกรรมการ"
    }
    rows = [(*row[:5], yes if row[5] else no, None, *row[7:]) for row in ROWS]
    read = check_json(typed_form(head=head, rows=rows))
    assert (read["rows"], told(read)) == (PLAIN, {("assumed", "F2")})
