"""Recognised names against the closed list: taken where they are near one name and far from all others."""

from random import Random

import pytest

from survey.recognised_names import is_spelled, likely, snapped, snapped_start, stands_alone, whole_name
from survey.registry import registry

LAMPANG = "ลำปาง"


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("อบต.บ้านเอื้อม", "อบต.บ้านเอื้อม"),
        ("อบต.บานเอื้อม", "อบต.บ้านเอื้อม"),
        ("องค์การบริหารส่วนตำบลบ้านเอื้อม", "อบต.บ้านเอื้อม"),
        ("ทม.พิชัย", "ทม.พิชัย"),
    ],
)
def test_a_reading_at_most_one_letter_off_is_the_name(read: str, name: str) -> None:
    assert snapped(read, LAMPANG) == name


@pytest.mark.parametrize(
    ("read", "province"), [("ทต.ปัง", "น่าน"), ("ทม.ตาด", "ตาก"), ("อบจ.ตาด", "ตาก"), ("ทน.สงขลย", "สงขลา")]
)
def test_one_letter_is_too_much_of_a_short_name(read: str, province: str) -> None:
    assert snapped(read, province) is None


@pytest.mark.parametrize("read", ["อบต.บานเออม", "อบต.แม่ปู", "มูลนิธิบ้านเอื้อม", ""])
def test_a_reading_that_is_farther_off_is_no_name(read: str) -> None:
    assert snapped(read, LAMPANG) is None


def test_a_name_with_a_near_neighbour_does_not_stand_alone() -> None:
    assert stands_alone("อบต.บ้านเอื้อม", LAMPANG)
    assert not stands_alone("อบต.ไม่มีในทะเบียน", LAMPANG)


def test_words_behind_a_name_do_not_hide_it() -> None:
    assert snapped_start("องค์การบริหารส่วนตำบลบ้านเป้าโดยนาย", "ลำปาง") == "อบต.บ้านเป้า"
    assert snapped_start("เทศบาลตำบลบ่อแฮ้ว ตำแหน่ง", "ลำปาง") == "ทต.บ่อแฮ้ว"
    assert snapped_start("องค์การบริหารส่วนตำบลบอกกล่าว", "ลำปาง") is None


@pytest.mark.parametrize(
    ("read", "province", "name"),
    [
        ("องค์การบริหารส่วนตำบลป่อแดง", "สงขลา", "อบต.บ่อแดง"),
        ("เทศบาลตำบลตันคราม", "สุพรรณบุรี", "ทต.ต้นคราม"),
        ("องค์การบริหารส่วนตำบลซ้างมึ่ง", "สกลนคร", "อบต.ช้างมิ่ง"),
        ("องค์การบริหารส่วนตำบลบ่อดาง", "สงขลา", "อบต.บ่อดาน"),
        ("องค์การบริหารส่วนตำบลบ่อกรง", "สงขลา", None),
        ("องค์การบริหารส่วนตำบลป่อแกง", "สงขลา", None),
        ("เทศบาลตำบลบัว", "น่าน", "ทต.ปัว"),
        ("เทศบาลตำบลกัว", "น่าน", None),
        ("องค์การบริหารส่วนตำบลบ้านค่าโดย", LAMPANG, None),
        ("องค์การบริหารส่วนตำบลไม่มีในทะเบียน", LAMPANG, None),
        ("", LAMPANG, None),
    ],
)
def test_a_reading_near_one_name_alone_is_likely_that_name(
    read: str, province: str, name: str | None
) -> None:
    assert likely(read, province) == name


def test_a_name_with_one_letter_misread_is_never_another_name() -> None:
    random = Random(5)
    wrong = []
    for lao in random.sample(list(registry().by_code.values()), 400):
        whole = whole_name(lao)
        at = random.randrange(len(whole) - len(lao.bare), len(whole))
        read = whole[:at] + random.choice("กขคงจชดตนบปพมยรลวสหอ") + whole[at + 1 :]
        if likely(read, lao.province) not in (None, lao.short):
            wrong.append(read)
    assert wrong == []


@pytest.mark.parametrize(
    ("read", "province", "spelled"),
    [
        ("อบต.บ้านเอื้อม", LAMPANG, True),
        ("อบต. บ้านเอื้อม", LAMPANG, True),
        ("องค์การบริหารส่วนตำบลบ้านเอื้อม", LAMPANG, True),
        ("เทศบาลเมืองพิชัย", LAMPANG, True),
        ("เทศบาลนครลำปาง", LAMPANG, True),
        ("องค์การบริหารส่วนจังหวัดลำปาง", LAMPANG, True),
        ("เทศบาลตำบลบ่อแฮ้ว", LAMPANG, True),
        ("เมืองพัทยา", "ชลบุรี", True),
        ("อบต.บานเอื้อม", LAMPANG, False),
        ("อบต.บ้านเอื้อม", "ชลบุรี", False),
        ("", LAMPANG, False),
    ],
)
def test_a_name_is_spelled_as_the_registry_has_it_in_short_or_in_full(
    read: str, province: str, spelled: bool
) -> None:
    assert is_spelled(read, province) is spelled
