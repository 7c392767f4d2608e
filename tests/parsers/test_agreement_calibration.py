"""The thresholds of agreement hold on fonts and damage that the line reader was not trained on: what is certain is right."""

from collections.abc import Sequence

import pytest

from bench.agreement import Cell, cells, certain, edits
from parsers.line_readers import installed

PAGES = 2
FEWEST = 0.2
"""Share of cells that must be certain: to doubt everything is no answer."""


@pytest.fixture(scope="module")
def read() -> Sequence[Cell]:
    return list(cells(PAGES, installed(), first=50, damages=("clean", "fair")))


def test_no_certain_cell_is_wrong(read: Sequence[Cell]) -> None:
    assert [(cell.text, cell.lines) for cell in read if certain(cell) and not cell.is_right] == []


def test_enough_cells_are_certain(read: Sequence[Cell]) -> None:
    assert sum(map(certain, read)) >= FEWEST * len(read)


def test_the_likelier_reading_is_better_than_tesseracts(read: Sequence[Cell]) -> None:
    (wrong, letters), (tesseracts, _) = edits(read), edits(read, "thai")
    assert letters > 0
    assert wrong < 0.7 * tesseracts


def test_cells_that_the_line_reader_is_sure_of_alone_are_right(read: Sequence[Cell]) -> None:
    alone = [cell for cell in read if cell.lines and all(line.is_sure_alone for line in cell.lines)]
    assert [(cell.text, cell.lines) for cell in alone if not cell.is_right] == []
