"""A page as a picture: each cell's place in it is framed by the lines that are drawn there."""

from datetime import date
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from make.long_forms import long_form
from make.papers import printed, saved
from make.scans import as_jpeg, as_pages, photographed, rendered, scanned
from PIL import Image

from parsers.limits import Limits
from parsers.page_view import PageView, page_view
from parsers.read import read_file
from parsers.refused import FileCorrupt
from survey.model import Case

NEAR = 6


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(long_form(5, seed=11), tmp_path_factory.mktemp("pdf"), "reportlab")


def dark_frames(view: PageView) -> float:
    """Share of the cells' left and upper edges along which the picture shows a line."""
    grey = np.asarray(Image.open(BytesIO(view.jpeg)).convert("L"))
    found = []
    for place in view.places:
        across = slice(place.x + place.width // 8, place.x + place.width * 7 // 8)
        down = slice(place.y + place.height // 8, place.y + place.height * 7 // 8)
        left = grey[down, max(0, place.x - NEAR) : place.x + NEAR]
        top = grey[max(0, place.y - NEAR) : place.y + NEAR, across]
        found += [left.min(axis=1).mean() < 200, top.min(axis=0).mean() < 200]
    return sum(found) / len(found)


def cells_of(data: bytes) -> set[str]:
    [document] = read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    assert document.form is not None
    return {cell.at for row in document.form.rows for cell in row.cells.values()}


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_cells_of_print_are_placed_whichever_way_the_viewer_turns_the_page(
    form: bytes, quarters: int
) -> None:
    with pikepdf.open(BytesIO(form)) as pdf:
        pdf.pages[0].obj.Rotate = quarters * 90
        data = saved(pdf)
    view = page_view(data, 1, Limits())
    assert {f"p1!{place.at}" for place in view.places} >= {
        at for at in cells_of(form) if at.startswith("p1!")
    }
    assert dark_frames(view) > 0.97
    assert view.width <= 1400


def test_cells_of_a_page_that_is_cut_are_placed(form: bytes) -> None:
    with pikepdf.open(BytesIO(form)) as pdf:
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].mediabox)
        pdf.pages[0].cropbox = pikepdf.Array([left + 10, bottom + 15, right - 5, top - 8])
        data = saved(pdf)
    assert dark_frames(page_view(data, 1, Limits())) > 0.97


def test_cells_of_a_scan_and_of_a_photograph_are_placed(form: bytes) -> None:
    page = rendered(form)[0]
    for data in (as_pages([scanned(page, degrees=1.5, blur=0.6)]), as_jpeg(photographed(page))):
        view = page_view(data, 1, Limits())
        assert len(view.places) > 50
        assert dark_frames(view) > 0.9


def test_a_page_that_is_not_there_is_refused(form: bytes) -> None:
    for data in (form, as_jpeg(rendered(form)[0])):
        with pytest.raises(FileCorrupt):
            page_view(data, 9, Limits())
