"""Lists of LAOs in one cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.lao_lists import lao_list, names_none
from survey.model import Lao
from survey.registry import RegisteredLao, registry

CHIANG_MAI = "เชียงใหม่"
UNIQUE = [lao for lao in registry().laos_of(CHIANG_MAI) if lao.same_short_in_province == 1]


def names(text: str, province: str = CHIANG_MAI) -> list[str]:
    """Names in order; one that is not certain has a question mark."""
    return [one.lao.name + ("" if one.certain else "?") for one in lao_list(text, province)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("อ.สตึก: อบต.ชุมแสง อบต.ทุ่งวัง", ["6311104", "6311106"]),
        ("อำเภอนางรอง อบต.ชุมแสง อบต.ถนนหัก", ["6310407", "6310403"]),
        ("ในอำเภอสตึก อบต.ชุมแสง", ["6311104"]),
        ("อ.บ้านไหน: อบต.ชุมแสง อบต.ทุ่งวัง", [None, "6311106"]),
        ("อบต.ชุมแสง อบต.ทุ่งวัง", [None, "6311106"]),
    ],
)
def test_an_amphoe_before_a_list_tells_equal_names_apart(text: str, codes: list[str | None]) -> None:
    assert [one.lao.code for one in lao_list(text, "บุรีรัมย์")] == codes


def test_a_name_cut_in_two_by_a_line_break_is_told_apart_by_the_rows_amphoe() -> None:
    assert [one.lao.code for one in lao_list("อบต.ชุม\nแสง", "บุรีรัมย์", "สตึก")] == ["6311104"]
    assert [one.lao for one in lao_list("อบต.ชุม\nแสง", "บุรีรัมย์")] == [Lao("อบต.ชุมแสง")]


@pytest.mark.parametrize(
    "place", ["อำเภอ\nสตึก", "อ.\nสตึก", "\nอำเภอสตึก", "อ.สตึก\nจังหวัด\nบุรีรัมย์", "อ.สตึก จ.\nบุรีรัมย์"]
)
def test_a_place_may_break_over_two_lines(place: str) -> None:
    assert [one.lao.code for one in lao_list(f"อบต.ชุมแสง {place}", "บุรีรัมย์")] == ["6311104"]


@pytest.mark.parametrize(
    ("lead", "partners"),
    [
        ("ภาคีเครือข่าย ได้แก่", []),
        ("หน่วยงานร่วม ประกอบด้วย", []),
        ("อปท. 2 แห่ง ได้แก่", []),
        ("อปท. 3 แห่ง ได้แก่", ["อปท. 3 แห่ง?"]),
    ],
)
def test_words_that_introduce_a_list_are_no_partner_unless_they_count_more(
    lead: str, partners: list[str]
) -> None:
    assert names(f"{lead} อบต.สะลวง, ทต.แม่แรม") == [*partners, "อบต.สะลวง", "ทต.แม่แรม"]


@settings(max_examples=100, deadline=None)
@given(
    laos=st.lists(st.sampled_from(UNIQUE), min_size=1, max_size=6, unique=True),
    separator=st.sampled_from(
        ["\n", ", ", ",", ";", " / ", "|", "\t", "\n- ", " • ", "&", "+", "  ", " ", " และ ", "กับ"]
    ),
)
def test_any_separator_gives_the_same_list(laos: list[RegisteredLao], separator: str) -> None:
    shorts = [lao.short for lao in laos]
    assert names(separator.join(shorts)) == shorts


@pytest.mark.parametrize("number", ["{}.", "{})", "({})", "{} "])
@pytest.mark.parametrize("between", ["\n", " "])
def test_numbering_is_no_part_of_a_name(number: str, between: str) -> None:
    shorts = ["อบต.สะลวง", "ทต.แม่แรม", "ทต.ริมเหนือ"]
    assert names(between.join(number.format(n) + name for n, name in enumerate(shorts, 1))) == shorts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ก. อบต.สะลวง ข. ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("1) อบต.สะลวง และ 2) ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("1. อบต.สะลวง, และ 2. ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("(1) อบต.สะลวงร่วมกับ(2) ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("1) สะลวง กับ 2) ริมเหนือ", ["อบต.สะลวง", "ทต.ริมเหนือ"]),
        ("ข้อ 1 อบต.สะลวง/ข้อ 2 ทต.แม่แรมและข้อ ๓ ทต.ริมเหนือ", ["อบต.สะลวง", "ทต.แม่แรม", "ทต.ริมเหนือ"]),
        ("\uf0b7 อบต.สะลวง\n\uf0b7 ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("- อบต.สะลวง และ - ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("อบต.สะลวง จ. ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("ทต.แม่แรม, อบต. ต.สะลวง ทต.ริมเหนือ", ["ทต.แม่แรม", "อบต.สะลวง", "ทต.ริมเหนือ"]),
        ("ทต.แม่แรม - อ.บ.จ.เชียงใหม่", ["ทต.แม่แรม", "อบจ.เชียงใหม่"]),
        ("ทต.แม่แรม อ. บ. จ. เชียงใหม่", ["ทต.แม่แรม", "อบจ.เชียงใหม่"]),
        ("อ.บ.ต.สะลวง ทต.แม่แรม (เจ้าภาพ) ทต.ริมเหนือ", ["อบต.สะลวง", "ทต.แม่แรม", "ทต.ริมเหนือ"]),
        ("๑. อบต.สะลวง ๒. ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("อบต.สะลวง ร่วมกับเทศบาลตำบลแม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("เทศบาลตำบลแม่แรมเทศบาลตำบลริมเหนือ", ["ทต.แม่แรม", "ทต.ริมเหนือ"]),
        ("อบต.สะลวง อ.แม่ริม จ.เชียงใหม่, ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("เทศบาล 2 แห่ง (ทต.แม่แรม, ทต.ริมเหนือ)", ["ทต.แม่แรม", "ทต.ริมเหนือ"]),
        ("อปท. 2 แห่ง ได้แก่ อบต.สะลวง และ ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("อปท. 12 แห่ง ได้แก่ อบต.สะลวง", ["อปท. 12 แห่ง?", "อบต.สะลวง"]),
        ("อปท. 2 แห่ง อบต.สะลวง ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("2 แห่ง อบต.สะลวง ทต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("อบต.สะลวง ทต.แม่แรม รวม 2 แห่ง", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("อบต. 2 แห่ง เทศบาล 1 แห่ง", ["อบต. 2 แห่ง?", "เทศบาล 1 แห่ง?"]),
        ("ทต.แม่แรม ฯลฯ", ["ทต.แม่แรม", "ฯลฯ?"]),
        ("ทต.แม่แรม และอื่น ๆ", ["ทต.แม่แรม", "อื่น ๆ?"]),
        ("ทุกแห่งในอำเภอแม่ริม", ["ทุกแห่งในอำเภอแม่ริม?"]),
        ("อบต.สะลวง และโรงพยาบาลนครพิงค์", ["อบต.สะลวง", "โรงพยาบาลนครพิงค์?"]),
        ("ศูนย์พัฒนาเด็กเล็ก อบต.สะลวง", ["ศูนย์พัฒนาเด็กเล็ก อบต.สะลวง?"]),
        ("แม่แรมม ทต.ริมเหนือ", ["แม่แรมม?", "ทต.ริมเหนือ"]),
        ("ทต.แม่แรม, ทต.แม่แรม", ["ทต.แม่แรม"]),
        ("อบจ.และทต.แม่แรม", ["อบจ.เชียงใหม่", "ทต.แม่แรม"]),
        ("อบต.กขค และ ทต.แม่แรม", ["อบต.กขค?", "ทต.แม่แรม"]),
        ("ต.สะลวง ต.แม่แรม", ["อบต.สะลวง", "ทต.แม่แรม"]),
        ("อบต.", ["อบต.?"]),
        (
            "เทศบาลตำบลแม่แรม โดย นายสมชาย ใจดี และองค์การบริหารส่วนตำบลสะลวง โดย นางใจ งาม",
            ["ทต.แม่แรม", "อบต.สะลวง"],
        ),
    ],
)
def test_lists_as_officers_write_them(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "province", "expected"),
    [
        ("อบต.และ", "น่าน", ["อบต.และ"]),
        ("อบต.และ, ทต.งอบ", "น่าน", ["อบต.และ", "ทต.งอบ"]),
        ("อบต.และ และ ทต.งอบ", "น่าน", ["อบต.และ", "ทต.งอบ"]),
        ("1. อ.บ.ต. และ 2. ทต.งอบ", "น่าน", ["อบต.และ", "ทต.งอบ"]),
        ("ทม.สุไหงโก-ลก - ทม.ตากใบ", "นราธิวาส", ["ทม.สุไหงโก-ลก", "ทม.ตากใบ"]),
        ("ทต.ต้นตาล - พระยาทด", "สระบุรี", ["ทต.ต้นตาล-พระยาทด"]),
        ("ทต.ปากน้ำ\nชุมพร", "ชุมพร", ["ทต.ปากน้ำชุมพร"]),
        ("อบต.บ้าน กลาง", CHIANG_MAI, ["อบต.บ้านกลาง"]),
        ("อบต.น้ำรอบ จ.อุทัยธานี ทต.หนองฉาง", "อุทัยธานี", ["อบต.น้ำรอบ", "ทต.หนองฉาง"]),
    ],
)
def test_a_separator_inside_a_name_does_not_split_it(text: str, province: str, expected: list[str]) -> None:
    assert names(text, province) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1) ทต.แม่แรม 2)\nอบต.สะลวง3)\nทต.ริมเหนือ", ["ทต.แม่แรม", "อบต.สะลวง", "ทต.ริมเหนือ"]),
        ("ทต.แม่\nแรม\nอบต.สะลวง", ["ทต.แม่แรม", "อบต.สะลวง"]),
        ("เทศบาล\nตำบลแม่แรม", ["ทต.แม่แรม"]),
        ("องค์การบริหาร\nส่วนตำบลสะลวง", ["อบต.สะลวง"]),
        ("เทศบาลตำบล\nแม่แรม", ["ทต.แม่แรม"]),
        ("อบต.แม่\nแรม", ["อบต.แม่แรม?"]),
    ],
)
def test_a_name_over_two_lines_is_one(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text", ["อบต.แม่แดด สะลวง ห้วยทราย", "อบต.แม่แดด, สะลวงและห้วยทราย", "อบต.\n1. แม่แดด\n2. สะลวง\n3. ห้วยทราย"]
)
def test_a_type_written_once_is_inherited_and_marked_so(text: str) -> None:
    found = lao_list(text, CHIANG_MAI)
    assert [one.lao.name for one in found] == ["อบต.แม่แดด", "อบต.สะลวง", "อบต.ห้วยทราย"]
    assert [one.inherited for one in found][1:] == [True, True]


@pytest.mark.parametrize(
    "text", ["", "-", "–", "....", "ไม่มี", "- ไม่มี -", "ไม่ระบุ", "N/A", "_", "/", "ไม่มีข้อมูล"]
)
def test_blanks_and_words_for_none_name_nobody(text: str) -> None:
    assert names_none(text)
    assert lao_list(text, CHIANG_MAI) == ()


def test_none_is_not_read_into_a_name() -> None:
    assert not names_none("ไม่มีนบุรี")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="อบตท.มนแรสะลวงเศาำุ่ัและกับ ,\n-()12/", max_size=60))
def test_any_text_is_read_without_a_crash_and_codes_are_real(text: str) -> None:
    for one in lao_list(text, CHIANG_MAI):
        assert one.lao.name
        assert one.lao.code is None or registry().by_code[one.lao.code].short == one.lao.name


def test_a_typed_name_that_a_line_break_cut_into_two_names_of_the_registry_is_one() -> None:
    found = lao_list("อบต.ศรีสุข\nสำราญ", "ขอนแก่น")
    assert [one.lao.name for one in found] == ["อบต.ศรีสุขสำราญ"]
    apart = lao_list("อบต.ศรีสุข\nทต.สำราญ", "ขอนแก่น")
    assert [one.lao.name for one in apart] == ["อบต.ศรีสุข", "ทต.สำราญ"]
