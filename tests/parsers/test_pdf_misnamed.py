"""Text layers of a program that names each glyph by the first cluster in which it stood, whatever stands there later."""

import pytest
from make.pdfs import make_pdf
from weasyprint import HTML

from parsers.formats.pdf import read_pages
from parsers.limits import Limits

FIRST = (
    "ผู้ พันธุ์", "น้ำ", "ถ้ำ น้ำ", "ทำ น้ำ", "ศักดิ์สิทธิ์", "รื่นรมย์", "กำ พันธุ์",
)  # fmt: skip
REST = "การแพทย์ฉุกเฉิน ผู้สูงอายุ บุคลากร ศูนย์ น้ำประปา ภูมิ ที่ดิน เครื่องมือ ปั๊ม ตำบลหน้าถ้ำ"


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("font", ["Kinnari", "Laksaman", "Garuda"])
def test_words_do_not_depend_on_which_stood_first(font: str, first: str) -> None:
    style = f"<style>body {{font-family: {font}; font-size: 14px}}</style>"
    data = HTML(string=f"<html lang=th>{style}<p>{first}<p>{REST}").write_pdf()
    [page] = read_pages(data, Limits())
    assert page.ok
    assert page.text.split("\n") == [first, REST]


@pytest.mark.parametrize("word", ["ต่ำ", "ค้ำ", "ย่ำ", "พันธุ์ ผู้ คุ้ม", "คุ้ม พันธุ์ ปู่", "ปู่ คุ้ม ผู้ ปุ๊ บู๊", "รู้ พันธุ์ คุ้ม"])
@pytest.mark.parametrize("font", ["Kinnari", "Laksaman", "Garuda", "Norasi"])
def test_what_the_page_can_not_tell_is_not_guessed(font: str, word: str) -> None:
    style = f"<style>body {{font-family: {font}; font-size: 14px}}</style>"
    data = HTML(string=f"<html lang=th>{style}<p>{word}<p>{word}").write_pdf()
    [page] = read_pages(data, Limits())
    lines = page.text.split("\n")
    assert (lines == [word, word]) or not page.ok


@pytest.mark.parametrize("name", ["วังน|้ำเย็น", "บ้านก|ู้", "ท|ี่ดิน"])
def test_a_mark_that_a_line_break_parted_from_its_letter_leaves_the_others_their_names(name: str) -> None:
    ending, beginning = name.split("|")
    lines = [f"ผู้สูงอายุ อบต.{ending}", f"{beginning} ที่นี่", REST]
    [page] = read_pages(make_pdf("\n".join(lines)), Limits())
    assert page.ok
    assert "".join(page.text.split()) == "".join("".join(lines).split())
