"""Below signatures heads speak for parties; witnesses, in a column of their own or not, for nobody."""

import pytest

from parsers.mou_signers import signers_of

HEAD, TOWN = "นายกองค์การบริหารส่วนตำบลสะลวง", "นายกเทศมนตรีตำบลแม่แรม"
WITNESS = "ปลัดเทศบาลตำบลสันทราย"


def test_of_signatures_below_each_other_the_witness_is_left_out() -> None:
    text = f"(ลงชื่อ)......\n(นายสมมติ)\n{HEAD}\n(ลงชื่อ)......พยาน\n(นายพยาน)\n{WITNESS}"
    assert "สะลวง" in signers_of(text)
    assert "สันทราย" not in signers_of(text)


@pytest.mark.parametrize(
    ("marks", "posts"),
    [
        ("(ลงชื่อ)..... (ลงชื่อ).....พยาน", f"{HEAD} {WITNESS}"),
        ("(ลงชื่อ).....พยาน (ลงชื่อ).....", f"{WITNESS} {HEAD}"),
        ("(ลงชื่อ)..... (ลงชื่อ).....", f"{HEAD} {WITNESS}"),
        ("(ลงชื่อ)..... (ลงชื่อ).....", f"{HEAD} ปลั่ดเทศบาลตำบลสันทราย"),
    ],
)
def test_a_party_that_shares_its_line_with_a_witness_stays(marks: str, posts: str) -> None:
    found = signers_of(f"{marks}\n(นายก) (นายข)\n{posts}")
    assert "สะลวง" in found
    assert "สันทราย" not in found


def test_two_heads_in_one_line_are_both_parties() -> None:
    found = signers_of(f"(ลงชื่อ)..... (ลงชื่อ).....\n{HEAD} {TOWN}")
    assert "สะลวง" in found
    assert "แม่แรม" in found


def test_two_witnesses_in_one_line_are_none() -> None:
    assert "สันทราย" not in signers_of(f"(ลงชื่อ).....พยาน (ลงชื่อ).....พยาน\n{WITNESS} {TOWN}")
    assert "สันทราย" not in signers_of(f"(ลงชื่อ).....\nพยาน\n{WITNESS}")


@pytest.mark.parametrize(
    "post", [f"รองนายกเทศมนตรีตำบลแม่แรม ปฏิบัติราชการแทน\n{TOWN}", "ปลัดเทศบาลตำบลแม่แรม ปฏิบัติหน้าที่"]
)
def test_who_acts_for_a_head_signs_for_the_party(post: str) -> None:
    assert "แม่แรม" in signers_of(f"(ลงชื่อ).....\n(นายสมมติ)\n{post}")
