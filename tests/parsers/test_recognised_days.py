"""One date read by three models: certain where two agree and nobody objects."""

from datetime import date

import pytest

from parsers.recognised_days import agreed_day

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
