"""The title of a recognised agreement with the words that titles are built of: a reading loses tone marks first, then takes
a letter for one that looks like it. Nothing becomes certain by it."""

import re
from collections.abc import Collection
from functools import cache, partial

from survey.registry import registry, skeleton
from survey.thai.text import squeeze

_WORDS = (
    "พื้นที่", "ปั๊มน้ำ", "แม่น้ำ", "น้ำประปา", "น้ำเสีย", "น้ำบาดาล", "แหล่งน้ำ", "ลุ่มน้ำ", "ระบายน้ำ", "น้ำใต้ดิน", "ขยะมูลฝอย", "สิ่งปฏิกูล", "ป้องกัน",
    "บรรเทาสาธารณภัย", "สาธารณภัย", "การแพทย์ฉุกเฉิน", "ฉุกเฉิน", "ผู้สูงอายุ", "ผู้ป่วย", "ผู้พิการ", "ภาวะพึ่งพิง", "ท่องเที่ยว", "เชิงนิเวศ", "ไฟป่า", "หมอกควัน", "ก่อสร้าง",
    "บำรุงรักษา", "ซ่อมแซม", "ซ่อมบำรุง", "ปรับปรุง", "ส่งเสริม", "สนับสนุน", "พัฒนา", "คุณภาพชีวิต", "สิ่งแวดล้อม", "ทรัพยากรธรรมชาติ", "การศึกษา", "ปฐมวัย", "เด็กเล็ก", "ศูนย์",
    "โครงการ", "เครื่องจักรกล", "เครื่องมือ", "เครื่องสูบน้ำ", "กู้ชีพ", "กู้ภัย", "รับส่ง", "ระหว่าง", "ตำบล", "อำเภอ", "จังหวัด", "หมู่บ้าน", "ชุมชน", "กลุ่มพื้นที่", "ความร่วมมือ",
    "บริหารจัดการ", "จัดเก็บ", "เก็บขน", "กองทุน", "ธนาคาร", "ไฟฟ้า", "สาธารณะ", "ยาเสพติด", "โรคติดต่อ", "พิษสุนัขบ้า", "ควบคุม", "แก้ไขปัญหา", "บำบัด", "กำจัด", "ติดตั้ง", "จัดตั้ง", "ให้บริการ",
    "อุบัติเหตุ", "จราจร", "ปลอดภัย", "องค์กรปกครองส่วนท้องถิ่น", "ท้องถิ่น", "ดูแล", "เพื่อ", "ว่าด้วย", "บันทึกความเข้าใจ", "บันทึกข้อตกลง", "ประชาชน", "วัชพืช", "สัตว์เลี้ยง", "ฝั่ง",
)  # fmt: skip
_ALIKE = ("บป", "ซชข", "กภถ", "ผฝพฟ", "ดคต", "ลส", "นม", "อฮธ", "ทห", "ฎฏ", "เแ", "ใไ")
_CLASS = {letter: f"[{letters}]" for letters in _ALIKE for letter in letters}
_LEADING = "เแโใไ"
_MARKS = "[ัิ-ฺ็-๎]*"
_FEWEST_ALIKE = 5
"""Letters besides marks of a word of which others may look like them; of shorter ones marks alone may be wrong."""
_ON = re.compile(r"^\W*เร[\u0e34-\u0e37]?[\u0e48-\u0e4b]?อ[งว]?\s+(?=[ก-ฮเ-ไ])")
_WATER = re.compile("(?<!ห)น[\u0e49-\u0e4b]า(?!ว)")
_MOU = re.compile(r"\s*[(\[{]\s*[MN][IO0QCD]{1,2}[A-Za-zบนมป0]{0,2}\s*[)\]}]?[าๅ]?(?=[^A-Za-z]|$)")
_BRACKETS = re.compile(
    r"^(\W*(?:บันทึก|ข้อตกลง)[ก-๎]*)\s*[(\[{](?=\s*[^)\]}]*(?:[^\d๐-๙\s)]|00))(?![^)]*[ก-ฮ][^)]*[ก-ฮ])[^()]{2,6}[)\]}]?\s*$"
)
"""(MOU) as readers of Thai have it: hardly a Thai letter, and no number alone."""
_AMPHOE = re.compile(r"(อำเภอ\s*)([ก-๎\-]{2,}?)(?=จังหวัด|[^ก-๎\-]|$)")
_PROVINCE = re.compile(r"(จังหวัด\s*)([ก-๎]{2,})")
_LETTERS_A_MISTAKE = 3.5
_OFF = 3
"""Of so many letters of a place's name one may be off."""


def mended_title(title: str, province: str | None) -> str:
    """The title's lines with usual words and names of places as they are spelled, where only one is near.

    Args:
        province: Whose amphoes are known; None: only provinces are.
    """
    return "\n".join(_mended(line, province) for line in title.split("\n"))


def _mended(line: str, province: str | None) -> str:
    line = _WATER.sub("น้ำ", _ON.sub("เรื่อง ", line))
    for word, pattern in _patterns():
        line = pattern.sub(partial(_or_not, word), line)
    line = _MOU.sub(" (MOU)", line)
    line = _BRACKETS.sub(r"\1 (MOU)", line)
    line = _PROVINCE.sub(lambda place: place[1] + _near(place[2], registry().provinces), line)
    if province in registry().provinces:
        amphoes = set(registry().of(province).amphoes.values())
        line = _AMPHOE.sub(lambda place: place[1] + _near(place[2], amphoes), line)
    return line


def _or_not(word: str, found: re.Match[str]) -> str:
    """The word where the reading is a few letters off: พนท is no พื้นที่."""
    from rapidfuzz.distance import Levenshtein

    most = max(1, int(len(word) / _LETTERS_A_MISTAKE))
    return word if Levenshtein.distance(found[0], word) <= most else found[0]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    longest_first = sorted(_WORDS, key=len, reverse=True)
    return tuple((word, re.compile(_pattern(word))) for word in longest_first)


def _pattern(word: str) -> str:
    letters = re.sub(_MARKS, "", word)
    classes = _CLASS if len(letters) >= _FEWEST_ALIKE else {}
    start = "" if letters[0] in _LEADING else f"(?<![{_LEADING}])"
    return (
        start
        + "".join(f"{classes.get(letter, letter)}{_MARKS}" for letter in letters[:-1])
        + (classes.get(letters[-1], letters[-1]) + (_MARKS if word[-1] != letters[-1] else ""))
    )


def _near(read: str, names: Collection[str]) -> str:
    """The one name that is near, or what was read."""
    from rapidfuzz.distance import Levenshtein

    bare = [name for name in names if skeleton(name) == skeleton(read)]
    if read in names or len(bare) == 1:
        return read if read in names else bare[0]
    found = sorted((Levenshtein.distance(squeeze(read), name), name) for name in names)
    if len(found) < 2:
        return read
    (distance, best), (after, _) = found[:2]
    return best if distance <= max(1, len(best) // _OFF) and after > distance else read
