"""Print cut into lines: as many as there are, and each one's ink whole in its crop, in tight, small and tilted print."""

from random import Random

import numpy as np
import pytest
from make.drawn_lines import Grey, drawn_cell

from parsers.line_splitter import Split, line_alone, split
from parsers.page_image import ink_of
from parsers.page_lines import line_height

TEXTS = (
    "เพื่อให้ประชาชนได้รับบริการ", "ที่ทั่วถึงและมีคุณภาพ", "ช่วยเหลือผู้ประสบภัยได้", "ก่อสร้างถนนและที่ดิน", "อบต.บ้านปู่", "ทต.แม่แรม",
    "๕ พ.ย. ๒๕๖๑", "5/11/2561", "นายกู้เกียรติ์ ปฏิญญา", "ญี่ปุ่น ฐานทัพ ฎีกา", "ไม่มี", "กขค", "ผู้รู้ดูแลหมู่บ้าน", "กตัญญูกตเวที",
    "ใช้เครื่องจักรกลร่วมกันอย่างคุ้มค่า", "ตำบลป่าซาง อำเภอเวียงเชียงรุ้ง จังหวัดเชียงราย",
)  # fmt: skip


def whole(grey: Grey, ink: Grey, found: Split, number: int, own: Grey, body: float) -> bool:
    """Whether each dark pixel of a line's own ink is dark in its crop, and none stands outside of it."""
    level, place = found.level(grey), found.lines[number]
    mask = (found.level(own, 0) > 127) & (level < 128)
    marked = np.where(found.level(ink, 0) > 127, 255, 0).astype(np.uint8)
    crop = line_alone(level, marked, found.lines, number, body)
    shown = mask[place.top : place.bottom]
    return int(mask.sum()) == int(shown.sum()) and bool((crop[shown] < 128).all())


@pytest.mark.parametrize("font", ["Laksaman", "Garuda", "Norasi", "Sarabun", "Sarabun-Bold", "Umpush"])
def test_every_line_is_found_once_and_its_ink_is_whole_in_one_crop(font: str) -> None:
    random = Random(font)
    cells = wrong_counts = lines = cut_lines = 0
    for points, dpi in ((9, 200), (12, 200), (16, 300)):
        body = line_height(ink_of(drawn_cell(TEXTS, font=font, points=points, dpi=dpi, leading=1.6).grey))
        for leading in (1.0, 1.15, 1.3, 1.6):
            for degrees in (0.0, 0.7, -1.5):
                texts = [random.choice(TEXTS) for _ in range(random.randint(1, 5))]
                cell = drawn_cell(
                    texts, font=font, points=points, dpi=dpi, leading=leading, degrees=degrees,
                    remains=random.random() < 0.5,
                )  # fmt: skip
                ink = ink_of(cell.grey)
                found = split(ink, body)
                cells += 1
                if len(found.lines) != len(texts):
                    wrong_counts += 1
                    continue
                lines += len(texts)
                cut_lines += sum(
                    not whole(cell.grey, ink, found, number, own, body)
                    for number, own in enumerate(cell.lines)
                )
    assert (cells, wrong_counts <= 1) == (36, True)
    assert cut_lines <= lines // 50


def test_neighbours_letters_are_not_in_a_lines_crop_and_its_own_marks_are() -> None:
    cell = drawn_cell(["กกกกกกกก", "ที่ปู่รู้อู้", "กกกกกกกก"], leading=1.45)
    ink = ink_of(cell.grey)
    found = split(ink, 20.0)
    crop = line_alone(cell.grey, ink, found.lines, 1, 20.0)
    assert np.count_nonzero(crop < 128) == np.count_nonzero((cell.lines[1] > 0) & (cell.grey < 128))


@pytest.mark.parametrize("font", ["Sarabun", "Sarabun-Bold", "Norasi"])
def test_marks_of_the_next_line_that_the_crop_cuts_are_left_out(font: str) -> None:
    cell = drawn_cell(["อบต.สกาด", "อบต.ทุ่งช้าง", "ที่นั่นมีน้ำ"], font=font, points=14, leading=1.2)
    ink = ink_of(cell.grey)
    body = line_height(ink_of(drawn_cell(TEXTS, font=font, points=14, leading=1.6).grey))
    found = split(ink, body)
    crop = line_alone(cell.grey, ink, found.lines, 0, body)
    place = found.lines[0]
    own = cell.lines[0][place.top : place.bottom] > 0
    assert np.count_nonzero((crop < 128) & ~own) == 0


def test_level_print_is_left_as_it_is() -> None:
    cell = drawn_cell(["ตำบลป่าซาง อำเภอเวียงเชียงรุ้ง จังหวัดเชียงราย", "อบต.บ้านปู่"])
    found = split(ink_of(cell.grey), 20.0)
    assert found.slope == 0.0
    assert found.level(cell.grey) is cell.grey


def test_tilted_print_is_levelled_before_it_is_cut() -> None:
    cell = drawn_cell(["ตำบลป่าซาง อำเภอเวียงเชียงรุ้ง จังหวัดเชียงราย"] * 2, degrees=1.5)
    found = split(ink_of(cell.grey), 20.0)
    assert found.slope == pytest.approx(-np.tan(np.radians(1.5)), abs=0.004)


@pytest.mark.parametrize("remains", ["top", "corner"])
def test_remains_of_ruling_lines_make_no_line(remains: str) -> None:
    grey = drawn_cell(["เทศบาลตำบลแม่แรม"]).grey.copy()
    grey[:2, 20:] = 40
    if remains == "corner":
        grey[-2:, :] = 40
        grey[:, :2] = 40
    assert len(split(ink_of(grey), 20.0).lines) == 1


def test_an_empty_cell_has_no_line() -> None:
    assert split(np.zeros((60, 200), np.uint8), 20.0).lines == ()
