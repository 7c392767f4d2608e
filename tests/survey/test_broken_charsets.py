"""Bytes that are cut or broken: what is whole is kept, and what is lost is shown as lost."""

import codecs

import pytest

from survey.thai.charset import decode

WORDS = "แบบสำรวจ"


@pytest.mark.parametrize(
    ("mark", "charset", "cut"),
    [
        (codecs.BOM_UTF8, "utf-8", 1),
        (codecs.BOM_UTF16_LE, "utf-16-le", 1),
        (codecs.BOM_UTF16_BE, "utf-16-be", 1),
        (codecs.BOM_UTF32_LE, "utf-32-le", 1),
    ],
)
def test_a_text_cut_within_its_last_letter_loses_that_letter_only(
    mark: bytes, charset: str, cut: int
) -> None:
    assert decode(mark + WORDS.encode(charset)[:-cut]) == WORDS[:-1] + "\ufffd"


def test_utf_16_without_its_mark_may_be_cut_as_well() -> None:
    assert decode(WORDS.encode("utf-16-le")[:-1]) == WORDS[:-1] + "\ufffd"
    assert decode("ก1".encode("utf-16-le")) == "ก1"


@pytest.mark.parametrize("declared", ['"tis-620"', "'TIS-620'", " tis-620 ", '"windows-874'])
def test_a_declared_character_set_may_stand_in_quotes(declared: str) -> None:
    # Two letters alone are no evidence of Thai: only what is declared says so.
    assert decode("กข".encode("cp874"), declared) == "กข"


def test_one_byte_that_means_nothing_is_shown_as_lost_in_a_western_text() -> None:
    assert decode(b"caf\xe9 \x81 na\xefve") == "café \ufffd naïve"
