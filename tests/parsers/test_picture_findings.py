"""Texts of a scanned form: told cell by cell where few are doubtful, else once a column; the reporter where it is."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from make.long_forms import long_form

from parsers.form import read_forms
from parsers.grid import Grid, Merge
from survey.findings import Finding
from survey.model import Case

ROWS = 6


def told(
    *doubtful: str, sure_notes: Collection[str] = (), other: str = "", notes: tuple[str, ...] = ()
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
    return [one for one in read.findings if one.code == "ocr_low_confidence"]


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


def test_a_reporter_whose_lines_are_not_all_certain_is_told_once() -> None:
    [found] = told(sure_notes=NOTES[:-1])
    assert (found.cell, "ผู้รายงาน" in found.message) == (None, True)


def test_a_line_that_nobody_can_read_may_be_the_reporters_and_is_asked_for() -> None:
    found = told(notes=(*NOTES[:1], "ต ๓าแษจง จกศจเศริง", NOTES[2]), sure_notes=(NOTES[0], NOTES[2]))
    assert [one.cell for one in found] == [None]
    assert "จากภาพสแกนไม่ออก" in found[0].message
