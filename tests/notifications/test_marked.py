"""The sender's workbook back: marked where it is wrong, and nothing else of it changed."""

from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make.layouts import LAYOUTS
from make.letters import make_finding
from make.rich_workbooks import parts, rich_workbook
from make.workbooks import form_workbook, make_parts, make_workbook, strict, with_parts, zipped
from make.writers import WRITERS, convert

from notifications.marked.filled import filled_form
from notifications.marked.styles import Mark
from notifications.marked.workbook import ending_of, marked_workbook
from parsers.limits import Limits
from parsers.read import read_file
from survey.findings import Finding, Severity
from survey.jsonl import document_json
from survey.marking import AUTHOR, HEADING, SHEET
from survey.model import Case, Document

RICH = "แบบสำรวจ จ.ลำปาง"
SAYS = "วันที่ลงนามความร่วมมือ “31 มิ.ย. 2561” อ่านเป็นวันที่ไม่ได้ <&>"
TOUCHED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def wrong(cell: str | None, message: str = SAYS, **more: Any) -> Finding:
    return make_finding(cell, message, **more)


def marked(data: bytes, *findings: Finding) -> bytes:
    made = marked_workbook(data, findings, "จังหวัดลำปาง")
    assert made is not None
    return made


def book_of(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(BytesIO(data), keep_vba=True)


def read(data: bytes) -> Document:
    [document] = read_file(data, "a.xlsx", Case(date(2018, 12, 10)), Limits())
    return document


def said(data: bytes) -> dict[str, Any]:
    return document_json(read(data)) | {"sha256": ""}


def fill(data: bytes, sheet: str, cell: str) -> str:
    return str(book_of(data)[sheet][cell].fill.fgColor.rgb)


@pytest.mark.parametrize("writer", WRITERS)
def test_only_the_parts_of_marks_differ_whatever_program_wrote_it(writer: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    WRITERS[writer](LAYOUTS[0], path)
    original = path.read_bytes()
    made = marked(original, wrong("Sheet1!E7"), wrong(None, "ไม่พบหมายเลขโทรศัพท์"))
    before, after = parts(original), parts(made)
    assert {name for name in before if before[name] != after[name]} <= TOUCHED | {"xl/worksheets/sheet1.xml"}
    book = book_of(made)
    assert book.sheetnames == [SHEET, "Sheet1"]
    assert SAYS in book["Sheet1"]["E7"].comment.text
    assert fill(made, "Sheet1", "E7") == Mark.WRONG
    assert said(made) == said(original)


def test_macros_shapes_check_boxes_and_rich_text_stay_as_they_were(tmp_path: Path) -> None:
    original = rich_workbook(tmp_path)
    made = marked(original, wrong(f"{RICH}!E3"), wrong(f"{RICH}!D4"))
    before, after = parts(original), parts(made)
    changed = {name for name in before if before[name] != after[name]}
    own = {"xl/worksheets/sheet2.xml", "xl/drawings/vmlDrawing1.vml", "xl/comments1.xml"}
    assert changed <= TOUCHED | own
    for name in ("xl/vbaProject.bin", "xl/drawings/drawing1.xml", "xl/sharedStrings.xml", "xl/comments2.xml"):
        assert after[name] == before[name]
    assert set(after) - set(before) == {"xl/worksheets/sheet4.xml"}
    assert ending_of(made) == "xlsm"
    assert said(made) == said(original)


def test_what_a_marked_sheet_holds_besides_stays(tmp_path: Path) -> None:
    original = rich_workbook(tmp_path)
    made = marked(original, wrong(f"{RICH}!E3"), wrong(f"{RICH}!N30"))
    before, after = (parts(data)["xl/worksheets/sheet2.xml"].decode() for data in (original, made))
    for words in (
        "<sheetProtection",
        "<dataValidations",
        "<conditionalFormatting",
        "<pageSetup",
        "<cols>",
        "<drawing ",
    ):
        [start] = [before.index(words)]
        assert before[start : before.index(">", start)] in after
    assert after.count("<legacyDrawing ") == 1
    vml = parts(made)["xl/drawings/vmlDrawing1.vml"].decode()
    assert 'ObjectType="Button"' in vml
    assert vml.count('ObjectType="Note"') == 2


def test_a_comment_of_the_office_keeps_its_words_and_ours_stand_below(tmp_path: Path) -> None:
    made = marked(rich_workbook(tmp_path), wrong(f"{RICH}!E3"))
    words = book_of(made)[RICH]["E3"].comment.text
    assert words.startswith("ตรวจกับต้นฉบับแล้ว")
    assert words.endswith(f"{AUTHOR}:\n{SAYS}")


def test_names_and_print_areas_still_mean_their_sheets(tmp_path: Path) -> None:
    book = book_of(marked(rich_workbook(tmp_path), wrong(f"{RICH}!E3")))
    assert book[RICH].print_area == f"'{RICH}'!$A$1:$L$9"
    assert book[RICH].print_title_rows == "$1:$2"
    assert book.active.title == RICH
    assert book.sheetnames[0] == SHEET


def test_the_list_links_to_each_cell_also_of_a_sheet_with_an_apostrophe(tmp_path: Path) -> None:
    made = marked(
        rich_workbook(tmp_path), wrong(f"{RICH}!E3"), wrong("ข้อมูล'เดิม!C7", severity=Severity.WARNING)
    )
    sheet = book_of(made)[SHEET]
    assert sheet["A1"].value == HEADING
    links = {at: sheet[at].hyperlink.location for at in ("B6", "B7")}
    assert links == {"B6": f"'{RICH}'!E3", "B7": "'ข้อมูล''เดิม'!C7"}
    assert sheet["E6"].value == SAYS


def test_words_of_a_cell_are_never_a_formula_nor_break_the_file() -> None:
    evil = '=HYPERLINK("http://evil.example")\x00\x0b</t><f>1</f>'
    sheet = book_of(marked(form_workbook(), wrong("Sheet!E3", evil)))[SHEET]
    assert (sheet["E6"].data_type, str(sheet["E6"].value)[:10]) == ("s", "=HYPERLINK")


def test_a_mended_workbook_that_is_marked_again_keeps_no_mark_of_before() -> None:
    once = marked(form_workbook(), wrong("Sheet!E3"), wrong("Sheet!D4", "ที่สอง"))
    twice = marked(once, wrong("Sheet!D4", "ใหม่"))
    book = book_of(twice)
    assert book.sheetnames == [SHEET, "Sheet"]
    assert book["Sheet"]["E3"].comment is None
    assert book["Sheet"]["E3"].fill.fill_type is None
    assert book["Sheet"]["D4"].comment.text == f"{AUTHOR}:\nใหม่"
    assert parts(twice)["xl/drawings/vmlDrawing1.vml"].count(b'ObjectType="Note"') == 1


def test_a_cell_below_a_merge_is_marked_where_it_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    WRITERS["openpyxl"](LAYOUTS[0], path)
    book = book_of(path.read_bytes())
    book["Sheet1"].merge_cells("E20:E22")
    book.save(path)
    assert fill(marked(path.read_bytes(), wrong("Sheet1!E22")), "Sheet1", "E20") == Mark.WRONG


def test_empty_rows_and_cells_are_made_where_they_are_missing() -> None:
    data = make_workbook('<row><c t="inlineStr"><is><t>ก</t></is></c></row><row r="9" s="0"/>')
    made = marked(data, *(wrong(f"Sheet1!{at}") for at in ("C1", "B5", "A9", "D20")))
    assert [fill(made, "Sheet1", at) for at in ("C1", "B5", "A9", "D20")] == [Mark.WRONG] * 4
    assert book_of(made)["Sheet1"]["A1"].value == "ก"


def _signed() -> bytes:
    return zipped({**make_parts(), "_xmlsignatures/sig1.xml": "<a/>"})


def _with_doctype() -> bytes:
    return with_parts(
        form_workbook(), lambda n, t: "<!DOCTYPE a>" + t.partition("?>")[2] if n == "xl/styles.xml" else t
    )


UNSURE = {
    "no zip": b"PK\x03\x04 and then nothing",
    "strict": strict(make_workbook()),
    "signed": _signed(),
    "a document type": _with_doctype(),
    "a part that is missing": with_parts(form_workbook(), lambda n, t: None if "sheet1" in n else t),
}


@pytest.mark.parametrize("case", UNSURE)
def test_a_package_that_cannot_be_edited_surely_is_left_alone(case: str) -> None:
    assert marked_workbook(UNSURE[case], [wrong("Sheet1!A1")]) is None


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_clean_form_says_what_was_read(layout: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    WRITERS["openpyxl"](layout, path)
    document = read(path.read_bytes())
    before, after = said(path.read_bytes()), said(filled_form(document, "จังหวัดลำปาง"))
    for row in (*before["rows"], *after["rows"]):
        row["cell"] = ""
    for key in ("rows", "province", "reporter", "nil_report"):
        assert after[key] == before[key]


def test_a_clean_form_is_marked_at_its_own_cells() -> None:
    document = read(form_workbook())
    assert document.form is not None
    place = document.form.rows[1].cells["signed_on"].at
    made = filled_form(replace(document, findings=(wrong(place),)))
    book = book_of(made)
    assert SAYS in book["แบบสำรวจ"]["E7"].comment.text
    assert book["แบบสำรวจ"]["B6"].value == "การกำจัดขยะมูลฝอย"


def test_our_words_go_from_a_comment_of_the_office_and_its_own_stay(tmp_path: Path) -> None:
    once = marked(rich_workbook(tmp_path), wrong(f"{RICH}!E3"))
    assert book_of(marked(once, wrong(f"{RICH}!D4")))[RICH]["E3"].comment.text == "ตรวจกับต้นฉบับแล้ว"


def test_a_sheet_that_only_bears_the_name_of_our_list_is_read(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(form_workbook()))
    book.active.title = SHEET
    book.save(tmp_path / "a.xlsx")
    data = (tmp_path / "a.xlsx").read_bytes()
    assert len(said(data)["rows"]) == 2
    made = marked(data, wrong(f"{SHEET}!E3"))
    assert book_of(made).sheetnames == [f"{SHEET} (2)", SHEET]
    assert said(made) == said(data)


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_our_list_is_not_read_either_where_the_copy_was_saved_in_another_format(
    ending: str, tmp_path: Path
) -> None:
    made = marked_workbook(form_workbook(), [wrong("Sheet!E3")], "จังหวัดน่าน")
    assert made is not None
    (tmp_path / "a.xlsx").write_bytes(made)
    document = read(convert(tmp_path / "a.xlsx", ending).read_bytes())
    assert document.form is not None
    assert document.grids == ("Sheet",)
    assert (document.form.province, len(document.form.rows)) == ("ลำปาง", 2)
    assert HEADING not in document.words


def test_marking_a_long_form_costs_no_more_than_reading_it_twice() -> None:
    data = form_workbook(rows=300)
    findings = [wrong(f"Sheet!{column}{row}") for row in range(3, 303) for column in "DE"]

    def calls(work: Callable[[], object]) -> int:
        work()  # never the first: what a process has learnt of names must not count
        profile = Profile()
        profile.runcall(work)
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(lambda: marked(data, *findings)) <= 2 * calls(lambda: read(data))


def test_of_thousands_of_findings_all_are_coloured_and_the_first_are_told() -> None:
    findings = [wrong(f"Sheet!E{row}") for row in range(3, 2_103)]
    made = marked(form_workbook(rows=2_100), *findings)
    book = book_of(made)
    assert book["Sheet"]["E2102"].fill.fgColor.rgb == Mark.WRONG
    assert book["Sheet"]["E2002"].comment is not None
    assert book["Sheet"]["E2003"].comment is None
    assert book[SHEET].cell(2_006, 2).value == "และอีก 100 จุด"


def test_a_finding_without_a_cell_in_the_clean_form_says_where_it_was() -> None:
    document = replace(read(form_workbook()), findings=(wrong("p2!B1", "อ่านไม่ชัด"),))
    told = book_of(filled_form(document))[SHEET]["E6"].value
    assert told == "หน้า 2 ช่อง B1 ในไฟล์ที่ส่งมา: อ่านไม่ชัด"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.integers(0, 100_000), st.integers(0, 300))
def test_a_package_that_is_damaged_anywhere_is_marked_or_left_alone(
    tmp_path: Path, part: int, start: int, length: int
) -> None:
    if not (original := tmp_path / "original").exists():
        original.write_bytes(rich_workbook(tmp_path))
    whole = parts(original.read_bytes())
    names = [n for n in whole if n.endswith((".xml", ".rels", ".vml"))]
    name = names[part % len(names)]
    at = start % (len(whole[name]) + 1)
    whole[name] = whole[name][:at] + whole[name][at + length :]
    made = marked_workbook(zipped(whole), [wrong(f"{RICH}!E3"), wrong("ข้อมูล'เดิม!B2")])
    assert made is None or ending_of(made) == "xlsm"
