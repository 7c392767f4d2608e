"""Texts that many forms have, as the second witness of what readers agree on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.usual_texts import _usual, is_usual


@pytest.mark.parametrize(
    "text",
    [
        "ไม่มี",
        "งบประมาณไม่เพีย\nงพอ",
        "การป้องกันและบรรเทาสาธารณภัย",
        "ไม่มีปัญหา/อุปสรรค",
        "เพื่อลดค่าใช้จ่าย ในการดำเนินงาน",
    ],
)
def test_a_usual_text_is_known_however_its_lines_are_broken(text: str) -> None:
    assert is_usual(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "งบประมาณไมเพียงพอ", "การบ้องกันและบรรเทาสาธารณภัย", "เพื่อลดคาใช้จายในการดำเนินงาน", "ระยะทางไกล"],
)
def test_what_lost_a_mark_or_is_no_usual_text_is_not(text: str) -> None:
    assert not is_usual(text)


@given(st.sampled_from(sorted(_usual())), st.data())
def test_no_text_of_the_list_becomes_another_where_one_mark_is_lost(text: str, data: st.DataObject) -> None:
    marks = [at for at, letter in enumerate(text) if "\u0e47" <= letter <= "\u0e4e" or letter in "ัิีึืุู"]
    if marks:
        at = data.draw(st.sampled_from(marks))
        assert not is_usual(text[:at] + text[at + 1 :])
