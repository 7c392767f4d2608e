"""Bent pages: their ruling lines say how they are to be made flat."""

import cv2
import numpy as np

from parsers.page_flat import unbent
from parsers.page_image import Grey
from parsers.scan_grid import tables_of


def ruled(rows: int = 6, columns: int = 5) -> Grey:
    page = np.full((1200, 1700), 255, np.uint8)
    for y in np.linspace(150, 1050, rows + 1).astype(int):
        page[y : y + 3, 150:1550] = 0
    for x in np.linspace(150, 1550, columns + 1).astype(int):
        page[150:1053, x : x + 3] = 0
    return page


def bent(page: Grey, by: float) -> Grey:
    height, width = page.shape
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wave = by * np.sin(np.pi * xs / width) * (0.4 + 0.6 * ys / height)
    return np.asarray(
        cv2.remap(page, xs, (ys - wave).astype(np.float32), cv2.INTER_LINEAR, borderValue=255), np.uint8
    )


def rules_of(page: Grey) -> int:
    """Rows of the picture that a level rule darkens over most of the table."""
    return int(np.count_nonzero((page < 128).mean(axis=1) > 0.6))


def test_rules_of_a_bent_page_are_level_again() -> None:
    page = bent(ruled(), 22.0)
    assert rules_of(page) == 0
    flat = unbent(page)
    assert rules_of(flat) >= 7
    [table] = tables_of(flat).tables
    assert (len(table.xs), len(table.ys), len(table.cells)) == (6, 7, 30)


def test_a_flat_page_and_one_without_rules_stay_as_they_are() -> None:
    blank = np.full((600, 800), 255, np.uint8)
    assert unbent(blank) is blank
    page = ruled()
    assert unbent(page) is page


def test_a_short_rule_bends_nothing() -> None:
    page = ruled()
    page[1100:1103, 200:500] = 0  # a line to sign on
    assert unbent(page) is page
