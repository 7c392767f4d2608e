"""Texts of a scanned form: told cell by cell where few are doubtful, else once a column; the reporter where it is."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from make.long_forms import long_form

from parsers.form import read_forms
from parsers.grid import Grid, Merge
from survey.findings import Finding
from survey.model import Case

ROWS = 6


def told(
    *doubtful: str,
    sure_notes: Collection[str] = (),
    other: str = "",
    notes: tuple[str, ...] = (),
    of_reporter: bool = False,
) -> list[Finding]:
    """What is said of a recognised form of which some cells are doubtful."""
    sheet = long_form(ROWS, seed=21).sheets[0]
    last = ROWS + 4
    rows = [
        [str(sheet.cells.get((row, column), "") or "") for column in range(1, 13)]
        for row in range(1, last + 1)
    ]
    grid = Grid.from_text("p1", rows)
    grid.merges = tuple(Merge(*merge) for merge in sheet.merges)
    grid.notes = notes or tuple(
        str(value)
        for (row, _), value in sorted(sheet.cells.items(), key=lambda item: item[0][0])
        if row > last
    )
    grid.recognised, grid.sure_notes = True, frozenset(sure_notes)
    for at, cell in grid.cells.items():
        grid.cells[at] = replace(cell, value=other or cell.text, certain=cell.at not in doubtful)
    read = read_forms([grid], "a.pdf", Case(date(2018, 12, 10)))
    assert read is not None
    return [one for one in read.findings if one.code == "ocr_low_confidence" and (one.cell or of_reporter)]


NOTES = tuple(
    str(value)
    for (row, _), value in sorted(long_form(ROWS, seed=21).sheets[0].cells.items())
    if row > ROWS + 4
)


def test_a_form_of_which_all_is_certain_has_no_doubt() -> None:
    assert told(sure_notes=NOTES) == []


def test_few_doubtful_texts_are_told_at_their_cells_with_both_readings() -> None:
    found = told("p1!K6", "p1!B5", sure_notes=NOTES, other="อีกอย่าง")
    assert [(one.cell, one.field) for one in found] == [("p1!B5", "service"), ("p1!K6", "objective")]
    assert all("หรือ “อีกอย่าง”" in one.message for one in found)


def test_more_of_them_are_told_once_with_the_numbers_of_their_rows() -> None:
    [found] = told(*(f"p1!B{row}" for row in (5, 6, 8, 10)), sure_notes=NOTES)
    assert (found.cell, found.field) == ("p1!B3", "service")
    assert "ลำดับที่ 1, 2, 4, 6 อ่านจากภาพสแกน" in found.message


def test_a_column_without_a_certain_text_is_told_as_a_whole() -> None:
    [found] = told(*(f"p1!K{row}" for row in range(5, 5 + ROWS)), sure_notes=NOTES)
    assert found.cell == "p1!K3"
    assert "ลำดับที่" not in found.message


@pytest.mark.parametrize("sure", [NOTES, NOTES[:-1], ()])
def test_a_reporter_is_told_once_since_a_name_is_on_no_list(sure: tuple[str, ...]) -> None:
    [found] = told(sure_notes=sure, of_reporter=True)
    assert (found.cell, "ผู้รายงาน" in found.message) == (None, True)


@pytest.mark.parametrize(("sure", "doubts"), [((NOTES[2],), 0), ((), 1)])
def test_a_telephone_alone_is_certain_where_its_line_is(sure: tuple[str, ...], doubts: int) -> None:
    notes = ("ผู้รายงาน.......", "ตำแหน่ง.......", NOTES[2])
    assert len(told(notes=notes, sure_notes=sure, of_reporter=True)) == doubts


def test_a_line_that_nobody_can_read_may_be_the_reporters_and_is_asked_for() -> None:
    found = told(
        notes=(*NOTES[:1], "ต ๓าแษจง จกศจเศริง", NOTES[2]), sure_notes=(NOTES[0], NOTES[2]), of_reporter=True
    )
    assert [one.cell for one in found] == [None, None]
    assert "จากภาพสแกนไม่ออก" in found[1].message
