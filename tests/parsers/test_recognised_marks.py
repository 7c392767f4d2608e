"""Texts on which both readers agree though both lost a tone mark in the same dirt."""

import pytest

from parsers.recognised_prose import has_its_marks


@pytest.mark.parametrize(
    "text",
    ["งบประมาณไมเพียงพอ", "บุคลากรไมมี", "ผูสูงอายุ", "การสงเสริมการทองเที่ยว", "เพือลดค่าใช้จ่าย", "ใหบริการประชาชน"],
)
def test_a_common_word_without_its_mark_is_a_doubt(text: str) -> None:
    assert not has_its_marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "งบประมาณไม่เพียงพอ", "ผู้สูงอายุ", "การส่งเสริมการท่องเที่ยวเชิงอนุรักษ์", "เพื่อให้ประชาชนได้รับบริการที่ทั่วถึงและมีคุณภาพ", "ไมล์ ไมตรี",
        "ช่วยเหลือผู้ประสบภัยได้ทันท่วงที", "ใช้เครื่องจักรกลร่วมกันอย่างคุ้มค่า", "ระยะทางระหว่างพื้นที่ไกลกัน", "ขั้นตอนยุ่งยาก", "การแข่งขันกีฬา",
        "เมืองเก่า", "รวมกลุ่มอาชีพ", "เครื่องกลหนัก",
    ],
)  # fmt: skip
def test_words_as_they_are_spelled_are_none(text: str) -> None:
    assert has_its_marks(text)
