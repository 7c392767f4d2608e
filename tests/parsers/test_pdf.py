"""PDFs drawn glyph by glyph as Word, Excel, scanners and forms write them."""

from io import BytesIO

import pikepdf
import pytest
from make.pdfs import (
    LEFT,
    TOP,
    Placed,
    make_pdf,
    width_of,
    with_field,
    with_lines,
    with_member,
    with_picture,
    word_like,
)

from parsers.formats.pdf import embedded_files, read_pages, read_tables
from parsers.limits import Limits
from parsers.pdf_text import Glyphs, is_sound, mend
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge

LETTER = width_of("ก") * 16 / 1000


def text_of(data: bytes) -> str:
    return "\n".join(page.text for page in read_pages(data, Limits()))


@pytest.mark.parametrize(
    "words",
    ["องค์การบริหารส่วนตำบลสะลวง ดำเนินการ", "น้ำประปา ถ้ำ ค่ำ ซ้ำ", "จำนวน 5 แห่ง ประจำปี ๒๕๖๑", "คำสั่งที่ 12 สำนักงาน"],
)
def test_am_lost_by_word_is_restored(words: str) -> None:
    assert text_of(make_pdf(word_like(words))) == words


def test_generated_space_before_aa_is_no_lost_am() -> None:
    text, _ = mend(
        Glyphs("ก า", lambda index: index == 1, lambda index: (index * 5.0, 0, index * 5.0 + 4, 9))
    )
    assert "ำ" not in text


def test_marks_one_letter_late_go_back_where_they_stand() -> None:
    xs = [LEFT, LEFT + LETTER, LEFT + 2 * LETTER, LEFT + 2 * LETTER, LEFT + 3 * LETTER]
    page = [Placed("เดอืน", LEFT, TOP, xs)]
    assert text_of(make_pdf(page)) == "เดือน"


def test_marks_in_their_places_stay() -> None:
    words = "เดือน คุมสอบ ผู้ที่นี่ กรุงเก่า เก็บขยะ"
    assert text_of(make_pdf(words)) == words


def test_letters_drawn_twice_for_bold_count_once() -> None:
    letters = "กรมทาง"
    xs = [LEFT + LETTER * place + shift for place in range(len(letters)) for shift in (0, 0.3)]
    page = [Placed("".join(letter * 2 for letter in letters), LEFT, TOP, xs)]
    assert text_of(make_pdf(page)) == letters


def test_double_letters_of_a_word_stay() -> None:
    words = "ธรรมดา กรรมการ สวรรค์ บรรพต"
    assert text_of(make_pdf(words)) == words


def test_space_inside_a_word_goes_only_where_there_is_no_gap() -> None:
    boxes = {0: (0, 0, 8, 9), 1: (8, 0, 8, 9), 2: (8, 0, 8, 9), 3: (8.5, 0, 16, 9), 4: (16, 0, 24, 9)}
    text, _ = mend(Glyphs("นั กง", lambda index: index == 2, lambda index: boxes[index]))
    assert text == "นักง"
    boxes[3] = (14, 0, 22, 9)
    text, _ = mend(Glyphs("นั กง", lambda index: index == 2, lambda index: boxes[index]))
    assert text == "นั กง"


def test_permuted_letters_make_a_page_unsound() -> None:
    words = "บันทึกข้อตกลงความร่วมมือระหว่างองค์การบริหารส่วนตำบลสะลวงกับเทศบาลตำบลแม่แรม"
    thai = sorted(set(words))
    permuted = words.translate({ord(a): b for a, b in zip(thai, thai[3:] + thai[:3], strict=True)})
    assert is_sound(words)
    [page] = read_pages(make_pdf(permuted), Limits())
    assert not page.ok


def test_scan_is_told_from_a_blank_page() -> None:
    scan, blank = read_pages(with_picture(make_pdf("", "")), Limits())
    assert (scan.is_picture, scan.has_text) == (True, False)
    assert (blank.is_picture, blank.has_text) == (False, False)


def test_value_of_a_form_field_is_in_the_text() -> None:
    [page] = read_pages(with_field(make_pdf("DATE"), "5 11 2561", 200, TOP), Limits())
    assert "5 11 2561" in page.text or page.unread_fields


def test_password_to_open_is_refused_and_one_to_print_is_not() -> None:
    with pytest.raises(FileEncrypted):
        read_pages(make_pdf("abc", password="x"), Limits())
    assert text_of(make_pdf("abc", owner="x")) == "abc"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4 " + b"x" * 500, make_pdf("abc")[:400]])
def test_broken_file_is_corrupt(data: bytes) -> None:
    with pytest.raises(FileCorrupt):
        read_pages(data, Limits())


def test_too_many_pages_are_refused_with_the_limit() -> None:
    with pytest.raises(FileTooLarge) as refused:
        read_pages(make_pdf("a", "b", "c"), Limits(pages=2))
    assert refused.value.words == {"limit": "2 หน้า"}


def test_attached_files_are_found_with_their_names() -> None:
    data = with_member(make_pdf("cover"), "แบบสำรวจ.xlsx", b"PK")
    assert embedded_files(data, Limits()) == [("แบบสำรวจ.xlsx", b"PK")]
    assert embedded_files(make_pdf("cover"), Limits()) == []


def test_ruled_table_is_read_cell_by_cell() -> None:
    texts = [Placed("สะลวง", 100, 700), Placed(word_like("ตำบลแม่แรม"), 300, 700), Placed("ริมเหนือ", 100, 670)]
    data = with_lines(make_pdf(texts), xs=[90, 290, 500], ys=[660, 690, 720])
    [page] = read_tables(data, [1], Limits())
    texts_by_place = {cell.at: cell.text for cell in page.grid.cells.values()}
    assert texts_by_place == {"p1!A1": "สะลวง", "p1!B1": "ตำบลแม่แรม", "p1!A2": "ริมเหนือ"}


def test_a_tick_drawn_with_a_pen_makes_its_cell_doubtful_not_empty() -> None:
    data = with_lines(make_pdf([Placed("สะลวง", 100, 700)]), xs=[90, 290, 500], ys=[660, 690, 720])
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.pages[0].contents_add(b"q 1 w 390 705 m 394 700 l 402 715 l S Q")
        out = BytesIO()
        pdf.save(out)
    [page] = read_tables(out.getvalue(), [1], Limits())
    assert {cell.at: (cell.text, cell.certain) for cell in page.grid.cells.values()} == {
        "p1!A1": ("สะลวง", True),
        "p1!B1": ("", False),
    }


def test_words_that_a_scanner_guessed_and_hid_are_not_the_pages_text() -> None:
    words = "\n".join(f"องค์การบริหารส่วนตำบลสะลวง {number} ดำเนินการกำจัดขยะมูลฝอย" for number in range(20))
    background = with_picture(make_pdf(words))
    [above] = read_pages(background, Limits())
    assert (above.is_picture, above.has_text) == (False, True)
    with pikepdf.open(BytesIO(background)) as pdf:
        pdf.pages[0].obj.Contents = pikepdf.Array(reversed(list(pdf.pages[0].obj.Contents)))
        out = BytesIO()
        pdf.save(out)
    [below] = read_pages(out.getvalue(), Limits())
    assert (below.is_picture, below.has_text) == (True, False)
