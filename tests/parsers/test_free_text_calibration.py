"""Free texts of print that no training saw: what three witnesses have is right, and is enough to be of use."""

from collections.abc import Sequence

import pytest

from bench.free_texts import Cell, cells
from parsers.agreement import all_agreed, all_witnessed
from parsers.line_readers import installed
from training import fonts

DAMAGES = ("clean", "fair", "photograph")
FEWEST = 0.2
"""Share of cells that must be certain."""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Cell]:
    folder = tmp_path_factory.mktemp("fonts")
    fonts.install(folder, web=False)
    return list(cells(folder, 1, installed(), 7, ("LibreOffice", "ReportLab"), DAMAGES))


def test_every_printer_has_its_pages(read: Sequence[Cell]) -> None:
    assert {(cell.printer, cell.damage) for cell in read} == {
        (printer, damage) for printer in ("LibreOffice", "ReportLab") for damage in DAMAGES
    }


def _placed(found: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in found if cell.printer == "LibreOffice" and cell.damage != "photograph"]


def test_no_certain_text_is_wrong(read: Sequence[Cell]) -> None:
    wrong = [cell for cell in read if all_witnessed(cell.lines, cell.levels) and not cell.is_right]
    assert [(cell.text, cell.lines) for cell in wrong] == []


def test_enough_texts_are_certain(read: Sequence[Cell]) -> None:
    placed = _placed(read)
    certain = sum(all_witnessed(cell.lines, cell.levels) for cell in placed)
    assert certain >= FEWEST * len(placed)
    assert certain >= 0.5 * sum(all_agreed(cell.lines) for cell in placed)


def test_print_whose_marks_nobody_placed_is_told_from_print_that_places_them(read: Sequence[Cell]) -> None:
    assert all(cell.levels is not None for cell in _placed(read))
    assert all(cell.levels is None for cell in read if cell.printer == "ReportLab")


def test_the_ink_of_a_photograph_is_no_witness(read: Sequence[Cell]) -> None:
    photographed = [cell for cell in read if cell.damage == "photograph"]
    assert any(all_agreed(cell.lines) for cell in photographed)
    assert not any(all_witnessed(cell.lines, cell.levels) for cell in photographed)
