"""Repair of Thai text as officers' programs leave it, and the keys under which words are compared.

The sender's words stay: only what no reader would see as a change is changed (contract, section 3, "Text").
"""

import re
import unicodedata

from survey.thai.digits import arabic
from survey.thai.mojibake import looks_like_mojibake, unmojibake
from survey.thai.short_texts import cached_when_short

__all__ = ["fold", "has_no_letters", "is_garbled", "repair", "squeeze", "unmojibake"]

_TONE = "\u0e48-\u0e4b"
_ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e3a\u0e47"
_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_FOLLOWING = "\u0e30\u0e32\u0e33\u0e45"
_INVISIBLE = "\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_SPACE = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAK = "\r\x0b\x0c\x85\u2028\u2029"

# Glyphs of Thai fonts in the private use area (names of the TLWG fonts).
_PRIVATE = dict(
    zip(
        range(0xF700, 0xF721),
        "ฐ\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4cญ"
        "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a\uf71b\uf71c\uf71d\u0e4d\u0e47\u0e4e",
        strict=True,
    )
)

# It begins with one class of letters, so that the engine skips all others: as plain alternatives it took twice as long.
_ALONE = rf"\x80-\xff{_INVISIBLE}{_SPACE}{_BREAK}\uf700-\uf720\u0e4d"
_NEEDS_WORK = re.compile(
    rf"[{_ALONE}_เ{_MARK}{_FOLLOWING}\s](?:(?<=[{_ALONE}])|(?<=_)x00|(?<=เ)(?:เ|[ธน].(?:เ[ธน].){{2}})"
    rf"|(?<=[{_TONE}\u0e4c])[{_ABOVE_OR_BELOW}]|(?<=[{_FOLLOWING}])[{_TONE}]|(?<=([{_MARK}]))\1|(?<=ๅ)(?<![ฤฦ]ๅ)"
    rf"|(?<=\s)[{_MARK}]|(?<=[ก-ฮ] )[{_TONE}]?า|(?<=[ก-ฮ][{_TONE}] )[{_TONE}]?า)"
)
# Words copied out of a PDF lose their ำ ("ด าเนินการ"): put back where the rest can be no other word.
_STEMS_OF_AM = (
    "ดำเนิน สำนัก ตำบล กำจัด จำนวน อำเภอ สำหรับ บำรุง บำบัด สำรวจ ประจำ จำกัด กำหนด ชำนาญ ตำรวจ สำคัญ คำสั่ง กำลัง "
    "จำหน่าย ลำปาง ลำพูน กำแพง อำนาจ นำส่ง การทำ จัดทำ ร่วมทำ ทำความ ทำข้อ ทำบันทึก ตำแหน่ง จำเป็น ผู้นำ แนะนำ "
    "ทำการ ลำดับ ลำน้ำ น้ำ ชำระ สำเร็จ ทำงาน บำเหน็จ กำกับ"
).split()
_LOST_AM = re.compile(
    "|".join(re.sub(rf"([{_TONE}]?)ำ", r"(?: \1|\1 )า", stem) for stem in _STEMS_OF_AM).replace(
        "(?: | )", " "
    )
)

_LINE_BREAK = re.compile(rf"(?:_x000[Dd]_)?\r?\n|_x000[AaDd]_|[{_BREAK}]")
_ROUNDS = 8
_ESCAPED_TAB = re.compile(r"_x0009_")
_ESCAPED_CONTROL = re.compile(r"_x00(?:0[0-8BCEFbcef]|1[0-9A-Fa-f])_")
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_SPACES = re.compile(f"[{_SPACE}]")
_SPACE_BEFORE_MARK = re.compile(rf"(?<=[ก-ฮ{_MARK}])[ \n](?=[{_MARK}])")
_LAKKHANG = re.compile(rf"([ก-รลว-ฮ][{_TONE}\u0e4d]*)ๅ")
_DOUBLED = re.compile(rf"([{_MARK}])\1+")
_MARK_THEN_VOWEL = re.compile(rf"([{_TONE}\u0e4c]+)([{_ABOVE_OR_BELOW}]+)")
_SPLIT_AM = re.compile(rf"([{_TONE}]?)(?:\u0e4d([{_TONE}]?)\u0e32|\u0e32\u0e4d)")
_VOWEL_THEN_TONE = re.compile(rf"([{_FOLLOWING}]+)([{_TONE}]+)")


@cached_when_short
def repair(text: str) -> str:
    """The same words, encoded as Thai is meant to be.

    NFC (never NFKC, which splits ำ); vowel before tone; เเ → แ; ํ+า → ำ; ๅ for า; private-use glyphs of
    Thai fonts; a mark put back on its letter; doubled marks; wrongly decoded text where that is sure;
    zero-width and control characters dropped; any space is a space, any line break `\\n`. Line breaks, tabs
    and runs of spaces are kept: lists are split by them later.
    """
    if _NEEDS_WORK.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text
    text = _LOST_AM.sub(_with_am, _plain_space(unmojibake(text)))
    text = unicodedata.normalize("NFC", text.translate(_PRIVATE))
    # One round repairs what programs do; a second one changes only what no program would leave.
    for _ in range(_ROUNDS):
        before, text = text, _in_order(text)
        if text == before:
            break
    return text


def _with_am(stem: re.Match[str]) -> str:
    return stem[0].replace(" ", "").replace("\u0e32", "\u0e33", 1)


def fold(text: str) -> str:
    """One line: runs of white space, line breaks too, are one space; ends trimmed."""
    return " ".join(text.split())


_NO_KEY = re.compile(r"[\s!-/:-@\[-`{-~\xa1-\xbf\u2010-\u205e\u3000-\u303f\u0e4f\u0e5a\u0e5b]+")


@cached_when_short
def squeeze(text: str) -> str:
    """Key under which header words and phrases are equal: repaired, without white space, dots and other
    punctuation, lower case, ASCII digits. Never stored, never shown."""
    return _NO_KEY.sub("", arabic(repair(text))).lower()


def has_no_letters(text: str) -> bool:
    """Whether nothing of a repaired text is in its key."""
    return not text or _NO_KEY.fullmatch(text) is not None


_GARBLED = re.compile(r"[\ufffd\x80-\x9f]|\(cid:\d+\)|[\ue000-\uf8ff]|□{2,}|\?{4,}")


@cached_when_short
def is_garbled(text: str) -> bool:
    """Whether letters were lost: replacement characters, `(cid:5)`, private-use leftovers, runs of □ or ?,
    or text in a wrong character set. Marks of symbol fonts are private too: ask about words, not ticks."""
    return _GARBLED.search(text) is not None or looks_like_mojibake(text)


def _in_order(text: str) -> str:
    text = _SPACE_BEFORE_MARK.sub("", text)
    text = _DOUBLED.sub(r"\1", text.replace("เเ", "แ"))
    text = _MARK_THEN_VOWEL.sub(r"\2\1", text)
    text = _SPLIT_AM.sub("\\1\\2\u0e33", _LAKKHANG.sub("\\1า", text))
    text = _VOWEL_THEN_TONE.sub(r"\2\1", text)
    return unicodedata.normalize("NFC", text)


def _plain_space(text: str) -> str:
    text = _LINE_BREAK.sub("\n", text)
    if "_x00" in text:
        text = _ESCAPED_CONTROL.sub("", _ESCAPED_TAB.sub("\t", text))
    return _SPACES.sub(" ", _INVISIBLES.sub("", text))
