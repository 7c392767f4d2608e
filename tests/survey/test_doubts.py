"""Cells that could be read, and may yet not say what their sender meant."""

import pytest

from survey.cells import Cell, Doubt
from survey.doubts import doubts_of


def said(**cells: str | Cell | list[Cell]) -> list[tuple[str, str]]:
    """Cell and sentence of each doubt; a text stands alone in its column's cell of row 7."""
    row = {
        key: held
        if isinstance(held, list)
        else [held if isinstance(held, Cell) else Cell(f"Sheet1!{key}7", held)]
        for key, held in cells.items()
    }
    found = list(doubts_of(row))
    assert all(one.code == "assumed" for one in found)
    return [(one.cell or "", one.message) for one in found]


@pytest.mark.parametrize(
    ("doubt", "words"),
    [
        (Doubt.UNSEEN, "ข้อความ “ก, ข” เป็นตัวอักษรสีเดียวกับพื้น"),
        (Doubt.VOLATILE, "ช่องนี้เป็นสูตรที่ให้ค่าต่างกันไปในแต่ละวัน (เช่น TODAY) จึงใช้ค่า “ก, ข”"),
        (Doubt.COMMENT, "ช่องนี้ว่าง แต่มีข้อคิดเห็นว่า “ก, ข”"),
    ],
)
def test_each_doubt_is_told_once_at_its_first_cell_with_all_texts(doubt: Doubt, words: str) -> None:
    first, second = Cell("Sheet1!B7", "ก", doubt=doubt), Cell("Sheet1!E8", "ข", doubt=doubt)
    blank, wrong = Cell("Sheet1!A7", doubt=doubt), Cell("Sheet1!C7", "#N/A", error="#N/A", doubt=doubt)
    [(cell, message)] = said(
        seq=blank, host=wrong, service=[Cell("Sheet1!B6", "x"), first], signed_on=[second]
    )
    assert cell == "Sheet1!B7"
    assert message.startswith(words)


def test_each_text_that_was_cut_is_told_by_itself() -> None:
    cut = [Cell(at, text, doubt=Doubt.CUT) for at, text in (("p1!B7", "การกำจัด"), ("p1!K7", "เพื่อลด"))]
    assert said(service=cut[:1], objective=cut[1:]) == [
        (
            at,
            f"ช่องนี้เล็กกว่าข้อความ จึงเห็นข้อความไม่ครบ ได้บันทึกเท่าที่เห็นว่า “{text}” "
            "กรุณาขยายช่องให้เห็นข้อความทั้งหมด แล้วส่งใหม่",
        )
        for at, text in (("p1!B7", "การกำจัด"), ("p1!K7", "เพื่อลด"))
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("การก ำจัดขยะ", "การก ำจัดขยะ"),
        ("เพื่อให้ประชาชนได้รับความสะด วกและรวดเร็ว", None),
        ("การบริหารจัดการน ้ำอุปโภคบริโภค", "ารจัดการน ้ำอุปโภคบร"),
        ("รับ บริการ", None),
        ("รั บบริการ", "รั บบริการ"),
        ("การกำจัดขยะ", None),
    ],
)
def test_a_space_inside_a_word_is_told_with_the_letters_around_it(text: str, shown: str | None) -> None:
    for key in ("service", "objective", "problems"):
        told = said(**{key: text})
        assert [cell for cell, _ in told] == ([f"Sheet1!{key}7"] if shown else [])
        assert all(f"“{shown}" in message and "อาจมีตัวอักษรหาย" in message for _, message in told)
    assert said(host=text) == []
    assert said(service=Cell("p1!B7", text, certain=False)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ยกเลิก", True),
        ("(ได้ยกเลิกแล้ว)", True),
        ("ยกเลิกความร่วมมือแล้ว", True),
        ("การกำจัดขยะ (ยกเลิก)", True),
        ("การยกเลิกการเผาขยะ", False),
        ("การกำจัดขยะ", False),
    ],
)
def test_a_row_that_is_said_to_be_cancelled_is_told_once(text: str, told: bool) -> None:
    for key in ("seq", "service", "objective", "problems"):
        found = said(**{key: text})
        assert [cell for cell, _ in found] == ([f"Sheet1!{key}7"] if told else [])
        assert all(f"“{text}” แต่ยังนับเป็นรายการ" in message for _, message in found)
    assert len(said(service=text, problems=text)) == int(told)
    assert said(host=text) == []
