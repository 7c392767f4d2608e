"""Lists of LAOs whose lines a narrow cell broke: what is one name stays one, and nothing is a name that is none."""

import pytest

from survey.lao_lists import lao_list


@pytest.mark.parametrize(
    ("text", "province", "names"),
    [
        ("อบต.ขอนแก่น (อ.เมือง\nร้อยเอ็ด)", "ร้อยเอ็ด", ["อบต.ขอนแก่น"]),
        ("อบต.วังน้ำเขียว อ.\nกำแพงแสน\nอบต.ทุ่งขวาง", "นครปฐม", ["อบต.วังน้ำเขียว", "อบต.ทุ่งขวาง"]),
        ("อบต.ท่ากระชับ\nอ.นครชัยศรี", "นครปฐม", ["อบต.ท่ากระชับ"]),
        ("ทต.คำ\nเหมือด\nแก้ว;\nอบต.กุดโดน", "กาฬสินธุ์", ["ทต.คำเหมือดแก้ว", "อบต.กุดโดน"]),
        ("อบต. เชียงกลาง\nพญา\nแก้ว\nอบต. ป่าคา", "น่าน", ["อบต.เชียงกลางพญาแก้ว", "อบต.ป่าคา"]),
        ("อบตนาดง\nและอบตปากคาด", "บึงกาฬ", ["อบต.นาดง", "อบต.ปากคาด"]),
        ("อบต.นาดง และ\nอบต.ปากคาด", "บึงกาฬ", ["อบต.นาดง", "อบต.ปากคาด"]),
    ],
)
def test_what_a_narrow_cell_broke_is_read_whole(text: str, province: str, names: list[str]) -> None:
    found = lao_list(text, province)
    assert [one.lao.name for one in found] == names
    assert all(one.lao.code for one in found)


@pytest.mark.parametrize(
    ("text", "province", "names"),
    [
        ("อบต.ห้วยข่า\nสะพือ\nโพนงาม", "อุบลราชธานี", ["อบต.ห้วยข่า", "อบต.สะพือ", "อบต.โพนงาม"]),
        ("อบต. และ\nอบต.ปอน", "น่าน", ["อบต.และ", "อบต.ปอน"]),
        ("อบต.วังตะกู อ.เมือง\nลำพยา", "นครปฐม", ["อบต.วังตะกู", "อบต.ลำพยา"]),
    ],
)
def test_names_of_their_own_lines_stay_apart(text: str, province: str, names: list[str]) -> None:
    assert [one.lao.name for one in lao_list(text, province)] == names
