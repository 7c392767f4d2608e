"""One date as several readers have it: certain where two agree and nobody objects."""

from datetime import date

import pytest

from parsers.agreement import ReadLine
from parsers.recognised_days import agreed_day, is_sure_day
from parsers.thai_lines.reader import LineReading

RECEIVED = date(2018, 12, 10)


@pytest.mark.parametrize(
    ("thai", "script", "latin", "day"),
    [
        ("5/11/2561", "5/11/2561", "5/11/2561", "5/11/2561"),
        ("9/272561", "9/2/2561", "9/2/2561", "9/2/2561"),
        ("8 กุย. 2560", "8ก.ย.2560", "8 1.8. 2560", "8/9/2560"),
        ("5 พฤศจิกายน 2561", "5พฤศจิกายน2561", "5 wqadniau 2561", "5/11/2561"),
        ("18มี.ค.2558", "18 มี.ค. 2558", "18 fia. 2558", "18/3/2558"),
    ],
)
def test_a_day_on_which_two_agree_is_certain(thai: str, script: str, latin: str, day: str) -> None:
    assert agreed_day(thai, script, latin, RECEIVED) == day


@pytest.mark.parametrize(
    ("thai", "script", "latin"),
    [
        ("8/8/2560", "8/8/2560", "3/8/2560"),  # the third names another day
        ("5/11/2561", "", "S/11/2561"),  # one alone
        ("๕/๑๑/๒๕๖๑", "๕/๑๑/๒๕๖๑", "5/11/2561"),  # Thai digits
        ("5/11/๒561", "5/11/2561", "5/11/2561"),
        ("31/2/2560", "31/2/2560", "31/2/2560"),  # no such day
        ("11/12/2561", "11/12/2561", "11/12/2561"),  # after the day of receipt
        ("1 ม.ค. 2560", "1 มี.ค. 2560", "1 u.A. 2560"),  # January or March
        ("1 มค 2560", "1 ก.ค. 2560", "1 A.A. 2560"),
        ("1 ก.ย. 2560", "1 ก.ย. 2560", "7 A.A. 2560"),
        ("5/11/61", "5/11/61", "5/11/61"),
        ("", "", ""),
    ],
)
def test_a_day_that_somebody_reads_otherwise_is_not(thai: str, script: str, latin: str) -> None:
    assert agreed_day(thai, script, latin, RECEIVED) is None


def test_where_ink_runs_into_the_edge_all_three_must_agree() -> None:
    readings = ("3/3/2556", "3/3/2556", "?/3/2556")
    assert agreed_day(*readings, RECEIVED) == "3/3/2556"
    assert agreed_day(*readings, RECEIVED, is_clear=False) is None
    assert agreed_day("6/3/2556", "6/3/2556", "6/3/2556", RECEIVED, is_clear=False) == "6/3/2556"


def test_what_is_left_of_a_digit_at_the_edge_is_a_doubt() -> None:
    readings = ("4/7/2560", "4/7/2560", "4/7/2560")
    assert agreed_day(*readings, RECEIVED) == "4/7/2560"
    assert agreed_day(*readings, RECEIVED, is_cut=True) is None
    assert agreed_day(".(/7/2560", ".4/7/2560", ".4/7/2560", RECEIVED) is None
    assert agreed_day("|4/7/2560", "4/7/2560", "4/7/2560", RECEIVED) == "4/7/2560"


def lines(
    text: str, thai: str | None = None, script: str | None = None, lead: float = 13.0
) -> list[ReadLine]:
    return [ReadLine(LineReading(text, -0.01, lead), thai, script)]


@pytest.mark.parametrize(
    ("text", "thai", "script", "latin"),
    [
        ("5/11/2561", "5/11/2561", None, ""),
        ("5/11/2561", "5/11/2561", None, "5/11/256"),
        ("5/11/2561", "5/ท/2561", "5/11/2561", ""),
        ("5 พ.ย. 2561", "5 wy. 2561", None, "5 W.8. 2561"),  # sure enough alone, and a day
        ("๕ พ.ย. ๒๕๖๑", "๕ พ.ย. ๒๕๒๑", None, ""),  # what no other reader can write is no contradiction
        ("๕/๑๑/๒๕๖๑", None, None, ""),
    ],
)
def test_a_day_that_the_reader_and_another_witness_have_is_certain(
    text: str, thai: str | None, script: str | None, latin: str
) -> None:
    assert is_sure_day(lines(text, thai, script), latin, RECEIVED)


@pytest.mark.parametrize(
    ("text", "thai", "script", "latin"),
    [
        ("5/11/2561", "6/11/2561", None, ""),  # another day
        ("5/11/2561", "5/11/2561", None, "5/1/2561"),
        ("5/13/2561", "5/13/2561", None, ""),  # no day
        ("5/11/2521", "5/11/2521", None, ""),  # older than any cooperation
        ("5/11/2562", "5/11/2562", None, ""),  # after the day of receipt
        ("ครั้งที่ 5/11/2561 และ", "5/11/2561", None, ""),
        ("", "5/11/2561", "5/11/2561", "5/11/2561"),
    ],
)
def test_a_day_that_another_reader_contradicts_or_that_is_none_is_not_certain(
    text: str, thai: str | None, script: str | None, latin: str
) -> None:
    assert not is_sure_day(lines(text, thai, script), latin, RECEIVED)


def test_a_day_at_the_cells_edge_needs_two_more_witnesses() -> None:
    read = lines("5/11/2561", "5/11/2561", "5/11/2561")
    assert not is_sure_day(lines("5/11/2561", "5/11/2561"), "", RECEIVED, is_clear=False)
    assert is_sure_day(read, "", RECEIVED, is_clear=False)
    assert not is_sure_day(read, "5/11/2561", RECEIVED, is_cut=True)
    assert not is_sure_day(lines("๕/๑๑/๒๕๖๑", "๕/๑๑/๒๕๒๑"), "", RECEIVED, is_clear=False)


def test_a_day_of_which_the_reader_is_not_sure_is_not_certain() -> None:
    assert not is_sure_day(lines("5/11/2561", "5/11/2561", lead=0.2), "5/11/2561", RECEIVED)
    assert not is_sure_day(lines("๕/๑๑/๒๕๖๑", None, lead=1.0), "", RECEIVED)


@pytest.mark.parametrize(
    ("own", "thai", "lead", "is_sure"),
    [
        ("๒๗/๒/๒๕๕๙", "๒๓/๒/๒๕๕๓", 2.4, False),  # ๓ is what Tesseract has for ๗, and for ๓
        ("๒๗/๒/๒๕๕๙", "๒๓/๒/๒๕๕๓", 3.5, True),
        ("๒๓/๒/๒๕๕๒", "๒๓/๒/๒๕๕๒", 3.4, False),
        ("๒๓/๒/๒๕๕๒", "๒๓/๒/๒๕๕๒", 3.5, True),
    ],
)
def test_a_thai_digit_that_another_reader_has_otherwise_needs_a_sure_reader(
    own: str, thai: str, lead: float, is_sure: bool
) -> None:
    line = ReadLine(LineReading(own, -0.3, lead), thai)
    assert is_sure_day([line], "", RECEIVED) is is_sure
