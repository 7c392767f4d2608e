"""What of a row stands in which column of its form, and our own sheet in a returned workbook."""

from dataclasses import replace
from datetime import date

import pytest

from survey.fields import Column
from survey.forms.be2561 import BE2561
from survey.marking import HEADING, SHEET, is_list_sheet
from survey.model import Committee, Cooperation, Extra, Lao, Regulation
from survey.printed import Shown, shown

ROW = Cooperation(
    "Sheet1!A9", 3, "การกำจัดขยะ", Lao("อบต.สะลวง", "6500710"), (Lao("ทต.แม่แรม"), Lao("ทต.ริมเหนือ")), date(2018, 11, 5),
    Committee.NOT_APPOINTED, Regulation.MADE, True, "ลดขยะ", "ไม่มี", (Extra("budget", "งบประมาณ", 500), Extra("staff", "บุคลากร", 4)),
)  # fmt: skip


def test_a_row_stands_in_its_columns_as_its_form_shows_it() -> None:
    assert {column.key: shown(ROW, column) for column in BE2561.printed} == {
        "seq": 3,
        "service": "การกำจัดขยะ",
        "host": "อบต.สะลวง",
        "partners": ("ทต.แม่แรม", "ทต.ริมเหนือ"),
        "signed_on": date(2018, 11, 5),
        "committee_yes": False,
        "committee_no": True,
        "regulation_yes": True,
        "regulation_no": False,
        "mou": True,
        "objective": "ลดขยะ",
        "problems": "ไม่มี",
    }


@pytest.mark.parametrize(("field", "value"), [("budget", 500), ("staff", 4), ("none", None)])
def test_what_a_later_survey_asks_stands_in_its_own_column(field: str, value: Shown) -> None:
    assert shown(ROW, Column(f"{field}_column", field, "…")) == value


def test_what_a_row_lacks_is_no_tick_and_no_name() -> None:
    bare = Cooperation("Sheet1!A9")
    seen = [shown(bare, column) for column in BE2561.printed]
    assert seen == [None, None, None, (), None, False, False, False, False, False, None, None]


def test_a_column_that_a_later_form_heads_otherwise_is_known_by_both_headers() -> None:
    [group] = [one for one in BE2561.groups if any(column.key == "objective" for column in one.columns)]
    reworded = group.reworded("objective", "เป้าหมาย")
    old = {column.key: column for column in group.columns}
    new = {column.key: column for column in reworded.columns}
    was = old["objective"]
    headers = (was.title, *was.headers)
    assert new == {**old, "objective": replace(was, title="เป้าหมาย", headers=headers)}
    assert (reworded.name, reworded.read, reworded.rules) == (group.name, group.read, group.rules)


@pytest.mark.parametrize(
    ("name", "first", "ours"),
    [
        (SHEET, HEADING, True),
        (f"{SHEET} (2)", f" {HEADING}\n", True),
        (SHEET, "จังหวัดน่าน", False),
        ("Sheet1", HEADING, False),
    ],
)
def test_our_list_in_a_returned_workbook_is_known_by_its_name_and_its_heading(
    name: str, first: str, ours: bool
) -> None:
    assert is_list_sheet(name, first) is ours
