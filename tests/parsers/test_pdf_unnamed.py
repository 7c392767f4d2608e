"""Text layers of programs that shape Thai and give a name to the first glyph of a cluster alone."""

import pytest

from parsers.formats.pdf import read_pages
from parsers.limits import Limits

WORDS = (
    "การผลิตและบริการน้ำประปา", "การจัดการน้ำเสีย", "อบต.ถ้ำสิงห์", "ทต.ปากน้ำชุมพร", "องค์การบริหารส่วนตำบลหน้าถ้ำ",
    "การส่งเสริมการท่องเที่ยว", "ที่ทำการ",
)  # fmt: skip


def shaped(font: str, *lines: str) -> bytes:
    """Lines as fpdf2 sets them with HarfBuzz."""
    from fpdf import FPDF

    pdf = FPDF("landscape", "pt", "A4")
    pdf.add_font(font, fname=f"/usr/share/fonts/truetype/tlwg/{font}.ttf")
    pdf.set_font(font, size=10)
    pdf.set_text_shaping(True)
    pdf.add_page()
    for line in lines:
        pdf.cell(0, 24, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


@pytest.mark.parametrize("font", ["Laksaman", "Garuda", "Norasi", "Loma", "Waree"])
def test_a_shaped_cluster_is_read_once_and_without_its_glyphs_numbers(font: str) -> None:
    # Many letters first, so that numbers of glyphs are those of Latin letters.
    every = "".join(chr(letter) for letter in range(0x0E01, 0x0E2F)) + "0123456789/"
    [page] = read_pages(shaped(font, every, *WORDS), Limits())
    assert page.ok
    assert page.text.split("\n")[-len(WORDS) :] == list(WORDS)


@pytest.mark.parametrize("line", ["MOU น้ำ A B", "ข้อ ก) น้ำ (A) 1/2561", "E-mail : a@b.example"])
def test_latin_letters_that_are_meant_stay(line: str) -> None:
    [page] = read_pages(shaped("Laksaman", line), Limits())
    assert page.text == line
