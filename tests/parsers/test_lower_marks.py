"""Ink below letters as a witness: a ุ or ู that both readers lost, invented or took for the other is noticed."""

import numpy as np
import pytest
from make.drawn_lines import drawn_line

from parsers.agreement import ReadLine, all_witnessed
from parsers.line_ink import LineInk, Under
from parsers.lower_marks import bears_out_below
from parsers.mark_ink import line_ink
from parsers.thai_lines.reader import LineReading
from parsers.upper_marks import Levels

FONTS = ("Norasi", "Laksaman", "Garuda", "Loma", "Kinnari", "Waree", "Umpush", "Sarabun", "Sarabun-Bold")
TEXTS = (
    "การดูแลผู้สูงอายุ", "คู่สัญญาอยู่ระหว่างฟ้องร้อง", "อุทกภัยทุกฤดูฝน", "ญาติผู้ป่วยและครู", "กฎหมายกรุงเทพฯ (ทุกปี)", "มูลฝอย, สิ่งปฏิกูล",
    "ถนนลาดยาง", "ฐานะการคลังปี 2561",
)  # fmt: skip


def _ink(printed: str, font: str = "Norasi") -> LineInk:
    ink = line_ink(drawn_line(printed, font))
    assert ink is not None
    return ink


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_printed_is_borne_out(font: str, text: str) -> None:
    assert bears_out_below(_ink(text, font), text)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("การส่งต่อผ้ป่วย", "การส่งต่อผู้ป่วย"),
        ("ตางทางไปบ้าน", "ตางูทางไปบ้าน"),
        ("การดูแลบุคคล", "การดูแลบคคล"),
        ("การดูแลบุคคล", "การดูแลบูคคล"),
        ("การดูแลบุคคล", "การดุแลบุคคล"),
        ("การดูแลบุคคล", "การดแลบุคคล"),
        ("ผู้สูงอายุ", "ผู้สงอายุ"),
        ("ผู้สูงอายุ", "ผู้สูงอาย"),
    ],
)
def test_a_mark_that_is_lost_invented_or_another_is_not_borne_out(font: str, printed: str, read: str) -> None:
    ink = _ink(printed, font)
    assert bears_out_below(ink, printed)
    assert not bears_out_below(ink, read)


def test_a_mark_far_from_its_place_is_not_borne_out() -> None:
    ink = _ink("บุคคลทั้งหลายที่มาร่วมงาน")
    assert bears_out_below(ink, "บุคคลทั้งหลายที่มาร่วมงาน")
    assert not bears_out_below(ink, "บคคลทั้งหลายที่มาร่วมงานุ")


def test_a_letter_with_a_foot_may_have_ink_below_it_or_none() -> None:
    bare = LineInk(0, 100, 10.0, (), ())
    foot = LineInk(0, 100, 10.0, (), (Under(4, 13),))
    assert bears_out_below(bare, "ญาติ")
    assert bears_out_below(foot, "ญาติ")
    assert not bears_out_below(foot, "กาติ")


@pytest.mark.parametrize("leading", [70, 85])
def test_marks_of_the_next_line_are_not_below_this_one(leading: int) -> None:
    upper, lower = drawn_line("การงานบุคคลของเรา"), drawn_line("ที่นี่ตั้งอยู่ริมน้ำ")
    page = np.full((upper.shape[0] + leading, max(upper.shape[1], lower.shape[1])), 255, np.uint8)
    for top, line in ((0, upper), (leading, lower)):
        part = page[top : top + line.shape[0], : line.shape[1]]
        np.minimum(part, line, out=part)
    ink = line_ink(page[: 66 + leading - 33])
    assert ink is not None
    assert len(ink.under) == 1


@pytest.mark.parametrize(
    ("read", "certain"), [("การดูแลบุคคล", True), ("การดูแลบูคคล", False), ("การดูแลบคคล", False)]
)
def test_free_text_is_not_certain_where_both_readers_have_another_mark_below(
    read: str, certain: bool
) -> None:
    line = ReadLine(LineReading(read, -0.1, 9.0), read, read, _ink("การดูแลบุคคล"))
    assert all_witnessed([line], Levels(0.5, 0.95)) is certain


@pytest.mark.parametrize(
    ("tesseract", "lead", "certain"),
    [
        ("การดูแลบคคล", 2.0, True),
        ("การดแลบูคคล", 2.0, True),
        ("การดูแลบคคล", 1.9, False),
        ("การดูแลปคคล", 9.0, False),
    ],
)
def test_tesseract_may_have_another_mark_below_where_the_ink_decides(
    tesseract: str, lead: float, certain: bool
) -> None:
    text = "การดูแลบุคคล"
    line = ReadLine(LineReading(text, -0.1, lead), tesseract, tesseract, _ink(text))
    assert all_witnessed([line], Levels(0.5, 0.95)) is certain
