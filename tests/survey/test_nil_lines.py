"""Lines of a table that state that there is nothing, beside rows and alone."""

import pytest

from survey.cells import Cell
from survey.forms.be2561 import BE2561
from survey.lines import Line
from survey.rows import TableLines, rows_of

KEYS = [column.key for column in BE2561.columns if column.key not in ("laos", "committee", "regulation")]


def table(*lines: dict[str, str]) -> TableLines:
    return rows_of(
        [
            Line(f"T1!A{at}", {key: Cell(f"T1!{key}{at}", texts.get(key, "")) for key in KEYS})
            for at, texts in enumerate(lines, 5)
        ]
    )


def dashes(**texts: str) -> dict[str, str]:
    return {**dict.fromkeys(KEYS, "-"), **texts}


NIL = [
    {"service": "ไม่มี"},
    {"seq": "ไม่มี"},
    {"seq": "1", "service": "- ไม่มี -"},
    {"seq": "1", "host": "ไม่มี"},
    {"service": "-", "host": "ไม่มี", "partners": "ไม่มี", "signed_on": "-"},
    dict.fromkeys(KEYS, "ไม่มี"),
    dashes(seq="ไม่มี"),
    dashes(seq="1", service="ไม่มีการจัดทำความร่วมมือ"),
    {"seq": "1", "service": "ไม่มี", "host": "อบต.สะลวง"},
    {"service": "ไม่มี", "problems": "ขาดงบประมาณ"},
    {"service": "ไม่มี", "committee_no": "✓", "regulation_no": "✓"},
]
REAL = {"seq": "1", "service": "การกำจัดขยะ", "host": "อบต.สะลวง", "partners": "ทต.แม่แรม", "problems": "ไม่มี"}


@pytest.mark.parametrize("line", NIL)
def test_a_line_that_says_there_is_nothing_is_no_row(line: dict[str, str]) -> None:
    found = table(line)
    assert (found.nil, found.rows) == (True, [])
    assert [row.at for row in table(line, REAL).rows] == ["T1!A6"]


@pytest.mark.parametrize(
    "line",
    [
        {"service": "ไม่มี", "host": "อบต.สะลวง", "partners": "ทต.แม่แรม"},
        {"service": "ไม่มี", "signed_on": "5 พ.ย. 2561"},
        {"service": "ไม่มี", "committee_yes": "/"},
        {"service": "ไม่มี", "host": "อบต.สะลวง", "objective": "ลดขยะ"},
        {"service": "ไม่มีปัญหา"},
        {"seq": "1", "problems": "ไม่มีงบประมาณ"},
    ],
)
def test_a_line_that_says_more_is_a_row(line: dict[str, str]) -> None:
    found = table(line)
    assert (found.nil, len(found.rows)) == (False, 1)


def test_a_number_with_nothing_but_no_problems_is_neither() -> None:
    found = table({"seq": "1", "problems": "ไม่มี"}, {"seq": "2", "objective": "-", "problems": "-ไม่มี-"})
    assert (found.nil, found.rows) == (False, [])
