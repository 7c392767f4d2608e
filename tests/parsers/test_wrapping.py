"""Lines of a cell: which were ended by the writer, which only by the cell's width."""

import pytest

from parsers.wrapping import PlacedLine, joined_text, unwrapped


def test_a_full_line_of_thai_goes_on_without_a_space() -> None:
    assert (
        unwrapped([PlacedLine("การกำจัดขยะมูล", 2, 95), PlacedLine("ฝอย", 2, 25)], 0, 100) == "การกำจัดขยะมูลฝอย"
    )


def test_numbers_and_words_of_latin_letters_keep_their_space() -> None:
    assert (
        unwrapped([PlacedLine("5 พฤศจิกายน", 2, 90), PlacedLine("2561", 2, 30)], 0, 100) == "5 พฤศจิกายน 2561"
    )


def test_a_line_with_room_for_the_next_one_was_ended_on_purpose() -> None:
    assert unwrapped([PlacedLine("บ้านค่า", 2, 40), PlacedLine("บ้านแลง", 2, 42)], 0, 100) == "บ้านค่า\nบ้านแลง"


def test_names_of_offices_begin_anew_however_full_the_line_is() -> None:
    lines = [PlacedLine("อบต.บ้านเอื้อม", 2, 97), PlacedLine("อบต.บ้านแลง", 2, 80)]
    assert unwrapped(lines, 0, 100) == "อบต.บ้านเอื้อม\nอบต.บ้านแลง"
    lines = [PlacedLine("องค์การบริหารส่วน", 2, 97), PlacedLine("ตำบลบ้านแลง", 2, 60)]
    assert unwrapped(lines, 0, 100) == "องค์การบริหารส่วนตำบลบ้านแลง"


def test_the_word_of_an_offices_type_is_joined_where_a_narrow_cell_cuts_it() -> None:
    lines = [PlacedLine("อบ", 0, 12), PlacedLine("จ.สมุทรสงครา", 0, 80), PlacedLine("ม", 0, 8)]
    assert unwrapped(lines, 0, 90) == "อบจ.สมุทรสงคราม"
    lines = [PlacedLine("องค์การบริหารส่วน", 0, 60), PlacedLine("ตำบลสะลวง", 0, 40)]
    assert unwrapped(lines, 0, 90) == "องค์การบริหารส่วนตำบลสะลวง"
    cut = [PlacedLine(text, 0, 30) for text in ("ทต.แม่แรม", "องค์", "การ", "บริห", "าร", "ส่วนตำบลสะลวง")]
    assert unwrapped(cut, 0, 90) == "ทต.แม่แรม\nองค์การบริหารส่วนตำบลสะลวง"


def test_no_line_begins_with_what_begins_no_word() -> None:
    assert unwrapped([PlacedLine("ปัญห", 0, 20), PlacedLine("า/อุปสรรค", 0, 40)], 0, 90) == "ปัญหา/อุปสรรค"
    assert unwrapped([PlacedLine("แก้ไ", 0, 20), PlacedLine("ขปัญหา", 0, 40)], 0, 90) == "แก้ไขปัญหา"


def test_a_letter_that_numbers_an_item_is_no_end_of_a_word() -> None:
    assert (
        unwrapped([PlacedLine("อบต.สะลวง", 0, 40), PlacedLine("ข. ทต.แม่แรม", 0, 50)], 0, 90)
        == "อบต.สะลวง\nข. ทต.แม่แรม"
    )


def in_cell(width: float, *texts: str, letter: float = 5.0) -> str:
    """Lines of letters equally wide, with margins of 5 at both sides."""
    lines = [PlacedLine(text, 5, 5 + letter * len(text)) for text in texts]
    return unwrapped(lines, 0, width + 10)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("24 ม.ค. 6", "1"), "24 ม.ค. 61"),
        (("๒๕๕๘-๐", "๒-๑๒"), "๒๕๕๘-๐๒-๑๒"),
        (("2", "5 พ.ย.5", "5"), "25 พ.ย.55"),
        (("๒", "๓/๑๐/๕๓"), "๒๓/๑๐/๕๓"),
        (("3", "ม", ".ค.255", "9"), "3ม.ค.2559"),
        (("Novemb", "er 7, 25", "60"), "November 7, 2560"),
    ],
)
def test_a_day_that_was_cut_anywhere_by_a_narrow_cell_is_whole(lines: tuple[str, ...], day: str) -> None:
    assert in_cell(5 * max(map(len, lines)), *lines) == day


def test_a_day_that_is_whole_or_none_at_all_keeps_its_lines() -> None:
    assert in_cell(60, "5 พ.ย. 61", "6 ธ.ค. 61") == "5 พ.ย. 61\n6 ธ.ค. 61"
    assert in_cell(50, "12/3/61", "5/4/61").split() == ["12/3/61", "5/4/61"]
    assert in_cell(45, "31 มิ.ย. 6", "1").replace("\n", " ") == "31 มิ.ย. 6 1"
    assert in_cell(200, "1", "5 พ.ย. 61").split() == ["1", "5", "พ.ย.", "61"]


def test_a_number_that_was_cut_is_whole() -> None:
    assert in_cell(6, "๑", "๒") == "๑๒"
    assert in_cell(25, "50,00", "0") == "50,000"


def test_an_abbreviation_is_cut_from_no_name() -> None:
    assert in_cell(50, "ทต.บ่อทอง", "ท", "ต.หนองจิก") == "ทต.บ่อทอง\nทต.หนองจิก"
    assert in_cell(50, "อบต.กระ", "ตีบ", "อ", ".กำแพงแสน").endswith("อ.กำแพงแสน")
    assert joined_text("อบต.ตลาดจินดาอ", ".สามพราน") == "อบต.ตลาดจินดา อ.สามพราน"


def test_brackets_are_broken_by_the_cell_and_not_by_the_writer() -> None:
    assert in_cell(60, "อบต.โสธร", "(อ.เมือง", "ฉะเชิงเทรา)") == "อบต.โสธร (อ.เมืองฉะเชิงเทรา)"


def test_names_without_dots_begin_anew_below_each_other() -> None:
    assert in_cell(55, "ทมบางกรวย", "ทตศาลากลาง") == "ทมบางกรวย\nทตศาลากลาง"
    assert in_cell(55, "ปลูกต้นไม้", "ทนแล้งได้ดี") == "ปลูกต้นไม้ทนแล้งได้ดี"
