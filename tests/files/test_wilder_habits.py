"""True forms made wilder (`make.wilder_habits`): still no value wrong, nothing told; and errors of twenty kinds found."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from make.habits import TrueForm, true_form, truth_of, values_of
from make.layouts import Layout
from make.wilder_habits import planted_in, wilder
from make.writers import openpyxl, xlsxwriter

from parsers.limits import Limits
from parsers.read import read_file
from survey.cells import address
from survey.jsonl import document_json
from survey.model import Case

FORMS = range(500, 560)


def read(form: TrueForm, path: Path, seed: int) -> dict[str, Any]:
    write = openpyxl if seed % 2 else xlsxwriter
    write(Layout("wild", form.province, (form.sheet,), ()), path)
    [document] = read_file(path.read_bytes(), "form.xlsx", Case(date(2018, 12, 10)), Limits())
    return document_json(document)


@pytest.mark.parametrize("seed", FORMS)
def test_a_wilder_form_says_what_it_said_and_nothing_is_told(seed: int, tmp_path: Path) -> None:
    form = wilder(Random(seed), true_form(Random(seed))).form
    found = read(form, tmp_path / "form.xlsx", seed)
    assert (found["kind"], found["province"], found["reporter"]["phone"]) == (
        "survey",
        form.province,
        "053-112-233",
    )
    assert values_of(found) == truth_of(form)
    assert found["problems"] == []


@pytest.mark.parametrize("seed", FORMS)
def test_an_error_of_any_kind_is_told_at_its_cell_and_nothing_else(seed: int, tmp_path: Path) -> None:
    wild = wilder(Random(seed), true_form(Random(seed)))
    form, code, place = planted_in(Random(seed), wild)
    found = read(form, tmp_path / "form.xlsx", seed)
    told = [(problem["code"], problem["cell"]) for problem in found["problems"]]
    assert told == [(code, address(form.sheet.name, *place))]
    assert len(found["rows"]) == len(wild.form.rows)
