"""The form printed to PDF by two programs: what the workbook said is read back, page after page."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from make.layouts import LAYOUTS, Layout
from make.long_forms import long_form
from make.papers import PRINTERS, printed, saved, table_top
from make.pdfs import make_pdf
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from parsers.formats.pdf import read_tables
from parsers.limits import Limits
from parsers.read import read_file
from survey.cells import address, split_address
from survey.jsonl import document_json
from survey.model import FIELDS as ROW_FIELDS
from survey.model import Case

FIELDS = ROW_FIELDS[1:]  # without the number


def read(data: bytes) -> list[dict[str, Any]]:
    return [
        document_json(document) for document in read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    ]


def rows(found: dict[str, Any]) -> list[tuple[object, ...]]:
    """White space aside: where a line was wrapped, print does not tell."""

    def plain(value: object) -> object:
        if isinstance(value, list):
            return tuple(value)
        return value.replace(" ", "") if isinstance(value, str) else value

    return [tuple(plain(row[field]) for field in FIELDS) for row in found["rows"]]


def on_paper(at: str, layout: Layout) -> str:
    """A cell of the sheet as the printed table's own rows and columns count it."""
    _, row, column = split_address(f"x!{at}")
    top, left = table_top(layout.sheets[-1])
    return address("p", row - top + 1, column - left + 1).partition("!")[2]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("printer", PRINTERS)
def test_whatever_program_printed_it_the_same_is_read(printer: str, layout: Layout, tmp_path: Path) -> None:
    [found] = read(printed(layout, tmp_path, printer))
    assert (found["kind"], found["source"], found["province"]) == ("survey", "pdf-text", layout.province)
    expected = [(on_paper(str(at), layout), service, *rest) for at, service, *rest in layout.expected]
    assert [
        (row["cell"].partition("!")[2], *values[:-2])
        for row, values in zip(found["rows"], rows(found), strict=True)
    ] == expected
    told = [(p["code"], p["cell"] and p["cell"].partition("!")[2]) for p in found["problems"]]
    assert told == [(code, at and on_paper(at, layout)) for code, at in layout.codes]
    assert found["nil_report"] is layout.nil
    assert found["reporter"]["name"] == layout.reporter


@pytest.mark.parametrize("repeat", [False, True], ids=["header-once", "header-on-each-page"])
def test_a_form_of_several_pages_is_one(repeat: bool, tmp_path: Path) -> None:
    layout = long_form(40, seed=3)
    [found] = read(printed(layout, tmp_path, repeat=repeat, font="Garuda"))
    assert rows(found) == [row[1:] for row in layout.expected]
    assert found["problems"] == []
    pages = [row["cell"].partition("!")[0] for row in found["rows"]]
    assert len(set(pages)) > 1
    assert sorted(set(pages)) == [f"p{n}" for n in range(1, len(set(pages)) + 1)]
    first = next(row["cell"] for row in found["rows"] if row["cell"].startswith("p2!"))
    assert first == ("p2!A3" if repeat else "p2!A1")


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("declared", [False, True], ids=["lying-on-its-side", "turned-by-the-viewer"])
def test_turned_pages_are_read_as_they_are_seen(quarters: int, declared: bool, tmp_path: Path) -> None:
    layout = long_form(4, seed=5)
    with pikepdf.open(BytesIO(printed(layout, tmp_path))) as pdf:
        for page in pdf.pages:
            turn(pdf, page, quarters)
            if declared:
                page.obj.Rotate = quarters * 90
        data = saved(pdf)
    [found] = read(data)
    told = {problem["cell"] for problem in found["problems"] if problem["code"] == "ocr_low_confidence"}
    for place, row, expected in zip(found["rows"], rows(found), layout.expected, strict=True):
        *mine, objective, problems = row
        *theirs, right_objective, right_problems = expected[1:]
        assert mine == theirs
        # A page that lies on its side is recognised: a letter may be wrong, and then it is told.
        cell = place["cell"].replace("!A", "!{}")
        assert objective == right_objective or cell.format("K") in told
        assert problems == right_problems or cell.format("L") in told


def turn(pdf: pikepdf.Pdf, page: pikepdf.Page, quarters: int) -> None:
    """Draw the page's content turned to the left."""
    _, _, width, height = (float(edge) for edge in page.mediabox)
    matrix = {1: f"0 1 -1 0 {height} 0", 2: f"-1 0 0 -1 {width} {height}", 3: f"0 -1 1 0 0 {width}"}[quarters]
    page.contents_add(f"q {matrix} cm".encode(), prepend=True)
    page.contents_add(b"Q")
    if quarters != 2:
        page.mediabox = pikepdf.Array([0, 0, height, width])
        if "/CropBox" in page.obj:
            del page.obj["/CropBox"]


AGREEMENT = """บันทึกข้อตกลงความร่วมมือ
เรื่อง การกำจัดขยะมูลฝอย
ระหว่าง เทศบาลตำบลบ่อแฮ้ว กับ องค์การบริหารส่วนตำบลบ้านค่า
บันทึกข้อตกลงฉบับนี้ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน 2561 ณ จังหวัดลำปาง ระหว่าง เทศบาลตำบลบ่อแฮ้ว
กับ องค์การบริหารส่วนตำบลบ้านค่า ดังต่อไปนี้
ข้อ 1 ทั้งสองฝ่ายตกลงร่วมกัน"""


def test_a_form_and_agreements_in_one_file_are_parted_by_page(tmp_path: Path) -> None:
    layout = long_form(3, seed=7)
    with (
        pikepdf.open(BytesIO(printed(layout, tmp_path))) as form,
        pikepdf.open(BytesIO(make_pdf(AGREEMENT))) as agreement,
        pikepdf.new() as pdf,
    ):
        for other in (agreement, form, agreement):
            pdf.pages.extend(other.pages)
        found = read(saved(pdf))
    assert [(one["file"], one["kind"]) for one in found] == [
        ("a.pdf#1-1", "mou"), ("a.pdf#2-2", "survey"), ("a.pdf#3-3", "mou"),
    ]  # fmt: skip
    assert rows(found[1]) == [row[1:] for row in layout.expected]
    assert found[1]["rows"][0]["cell"] == "p2!A3"
    assert found[2]["parties"] == ["ทต.บ่อแฮ้ว", "อบต.บ้านค่า"]


def test_a_line_through_the_letters_strikes_a_cell_and_one_below_them_does_not() -> None:
    out = BytesIO()
    registerFont(TTFont("Laksaman", "/usr/share/fonts/truetype/tlwg/Laksaman.ttf"))
    page = Canvas(out, pageCompression=0)
    page.setFont("Laksaman", 16)
    page.grid([90, 290, 500], [660, 690, 720])
    for text, x, y in (("สะลวง", 100, 700), ("แม่แรม", 300, 700), ("ริมเหนือ สะลวง", 100, 670)):
        page.drawString(x, y, text)
    for left, y, right in ((98, 704, 160), (298, 698, 360), (98, 674, 147)):
        page.line(left, y, right, y)
    page.save()
    [found] = read_tables(out.getvalue(), [1], Limits())
    assert {cell.at: (cell.text, cell.struck) for cell in found.grid.cells.values()} == {
        "p1!A1": ("สะลวง", True),
        "p1!B1": ("แม่แรม", False),
        "p1!A2": ("สะลวง", False),
    }
    assert found.grid.struck_runs == ("p1!A2",)


def test_title_and_province_on_a_page_before_the_table_belong_to_the_form(tmp_path: Path) -> None:
    """A table whose first row had no room below them begins on the next page."""
    layout = LAYOUTS[0]
    sheet = layout.sheets[-1]
    top, _ = table_top(sheet)
    table = replace(sheet, cells={place: value for place, value in sheet.cells.items() if place[0] >= top})
    data = printed(replace(layout, sheets=(table,)), tmp_path, "reportlab")
    [bare] = read(data)
    assert (bare["kind"], bare["province"]) == ("survey", None)
    title = make_pdf("แบบสำรวจข้อมูลการจัดทำความร่วมมือ\nจังหวัดแพร่")
    with pikepdf.open(BytesIO(title)) as whole, pikepdf.open(BytesIO(data)) as form:
        whole.pages.extend(form.pages)
        [found] = read(saved(whole))
    assert (found["kind"], found["province"], len(found["rows"])) == ("survey", "แพร่", len(bare["rows"]))
