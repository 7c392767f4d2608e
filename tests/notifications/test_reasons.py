"""Every reason that a coordinator may read is Thai."""

import re
from pathlib import Path

import pytest

from notifications.reasons import reason

ROOT = Path(__file__).parents[2]
CODES = sorted(set(re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "codes.md").read_text(), re.M)))
GIVEN = (
    "survey", "mou", "survey_with_errors", "no_readable_form", "no_form_attached", "own_mail", "before_opening",
    "no_submission", "authentication_failed", "automatic_mail", "mou_province_unknown", "decision", "unknown_sender",
    "correction_contradicted", "handed_in", "list_mail", "list mail", "bounce", "out of office", "receipt", "challenge", "machine address",
    "auto-submitted", "report", "null return path", "precedence", "header of a robot", "another instance of ours",
    "no valid sender address", "a reply was asked to be suppressed", "per_hour", "per_day", "per_thread", "said_today",
    "total_per_day", "same_mail", "before_answer_from", "no_address", "may_not_answer",
)  # fmt: skip


@pytest.mark.parametrize("code", [*CODES, *GIVEN])
def test_each_code_has_words_of_its_own(code: str) -> None:
    assert re.search("[ก-๎]", reason(code))
    assert code not in reason(code)


@pytest.mark.parametrize(
    ("fault", "words"),
    [("OSError: [Errno 28] No space left on device", "เนื้อที่เก็บข้อมูลเต็ม"), ("ConverterMissing: LibreOffice", "ขาดโปรแกรม"),
     ("LauncherMissing: setpriv (util-linux)", "ขาดโปรแกรม"),
     ("OperationalError: database is locked", "ใช้ฐานข้อมูลไม่ได้"), ("KeyError: 'x'", "โปรแกรมขัดข้อง"), ("ReadingFailed: time", "เวลา")],
)  # fmt: skip
def test_a_fault_of_ours_is_told_in_thai_with_its_technical_words_behind(fault: str, words: str) -> None:
    told = reason(fault)
    assert words in told
    assert told.endswith(f"({fault})")
    assert len(reason(fault + "x" * 900)) < 150


def test_an_unknown_code_is_not_shown_bare() -> None:
    assert reason("something_new") == "เหตุอื่น (something_new)"
    assert reason("") == ""
