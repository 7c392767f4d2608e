"""Known words as a witness: what a reader takes for another letter is seldom a word."""

import pytest
from make.drawn_lines import drawn_line

from parsers.agreement import FREE_LEADS, ReadLine, Witness, all_witnessed
from parsers.known_words import is_spelt
from parsers.mark_ink import line_ink
from parsers.thai_lines.reader import LineReading
from parsers.upper_marks import Levels


@pytest.mark.parametrize(
    "text",
    [
        "การซ่อมแซมฝั่งลำห้วยก่อนฤดูฝน", "เพื่อคุ้มครองฟืนและถ่าน", "จัดซื้อปุ๋ยหมักปีละ 2 ครั้ง", "ทุกไตรมาส (จำนวน 12 ราย)", "งบประมาณไม่เพียงพอ",
        "อำเภอแม่แจ่ม จังหวัดเชียงใหม่", "การ จัด การ น้ำ เสีย",
    ],
)  # fmt: skip
def test_words_names_of_places_digits_and_brackets_are_known(text: str) -> None:
    assert is_spelt(text)


@pytest.mark.parametrize(
    "text",
    [
        "การช่อมแซมฝั่งลำห้วย", "จัดซื้อปุ้ยหมัก", "ทุกโตรมาส", "โคมไฟโชลาร์เซลล์", "ถนนสัตว์เลี๋ยง", "ถนน MOU", "ปี ๒๕๖๑", "", "12", "การผ", "ก",
    ],
)  # fmt: skip
def test_what_is_no_word_or_not_thai_is_not_known(text: str) -> None:
    assert not is_spelt(text)


def _certain(text: str, thai: str, script: str | None, lead: float) -> bool:
    line = ReadLine(LineReading(text, -0.1, lead), thai, script, line_ink(drawn_line(text)))
    return all_witnessed([line], Levels(0.5, 0.95))


@pytest.mark.parametrize(("text", "spelt"), [("การดูแลบุคคล", True), ("การดูแลบุคคฬ", False)])
@pytest.mark.parametrize(
    ("thai", "script", "witness"),
    [
        ("{}", "{}", Witness.BOTH),
        ("{}", None, Witness.ONE),
        ("การ", "{}", Witness.ONE),
        ("การ", "แล", None),
    ],
)
def test_free_text_needs_the_more_of_a_lead_the_less_bears_it_out(
    text: str, spelt: bool, thai: str, script: str | None, witness: Witness | None
) -> None:
    thai, script = thai.format(text), script and script.format(text)
    least = FREE_LEADS[witness, spelt] if witness else 99.0
    assert _certain(text, thai, script, least) is (witness is not None)
    assert not _certain(text, thai, script, least - 0.01)


def test_a_third_reading_is_asked_for_where_it_may_decide() -> None:
    sure, unsure = (LineReading("การดูแล", -0.1, lead) for lead in (3.0, 2.9))
    assert not ReadLine(sure, "การดูแล").needs_third
    assert ReadLine(unsure, "การดูแล").needs_third
    assert ReadLine(sure, "การดูแ").needs_third
    assert not ReadLine(sure, None).needs_third
    assert ReadLine(None, "การดูแล").needs_third
