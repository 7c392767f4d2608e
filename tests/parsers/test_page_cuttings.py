"""Pictures of doubtful cells: few, small, and readable as PNG."""

from io import BytesIO

import numpy as np
from PIL import Image

from parsers.grid import Grid
from parsers.page_cuttings import MOST, MOST_BYTES, cuttings
from parsers.page_tables import PageTables
from parsers.scanned_page import ScannedPage


def page(number: int, cells: int) -> ScannedPage:
    noise = np.random.default_rng(number).integers(0, 255, (700, 900), np.uint8)
    pictures = {f"p{number}!E{row}": noise for row in range(1, cells + 1)}
    return ScannedPage(PageTables(number, Grid(f"p{number}")), pictures=pictures)


def test_each_doubted_cell_has_a_small_picture_and_no_other_has() -> None:
    [(at, png)] = cuttings([page(1, 3)], {"p1!E2", "p1!F2"})
    assert at == "p1!E2"
    assert len(png) <= MOST_BYTES
    assert Image.open(BytesIO(png)).format == "PNG"


def test_there_are_twenty_at_most_in_the_pages_order() -> None:
    doubted = {f"p{number}!E{row}" for number in (1, 2) for row in range(1, 16)}
    found = cuttings([page(1, 15), page(2, 15)], doubted)
    assert len(found) == MOST
    assert [at for at, _ in found][:2] == ["p1!E1", "p1!E2"]
    assert found[-1][0] == "p2!E5"
