"""Folds and shadows on a scan part no rows, and rules of the table stay."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.ruling import Rule
from parsers.scan_folds import without_folds
from parsers.scan_grid import tables_of

SIDES: list[Rule] = [(150.0, 300.0, 1600.0), (650.0, 300.0, 1600.0), (2800.0, 300.0, 1600.0)]
ROWS: list[Rule] = [(y, 150.0, 2800.0) for y in (300.0, 600.0, 900.0, 1200.0, 1600.0)]


@pytest.mark.parametrize(
    "fold",
    [
        [(1000.0, 5.0, 2930.0)],
        [(1016.0, 5.0, 480.0), (1000.0, 540.0, 2670.0)],
        [(1000.0, 700.0, 2940.0)],
    ],
    ids=["whole", "in pieces", "on one side"],
)
def test_a_fold_that_runs_on_beyond_the_table_parts_no_row(fold: list[Rule]) -> None:
    assert without_folds(sorted([*ROWS, *fold]), SIDES, 6.0) == ROWS


def test_a_wider_table_and_a_broken_rule_stay() -> None:
    wider: list[Rule] = [(1800.0, 20.0, 2900.0), (1900.0, 20.0, 2900.0)]
    sides = [*SIDES, (20.0, 1800.0, 1900.0), (2900.0, 1800.0, 1900.0)]
    assert without_folds([*ROWS, *wider], sides, 6.0) == [*ROWS, *wider]
    broken: list[Rule] = [*ROWS[:3], (1200.0, 150.0, 1000.0), (1200.0, 1100.0, 2800.0), ROWS[4]]
    assert without_folds(broken, SIDES, 6.0) == broken


def test_a_rule_on_which_a_fold_runs_on_ends_with_the_others() -> None:
    on_a_rule: list[Rule] = [*ROWS[:3], (1200.0, 150.0, 2940.0), ROWS[4], (1190.0, 8.0, 90.0)]
    assert without_folds(on_a_rule, SIDES, 6.0) == ROWS


def test_rules_that_run_to_the_edge_of_a_cut_picture_stay() -> None:
    cut: list[Rule] = [(y, 0.0, 3000.0) for y in (300.0, 600.0, 900.0)]
    assert without_folds(cut, SIDES, 6.0) == cut


def test_a_folded_sheet_has_the_rows_and_columns_that_were_drawn() -> None:
    page = Image.new("L", (1600, 1100), 255)
    draw = ImageDraw.Draw(page)
    for y in range(200, 901, 100):
        draw.line((100, y, 1500, y), fill=0, width=3)
    for x in range(100, 1501, 200):
        draw.line((x, 200, x, 900), fill=0, width=3)
    flat = tables_of(np.asarray(page))
    draw.line((0, 556, 1599, 550), fill=90, width=4)
    draw.line((1200, 0, 1206, 1099), fill=90, width=4)
    folded = tables_of(np.asarray(page))
    [before], [after] = flat.tables, folded.tables
    assert (len(after.xs), len(after.ys)) == (len(before.xs), len(before.ys)) == (8, 8)
