"""Workbooks whose formulas were never computed: their results are had from LibreOffice, or asked for."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from make.layouts import LAYOUTS, Value
from openpyxl import Workbook

from parsers.limits import Limits
from parsers.read import read_file
from survey.model import Case, Document, Kind

CASE = Case(date(2018, 12, 10))
LAYOUT = LAYOUTS[0]


def formula_for(value: Value) -> object:
    if isinstance(value, date):
        return f"=DATE({value.year},{value.month},{value.day})"
    if isinstance(value, str) and "\n" not in value:
        return f'=CONCATENATE("{value[:2]}","{value[2:]}")'
    return value


def workbook(*, formulas: bool) -> bytes:
    """The letter's layout, its rows typed in or made by formulas that openpyxl does not compute."""
    book = Workbook()
    page = book.worksheets[0]
    [sheet] = LAYOUT.sheets
    page.title = sheet.name
    for (row, column), value in sheet.cells.items():
        cell = page.cell(row, column, formula_for(value) if formulas and row in (6, 7) else value)
        if isinstance(value, date):
            cell.number_format = "d/m/yyyy"
    for top, left, bottom, right in sheet.merges:
        page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> Document:
    [document] = read_file(data, "แบบสำรวจ.xlsx", CASE, Limits())
    return document


def test_results_that_a_file_lacks_are_computed_and_nothing_else_is_changed() -> None:
    typed, computed = read(workbook(formulas=False)), read(workbook(formulas=True))
    assert computed.findings == typed.findings == ()
    assert computed.form == typed.form


def test_where_libreoffice_is_missing_it_is_our_own_fault_and_none_of_the_sender(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = workbook(formulas=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    document = read(data)
    assert (document.kind, document.our_fault) == (Kind.UNREADABLE, True)
    assert [finding.code for finding in document.findings] == ["file_too_complex"]
    assert read(workbook(formulas=False)).kind is Kind.SURVEY
