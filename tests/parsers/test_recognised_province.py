"""The province of a scanned form: certain by its line and another fact, else the likeliest, told and no error."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from make.long_forms import long_form

from parsers.form import FormRead, read_forms
from parsers.grid import Grid, Merge
from parsers.recognised_province import ProvinceLine, province_line, provinces_of_rows, with_province
from survey.model import Case


@pytest.mark.parametrize(
    ("read", "known", "rows", "name", "is_sure"),
    [
        ("จังหวัดลำปาง", (), {}, "ลำปาง", True),
        ("จังหวัดลำปาง", (), {"ลำพูน": 9}, "ลำปาง", False),  # it is spelled so, and all names are others'
        ("จังหวัดลำปาง", ("ลำปาง",), {"ลำพูน": 9}, "ลำปาง", True),
        ("ลังหวัดลำจปาง", (), {}, "ลำปาง", False),
        ("ลังหวัดลำจปาง", (), {"ลำปาง": 5}, "ลำปาง", True),
        ("จังหวัดเชียงให้", (), {"เชียงใหม่": 12, "น่าน": 1}, "เชียงใหม่", True),
        ("จังหวัดเชียงให้", (), {}, None, False),  # เชียงใหม่ or เชียงราย
        ("จังหวัดเชียงให้", ("เชียงใหม่",), {}, "เชียงใหม่", True),
        ("จังหวัดตรด", (), {}, None, False),  # ตราด or ตรัง
        ("จังหวัดตรด", (), {"ตรัง": 3}, "ตรัง", False),
        ("จังหวัดเชียงใหม้ ๒ [ไตจะงนคกทร", (), {}, "เชียงใหม่", False),
        ("จังหวัดเชียงใหม้ ๒ [ไตจะงนคกทร", (), {"เชียงใหม่": 2}, "เชียงใหม่", True),  # the edge of the sheet
        ("จังหวัดประจวยศิริตันธ์", (), {}, "ประจวบคีรีขันธ์", False),
        ("จงนวัดปรจวยคิรีขนธ์", ("ประจวบคีรีขันธ์",), {}, "ประจวบคีรีขันธ์", False),
    ],
)
def test_a_provinces_line_is_read_by_the_list_and_its_witnesses(
    read: str, known: tuple[str, ...], rows: dict[str, int], name: str | None, is_sure: bool
) -> None:
    assert province_line(read, False, known, Counter(rows)) == ProvinceLine(name, read, is_sure)


@pytest.mark.parametrize("read", ["แบบสำรวจข้อมูลความร่วมมือ", "ผู้รายงาน นางสาวสมมติ ตัวอย่าง", "", "จังหวัด........"])
def test_other_lines_name_no_province(read: str) -> None:
    assert province_line(read, False, ("น่าน",), Counter({"น่าน": 9})) is None


def test_a_line_that_is_surely_read_and_no_province_stays_an_error() -> None:
    assert province_line("จังหวัดบางกะปิ", True, (), Counter()) is None


def form_of(line: str, province: str = "เชียงใหม่") -> Grid:
    """A recognised form of some rows whose province's line was read so."""
    sheet = long_form(5, seed=31, province=province).sheets[0]
    rows = [[str(sheet.cells.get((row, column)) or "") for column in range(1, 13)] for row in range(3, 10)]
    grid = Grid.from_text("p1", rows)
    grid.merges = tuple(Merge(a - 2, b, c - 2, d) for a, b, c, d in sheet.merges)
    grid.notes, grid.recognised = (line,), True
    return grid


def read(grid: Grid, case: Case) -> FormRead:
    found = read_forms([grid], "a.pdf", case)
    assert found is not None
    return found


CASE = Case(date(2018, 12, 10))


def test_the_rows_names_say_which_province_a_blurred_line_means_and_nothing_is_told() -> None:
    grid = form_of("จังหวัดเชียงให้")
    assert provinces_of_rows([grid]).most_common(1)[0][0] == "เชียงใหม่"
    [mended] = with_province([grid], (), ())
    found = read(mended, CASE)
    assert found.form.province == "เชียงใหม่"
    assert not [one for one in found.findings if "province" in one.code or "จังหวัด" in one.message]


def test_a_guessed_province_is_told_as_a_doubt() -> None:
    grid = form_of("ลังหวัดลำจปาง")
    grid.cells = {
        place: replace(cell, text="-") if place[0] > 2 and place[1] in (3, 4) else cell
        for place, cell in grid.cells.items()
    }
    [mended] = with_province([grid], (), ())
    found = read(mended, CASE)
    assert found.form.province == "ลำปาง"
    told = [one for one in found.findings if "จังหวัดลำปาง" in one.message]
    assert [(one.code, one.severity.value, one.cell) for one in told] == [
        ("ocr_low_confidence", "warning", None)
    ]


def test_a_line_that_nobody_can_read_is_asked_for_and_is_no_unknown_province() -> None:
    grid = form_of("จังหวัดกขคงฆจฉชซ")
    grid.cells = {place: cell for place, cell in grid.cells.items() if place[0] < 3 or place[1] not in (3, 4)}
    [mended] = with_province([grid], (), ())
    found = read(mended, CASE)
    [told] = [one for one in found.findings if one.code.startswith("province")]
    assert (told.code, "อ่านชื่อจังหวัดจากภาพสแกนไม่ออก" in told.message) == ("province_missing", True)


@pytest.mark.parametrize(
    ("note", "sure", "province"),
    [
        ("หรัดดงเสเหทรจ", (), "เชียงใหม่"),
        ("หรัดดงเสเหทรจ", ("หรัดดงเสเหทรจ",), None),  # surely read, and something else
        ("แบบสำรวจข้อมูลความร่วมมือ", (), None),
    ],
)
def test_an_illegible_line_above_rows_of_one_province_is_likely_that_one(
    note: str, sure: tuple[str, ...], province: str | None
) -> None:
    [mended] = with_province([form_of(note)], sure, ())
    found = read(mended, CASE)
    assert found.form.province == province
    assert any("ถือว่าเป็นจังหวัดเชียงใหม่" in one.message for one in found.findings) is (province is not None)


def test_an_empty_form_on_paper_lacks_its_province_and_reporter_and_nothing_in_it_is_wrong() -> None:
    sheet = long_form(0, seed=1).sheets[0]
    rows = [[str(sheet.cells.get((row, column)) or "") for column in range(1, 13)] for row in range(3, 5)]
    grid = Grid.from_text("p1", rows)
    grid.merges = tuple(Merge(a - 2, b, c - 2, d) for a, b, c, d in sheet.merges)
    grid.notes = (
        "จังหวัด............", "ผู้รายงาน............", "ตำแหน่ง............", "หมายเลขโทรศัพท์............",
        "กรุณาส่งรายงานผลภายในวันที่ 14 ธันวาคม 2561 มาที่ ส่วนวิชาการ", "1. โทรสาร 02-243- 1812",
    )  # fmt: skip
    found = read(grid, CASE)
    assert sorted(one.code for one in found.findings) == ["no_rows", "province_missing", "reporter_missing"]
