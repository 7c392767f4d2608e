"""What of a workbook's package is changed only where it is as office programs write it, and how new parts fit in."""

import re
from collections.abc import Callable

import pytest
from make.letters import make_finding
from make.rich_workbooks import parts
from make.workbooks import make_parts, make_workbook, with_parts, zipped

from notifications.marked.styles import Mark
from notifications.marked.workbook import marked_workbook

CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>ก</t></is></c></row>'
LEGACY = '<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdV"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdV" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'
)
DRAWING = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><br></xml>'


def marked(data: bytes, *cells: str) -> bytes | None:
    return marked_workbook(data, [make_finding(f"Sheet1!{cell}", "วันที่อ่านไม่ได้") for cell in cells or ("A1",)])


def with_drawing(
    kind: str = "vmlDrawing", content: str = DRAWING, target: str = "../drawings/vmlDrawing1.vml"
) -> bytes:
    return zipped(
        {
            **make_parts(CELL, after=LEGACY),
            "xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(kind, target),
            "xl/drawings/vmlDrawing1.vml": content,
        }
    )


def sheet_of(made: bytes | None) -> str:
    assert made is not None
    return parts(made)["xl/worksheets/sheet1.xml"].decode()


ODD: dict[str, Callable[[], bytes]] = {
    "two parts whose names differ in case alone": lambda: zipped(
        {**make_parts(CELL), "XL/Workbook.xml": "<a/>"}
    ),
    "a name with a backslash": lambda: zipped({**make_parts(CELL), "xl\\media\\a.png": b""}),
    "a name from the root": lambda: zipped({**make_parts(CELL), "/etc/a": b""}),
    "thousands of parts": lambda: zipped({**make_parts(CELL), **{f"a/{n}": b"" for n in range(5001)}}),
    "rows that stand in no order": lambda: make_workbook('<row r="5"/><row r="2"/>'),
    "something else among the rows": lambda: make_workbook('<row r="1"/><column r="2"/>'),
    "a sheet without cells": lambda: with_parts(
        make_workbook(CELL),
        lambda n, t: re.sub("<sheetData.*</sheetData>", "", t, flags=re.S) if "sheet1" in n else t,
    ),
    "a drawing that is none of comments": lambda: with_drawing("drawing"),
    "a drawing that has no end": lambda: with_drawing(content="<xml>"),
    "a drawing that is not there": lambda: with_drawing(target="../drawings/vmlDrawing9.vml"),
    "a drawing that nothing names": lambda: zipped(make_parts(CELL, after=LEGACY)),
}


@pytest.mark.parametrize("case", ODD)
def test_a_workbook_that_no_office_program_writes_is_left_alone(case: str) -> None:
    assert marked(ODD[case]()) is None


@pytest.mark.parametrize("cell", ["A1048577", "XFE1"])
def test_a_cell_beyond_the_last_of_a_sheet_is_not_made(cell: str) -> None:
    assert marked(make_workbook(CELL), cell) is None


def test_a_box_of_a_comment_joins_the_drawing_that_is_there_though_it_is_no_well_formed_xml() -> None:
    made = marked(with_drawing())
    assert made is not None
    drawing = parts(made)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.startswith(DRAWING.removesuffix("</xml>"))
    assert drawing.count('ObjectType="Note"') == 1
    assert "xl/drawings/vmlDrawing2.vml" not in parts(made)


def test_the_drawing_of_comments_stands_before_tables_and_controls_and_behind_the_page_setup() -> None:
    after = '<pageSetup orientation="landscape"/><!-- แก้ไข --><tableParts count="0"/>'
    sheet = sheet_of(marked(make_workbook(CELL, after=after)))
    assert sheet.index("<pageSetup") < sheet.index("<legacyDrawing") < sheet.index("<tableParts")


def test_a_new_cell_stands_before_those_to_its_right_and_has_the_look_of_its_row_or_column() -> None:
    rows = '<row r="2" s="0" customFormat="1" spans="1:3"><c r="C2"/><extLst/></row><row r="3"><c/><c/></row>'
    before = '<cols><col min="2" max="2" width="12" style="0"/></cols>'
    sheet = sheet_of(marked(make_workbook(rows, before=before), "B2", "D2", "B3", "B4", "H4"))
    order = [sheet.index(f'r="{cell}"') for cell in ("B2", "C2", "D2")]
    assert order == sorted(order)
    assert "spans" not in sheet
    assert sheet.index('r="D2"') < sheet.index("<extLst")
    assert 'r="B3"' not in sheet  # a cell that says no place is the next one: it is there already
    assert sheet.count(" s=") >= 5


def test_the_box_of_a_comment_reaches_over_hidden_rows_and_columns_to_those_that_are_seen() -> None:
    rows = '<row r="1" ht="15"><c r="A1"/></row><row r="2" hidden="1"/><row r="3" hidden="true"/>'
    cols = '<cols><col min="2" max="3" width="9" hidden="1"/><col min="4" max="4" width="100"/></cols>'
    made = marked(make_workbook(rows, before=cols))
    assert made is not None
    [anchor] = re.findall(r"<x:Anchor>(.*?)</x:Anchor>", parts(made)["xl/drawings/vmlDrawing1.vml"].decode())
    left, _, top, _, right, _, bottom, _ = map(int, anchor.split(","))
    assert (left, top, right, bottom) == (1, 0, 3, 3)


def _commented(comments: str) -> bytes:
    whole = make_parts(CELL)
    whole["xl/worksheets/_rels/sheet1.xml.rels"] = RELATIONS.format("comments", "../comments1.xml")
    whole["xl/comments1.xml"] = (
        f'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{comments}</comments>'
    )
    return zipped(whole)


def test_our_words_stand_not_in_a_thread_of_the_office_that_would_be_written_over() -> None:
    thread = "<authors><author>tc={1}</author></authors><commentList>"
    thread += '<comment ref="A1" authorId="0"><text><t>ความเห็น</t></text></comment></commentList>'
    made = marked(_commented(thread))
    assert made is not None
    assert "วันที่อ่านไม่ได้" not in parts(made)["xl/comments1.xml"].decode()
    assert f'rgb="{Mark.WRONG}"' in parts(made)["xl/styles.xml"].decode()


def test_our_words_stand_below_plain_words_of_a_comment() -> None:
    plain = "<authors><author>ก</author></authors><commentList>"
    plain += '<comment ref="A1" authorId="0"><text><t>ขอแก้วันที่</t></text></comment></commentList>'
    made = marked(_commented(plain))
    assert made is not None
    comments = parts(made)["xl/comments1.xml"].decode()
    assert comments.index("ขอแก้วันที่") < comments.index("วันที่อ่านไม่ได้")


@pytest.mark.parametrize(
    "comments",
    [
        "<authors/>",
        "<commentList/>",
        '<authors><author/></authors><commentList><comment ref="A1"/></commentList>',
    ],
)
def test_comments_without_their_parts_are_left_alone(comments: str) -> None:
    assert marked(_commented(comments)) is None
