"""Lines and headers that were recognised: mended where one wording alone is near."""

import pytest

from parsers.grid import Grid
from parsers.page_tables import PageTables
from parsers.recognised import with_headers
from parsers.scanned_page import ScannedPage, Second
from survey.cells import Cell


@pytest.mark.parametrize(
    ("read", "line"),
    [
        ("จังหวัดลำปาง", "จังหวัดลำปาง"),
        ("ลังหวัดลำจปาง", "จังหวัดลำปาง"),
        ("จังหวัดตรด", "จังหวัดตรด"),  # ตราด or ตรัง
        ("จังหวัดเชียงใหม้ ๒ [ไตจะงนคกทร", "จังหวัดเชียงใหม่"),  # the edge of the sheet
        ("แบบสำรวจข้อมูลความร่วมมือ", "แบบสำรวจข้อมูลความร่วมมือ"),
    ],
)
def test_the_provinces_line_is_mended_where_one_province_alone_is_near(read: str, line: str) -> None:
    page = with_headers(ScannedPage(PageTables(1, Grid("p1", notes=(read,)))))
    assert page.tables.grid.notes == (line,)


def test_a_header_is_worded_as_the_form_has_it_where_it_is_near_one_wording() -> None:
    texts = ("ลำดับที", "ชือบริการสาธารณะทีทำความรวมมือกันให้บริการประชาชน", "ทำหอบ", "ไม่ได้แตงตั้ง", "หมายเหตุ")
    cells = {(1, n): Cell(f"p1!{'ABCDE'[n - 1]}1", text, certain=False) for n, text in enumerate(texts, 1)}
    second = {"p1!C1": Second("vin MOU", "ทำMOt")}
    page = with_headers(ScannedPage(PageTables(1, Grid("p1", cells)), second=second))
    assert [cell.text for cell in page.tables.grid.cells.values()] == [
        "ลำดับที่", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "ทำ MOU", "ไม่ได้แต่งตั้ง", "หมายเหตุ",
    ]  # fmt: skip
