"""LibreOffice as a converter: in a child that may write nothing else, within limits, or told as missing."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from make.layouts import LAYOUTS
from make.writers import _fods

from parsers.limits import Limits
from parsers.office import OfficeMissing, convert
from parsers.read import read_file
from parsers.refused import FileTooComplex
from parsers.sandbox import Sandbox
from survey.model import Case

FODS = _fods(LAYOUTS[0]).encode()
CASE = Case(date(2018, 12, 10))


def write_a_file(path: str) -> str:
    try:
        Path(path).write_text("x")
    except OSError as error:
        return type(error).__name__
    return "written"


def test_a_child_that_may_write_no_file_converts_a_workbook_all_the_same(tmp_path: Path) -> None:
    with Sandbox(Limits()) as sandbox:
        workbook = sandbox.call(convert, FODS, "fods", "xlsx", Limits())
        assert sandbox.call(write_a_file, str(tmp_path / "x")) == "OSError"
    [document] = read_file(workbook, "a.xlsx", CASE, Limits())
    assert document.form is not None
    assert [row.service for row in document.form.rows] == [row[1] for row in LAYOUTS[0].expected]


def test_nothing_is_left_of_a_conversion(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    convert(FODS, "fods", "csv", Limits())
    [folder] = tmp_path.iterdir()
    assert list(folder.iterdir()) == []


def test_a_conversion_that_takes_too_long_is_our_limit() -> None:
    with pytest.raises(FileTooComplex):
        convert(FODS, "fods", "xlsx", replace(Limits(), office_seconds=0))


def test_where_libreoffice_is_not_installed_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OfficeMissing) as caught:
        convert(FODS, "fods", "xlsx", Limits())
    finding = caught.value.finding("แบบสำรวจ.doc")
    assert (finding.code, finding.severity) == ("file_too_complex", "hold")
    assert "LibreOffice" in finding.message
    assert "แบบสำรวจ.doc" in finding.message
