"""Which LAO a name means; names are the registry's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.model import Lao
from survey.names import Doubt, Match, find_in_prose, match, meant, province_shared
from survey.registry import RegisteredLao, registry

CHIANG_MAI = "เชียงใหม่"
FULL_TYPE = {
    "อบต.": "องค์การบริหารส่วนตำบล",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "ทต.": "เทศบาลตำบล",
    "ทม.": "เทศบาลเมือง",
    "ทน.": "เทศบาลนคร",
    "เมืองพัทยา": "",
}
LAOS = st.sampled_from(list(registry().by_code.values()))


def name_of(found: Match) -> tuple[str, bool]:
    return found.lao.name, found.certain


@settings(max_examples=150, deadline=None)
@given(lao=LAOS, full=st.booleans(), spaced=st.booleans(), place=st.booleans())
def test_every_lao_is_found_by_type_and_name_in_any_notation(
    lao: RegisteredLao, full: bool, spaced: bool, place: bool
) -> None:
    kind = "" if lao.kind == "เมืองพัทยา" else FULL_TYPE[lao.kind] if full else lao.kind
    written = kind + (" " if spaced else "") + lao.bare + (f" อ.{lao.amphoe}" if place and lao.amphoe else "")
    found = match(written, lao.province)
    assert found.lao.name == lao.short
    assert found.lao.code == lao.code or (lao.same_short_in_province > 1 and not found.certain)
    if place:
        assert found.lao.code == lao.code


@settings(max_examples=150, deadline=None)
@given(lao=LAOS, letter=st.sampled_from("กขคงจชดตทนบปผพมยรลวสหอ"), at=st.integers(0, 40))
def test_a_wrong_consonant_never_makes_another_lao_certain(lao: RegisteredLao, letter: str, at: int) -> None:
    at %= len(lao.bare)
    wrong = lao.kind + lao.bare[:at] + letter + lao.bare[at + 1 :]
    found = match(wrong, lao.province)
    assert (
        not found.certain
        or registry().by_code[found.lao.code or ""].short in (lao.short, wrong)
        or (found.doubt is Doubt.OTHER_PROVINCE)
    )


@pytest.mark.parametrize(
    "written",
    [
        "ทต.แม่แรม",
        "ท.ต.แม่แรม",
        "ทต แม่แรม",
        "ทต.แม่เเรม",
        "ทต. แม่ แรม",
        "เทศบาลตำบลแม่แรม",
        "เทศบาล ตำบล แม่แรม",
        "เทศบาลแม่แรม",
        "แม่แรม",
        "ต.แม่แรม",
        "ตำบลแม่แรม อำเภอแม่ริม จังหวัดเชียงใหม่",
        "อ.แม่ริม ทต.แม่แรม",
        "ทต.แม่แรม (อ.แม่ริม)",
        "ทต.แม่แรมอ.แม่ริมจ.เชียงใหม่",
        "1) ทต.แม่แรม",
        "๑. ทต.แม่แรม",
        "- ทต.แม่แรม",
        "ทต.แม่แรม (เจ้าภาพ)",
        "ทต.แม่แรม เป็นเจ้าภาพ",
        "นายกเทศมนตรีตำบลแม่แรม",
        "สำนักงานเทศบาลตำบลแม่แรม",
        "เทศบาลตำบลแม่แรม โดย นายสมชาย ใจดี นายกเทศมนตรี",
        "นายสมชาย ใจดี นายกเทศมนตรีตำบลแม่แรม",
        "แม่แรม (ทต.)",
        "ทต.แม่แรม.....",
        "ทต.แมแรม",
    ],
)
def test_one_lao_is_certain_however_it_is_written(written: str) -> None:
    assert match(written, CHIANG_MAI).lao == match("ทต.แม่แรม", CHIANG_MAI).lao
    assert match(written, CHIANG_MAI).lao.code == "5500707"


@pytest.mark.parametrize(
    ("written", "province", "short"),
    [
        ("อ.บ.ต. สะลวง", CHIANG_MAI, "อบต.สะลวง"),
        ("องค์กรบริหารส่วนตำบลสะลวง", CHIANG_MAI, "อบต.สะลวง"),
        ("อบจ.", CHIANG_MAI, "อบจ.เชียงใหม่"),
        ("องค์การบริหารส่วนจังหวัด", CHIANG_MAI, "อบจ.เชียงใหม่"),
        ("อบจ.โคราช", "นครราชสีมา", "อบจ.นครราชสีมา"),
        ("ทน.อยุธยา", "พระนครศรีอยุธยา", "ทน.พระนครศรีอยุธยา"),
        ("เทศบาลนครสวรรค์", "นครสวรรค์", "ทน.นครสวรรค์"),
        ("เทศบาลนครนครสวรรค์", "นครสวรรค์", "ทน.นครสวรรค์"),
        ("เทศบาลเมืองพล", "ขอนแก่น", "ทม.เมืองพล"),
        ("เทศบาลเมืองงาย", CHIANG_MAI, "ทต.เมืองงาย"),
        ("เมืองพัทยา", "ชลบุรี", "เมืองพัทยา"),
        ("พัทยา", "ชลบุรี", "เมืองพัทยา"),
        ("อบต.และ (น่าน)", "น่าน", "อบต.และ"),
        ("ทต.กม.๕", "ประจวบคีรีขันธ์", "ทต.กม.5"),
        ("ทต.จ.ป.ร. จ.ระนอง", "ระนอง", "ทต.จ.ป.ร."),
        ("อบต.สามตำบล", "นครศรีธรรมราช", "อบต.สามตำบล"),
        ("ทมนางาม", "อุดรธานี", "อบต.ทมนางาม"),
        ("ทม.สุไหงโกลก อ.สุไหงโก-ลก", "นราธิวาส", "ทม.สุไหงโก-ลก"),
        ("ทม.อรัญญประเทศ", "สระแก้ว", "ทม.อรัญประเทศ"),
        ("อบต.ทองแท้", "พิษณุโลก", "อบต.ท้อแท้"),
        ("อบต.ชุมแสง อ.สตึก", "บุรีรัมย์", "อบต.ชุมแสง"),
    ],
)
def test_special_names_are_certain(written: str, province: str, short: str) -> None:
    assert name_of(match(written, province)) == (short, True)


def test_one_wrong_letter_is_asked_about_and_not_corrected() -> None:
    found = match("อบต.บ้านกลาต", CHIANG_MAI)
    assert (found.lao.name, found.lao.code, found.doubt) == ("อบต.บ้านกลาต", None, Doubt.UNKNOWN)
    assert "อบต.บ้านกลาง" in list(meant(found.candidates, CHIANG_MAI))


def test_a_right_name_of_the_wrong_type_is_asked_about() -> None:
    found = match("อบต.แม่แรม", CHIANG_MAI)
    assert found.doubt is Doubt.UNKNOWN
    assert [lao.short for lao in found.candidates] == ["ทต.แม่แรม"]


def test_lost_marks_are_repaired_within_province_and_type_only() -> None:
    assert name_of(match("ทต.รมเหนอ", CHIANG_MAI)) == ("ทต.ริมเหนือ", True)
    assert not match("อบต.รมเหนอ", CHIANG_MAI).certain
    assert match("อบต.นาคา", "ยโสธร").lao.code is None


def test_a_name_without_type_is_certain_only_where_one_fits() -> None:
    assert match("สะลวง", CHIANG_MAI).certain
    found = match("ห้วยทราย", CHIANG_MAI)
    assert (found.lao.name, found.doubt) == ("ห้วยทราย", Doubt.KIND_OPEN)


def test_equal_names_of_a_province_are_told_apart_by_the_amphoe_alone() -> None:
    found = match("อบต.ชุมแสง", "บุรีรัมย์")
    assert (found.lao.name, found.lao.code, found.doubt) == ("อบต.ชุมแสง", None, Doubt.AMPHOE_OPEN)
    assert match("อบต.ชุมแสง", "บุรีรัมย์", amphoe="สตึก").lao.code == "6311104"
    assert next(iter(meant(found.candidates, "บุรีรัมย์"))) == "อบต.ชุมแสง อ.กระสัง"


def test_an_amphoe_in_which_no_such_lao_lies_makes_it_doubtful() -> None:
    assert match("อบต.สะลวง อ.หางดง", CHIANG_MAI).doubt is Doubt.UNKNOWN


def test_another_provinces_lao_is_certain_where_it_says_so_or_is_the_only_one() -> None:
    for written, code in [("ทต.ป่าซาง จ.ลำพูน", "5510602"), ("อบจ.ลำพูน", "2510101")]:
        found = match(written, CHIANG_MAI)
        assert (found.lao.code, found.doubt) == (code, Doubt.OTHER_PROVINCE)


def test_another_provinces_name_one_letter_from_our_own_is_not_certain() -> None:
    found = match("อบต.หนองแซง", "มหาสารคาม")
    assert (found.lao.code, found.doubt) == (None, Doubt.OTHER_PROVINCE)


def test_a_name_of_many_provinces_is_unknown_here() -> None:
    assert match("อบต.หนองบัว", CHIANG_MAI).doubt is Doubt.UNKNOWN


def test_without_a_province_only_the_countrys_single_lao_is_certain() -> None:
    assert match("อบต.สะลวง", None).certain
    assert name_of(match("อบต.หนองบัว", None)) == ("อบต.หนองบัว", False)
    assert match("อบต.หนองบัว จ.ลพบุรี", None).certain


@pytest.mark.parametrize(
    "written",
    [
        "โรงพยาบาลนครพิงค์",
        "รพ.สต.สะลวง",
        "กองช่าง อบต.สะลวง",
        "อำเภอแม่ริม",
        "อบต.",
        "ทต.ก จ.กรุงเทพมหานคร",
        "#REF!",
    ],
)
def test_what_is_no_lao_stays_as_written(written: str) -> None:
    found = match(written, CHIANG_MAI)
    assert (found.lao.name, found.certain, found.doubt) == (written, False, Doubt.UNKNOWN)


@pytest.mark.parametrize("kind", [None, "อบต."])
def test_a_name_without_its_type_is_never_another_provinces_lao(kind: str | None) -> None:
    found = match("สะลวง", "ลำพูน", kind=kind)
    assert (found.lao, found.doubt) == (Lao("สะลวง"), Doubt.UNKNOWN)
    assert match("อบต.สะลวง", "ลำพูน").doubt is Doubt.OTHER_PROVINCE


def test_the_shared_province_is_that_of_all_known_codes() -> None:
    assert province_shared(["6500710", "5500707", None]) == CHIANG_MAI
    assert province_shared(["6500710", "5510602"]) is None
    assert province_shared([None]) is None


def test_prose_names_its_laos_in_order_each_once() -> None:
    text = (
        "ระหว่าง เทศบาลตำบลแม่แรม โดย นายสมชาย ใจดี นายกเทศมนตรีตำบลแม่แรม ซึ่งต่อไปนี้เรียกว่า ฝ่ายที่หนึ่ง "
        "กับองค์การบริหารส่วนตำบลสะลวงโดยนางใจ งาม และ อบต.ห้วยทราย อำเภอแม่ริม จังหวัดเชียงใหม่"
    )
    assert [one.lao.name for one in find_in_prose(text, CHIANG_MAI)] == [
        "ทต.แม่แรม",
        "อบต.สะลวง",
        "อบต.ห้วยทราย",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "เทศบาลและองค์การบริหารส่วนตำบลในเขตพื้นที่",
        "เทศบาลตำบลแม่แรมพัฒนาการ",
        "พระราชบัญญัติเทศบาล พ.ศ. 2496",
        "ประกอบต้นเรื่อง ผู้แทน.",
        "องค์การบริหารส่วนตำบลและเทศบาลตำบล",
        "องค์การบริหารส่วนตำบล และ เทศบาลตำบลต่าง ๆ",
        "ระหว่างองค์การบริหารส่วนตำบล และ ส่วนราชการอื่น",
    ],
)
def test_prose_without_a_name_has_none(text: str) -> None:
    assert find_in_prose(text, CHIANG_MAI) == []
    assert find_in_prose(text, "น่าน") == []


@pytest.mark.parametrize("text", ["อบต.และ โดยนายสมชาย ใจดี", "องค์การบริหารส่วนตำบล และ อำเภอทุ่งช้าง"])
def test_prose_finds_the_name_that_is_and(text: str) -> None:
    assert [one.lao.code for one in find_in_prose(text, "น่าน")] == ["6550805"]


def test_prose_finds_a_name_over_two_lines_and_by_its_own_place() -> None:
    assert [one.lao.code for one in find_in_prose("เทศบาลตำบลแม่\nแรม ตกลง", CHIANG_MAI)] == ["5500707"]
    found = find_in_prose("อบต.ชุมแสง อำเภอสตึก กับ อบต.ชุมแสง อำเภอนางรอง", "บุรีรัมย์")
    assert [one.lao.code for one in found] == ["6311104", "6310407"]
