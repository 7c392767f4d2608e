"""Forms whose truth is known, typed with habits drawn by lot: no value wrong, no false alarm, no error missed."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from make.habits import TrueForm, planted, true_form, truth_of, values_of
from make.layouts import Layout
from make.writers import openpyxl, xlsxwriter

from parsers.limits import Limits
from parsers.read import read_file
from survey.cells import address
from survey.jsonl import document_json
from survey.model import Case

FORMS = range(60)


def read(form: TrueForm, path: Path, seed: int) -> dict[str, Any]:
    write = openpyxl if seed % 2 else xlsxwriter
    write(Layout("drawn", form.province, (form.sheet,), ()), path)
    [document] = read_file(path.read_bytes(), "form.xlsx", Case(date(2018, 12, 10)), Limits())
    return document_json(document)


@pytest.mark.parametrize("seed", FORMS)
def test_a_true_form_is_read_as_it_is_and_nothing_is_told(seed: int, tmp_path: Path) -> None:
    form = true_form(Random(seed))
    found = read(form, tmp_path / "form.xlsx", seed)
    assert (found["kind"], found["province"]) == ("survey", form.province)
    assert values_of(found) == truth_of(form)
    assert found["problems"] == []


@pytest.mark.parametrize("seed", FORMS)
def test_a_planted_error_is_told_at_its_cell_and_costs_no_other_value(seed: int, tmp_path: Path) -> None:
    whole = true_form(Random(seed))
    form, code, place = planted(Random(seed), whole)
    found = read(form, tmp_path / "form.xlsx", seed)
    told = [(problem["code"], problem["cell"]) for problem in found["problems"]]
    assert (code, address(form.sheet.name, *place)) in told
    assert {name for name, _ in told} <= {code, "partner_unknown"}
    assert len(found["rows"]) == len(whole.rows)
    wrong = sum(
        a != b
        for x, y in zip(values_of(found), truth_of(whole), strict=True)
        for a, b in zip(x, y, strict=True)
    )
    assert wrong <= 1
