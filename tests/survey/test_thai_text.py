"""Repair of Thai text: the sender's words stay, their encoding is put right."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.thai.digits import arabic, thai
from survey.thai.text import fold, is_garbled, repair, squeeze, unmojibake

TONE_EK, NIKHAHIT, AA = "\u0e48", "\u0e4d", "\u0e32"


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("เเม่เเรม", "แม่แรม"),
        (f"น{NIKHAHIT}{AA}", "นำ"),
        (f"น{TONE_EK}{NIKHAHIT}{AA}", f"น{TONE_EK}ำ"),
        (f"น{NIKHAHIT}{TONE_EK}{AA}", f"น{TONE_EK}ำ"),
        (f"นำ{TONE_EK}", f"น{TONE_EK}ำ"),
        (f"น{AA}{NIKHAHIT}", "นำ"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("พันธ\u0e4c\u0e38", "พันธ\u0e38\u0e4c"),
        ("ก\u0e48\u0e38", "ก\u0e38\u0e48"),
        ("น้้\u0e33", "น้ำ"),
        ("ที่่", "ที่"),
        ("มๅตรๅ", "มาตรา"),
        ("หน้ๅ", "หน้า"),
        ("ท\uf702\uf70a", "ที่"),
        ("ป\uf710น\uf70e", "ปัน์"),
        ("\uf70f\uf700", "ญฐ"),
        ("กรณ ีที ่", "กรณีที่"),
        ("กรณ\nีที่", "กรณีที่"),
        ("a\u200bb\u00adc\ufeff\u200dd", "abcd"),
        ("ก\u00a0ข\u2009ค\u3000ง", "ก ข ค ง"),
        ("ก_x000D_\nข\r\nค\rง\x0bจ", "ก\nข\nค\nง\nจ"),
        ("ก\x00ข", "กข"),
        ("อบต.แม่แรม".encode("tis-620").decode("latin-1"), "อบต.แม่แรม"),
        ("อบต.แม่แรม".encode().decode("latin-1"), "อบต.แม่แรม"),
        ("เทศบาล", "เทศบาล"),
    ],
)
def test_broken_thai_is_put_right(broken: str, right: str) -> None:
    assert repair(broken) == right


@pytest.mark.parametrize(
    "text", ["ฤๅษี", "ฦๅ", "ก  ข\tค\n\nง", "๑๒๓", "café", "5×5", "½ ไร่", "น้ำใจ", "อยู่ที่ไหน", "เธอเนยเธอ", "สำนัก"]
)
def test_what_was_right_stays_as_written(text: str) -> None:
    assert repair(text) == text


def test_compatibility_letters_are_not_rewritten() -> None:
    assert repair("①ﬁ㎡ำ") == "①ﬁ㎡ำ"


@pytest.mark.parametrize("charset", ["cp1252", "latin-1", "cp874"])
@pytest.mark.parametrize("words", ["แบบสำรวจ จังหวัดเชียงใหม่", "อบต.สะลวง", "๕ พ.ย. ๒๕๖๑"])
def test_utf8_read_in_another_character_set_is_reversed(words: str, charset: str) -> None:
    # Lenient decoders give undefined bytes as C1 controls.
    wrong = "".join(bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in words.encode())
    assert unmojibake(wrong) == words


@pytest.mark.parametrize("text", ["Müller", "São Paulo", "ÉÉÉ", "Ã", "à", "naïve café", "20°–25°", "ü", "×"])
def test_other_languages_are_not_turned_into_thai(text: str) -> None:
    assert unmojibake(text) == text


@pytest.mark.parametrize(
    "text", ["แม่\ufffdรม", "คว(cid:5)ม", "ก\ue123", "□□□", "ÍºµáÁè และ \u0e01", "???? ????", "ก\x9a"]
)
def test_lost_letters_are_noticed(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize("text", ["", "□", "☐", "อบต.แม่แรม", "café", "???", "5×5", "เนื้อเธอ เนยเธอ"])
def test_ordinary_text_is_not_called_garbled(text: str) -> None:
    assert not is_garbled(text)


def test_folding_leaves_one_line() -> None:
    assert fold("  ก \n ข\t\tค ") == "ก ข ค"


@pytest.mark.parametrize(
    "text", ["ว/ด/ป ที่ลงนาม", "ว.ด.ป.ที่\nลงนาม", " วดป ที ่ลงนาม", "ว-ด-ป (ที่ลงนาม)", "“วดปที่ลงนาม”"]
)
def test_keys_ignore_space_and_punctuation(text: str) -> None:
    assert squeeze(text) == "วดปที่ลงนาม"


def test_keys_fold_digits_and_case() -> None:
    assert squeeze("ทำ MOU ๑๒") == "ทำmou12"


def test_digits_of_both_scripts_change_alone() -> None:
    assert arabic("๕ พ.ย. ๒๕๖1") == "5 พ.ย. 2561"
    assert thai("5 พ.ย. 2561") == "๕ พ.ย. ๒๕๖๑"


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("กขมรนำาํเแฤๅๆ่้๊๋์ัิีึืุู็ \n\tab.-5๕éà\uf705\u200b\u00a0\r"), max_size=12))
def test_repair_is_done_once(text: str) -> None:
    once = repair(text)
    assert repair(once) == once
    assert unicodedata.is_normalized("NFC", once)
