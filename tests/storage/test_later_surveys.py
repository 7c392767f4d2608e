from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from make.stored import add_submission, make_stored_row
from openpyxl import load_workbook

from notifications.prefilled import prefilled_form
from storage.export import export
from storage.unit_of_work import Database
from survey.fields import Column, FieldGroup
from survey.forms import UnknownSurveyError, named
from survey.forms.be2561 import BE2561
from survey.model import Cooperation, Extra

VALUES = (None, "ก๊าซ ✓", 150_000, True, ("ก", "ข"))


@pytest.mark.parametrize("value", VALUES)
def test_what_only_a_later_survey_asks_for_comes_back_as_it_was_stored(
    database: Database, value: object
) -> None:
    extra = (Extra("budget", "งบประมาณ (บาท)", value),)  # type: ignore[arg-type]
    with database.unit_of_work() as work:
        reference = add_submission(work, rows=[make_stored_row(extra=extra), make_stored_row(2)])
        work.commit()
    with database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference(reference)
        assert version is not None
        assert [stored.row.extra for stored in work.submissions.rows(version.id)] == [extra, ()]


def test_the_survey_of_2561_exports_no_column_of_a_later_one(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as work:
        add_submission(work, rows=[make_stored_row(extra=(Extra("budget", "งบประมาณ", 1),))])
        assert export(work, "cooperations", "parquet", tmp_path / "a.parquet") == 1
    assert "budget" not in pq.read_table(tmp_path / "a.parquet").column_names


def test_an_invitation_of_a_later_survey_has_its_columns_where_its_form_has_them() -> None:
    budget = FieldGroup("budget", (Column("budget", "budget", "งบประมาณ"),), lambda cells, reading: ({}, []))
    later = replace(BE2561, groups=(*BE2561.groups[:3], budget, *BE2561.groups[3:]))
    row = Cooperation("T1!A1", service="น้ำประปา", extra=(Extra("budget", "งบประมาณ", 900),), mou=True)
    made = load_workbook(BytesIO(prefilled_form("น่าน", [row], date(2019, 12, 13), later)))["แบบสำรวจ"]
    assert [made.cell(4, column).value for column in (5, 6, 7)] == [
        "งบประมาณ",
        "วันที่ลงนามความร่วมมือ",
        BE2561.printed[5].group[0],
    ]
    assert (made["E6"].value, made["K6"].value) == (900, "✓")
    assert any(
        "F6:F" in str(rule.sqref) for rule in made.data_validations.dataValidation if rule.type == "custom"
    )


@pytest.mark.parametrize("name", ["be2599", "be2561.py", "../be2561", "BE2561", ""])
def test_a_survey_that_has_no_module_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(UnknownSurveyError, match="no such form"):
        named(name)
