"""The forms drawn by lot, as LibreOffice and pyxlsbwriter save them in every other workbook format."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from make.habits import TrueForm, true_form
from make.layouts import Layout
from make.writers import convert_all, flat_opendocument, xlsb

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
    [document] = read_file(path.read_bytes(), path.name, Case(date(2018, 12, 10)), Limits())
    found = document_json(document)
    assert (found["kind"], found["source"], found["province"]) == ("survey", path.suffix[1:], form.province)
    assert [
        (row["service"], row["host"], tuple(row["partners"]), row["signed_on"], row["committee"], row["regulation"],
         row["mou"], row["objective"], row["problems"])
        for row in found["rows"]
    ] == [
        (row.service, row.host, row.partners, row.signed_on.isoformat(), row.committee, row.regulation, row.mou,
         row.objective, row.problems)
        for row in form.rows
    ]  # fmt: skip
    assert found["problems"] == []
