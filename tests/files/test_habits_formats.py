"""The forms drawn by lot, as LibreOffice and pyxlsbwriter save them in every other workbook format."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from make.habits import TrueForm, true_form, truth_of, values_of
from make.layouts import Layout
from make.turned import turned
from make.writers import convert_all, flat_opendocument, openpyxl, xlsb

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case

FORMS = range(30)
TO = {"xls": "xls:MS Excel 97", "ods": "ods", "xml": "xml:MS Excel 2003 XML", "html": "html"}


def layout(form: TrueForm) -> Layout:
    return Layout("drawn", form.province, (form.sheet,), ())


@pytest.fixture(scope="module", params=[*TO, "xlsb"])
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One file for each of `FORMS`, in one format."""
    folder = tmp_path_factory.mktemp("drawn")
    for seed in FORMS:
        write = xlsb if request.param == "xlsb" else flat_opendocument
        write(layout(true_form(Random(seed))), folder / f"{seed}.{'xlsb' if write is xlsb else 'fods'}")
    if request.param == "xlsb":
        return [folder / f"{seed}.xlsb" for seed in FORMS]
    return convert_all([folder / f"{seed}.fods" for seed in FORMS], TO[request.param], folder)


@pytest.mark.parametrize("seed", FORMS)
def test_a_true_form_says_in_every_format_what_it_says(saved: list[Path], seed: int) -> None:
    form, path = true_form(Random(seed)), saved[seed]
    found = read(path)
    assert (found["kind"], found["source"], found["province"]) == ("survey", path.suffix[1:], form.province)
    assert values_of(found) == truth_of(form)
    assert found["problems"] == []


@pytest.mark.parametrize("seed", range(100, 130))
def test_a_true_form_with_its_labels_below_each_other_says_the_same(seed: int, tmp_path: Path) -> None:
    form = true_form(Random(seed))
    openpyxl(Layout("turned", form.province, (turned(form),), ()), tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert (found["province"], found["reporter"]["name"]) == (form.province, "นายตัวอย่าง สมมติ")
    assert values_of(found) == truth_of(form)
    assert found["problems"] == []


def read(path: Path) -> dict[str, Any]:
    [document] = read_file(path.read_bytes(), path.name, Case(date(2018, 12, 10)), Limits())
    return document_json(document)
