"""A page's print cut into lines: letters whole, columns and dotted lines apart."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers.page_image import Grey
from parsers.page_lines import CutLine, lines_of
from parsers.recognised_prose import with_known_words, with_mou
from parsers.scan_grid import tables_of

FONT = ImageFont.truetype("/usr/share/fonts/truetype/tlwg/Laksaman.ttf", 44)


def page(*texts: tuple[int, int, str]) -> Grey:
    picture = Image.new("L", (1600, 1200), 255)
    for x, y, text in texts:
        ImageDraw.Draw(picture).text((x, y), text, font=FONT, fill=0)
    return np.asarray(picture)


def lines(grey: Grey) -> list[list[CutLine]]:
    ruled = tables_of(grey)
    return lines_of(ruled.ink, ruled.clean, [table.box for table in ruled.tables])


FILL = [(100, 600 + 80 * n, "บันทึกข้อตกลงความร่วมมือในการให้บริการสาธารณะ") for n in range(5)]


def test_uprights_of_large_letters_are_no_rules() -> None:
    grey = page((100, 100, "ต่อไปในไฟไร่ใจ"), *FILL)
    [first, *rest] = lines(grey)
    assert len(rest) == 5
    assert np.count_nonzero(first[0].picture < 128) == np.count_nonzero(grey[:500] < 128)


def test_columns_side_by_side_are_parts_of_one_line() -> None:
    [first, *_] = lines(page((100, 100, "(นายสมชาย ตัวอย่าง)"), (900, 100, "(นายสมหมาย สมมติ)"), *FILL))
    assert len(first) == 2
    assert first[0].span[1] < 900 <= first[1].span[0]


def test_a_line_far_to_the_right_is_a_line_of_its_own() -> None:
    found = lines(page((100, 100, "จังหวัดลำปาง"), (900, 200, "ผู้รายงาน"), *FILL))
    assert [len(parts) for parts in found[:2]] == [1, 1]


def test_no_mark_of_a_larger_title_is_cut() -> None:
    small = ImageFont.truetype("/usr/share/fonts/truetype/tlwg/Laksaman.ttf", 26)
    picture = Image.fromarray(page((100, 100, "ผู้ที่ร่วมจัดทำข้อตกลงนี้"))).copy()
    for n in range(8):
        ImageDraw.Draw(picture).text(
            (100, 500 + 50 * n), "องค์การบริหารส่วนตำบลและเทศบาล" * 2, font=small, fill=0
        )
    grey = np.asarray(picture)
    [first, *_] = lines(grey)
    assert np.count_nonzero(first[0].picture < 128) == np.count_nonzero(grey[:400] < 128)


def test_dots_to_write_on_part_a_line_and_are_not_in_its_pictures() -> None:
    [first, *_] = lines(page((100, 100, "ลงชื่อ............................พยาน"), *FILL))
    assert [part.behind_dots for part in first] == [False, True]


def test_an_emblem_is_no_line() -> None:
    grey = page(*FILL).copy()
    grey[100:400, 700:950] = 0
    assert len(lines(grey)) == 5


def test_mou_in_a_title_is_what_the_english_model_reads() -> None:
    assert with_mou("บันทึกข้อตกลงความร่วมมือ (เห0ป)", "vufinioanay (MOU)") == "บันทึกข้อตกลงความร่วมมือ (MOU)"
    assert with_mou("ความร่วมมือ (แ0บ0)", "aausouie (MOU)") == "ความร่วมมือ (MOU)"
    assert with_mou("เรื่อง การกำจัดขยะ (ระยะที่ 2)", "Goo misiianve (seHzA 2)") == "เรื่อง การกำจัดขยะ (ระยะที่ 2)"


def test_words_that_every_agreement_is_built_of_are_mended() -> None:
    assert with_known_words("บันทีกขอตกลงความรวมมือ") == "บันทึกข้อตกลงความร่วมมือ"
    assert (
        with_known_words("องคการบริหารส่วนตำบลบ้านค่า กับ เทศบาลตำบสบ่อแฮ้ว")
        == "องค์การบริหารส่วนตำบลบ้านค่า กับ เทศบาลตำบลบ่อแฮ้ว"
    )
    assert with_known_words("เทศบาลเมืองเขลางค์นคร") == "เทศบาลเมืองเขลางค์นคร"
    assert with_known_words("วันที่ 5 พฤศจิกายม 2561") == "วันที่ 5 พฤศจิกายน 2561"
    assert with_known_words("ผูรายงานนางสาวตัวอย่าง") == "ผู้รายงานนางสาวตัวอย่าง"
    assert with_known_words("เรื่อง การบำบัดน้าเสีย") == "เรื่อง การบำบัดน้ำเสีย"
    assert with_known_words("ตั้าแหน่งนักส่งเสริม") == "ตำแหน่งนักส่งเสริม"
    assert with_known_words("คำสั่งเทศบาลตำบลบ้านค่า") == "คำสั่งเทศบาลตำบลบ้านค่า"
    assert with_known_words("เทศบาลตำบลก และเทศบาคตำบลข") == "เทศบาลตำบลก และเทศบาลตำบลข"
    assert with_known_words("(ลงซื่อ)") == "(ลงชื่อ)"
    assert with_known_words("เฮียนที่ ศาลากลาง") == "เขียนที่ ศาลากลาง"
    assert with_known_words("เรียนที่ โรงเรียน") == "เรียนที่ โรงเรียน"
    assert with_known_words("นายก 'ค“ๆรส่วนตำบลย่านยาว") == "นายก องค์การบริหารส่วนตำบลย่านยาว"
    assert with_known_words("นา ๕. ร ใหารส่วนจังหวัดนครพนม").endswith("องค์การบริหารส่วนจังหวัดนครพนม")
    assert with_known_words("พนักงานส่วนตำบลบ้านค่า") == "พนักงานส่วนตำบลบ้านค่า"
