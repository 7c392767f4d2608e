"""Ink over letters as a witness: print that places its marks is told from print that does not, lost marks are noticed."""

from collections.abc import Sequence

import numpy as np
import pytest
from make.drawn_lines import drawn_line

from parsers.agreement import FREE_LEADS, ReadLine, Witness, all_witnessed, levels_of
from parsers.mark_ink import line_ink
from parsers.thai_lines.reader import LineReading
from parsers.upper_marks import FEWEST, Levels, bears_out

TEXTS = (
    "เพื่อให้ค่าใช้จ่ายลดลง", "พื้นที่ห่างไกลและไม่ทั่วถึง", "เครื่องสูบน้ำที่ต้องซ่อม", "ผู้เลี้ยงสัตว์ร้องเรียนบ่อย", "ตั้งแต่ต้นปีที่แล้ว", "ยังไม่ได้สิ่งก่อสร้าง",
    "การซ่อมท่อระบายน้ำ",
)  # fmt: skip
FONTS = ("Norasi", "Laksaman", "Garuda", "Loma", "Kinnari", "Waree", "Sarabun", "Sarabun-Bold")


def _read(
    texts: Sequence[str], font: str = "Norasi", *, placed: bool = True, lead: float = 9.0
) -> list[ReadLine]:
    return [
        ReadLine(LineReading(text, -0.1, lead), text, text, line_ink(drawn_line(text, font, placed=placed)))
        for text in texts
    ]


@pytest.mark.parametrize("font", FONTS)
def test_placed_print_is_known_by_tones_that_stand_lower_over_bare_consonants(font: str) -> None:
    lines = _read(TEXTS, font)
    known = levels_of(lines)
    assert known is not None
    assert known.double > known.single
    assert sum(all_witnessed([line], known) for line in lines) >= len(TEXTS) - 2


@pytest.mark.parametrize("font", FONTS)
def test_print_whose_marks_nobody_placed_bears_nothing_out(font: str) -> None:
    lines = _read(TEXTS, font, placed=False)
    assert levels_of(lines) is None
    assert not all_witnessed(lines, levels_of(lines))


def test_a_reading_that_is_hardly_agreed_on_is_no_certain_text() -> None:
    known = levels_of(_read(TEXTS))
    assert all_witnessed(_read(TEXTS[:1]), known)
    assert all_witnessed(_read(TEXTS[:1], lead=FREE_LEADS[Witness.BOTH, True]), known)
    assert not all_witnessed(_read(TEXTS[:1], lead=FREE_LEADS[Witness.BOTH, True] - 0.01), known)
    assert not all_witnessed([], known)


INK_LEAD = FREE_LEADS[Witness.BUT_FOR_MARKS, True]


def _ring(printed: str, own: str, thai: str, script: str = "", lead: float = INK_LEAD) -> bool:
    """Whether a text is certain that is printed so, and read so by the three models."""
    ink = line_ink(drawn_line(printed, "Norasi"))
    known = levels_of(_read(TEXTS))
    return all_witnessed([ReadLine(LineReading(own, -0.1, lead), thai, script or thai, ink)], known)


@pytest.mark.parametrize(
    ("thai", "script"),
    [("การซ่อมท่อระบายน้า", "กรซ่อมท่อระบายนา"), ("การซ่อมท่อระยายนา", "การซ่อมท่อระบายนั้า"), ("การซ่อมท่อระบายนั้า", "")],
)
def test_a_ring_that_tesseract_overlooks_is_certain_by_the_ink(thai: str, script: str) -> None:
    printed = "การซ่อมท่อระบายน้ำ"
    assert _ring(printed, printed, thai, script)
    assert not _ring(printed, printed, thai, script, lead=INK_LEAD - 0.1)


def test_a_ring_that_is_not_in_the_ink_is_not_certain_and_no_other_letter_may_differ() -> None:
    assert not _ring("การเลี้ยงช่วงหน้าแล้ง", "การเลี้ยงช่วงหน้ำแล้ง", "การเลี้ยงช่วงหน้าแล้ง")
    assert not _ring("การทำนา", "การทำนำ", "การทานา")
    assert not _ring("การทำนา", "การทานา", "การทำนา")
    assert not _ring("การซ่อมท่อระบายน้ำ", "การซ่อมท่อระบายน้ำ", "การช่อมท่อระบายน้า")
    assert not _ring("การซ่อมท่อระบายน้ำ", "การซ่อมท่อระบายน้ำ", "การซ่อมท่อระบายนา")
    assert not _ring("๙ บ่อน้ำ", "๙ บ่อน้ำ", "๙ บ่อน้า")


def test_a_ring_over_a_tall_letter_may_touch_it_and_proves_nothing() -> None:
    assert not _ring("การตั้งไม้ค้ำในป่าปำ", "การตั้งไม้ค้ำในป่าปำ", "การตั้งไม้ค้าในป่าปา")


def test_too_few_marks_tell_nothing() -> None:
    assert levels_of(_read(TEXTS[:1])) is None
    assert levels_of(_read(["การบำรุงถนน"] * 20)) is None
    assert FEWEST > 1


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("เพื่อลดค่าใช้จ่าย", "เพื่อลดคาใช้จ่าย"),
        ("เพื่อลดค่าใช้จ่าย", "เพือลดค่าใช้จ่าย"),
        ("บ่อบาดาลร่วมกัน", "บอบาดาลร่วมกัน"),
        ("หนองน้ำดงใหญ่", "หนองนำดงใหญ่"),
        ("เรือบดลำใหม่", "เรื่อบดลำใหม่"),
        ("ที่ดินของรัฐ", "ทีดินของรัฐ"),
        ("ที่ดินของรัฐ", "ที่ดินของรฐ"),
        ("การขายของ", "การข่ายของ"),
        ("ยังไม่ตกลง", "ยังไมตกลง"),
    ],
)
def test_a_lost_or_invented_mark_is_not_borne_out(printed: str, read: str) -> None:
    known = levels_of(_read(TEXTS))
    assert known is not None
    ink = line_ink(drawn_line(printed))
    assert bears_out(ink, printed, known)
    assert not bears_out(ink, read, known)


def test_a_mark_that_touches_a_tall_letter_need_not_be_seen_by_itself() -> None:
    known = Levels(0.5, 0.95)
    ink = line_ink(drawn_line("การงาน"))
    assert ink is not None
    assert ink.over == ()
    assert bears_out(ink, "ป่างาน", known)
    assert not bears_out(ink, "ก่างาน", known)


def test_a_picture_of_which_nothing_is_known_bears_nothing_out() -> None:
    known = Levels(0.5, 0.95)
    assert line_ink(np.full((40, 100), 255, np.uint8)) is None
    assert not bears_out(None, "การงาน", known)
    assert line_ink(drawn_line("ที่ดิน", size=4)) is None
