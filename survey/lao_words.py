"""The words of one LAO's name as officers write it: type, name, and what tells it from others."""

import re
from dataclasses import dataclass

from survey.provinces import province_spelled
from survey.registry import PATTAYA
from survey.thai.text import fold

_LETTER = "ก-๎"
_ABBREVIATIONS = {
    "sao": ("อ", "บ", "ต"),
    "pao": ("อ", "บ", "จ"),
    "town": ("ท", "ต"),
    "city": ("ท", "ม"),
    "metro": ("ท", "น"),
}
_KINDS = {"sao": "อบต.", "pao": "อบจ.", "town": "ทต.", "city": "ทม.", "metro": "ทน."}
_MUNICIPAL = {"ตำบล": "ทต.", "ต.": "ทต.", "เมือง": "ทม.", "ม.": "ทม.", "นคร": "ทน.", "น.": "ทน."}


def _abbreviation(group: str) -> str:
    # With its last dot it stands anywhere (สะลวงอบต.แม่แดด); without, or with spaces between its letters, where no word
    # runs into it (ประกอบต้อง, น้ำรอบ จ.อุทัยธานี).
    letters = _ABBREVIATIONS[group]
    dotted = r"\.?".join(letters) + r"\s?\."
    spaced = r"\s?\.?\s?".join(letters)
    bare = rf"{spaced}(?:\s?\.|(?![่-์ะ-ู]))"
    return rf"(?P<{group}>(?<![เ-ไ]){dotted}|(?<![{_LETTER}.]){bare})"


TYPE = re.compile(
    r"องค์(?:การ|กร)\s*บริ(?:หาร|การ)\s*ส่วน\s*(?:(?P<sao_full>ตำบล|ต\.)|(?P<pao_full>จังหวัด|จ\.))"
    rf"|(?P<pattaya>(?:เทศบาล)?เมืองพัทยา|(?<![{_LETTER}])พัทยา(?![{_LETTER}]))"
    r"|(?:เทศบาล|เทศมนตรี)\s*(?P<municipal>ตำบล|เมือง|นคร|[ตมน]\.)?ฯ?|"
    + "|".join(map(_abbreviation, _ABBREVIATIONS))
)
"""The word that tells an LAO's type, in full, abbreviated, dotted or spaced."""

AMPHOE = r"(?:อำเภอ|อ\.(?!\s*บ\s*\.))"
"""Pattern of the word before an amphoe's name; อ.บ.ต. begins with the same letter."""

NO_LAO = re.compile(
    r"โรงพยาบาล|รพ\.|รพสต|สถานี|โรงเรียน|ร\.ร\.|รร\.|มหาวิทยาลัย|วิทยาลัย|ม\.|มูลนิธิ|บริษัท|บจก|บมจ|สมาคม|ชมรม|สหกรณ์"
    r"|สำนักงาน|สนง\.|สสอ|สสจ|ศูนย์|กรม|กระทรวง|การไฟฟ้า|การประปา|กองทุน|กลุ่ม|วิสาหกิจ|หน่วย|ที่ทำการ|ห้างหุ้นส่วน"
    rf"|สภา|คณะ|ธนาคาร|กอ\.รมน|อุทยาน|ชุมชน|หมู่บ้าน|{AMPHOE}|จังหวัด|จ\.|วัด|ปลัด|กำนัน|ผู้ใหญ่บ้าน|เหล่ากาชาด"
)
"""How the name of something else begins that signs such agreements too."""

SEVERAL = re.compile(
    r"ทุก\s*(?:แห่ง|อปท|องค์|เทศบาล|อบต|ตำบล|ท้องถิ่น|อำเภอ)|ทั้ง\s*(?:จังหวัด|อำเภอ|หมด)|ฯลฯ|อื่น\s*ๆ|อื่น$|เป็นต้น"
    r"|แนบ|ตาม\s*(?:เอกสาร|บัญชี|รายชื่อ|สิ่งที่)|[\d๐-๙]+\s*(?:แห่ง|อปท|องค์|หน่วย|ตำบล|เทศบาล|อบต|ท้องถิ่น)"
    r"|(?:อปท|ท้องถิ่น|เทศบาล|อบต|ตำบล)[\s.]*(?:ใน(?:เขต)?(?:พื้นที่)?|ภายใน)\s*(?:อำเภอ|อ\.|จังหวัด|จ\.|เขต|พื้นที่)"
)
"""Words that stand for LAOs which they don't name."""


@dataclass(frozen=True, slots=True)
class LaoWords:
    """One name, taken apart.

    Attributes:
        written: All the words, folded to one line, without numbering.
        kind: อบต. ทต. ทม. ทน. อบจ. เมืองพัทยา, "เทศบาล" where its kind is unstated, None without a type.
        kind_word: นคร, เมือง or ตำบล where the type was written in full: the name may begin with it.
        unsure_kind: Written without a dot: may be the name's own beginning (ทมนางาม).
        name: What is left as the name; "" where only a type stands.
        province: Name of the province (or Bangkok) that the words give, None where they give none.
        amphoe: Words after อ. or อำเภอ, else the words in brackets, "" where there are none.
        before: Words before the type that are none of the above.
    """

    written: str
    kind: str | None
    kind_word: str
    unsure_kind: bool
    name: str
    province: str | None
    amphoe: str
    before: str


def lao_words(text: str) -> LaoWords:
    """Takes one LAO's name apart; the text holds one name, `survey.lao_lists` splits lists before."""
    written = trimmed(text)
    words, hints = _without_brackets(_PERSON.sub("", written))
    type_word = TYPE.search(words)
    before = words[: type_word.start()] if type_word else ""
    name, *place = _context(words[type_word.end() :] if type_word else words)
    places = [(place[0], place[1])]
    if before:
        before, *place = _context(before)
        places.append((place[0], place[1]))
    kind_match = type_word
    for hint in hints:
        places.append(_hinted_place(hint))
        kind_match = kind_match or TYPE.fullmatch(hint)
    kind, kind_word = kind_of(kind_match)
    return LaoWords(
        written,
        kind,
        kind_word,
        unsure_kind=type_word is not None and len(type_word[0]) == 2,
        name=PATTAYA if kind == PATTAYA else trimmed(_ROLE_AFTER.sub("", name)),
        province=next((province for province, _ in places if province), None),
        amphoe=next((amphoe for _, amphoe in places if amphoe), ""),
        before=_LEAD.sub("", _PERSON_BEFORE.sub("", before.strip())).strip(),
    )


_NUMBERING = re.compile(
    r"^\s*(?:[(\[]?(?:[\d๐-๙]{1,3}[.)\]]+(?![\d๐-๙])|[กขคงฉชซ]\.(?!\s?[ก-ฮ]\.)|[ก-ฮ][)\]])\s*"
    r"|[\d๐-๙]{1,3}\s+(?=[ก-๎])|[-–—•●▪◦■□►➢✓*·]+\s*)+"
)
_EDGES = " \t\n,;:|/+&_-–—“”\"'`=*"
_DOTS = re.compile(r"(?:\s*(?:…|\.{2,}))+\s*")


def trimmed(text: str) -> str:
    """One line without numbering, bullets, dots and stray signs at its ends."""
    return fold(_DOTS.sub(" ", _NUMBERING.sub("", text))).strip(_EDGES)


_PERSON = re.compile(
    r"\s*โดย\s*(?:มี)?\s*(?=นาย|นาง|น\.\s?ส\.|ว่าที่|[รพจสด]\.|ร้อย|พัน|จ่า|สิบ|ดร|ผู้|ท่าน|คุณ|ม\.ล|ม\.ร).*$", re.DOTALL
)
_PERSON_BEFORE = re.compile(
    r"^(?:นาย|นาง(?:สาว)?|น\.\s?ส\.|ว่าที่\s?\S+\s|ดร\.)\s?[ก-ฮเ-ไ]\S*\s+\S+\s*"
    r"(?:(?:ตำแหน่ง\s*)?(?:รอง)?(?:นายก|ปลัด|ผู้แทน|ประธานสภา)\s*)?$"
)
_BRACKETS = re.compile(r"\s*[(\[（]([^()\[\]（）]*)(?:[)\]）]|$)\s*")
_ROLE_AFTER = re.compile(r"\s*(?:เป็น|คือ)?\s*(?:เจ้าภาพ(?:หลัก|ร่วม)?|หน่วยงานหลัก|แม่ข่าย|ผู้รับผิดชอบหลัก)$")
_LEAD = re.compile(
    r"^(?:\s*(?:องค์กรปกครองส่วนท้องถิ่น|อปท\.?|หน่วยงาน|สำนักงาน|สนง\.|ที่ทำการ|นายก|ปลัด|ผู้แทน|ตัวแทน|เจ้าภาพ|หลัก|ร่วม|ลงนาม"
    r"|ประกอบด้วย|ได้แก่|คือ|มี|ระหว่าง|และ|กับ|ร่วมกับ|โดย|รวมทั้ง|พร้อมด้วย|[ก-ฮ]\.|:|-|–|\.)\s*)+$"
)


def _without_brackets(text: str) -> tuple[str, list[str]]:
    if not re.search(r"[(\[（]", text):
        return text, []
    hints = [fold(match[1]) for match in _BRACKETS.finditer(text)]
    return _BRACKETS.sub(" ", text), hints


_PROVINCE = re.compile(
    r"(?:จังหวัด|จว\.|(?<!อบ)(?<!บ\.)(?<!บ\. )จ\.)\s*([ก-๎ฯ]+?)(?=กิ่ง|อำเภอ|อ\.|ตำบล|ต\.|[^ก-๎ฯ]|$)"
)
_AMPHOE = re.compile(
    r"(?:กิ่ง\s*)?(?:อำเภอ|(?<![บ.])อ\.(?!\s*บ\s*\.))\s*([ก-๎-]+?)(?=จังหวัด|จ\.|จว\.|ตำบล|(?<!อบ)ต\.|[^ก-๎-]|$)"
)
_TAMBON = re.compile(r"(?<![ก-๎.])(?:ตำบล|ต\.)\s*[ก-๎]+?(?=จังหวัด|จ\.|จว\.|อำเภอ|อ\.|[^ก-๎]|$)")
_TAMBON_WORD = re.compile(r"^\s*(?:ตำบล|ต\.)\s*")


def _context(text: str) -> tuple[str, str | None, str]:
    """The text without where it lies; the province and the amphoe's words that it gives."""
    text = _TAMBON_WORD.sub("", text)
    province, amphoe = None, ""
    for marked in _PROVINCE.finditer(text) if "จ" in text else ():
        if named := province_spelled(marked[1]):
            province = named.name
            text = text[: marked.start()] + " " + text[marked.end() :]
            break
    if "อ" in text and (match := _AMPHOE.search(text)):
        amphoe = match[1]
        text = text[: match.start()] + " " + text[match.end() :]
    if "ต" in text:
        text = _TAMBON.sub(" ", text)
    return text, province, amphoe


def _hinted_place(hint: str) -> tuple[str | None, str]:
    rest, province, amphoe = _context(hint)
    if province or amphoe:
        return province, amphoe
    named = province_spelled(rest)
    return (named.name if named else None), rest.strip()


def kind_of(match: re.Match[str] | None) -> tuple[str | None, str]:
    """Type that a match of `TYPE` means, and its last word where in full (see `LaoWords.kind_word`)."""
    if match is None:
        return None, ""
    if match["sao_full"] or match["pao_full"]:
        return ("อบต." if match["sao_full"] else "อบจ."), ""
    if match["pattaya"]:
        return PATTAYA, ""
    group = match.lastgroup
    if group in _KINDS:
        return _KINDS[group], ""
    word = match["municipal"]
    if word is None:
        return "เทศบาล", ""
    return _MUNICIPAL[word], "" if word.endswith(".") else word
