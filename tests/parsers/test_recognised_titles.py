"""Titles of recognised agreements get their usual words and places back, and no other word becomes one."""

import pytest
from make.free_texts import FreeTexts

from parsers.recognised_titles import mended_title
from survey.recognised_names import whole_name
from survey.registry import registry


@pytest.mark.parametrize(
    ("read", "province", "title"),
    [
        ("เรื่อง การให้เช่าเครื่องป็มน้ำตามแนวแม่น้า", None, "เรื่อง การให้เช่าเครื่องปั๊มน้ำตามแนวแม่น้ำ"),
        ("ในเขตพื๋นที่อำเกอลิ์ จังหวัดลำพุน", "ลำพูน", "ในเขตพื้นที่อำเภอลี้ จังหวัดลำพูน"),
        ("การกำจัดซยะมูลฝ่อย", None, "การกำจัดขยะมูลฝอย"),
        ("โครงการอนาคารน้ำใต้ดิน", None, "โครงการธนาคารน้ำใต้ดิน"),
        ("เรื่อ โครงการน้ำ", None, "เรื่อง โครงการน้ำ"),
        ("บันทึกข้อตกลง (MOUhในการเกีบขนขยะ", None, "บันทึกข้อตกลง (MOU)ในการเก็บขนขยะ"),
        ("บันทึกข้อตกลง (“ห400)", None, "บันทึกข้อตกลง (MOU)"),
    ],
)
def test_usual_words_and_places_are_mended(read: str, province: str | None, title: str) -> None:
    assert mended_title(read, province) == title


@pytest.mark.parametrize("title", ["บันทึกข้อตกลง (2561)", "บันทึกข้อตกลง (ร่าง)", "บันทึกข้อตกลง (สำเนา)"])
def test_other_words_in_brackets_stay(title: str) -> None:
    assert mended_title(title, None) == title


def test_what_is_spelled_stays() -> None:
    texts = FreeTexts(3)
    titles = [f"{texts.service()} {texts.objective()}" for _ in range(2000)]
    assert [title for title in titles if mended_title(title, None) != title] == []


def test_names_of_laos_and_amphoes_stay() -> None:
    laos = [lao for lao in registry().by_code.values() if lao.code.endswith(("1", "5"))]
    lines = {f"{whole_name(lao)} อำเภอ{lao.amphoe} จังหวัด{lao.province}": lao.province for lao in laos}
    assert [line for line, province in lines.items() if mended_title(line, province) != line] == []
