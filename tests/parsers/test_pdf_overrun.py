"""Words that run over the end of a row's rules belong to the row where nothing closes it, and only there."""

from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from make.habits import true_form, truth_of, values_of
from make.text_printers import PRINTERS, paper_of
from reportlab.pdfgen.canvas import Canvas

from parsers.limits import Limits
from parsers.page_tables import PageTables
from parsers.pdf_grid import page_tables
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case


def _page(below: list[tuple[float, str]], *, closed: bool = False, gap: float = 12.0) -> PageTables:
    """A table of two columns (at 100, 200, 400) and two rows, and words right below it."""
    out = BytesIO()
    page = Canvas(out)
    for y in (700, 660, *([620] if closed else [])):
        page.line(100, y, 400, y)
    for x in (100, 200, 400):
        page.line(x, 700, x, 620)
    for x, y, text in ((104, 680, "one"), (204, 680, "two"), (104, 640, "three"), (204, 640, "four")):
        page.drawString(x, y, text)
    for x, text in below:
        page.drawString(x, 622 - gap, text)
    page.save()
    return page_tables(pypdfium2.PdfDocument(out.getvalue())[0], 1)


def test_words_right_below_an_open_row_are_its_last_line() -> None:
    grid = _page([(104, "left"), (204, "right of it")]).grid
    assert {place: cell.text.split() for place, cell in grid.cells.items()} == {
        (1, 1): ["one"], (1, 2): ["two"], (2, 1): ["three", "left"], (2, 2): ["four", "right", "of", "it"],
    }  # fmt: skip
    assert grid.notes == ()


@pytest.mark.parametrize(
    ("below", "closed", "gap"),
    [
        ([(104, "left")], True, 12.0),
        ([(104, "left")], False, 24.0),
        ([(104, "reporter and her office")], False, 12.0),
        ([(204, "right"), (390, "beyond")], False, 12.0),
    ],
    ids=["a closed row", "far below", "across columns", "beyond the table"],
)
def test_other_words_below_a_table_are_none_of_it(
    below: list[tuple[float, str]], closed: bool, gap: float
) -> None:
    grid = _page(below, closed=closed, gap=gap).grid
    assert [grid.cells[2, column].text for column in (1, 2)] == ["three", "four"]
    assert [word for line in grid.notes for word in line.split()] == [
        word for _, text in below for word in text.split()
    ]


def test_a_partner_below_the_rules_of_a_row_that_a_page_break_cut_is_read(tmp_path: Path) -> None:
    form = true_form(Random(9709), 30)
    path = tmp_path / "a.pdf"
    PRINTERS["ReportLab"](paper_of(form), Random(9709), path)
    [found] = read_file(path.read_bytes(), "a.pdf", Case(date(2018, 12, 10)), Limits())
    row = values_of(document_json(found))[3]
    assert row[-1] == truth_of(form)[3][-1]
