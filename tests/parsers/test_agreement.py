"""A line is certain where two readers that know nothing of each other have the same, and the first is sure of it."""

import pytest

from parsers.agreement import (
    ALONE_LEAD,
    BOTH_LEAD,
    DAY_LEAD,
    DIGIT_LEAD,
    LEAD,
    SCORE,
    STRICT_LEAD,
    UNWRITABLE,
    ReadLine,
    all_agreed,
)
from parsers.thai_lines.reader import LineReading


def line(
    text: str, thai: str | None, *, script: str | None = None, lead: float = 12.0, score: float = -0.01
) -> ReadLine:
    return ReadLine(LineReading(text, score, lead), thai, script)


@pytest.mark.parametrize(
    ("text", "thai"),
    [
        ("อบต.บ้านค่า", "อบต.บ้านค่า"),
        ("อบต. บ้านค่า", "อบต.บ้าน ค่า"),  # white space aside
        ("น้ำเสีย", "นํ้าเสีย"),  # two spellings of one thing
        ("วันที่ ๕ พ.ย. ๒๕๖๑", "วันที่ ๕ พ.ย. ๒๕๒๑"),  # no model of Tesseract can write ๖
        ("ณ ฌาปนสถาน", "ณ ณาปนสถาน"),
    ],
)
def test_what_both_read_is_certain(text: str, thai: str) -> None:
    assert line(text, thai).is_agreed


@pytest.mark.parametrize(
    ("text", "thai"),
    [
        ("อบต.บ้านค่า", "อบต.บ้านคา"),
        ("5/11/2561", "5.11.2561"),
        ("วันที่ ๕ พ.ย. ๒๕๖๑", "วันที่ ๓ พ.ย. ๒๕๒๑"),  # ๕ and ๓ both can be written
        ("วันที่ ๕ พ.ย. ๒๕๖๑", "วันที่ ๕ พ.ย. ๒๕๒๑๑"),
        ("๖๔", "๒๕"),  # of which the other can write nothing
        ("6.326 บาท", "6.326 บาท"),  # a comma, as both see it in small print
        ("", ""),
        ("ก", None),
    ],
)
def test_what_only_one_reads_is_not_certain(text: str, thai: str | None) -> None:
    assert not line(text, thai).is_agreed


def test_the_other_model_of_tesseract_may_be_the_witness_of_a_reader_that_is_surer() -> None:
    assert line("อบต.บ้านค่า", "อบต.บ้านคา", script="อบต.บ้านค่า", lead=STRICT_LEAD).is_agreed
    assert not line("อบต.บ้านค่า", "อบต.บ้านคา", script="อบต.บ้านค่า", lead=STRICT_LEAD - 0.1).is_agreed


def test_two_witnesses_make_a_smaller_lead_enough() -> None:
    assert BOTH_LEAD < LEAD < STRICT_LEAD < ALONE_LEAD
    assert line("อบต.บ้านค่า", "อบต.บ้านค่า", script="อบต. บ้านค่า", lead=BOTH_LEAD).is_agreed
    assert not line("อบต.บ้านค่า", "อบต.บ้านค่า", script="อบต.บ้านคา", lead=BOTH_LEAD).is_agreed
    assert not line("อบต.บ้านค่า", "อบต.บ้านค่า", script="อบต.บ้านค่า", lead=BOTH_LEAD - 0.1).is_agreed


def test_an_agreement_is_worth_nothing_where_the_reader_is_not_sure() -> None:
    assert not line("อบต.บ้านค่า", "อบต.บ้านค่า", lead=LEAD - 0.1).is_agreed
    assert not line("อบต.บ้านค่า", "อบต.บ้านค่า", score=SCORE - 0.1).is_agreed


def test_letters_that_one_reader_alone_can_write_need_more_of_a_lead() -> None:
    assert not line("ข้อ ๙ วรรค ๕", "ข้อ ๓ วรรค ๕", lead=DIGIT_LEAD - 0.1).is_agreed
    assert line("ข้อ ๙ วรรค ๕", "ข้อ ๓ วรรค ๕", lead=DIGIT_LEAD).is_agreed
    assert not line("ฌาปนสถาน", "ณาปนสถาน", lead=STRICT_LEAD - 0.1).is_agreed
    assert line("ฌาปนสถาน", "ณาปนสถาน", lead=STRICT_LEAD).is_agreed
    assert "๕" not in UNWRITABLE


def test_a_digit_that_tesseract_puts_for_others_too_is_no_witness_of_itself() -> None:
    read = line("๒๕/๕/๒๕๕๑", "๒๕/๕/๒๕๕๑", script="๒๕/๕/๒๕๕๑", lead=DIGIT_LEAD - 0.1)
    assert not read.is_agreed
    assert line("25/5/2551", "25/5/2551", script="25/5/2551", lead=STRICT_LEAD - 0.1).is_agreed


def test_alone_the_reader_must_be_surer_still() -> None:
    assert line("๕/๑๑/๒๕๖๑", None).is_sure_alone
    assert line("5/11/2561", None, lead=DAY_LEAD).is_sure_day
    assert not line("5/11/2561", None, lead=DAY_LEAD).is_sure_alone
    assert not line("5/11/2561", None, lead=DAY_LEAD - 0.1).is_sure_day
    assert not line("5/11/2561", None, lead=ALONE_LEAD - 0.1).is_sure_alone


def test_the_calendar_is_no_witness_of_a_thai_digit_since_it_has_both_years() -> None:
    assert line("๕/๑๑/๒๕๕๙", None, lead=DIGIT_LEAD).is_sure_day
    assert not line("๕/๑๑/๒๕๕๙", "๕/๑๑/๒๕๕๕", lead=DIGIT_LEAD - 0.1).is_sure_day
    assert not line("๕/๑๑/๒๕๕๙", "๕/๑๑/๒๕๕๕", lead=DIGIT_LEAD - 0.1).is_agreed


def test_the_line_reader_is_needed() -> None:
    assert not ReadLine(None, "5/11/2561").is_sure_alone


def test_without_the_line_reader_nothing_is_agreed_and_the_other_reading_is_the_text() -> None:
    alone = ReadLine(None, "อบต.บ้านค่า")
    assert (alone.text, alone.is_agreed) == ("อบต.บ้านค่า", False)


def test_both_readings_are_kept_where_they_differ() -> None:
    read = line("อบต.บ้านค่า", "อบต.บ้านคา")
    assert (read.text, read.other) == ("อบต.บ้านค่า", "อบต.บ้านคา")
    assert line("อบต.บ้านค่า", "อบต. บ้านค่า").other == ""


def test_a_reader_that_hardly_knows_gives_way_to_the_other() -> None:
    read = line("อบด.บานคา", "อบต.บ้านคา", lead=0.3, score=-6.0)
    assert (read.text, read.other) == ("อบต.บ้านคา", "อบด.บานคา")
    assert line("อบด.บานคา", None, lead=0.3, score=-6.0).text == "อบด.บานคา"
    assert line("๐๙๓-๖๕๒๐๓๓๓", "๐๕๓-๒๕๒๐๓๓๓", lead=0.3, score=-6.0).text == "๐๙๓-๖๕๒๐๓๓๓"


def test_two_models_outvote_a_reader_that_is_not_sure_but_for_digits_that_they_cannot_write() -> None:
    assert line("อบต.นาชาว", "อบต.นาซาว", script="อบต. นาซาว", lead=0.5).text == "อบต.นาซาว"
    assert line("อบต.นาชาว", "อบต.นาซาว", script="อบต. นาซาว", lead=3.0).text == "อบต.นาชาว"
    assert line("อบต.นาชาว", "อบต.นาซาว", script="อบต.นาขาว", lead=0.5).text == "อบต.นาชาว"
    assert line("๕/๘/๒๕๕๙", "๕/๕/๒๕๕๕", script="๕/๕/๒๕๕๕", lead=0.5).text == "๕/๘/๒๕๕๙"


def test_a_cell_is_certain_where_all_its_lines_are() -> None:
    sure, unsure = line("ก", "ก"), line("ก", "ข")
    assert all_agreed([sure, sure])
    assert not all_agreed([sure, unsure])
    assert not all_agreed([])
