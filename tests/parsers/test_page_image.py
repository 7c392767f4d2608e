"""Photographs of paper: the sheet is found on its desk, and made level whatever its angle."""

import cv2
import numpy as np
import pytest
from make.scans import photographed
from PIL import Image

from parsers.page_image import Grey, evened, paper_of, straightened
from parsers.scan_grid import tables_of


def sheet() -> Grey:
    page = np.full((1200, 1700), 255, np.uint8)
    for y in np.linspace(150, 1050, 7).astype(int):
        page[y : y + 3, 150:1550] = 0
    for x in np.linspace(150, 1550, 6).astype(int):
        page[150:1053, x : x + 3] = 0
    return page


def turned(page: Grey, degrees: float, desk: int = 70) -> Grey:
    height, width = page.shape
    around = cv2.copyMakeBorder(page, 500, 500, 300, 300, cv2.BORDER_CONSTANT, value=desk)
    middle = ((width + 600) / 2, (height + 1000) / 2)
    matrix = cv2.getRotationMatrix2D(middle, degrees, 1.0)
    return np.asarray(cv2.warpAffine(around, matrix, around.shape[::-1], borderValue=desk), np.uint8)


def test_the_sheet_is_cut_out_of_the_picture_of_a_desk() -> None:
    paper = paper_of(np.asarray(photographed(Image.fromarray(sheet()))))
    height, width = paper.shape
    assert abs(width / height - 1700 / 1200) < 0.1
    assert (paper < 120).mean() < 0.05  # nothing of the dark desk


def test_a_scan_that_fills_its_picture_stays_as_it_is() -> None:
    page = sheet()
    assert paper_of(page) is page


@pytest.mark.parametrize("degrees", [-25.0, -7.0, 12.0, 30.0])
def test_a_table_is_made_level_from_any_angle(degrees: float) -> None:
    page = straightened(turned(sheet(), degrees, desk=255))
    [table] = tables_of(page).tables
    assert (len(table.xs), len(table.ys), len(table.cells)) == (6, 7, 30)


@pytest.mark.parametrize("shade", [0.6, 0.75, 0.9])
@pytest.mark.parametrize("height", [60, 90, 200])
def test_a_markers_stroke_over_a_row_hides_nothing_and_rules_nothing(shade: float, height: int) -> None:
    page = sheet()
    cv2.putText(page, "2561", (300, 560), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
    marked = page.copy()
    marked[500 : 500 + height, :900] = (marked[500 : 500 + height, :900] * shade).astype(np.uint8)
    plain, even = tables_of(evened(page)), tables_of(evened(marked))
    assert [(len(table.xs), len(table.ys)) for table in even.tables] == [(6, 7)]
    inside = slice(520, 580), slice(280, 480)
    assert (even.ink[inside] > 0).sum() == pytest.approx((plain.ink[inside] > 0).sum(), rel=0.1)
