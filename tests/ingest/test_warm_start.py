"""What the process that forks the readers has done once: `ingest.warm_start`."""

from datetime import date

from ingest.context import _FOR_READING
from ingest.demo import forms
from ingest.warm_start import warm
from parsers.limits import Limits
from parsers.read import read_file
from survey.model import Case
from survey.registry import registry


def test_the_invented_form_and_agreement_are_read_and_marked_without_an_exception() -> None:
    warm()

    assert len(registry()._indexes) == len(registry().provinces) == 76
    assert "nationwide" in vars(registry())


def test_the_process_that_forks_the_readers_is_warmed_last() -> None:
    assert _FOR_READING[-1] == "ingest.warm_start"


def test_nothing_of_the_invented_files_shows_in_what_is_read_after_them() -> None:
    book, case = forms.workbook("น่าน", forms.rows("น่าน", 3)), Case(date(2018, 11, 20))
    before = read_file(book, "a.xlsx", case, Limits())

    warm()

    assert read_file(book, "a.xlsx", case, Limits()) == before
