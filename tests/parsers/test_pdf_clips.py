"""Sheets printed with rows lower than their text: what does not show is told at its cell, and goes nowhere else."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from make.layouts import Layout
from make.long_forms import long_form
from make.papers import printed

from parsers.limits import Limits
from parsers.page_tables import stacked
from parsers.read import read_file
from parsers.ruling import Ruled, RuledCell
from survey.jsonl import document_json
from survey.model import FIELDS, Case

TEXTS = ("service", "host", "objective")


def read(data: bytes) -> dict[str, Any]:
    [found] = [document_json(one) for one in read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())]
    return found


@pytest.fixture(scope="module")
def layout() -> Layout:
    return long_form(4, seed=5)


def row_of(cell: str) -> str:
    return "".join(letter for letter in cell.partition("!")[2] if letter.isdigit())


def told(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in found["problems"] if "ช่องนี้เล็กกว่าข้อความ" in one["message"]]


def test_a_text_that_its_row_has_no_room_for_is_told_at_its_cell(layout: Layout, tmp_path: Path) -> None:
    whole = read(printed(layout, tmp_path, "libreoffice"))
    low = read(printed(layout, tmp_path, "libreoffice", height=16))
    doubted = {row_of(one["cell"]) for one in low["problems"]}
    assert not told(whole)
    assert told(low)
    assert len(low["rows"]) == len(whole["rows"])
    for row, right in zip(low["rows"], whole["rows"], strict=True):
        for field in TEXTS:
            assert row[field] == right[field] or row_of(row["cell"]) in doubted


def test_a_number_without_room_is_unreadable() -> None:
    table = Ruled((0, 9), (0, 9), (RuledCell(1, 1, 1, 1, (0, 0, 9, 9)),), {(1, 1): 0})
    page = stacked(1, [table], [[("###", True, None)]], ())
    assert page.grid.cells[1, 1].text == "�"


@pytest.mark.parametrize("upright", ["top", "center", "bottom"])
@pytest.mark.parametrize("height", [12, 22])
def test_lines_that_a_low_row_leaves_out_of_the_file_are_told_in_that_row(
    height: float, upright: str, layout: Layout, tmp_path: Path
) -> None:
    low = read(printed(layout, tmp_path, "libreoffice", height=height, upright=upright))
    doubted = {row_of(one["cell"]) for one in low["problems"] if one["cell"]}
    assert len(low["rows"]) == len(layout.expected)
    for row, right in zip(low["rows"], layout.expected, strict=True):
        values = [row[field] for field in FIELDS[1:]]
        same = [tuple(one) if isinstance(one, list) else one for one in values] == list(right[1:])
        assert same or row_of(row["cell"]) in doubted


@pytest.mark.parametrize("upright", ["top", "center", "bottom"])
def test_rows_that_have_room_are_not_told(upright: str, layout: Layout, tmp_path: Path) -> None:
    assert read(printed(layout, tmp_path, "libreoffice", upright=upright))["problems"] == []
