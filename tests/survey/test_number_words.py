"""Days and years in words, wherever a line breaks."""

import pytest
from make.paper_agreements import in_words

from survey.thai.number_words import with_digits


@pytest.mark.parametrize("day", range(1, 32))
def test_a_day_in_words_is_its_number(day: int) -> None:
    assert with_digits(f"เมื่อวันที่{in_words(day)} เดือน").split() == ["เมื่อวันที่", str(day), "เดือน"]


@pytest.mark.parametrize("year", range(2500, 2600))
def test_a_year_in_words_is_its_number(year: int) -> None:
    assert with_digits(f"พุทธศักราชสองพันห้าร้อย{in_words(year % 100)}").split()[-1] == str(year)


def test_a_line_may_break_between_the_words() -> None:
    text = with_digits("วันที่ยี่สิบ\nเอ็ด เดือนธันวาคม พ.ศ. สองพัน\nห้าร้อยหกสิบ\nเอ็ด")
    assert text.split() == ["วันที่", "21", "เดือนธันวาคม", "พ.ศ.", "2561"]


@pytest.mark.parametrize(
    "text",
    ["วันที่หกสิบเอ็ด เดือน", "จำนวนสองฉบับ", "ฝ่ายที่หนึ่ง", "วันที่ 5 มกราคม", "วันที่ เดือน มกราคม", "วันที่สามสิบสอง เดือน"],
)
def test_other_numbers_stay_words(text: str) -> None:
    assert with_digits(text) == text
