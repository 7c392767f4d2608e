"""Forms typed into Word with habits drawn by lot: no value wrong, no false alarm, no error missed, in every format."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from make.habits import planted, true_form, truth_of, values_of
from make.word_habits import WordTypist
from make.writers import convert_all

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case

FORMS = range(40)
SAVED = range(100, 103)


def read(path: Path) -> dict[str, Any]:
    [document] = read_file(path.read_bytes(), "form", Case(date(2018, 12, 10)), Limits())
    return document_json(document)


@pytest.mark.parametrize("seed", FORMS)
def test_a_true_form_in_word_is_read_as_it_is_and_nothing_is_told(seed: int, tmp_path: Path) -> None:
    form = true_form(Random(seed))
    typist = WordTypist(form, Random(seed))
    typist.write(tmp_path / "form.docx")
    found = read(tmp_path / "form.docx")
    assert (found["kind"], found["source"], found["province"]) == ("survey", "docx", form.province)
    assert values_of(found) == truth_of(form)
    assert found["problems"] == []
    left = min(column for _, column in form.places.values())
    rows = sorted({row for row, _ in form.places.values()})
    assert [row["cell"] for row in found["rows"]] == [typist.place(row, left) for row in rows]


@pytest.mark.parametrize("seed", FORMS)
def test_a_planted_error_in_word_is_told_at_its_cell(seed: int, tmp_path: Path) -> None:
    whole = true_form(Random(seed))
    form, code, place = planted(Random(seed), whole)
    typist = WordTypist(form, Random(seed))
    typist.write(tmp_path / "form.docx")
    found = read(tmp_path / "form.docx")
    told = [(problem["code"], problem["cell"]) for problem in found["problems"]]
    assert (code, typist.place(*place)) in told
    assert {name for name, _ in told} <= {code, "partner_unknown"}
    assert len(found["rows"]) == len(whole.rows)


@pytest.mark.parametrize("suffix", ["docx", "odt", "doc", "rtf"])
def test_the_same_is_read_of_what_libreoffice_saved(suffix: str, tmp_path: Path) -> None:
    forms = {seed: true_form(Random(seed)) for seed in SAVED}
    for seed, form in forms.items():
        WordTypist(form, Random(seed), surviving=True).write(tmp_path / f"{seed}.docx")
    for path in convert_all(sorted(tmp_path.glob("*.docx")), suffix, tmp_path / "saved"):
        form, found = forms[int(path.stem)], read(path)
        assert (found["source"], found["province"]) == (suffix, form.province)
        assert values_of(found) == truth_of(form)
        assert found["problems"] == []
