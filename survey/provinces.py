"""Names of provinces in running text, file names and cells. A name is never found inside other words."""

import re
from collections.abc import Iterator
from functools import cache

from survey.registry import Province, name_key, registry, toneless
from survey.thai.text import repair

# Words of everyday Thai as well: alone they name a province only where nothing else can be meant.
_EVERYDAY = frozenset({"เลย", "ตาก", "แพร่", "น่าน", "สิงห์", "กาญจน์"})
_EVERYDAY_LATIN = frozenset({"nan", "tak"})

_DOTS = r"[\s.…_:\-]*"
_OFFICE = rf"(?:สถจ\.?|ท้องถิ่นจังหวัด|ท้องถิ่น\s*จ\.){_DOTS}"
_MARKER = rf"(?:(?<!ทุก)(?<!ต่าง)(?<!หลาย)(?<!แต่ละ)(?<!ระดับ)จังหวัด|(?<![ก-๛.])จว?\.){_DOTS}"
# What may follow an everyday word that stands after จังหวัด: "จังหวัดเลย ขอส่ง", not "ตากแดด".
_ENDS = r"(?![ก-๛])|(?=ขอ|ได้|ไม่|ที่|มี|ส่ง|จัด|ราย|โดย|และ|นำ|เรื่อง|ประจำ|แล้ว|อำเภอ|รหัส|ครับ|ค่ะ)"


def province_spelled(words: str) -> Province | None:
    """The province (or Bangkok) whose name the words are, in one of its known spellings; tone marks and the
    space inside may be wrong, and the letters that nobody speaks: บุรีรัมภ์ for บุรีรัมย์."""
    key = name_key(words)
    return _by_key().get(key) or _by_toneless().get(toneless(key)) or _by_spoken().get(_spoken(key))


def province_in_latin(words: str) -> Province | None:
    """The one of the 76 whose name in Latin letters is all that the words say: Songkhla, Chiang Mai Province."""
    return _by_latin().get(re.sub(r"[^a-z]|\b(?:province|changwat)\b", "", words.lower()))


def province_abbreviated(words: str) -> Province | None:
    """The one of the 76 that has these two letters in government correspondence: สข."""
    return _by_abbreviation().get(words.strip(" .")) if len(words) <= _LONGEST_ABBREVIATION else None


_LONGEST_ABBREVIATION = 5


@cache
def _by_abbreviation() -> dict[str, Province]:
    return {province.abbr: province for province in registry().provinces.values()}


def province_named(text: str) -> str | None:
    """The one of the 76 that a subject, a mail's text, a file's or a sheet's name names, or None.

    A name counts after สถจ., then after จังหวัด, จ. or จว., then as a token between spaces, `_`, `-`, dots and
    digits (also in Latin letters). The strongest kind that names any decides; if that names two, none does.
    """
    text = _ADDRESS.sub(" ", repair(text))
    for names in (_marked(text, _office()), _marked(text, _marker()), _tokens(text)):
        found = set(names)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def marked_provinces(text: str) -> list[str]:
    """Those of the 76 that stand in the text after สถจ., จังหวัด, จ. or จว., in order, each once."""
    return list(dict.fromkeys(_marked(text, _marker())))


def office_provinces(text: str) -> list[str]:
    """Those of the 76 whose provincial office (สถจ.) the text names, in order, each once."""
    return list(dict.fromkeys(_marked(text, _office())))


def similar_provinces(words: str) -> list[str]:
    """Up to two of the 76 whose names look like the words: for asking, never for reading."""
    from rapidfuzz import fuzz, process

    choices = {name: name_key(name) for name in registry().provinces}
    near = process.extract(name_key(words), choices, scorer=fuzz.ratio, limit=2, score_cutoff=70)
    return [name for _, _, name in near]


# From the first letter of a word only: a text without spaces would be tried from each of its letters.
_ADDRESS = re.compile(r"(?<!\S)\S[^\s@]*+@\S+|https?://\S+|www\.\S+")


@cache
def _by_key() -> dict[str, Province]:
    return {name_key(name): p for p in registry().all_provinces for name in p.spellings}


@cache
def _by_toneless() -> dict[str, Province]:
    found: dict[str, Province] = {}
    twice = set()
    for key, province in _by_key().items():
        if found.setdefault(toneless(key), province) is not province:
            twice.add(toneless(key))
    return {key: province for key, province in found.items() if key not in twice}


_SILENT = re.compile("[ก-ฮ][ิุ]?์")


def _spoken(key: str) -> str:
    return _SILENT.sub("", key)


@cache
def _by_spoken() -> dict[str, Province]:
    """Only names with a silent letter, and only where it is the whole difference."""
    found: dict[str, Province] = {}
    twice = set()
    for key, province in _by_key().items():
        spoken = _spoken(key)
        if spoken != key and found.setdefault(spoken, province) is not province:
            twice.add(spoken)
    return {spoken: province for spoken, province in found.items() if spoken not in twice}


def _alternatives() -> str:
    spellings = sorted(
        (name for p in registry().all_provinces for name in p.spellings), key=len, reverse=True
    )
    return "|".join(re.escape(name) + (f"(?:{_ENDS})" if name in _EVERYDAY else "") for name in spellings)


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"{_OFFICE}(?:จังหวัด|จ\.)?{_DOTS}(?:({_alternatives()})|([ก-๎]+ [ก-๎]+))")


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(rf"(?:{_OFFICE}|{_MARKER})(?:({_alternatives()})|([ก-๎]+ [ก-๎]+))")


def _marked(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    if "จ" not in text:
        return
    for match in pattern.finditer(text):
        province = _by_key().get(name_key(match[1] or match[2]))
        if province and province.in_survey:
            yield province.name


_TOKEN = re.compile(r"[A-Za-z]+|[ก-๎ฯ]+")
_PREFIX = re.compile(r"(?:แบบสำรวจ|แบบฟอร์ม|ข้อมูล|รายงาน|สรุป|ความร่วมมือ|ท้องถิ่น)+")
# A place, a road, a university or an LAO may bear a province's name: ทต.สระแก้ว lies in ขอนแก่น.
_OTHER_PLACE = re.compile(
    r"อบจ|อบต|ท[นมต]|[ตอถซ]|(?:ตำบล|อำเภอ|ถนน|ซอย|เทศบาล|องค์การ|มหาวิทยาลัย|โรง|บ้าน|วัด).*"
)
_HARD = re.compile(r"[_\-.()\[\]{}\n0-9๐-๙]")


def _tokens(text: str) -> Iterator[str]:
    yield from _thai_tokens(text)
    if re.search("[A-Za-z]{4}", text):
        yield from _latin_tokens(text)


def _thai_tokens(text: str) -> Iterator[str]:
    before = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        bare = _PREFIX.sub("", token, count=1) if _PREFIX.match(token) else token
        province = _by_key().get(bare)
        named = province and province.in_survey and not _OTHER_PLACE.fullmatch(before)
        if province and named and (bare not in _EVERYDAY or _stands_alone(text, match, before)):
            yield province.name
        before = token


def _stands_alone(text: str, match: re.Match[str], before: str) -> bool:
    if _PREFIX.match(match[0]) or before.startswith("ไม่"):
        return False
    left, right = text[: match.start()].rstrip(" "), text[match.end() :].lstrip(" ")
    if right and not _HARD.match(right[0]):
        return False
    return not left or bool(_HARD.match(left[-1])) or bool(_PREFIX.fullmatch(before))


@cache
def _by_latin() -> dict[str, Province]:
    return {
        re.sub("[^a-z]", "", name.lower()): province
        for province in registry().provinces.values()
        for name in province.latin
    }


def _latin_tokens(text: str) -> Iterator[str]:
    words = [word.lower() for word in re.findall("[A-Za-z]+|[^A-Za-z _-]+", text)]
    start = 0
    while start < len(words):
        for length in (4, 3, 2, 1):
            name = "".join(words[start : start + length])
            province = _by_latin().get(name)
            if province and name not in _EVERYDAY_LATIN:
                yield province.name
                start += length - 1
                break
        start += 1
