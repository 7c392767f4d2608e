"""What a reader of a PDF's page sees counts: marks by a pen, words struck out, covered or invisible, set upon a dotted line."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from make.filled_pdfs import TICKS, Field, blank, fields_of, filled, only_values
from make.layouts import Layout
from make.long_forms import long_form
from make.papers import printed
from make.pdfs import saved
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from parsers.formats.pdf import read_pages, read_tables
from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import FIELDS as ROW_FIELDS
from survey.model import Case

FIELDS = ROW_FIELDS[1:]  # without the number
FONT = "Laksaman"


def read(data: bytes) -> dict[str, Any]:
    [found] = read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    return document_json(found)


def rows(found: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        tuple(tuple(value) if isinstance(value, list) else value for value in map(row.get, FIELDS))
        for row in found["rows"]
    ]


def codes(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem["code"], problem["cell"]) for problem in found["problems"]]


@pytest.fixture(scope="module")
def layout() -> Layout:
    return long_form(4, seed=5)


@pytest.fixture(scope="module")
def empty(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(blank(layout, 4), tmp_path_factory.mktemp("blank"), "reportlab")


@pytest.fixture(scope="module")
def form(layout: Layout, empty: bytes) -> bytes:
    """The filled form."""
    return filled(empty, fields_of(layout, empty), only_values)


def drawn_on(data: bytes, *content: bytes) -> bytes:
    """The file with more drawn on its first page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.pages[0].contents_add(b"q " + b" ".join(content) + b" Q")
        return saved(pdf)


PENS = {
    "check": b"1.5 w %(x)f %(y)f m %(mx)f %(ly)f l %(hx)f %(hy)f l S",
    "cross": b"1 w %(x)f %(ly)f m %(hx)f %(hy)f l S %(x)f %(hy)f m %(hx)f %(ly)f l S",
    "filled": b"%(x)f %(y)f m %(mx)f %(ly)f l %(hx)f %(hy)f l %(mx)f %(y)f l f",
    "curve": b"1 w %(x)f %(y)f m %(mx)f %(ly)f %(mx)f %(ly)f %(hx)f %(hy)f c S",
}


def by_pen(field: Field, pen: str) -> bytes:
    left, bottom, right, top = field.rect
    x, y = (left + right) / 2, (bottom + top) / 2
    corners = {b"x": x - 5, b"mx": x - 1, b"hx": x + 6, b"y": y, b"ly": y - 4, b"hy": y + 5}
    return PENS[pen] % corners


@pytest.mark.parametrize("pen", PENS)
def test_marks_by_a_pen_tick_and_are_told_once(pen: str, layout: Layout, empty: bytes) -> None:
    fields = fields_of(layout, empty)
    words = [field for field in fields if field.text not in TICKS]
    marks = [field for field in fields if field.text in TICKS]
    found = read(drawn_on(filled(empty, words, only_values), *(by_pen(mark, pen) for mark in marks)))
    assert rows(found) == [row[1:] for row in layout.expected]
    [problem] = found["problems"]
    assert problem["code"] == "assumed"
    assert f" {len(marks)} ช่อง" in problem["message"]


def test_marks_by_a_pen_tick_on_each_page(layout: Layout, empty: bytes) -> None:
    fields = fields_of(layout, empty)
    marks = [by_pen(field, "check") for field in fields if field.text in TICKS]
    data = drawn_on(empty, *marks)
    with pikepdf.open(BytesIO(data)) as pdf:
        again = pikepdf.open(BytesIO(data))
        pdf.pages.append(again.pages[0])
        data = saved(pdf)
    grids = [page.grid for page in read_tables(data, [1, 2], Limits())]
    assert grids[0].over
    assert [set(grid.over) for grid in grids] == [set(grids[0].over)] * 2


def test_pens_in_both_cells_of_a_pair_decide_nothing(layout: Layout, empty: bytes) -> None:
    fields = fields_of(layout, empty)
    words = [field for field in fields if field.text not in TICKS]
    first = next(field for field in fields if field.name == "c5.6" or field.name == "c5.7")
    other = Field("", "", (*_beside(first),))
    drawn = [by_pen(one, "check") for one in (first, other)]
    found = read(drawn_on(filled(empty, words, only_values), *drawn))
    assert found["rows"][0]["committee"] is None
    assert ("ocr_low_confidence", "p1!F3") in codes(found)


def _beside(field: Field) -> tuple[float, float, float, float]:
    left, bottom, right, top = field.rect
    step = (right - left + 4) * (1 if field.name == "c5.6" else -1)
    return left + step, bottom, right + step, top


def test_remarks_of_readers_say_nothing_of_the_form(form: bytes, layout: Layout) -> None:
    with pikepdf.open(BytesIO(form)) as pdf:
        page = pdf.pages[0].obj
        place = next(one.Rect for one in page.Annots if one.T == "c5.5")
        left, bottom, right, top = map(float, place)
        look = pdf.make_stream(b"1 g 0 0 20 20 re f 0 G 1 w 2 6 m 18 6 l S 2 10 m 18 10 l S 2 14 m 18 14 l S")
        look.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 20, 20]))
        for kind in (Name.Text, Name.Highlight, Name.Underline, Name.Squiggly, Name.Caret):
            note = Dictionary(
                Type=Name.Annot, Subtype=kind, F=4, Rect=Array([left, bottom, left + 20, bottom + 20]),
                Contents=String("วันที่ 1 ม.ค. 2540 ถูกต้องหรือไม่"), AP=Dictionary(N=look),
                QuadPoints=Array([left, top, right, top, left, bottom, right, bottom]),
            )  # fmt: skip
            page.Annots.append(pdf.make_indirect(note))
        data = saved(pdf)
    found = read(data)
    assert rows(found) == [row[1:] for row in layout.expected]
    assert codes(found) == []


def test_words_that_a_reader_struck_out_are_no_data(layout: Layout, tmp_path_factory: Any) -> None:
    data = printed(layout, tmp_path_factory.mktemp("struck"), "reportlab")
    last = [field for field in fields_of(layout, data) if field.name.startswith("c8.")]
    with pikepdf.open(BytesIO(data)) as pdf:
        notes = [
            Dictionary(
                Type=Name.Annot, Subtype=Name.StrikeOut, F=4, Rect=Array([left, bottom, right, top]),
                QuadPoints=Array([left, top, right, top, left, bottom, right, bottom]),
            )
            for left, bottom, right, top in (field.rect for field in last)
        ]  # fmt: skip
        pdf.pages[0].obj.Annots = Array(map(pdf.make_indirect, notes))
        data = saved(pdf)
    found = read(data)
    assert rows(found) == [row[1:] for row in layout.expected[:3]]
    assert {code for code, _ in codes(found)} == {"struck_ignored"}


def page_of(*steps: tuple[Any, ...]) -> bytes:
    """A page with one ruled cell, and steps of drawing: (x, y, words, rendering mode) or a rectangle of a colour."""
    registerFont(TTFont(FONT, f"/usr/share/fonts/truetype/tlwg/{FONT}.ttf"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.grid([60, 300, 540], [600, 660, 720])
    for step in steps:
        if isinstance(step[2], str):
            x, y, words, mode = step
            canvas.saveState()
            text = canvas.beginText(x, y)
            text.setFont(FONT, 12)
            text.setTextRenderMode(mode)
            text.textOut(words)
            canvas.drawText(text)
            canvas.restoreState()
        else:
            left, bottom, width, height, colour = step
            canvas.setFillColor(colour)
            canvas.rect(left, bottom, width, height, stroke=0, fill=1)
            canvas.setFillColor("black")
    canvas.save()
    return out.getvalue()


OLD, NEW = "7 มิ.ย. 2559", "๑ ต.ค. ๒๕๕๙"


def cells(data: bytes) -> dict[str, str]:
    [page] = read_tables(data, [1], Limits())
    return {cell.at: cell.text for cell in page.grid.cells.values()}


@pytest.mark.parametrize(
    ("steps", "seen"),
    [
        ([(70, 690, OLD, 0), (68, 684, 90, 20, "white"), (70, 690, NEW, 0)], NEW),
        ([(70, 690, OLD, 3), (70, 670, NEW, 0)], NEW),
        ([(68, 684, 90, 20, "white"), (70, 690, OLD, 0)], OLD),
        ([(70, 690, OLD, 0), (68, 684, 30, 20, "white")], OLD[2:].strip()),
        ([(70, 690, OLD, 0), (68, 684, 90, 20, (1, 1, 0, 0.4))], OLD),
    ],
    ids=["covered", "invisible", "below the ground", "half", "highlighted"],
)
def test_only_what_is_seen_counts(steps: list[tuple[Any, ...]], seen: str) -> None:
    data = page_of(*steps)
    found = cells(data)["p1!A1"]
    if seen in (OLD, NEW):
        assert found == seen
        assert read_pages(data, Limits())[0].text.strip() == seen
    else:
        assert found
        assert found in OLD[1:]


def test_a_name_set_upon_a_dotted_line_keeps_its_marks() -> None:
    data = page_of(
        (70, 500, "ผู้รายงาน ........................................", 0),
        (70, 480, "ตำแหน่ง ........................................", 0),
        (130, 501.2, "นางสาวตัวอย่าง สมมติ", 0),
        (130, 481.2, "นักส่งเสริมการปกครองท้องถิ่น", 0),
    )
    [page] = read_tables(data, [1], Limits())
    lines = [line.replace(".", "").replace("  ", " ") for line in page.grid.notes]
    assert lines == ["ผู้รายงาน นางสาวตัวอย่าง สมมติ", "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น"]


@pytest.mark.parametrize(("turn", "size"), [(35, 90), (-35, 60)])
def test_large_words_aslant_over_the_page_belong_to_no_cell(
    turn: float, size: float, layout: Layout, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = printed(layout, tmp_path_factory.mktemp("mark"), "reportlab")
    registerFont(TTFont(FONT, f"/usr/share/fonts/truetype/tlwg/{FONT}.ttf"))
    with pikepdf.open(BytesIO(data)) as pdf:
        width, height = map(float, pdf.pages[0].mediabox[2:])
        out = BytesIO()
        canvas = Canvas(out, pagesize=(width, height))
        canvas.translate(width / 2, height / 2)
        canvas.rotate(turn)
        canvas.setFillGray(0.85)
        canvas.setFont(FONT, size)
        canvas.drawCentredString(0, 0, "สำเนาถูกต้อง")
        canvas.save()
        with pikepdf.open(out) as over:
            pdf.pages[0].add_underlay(over.pages[0])
        marked = saved(pdf)
    found = read(marked)
    assert rows(found) == [row[1:] for row in layout.expected]
    assert codes(found) == []
