"""Which LAO a name means: certain or not at all. What is only likely is in `candidates`, never taken."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from survey.lao_words import TYPE, LaoWords, kind_of, lao_words
from survey.model import Lao
from survey.provinces import province_spelled
from survey.registry import (
    MUNICIPALITIES,
    PATTAYA,
    Name,
    ProvinceLaos,
    RegisteredLao,
    name_key,
    registry,
    skeleton,
    toneless,
)
from survey.thai.short_texts import cached_when_short
from survey.thai.text import repair


class Doubt(StrEnum):
    """Why a match is not simply certain."""

    UNKNOWN = "unknown"
    AMPHOE_OPEN = "amphoe open"
    KIND_OPEN = "kind open"
    OTHER_PROVINCE = "other province"


@dataclass(frozen=True, slots=True)
class Match:
    """What one name means.

    Attributes:
        lao: Short form and code where certain; short form alone where only the amphoe is open; else the
            words as written.
        written: The sender's words, folded to one line, without numbering.
        doubt: None where it is certainly this LAO of the asked province. With OTHER_PROVINCE `lao.code` is
            set where it is certainly that one.
        candidates: The registry's LAOs that fit or may be meant, best first, at most a handful.
        kind: The type that was written (อบต., เทศบาล, …), or None: a name without its type.
        inherited: The type was taken from the list in which the name stands.
    """

    lao: Lao
    written: str
    doubt: Doubt | None = None
    candidates: tuple[RegisteredLao, ...] = ()
    kind: str | None = None
    inherited: bool = False

    @property
    def certain(self) -> bool:
        """The code may be stored."""
        return self.lao.code is not None

    @property
    def known(self) -> bool:
        """The name stands in the registry of the asked province, be it more than once."""
        return self.doubt not in (Doubt.UNKNOWN, Doubt.OTHER_PROVINCE)


def match(text: str, province: str | None, amphoe: str | None = None, kind: str | None = None) -> Match:
    """The LAO that one name means.

    Args:
        text: One name in any notation: type in full or short or missing, place in brackets or not.
        province: Whose registry counts; None: the LAO must be the only one of the country.
        amphoe: Decides between equal names of the province where the text itself gives no amphoe.
        kind: Type to be taken where the text has none ("อบต.แม่แดด สะลวง").
    """
    return _match(repair(text), province, amphoe, kind)


def province_shared(codes: Iterable[str | None]) -> str | None:
    """The one province in which all LAOs with a code lie, or None."""
    laos = registry().by_code
    found = {laos[code].province for code in codes if code in laos}
    return found.pop() if len(found) == 1 else None


def meant(candidates: Iterable[RegisteredLao], province: str | None) -> Iterator[str]:
    """Candidates as a sentence names them: short form, and what tells them apart from others."""
    shown = list(candidates)
    for lao in shown:
        place = "" if lao.province in (province, lao.bare) else f" จ.{lao.province}"
        same = sum(other.short == lao.short for other in shown) > 1 or lao.same_short_in_province > 1
        yield lao.short + (f" อ.{lao.amphoe}" if same and lao.amphoe else "") + place


def find_in_prose(text: str, province: str | None) -> list[Match]:
    """The LAOs that running text names by type and name, in the order of their first mention, each once.

    Only names of the registry are found: what certainly is one LAO, or fits several of the province.
    """
    text = repair(text)
    found: dict[str, Match] = {}
    for mention in TYPE.finditer(text):
        named = _in_prose(text, mention, province)
        if named and (named.certain or named.known):
            found.setdefault(named.lao.code or named.lao.name, named)
    return list(found.values())


@cached_when_short
def _match(text: str, province: str | None, amphoe: str | None, kind: str | None) -> Match:
    words = lao_words(text)
    return _Search(words, province, amphoe, kind).result()


_Kinds = tuple[str, ...] | None
_ByName = Mapping[str, list[Name]]


class _Search:
    def __init__(self, words: LaoWords, province: str | None, amphoe: str | None, kind: str | None) -> None:
        self.words = words
        self.asked = province
        self.where = words.province or province
        self.amphoe = amphoe
        self.kind = words.kind or kind
        self.inherits = words.kind is None and kind is not None
        self.readings, self.fallback = _readings(words, self.kind, self.where)

    def result(self) -> Match:
        if self.words.before or not any(key for _, key in self.readings):
            return self._unknown(())
        if self.where is None:
            return self._told(self._exact(registry().nationwide), None)
        if self.where not in registry().provinces:
            return self._unknown(())
        index = registry().of(self.where)
        hits = self._exact(index.by_name) or self._repaired(index)
        if hits:
            return self._told(hits, index)
        return self._elsewhere(index)

    def _exact(self, by_name: _ByName) -> list[RegisteredLao]:
        return _hits(by_name, self.readings) or _hits(by_name, self.fallback)

    def _repaired(self, index: ProvinceLaos) -> list[RegisteredLao]:
        """Tone marks may be wrong, any mark may be lost: safe within one province and type, and only where
        the name as written is nobody else's."""
        if not self.kind or any(key in index.by_name for _, key in self.readings):
            return []
        if _hits(registry().nationwide, self.readings):
            return []
        hits = _hits(index.by_toneless, [(kinds, toneless(key)) for kinds, key in self.readings])
        if hits:
            return hits
        found = []
        for kinds, key in self.readings:
            for full, name in index.by_skeleton.get(skeleton(key), ()):
                if name.kind in (kinds or ()) and name.current and _lost_marks(toneless(key), full):
                    found.append(name.lao)
        return found

    def _told(self, hits: list[RegisteredLao], index: ProvinceLaos | None) -> Match:
        if not hits:
            return self._unknown(())
        given = self._amphoe_given(index)
        here = [lao for lao in hits if lao.amphoe == given or not lao.amphoe] if given else hits
        if given and not here and index:
            # The sender names an amphoe in which no such LAO lies: one of the two is a mistake.
            return self._unknown(hits)
        hits = here or hits
        if len(hits) > 1 and self.amphoe:
            hits = [lao for lao in hits if lao.amphoe == self.amphoe] or hits
        if len(hits) == 1:
            lao = Lao(hits[0].short, hits[0].code)
            strange = self.asked is not None and hits[0].province != self.asked
            return self._match_of(lao, Doubt.OTHER_PROVINCE if strange else None, hits)
        shorts = {lao.short for lao in hits}
        if len(shorts) == 1:
            return self._match_of(Lao(shorts.pop()), Doubt.AMPHOE_OPEN, hits)
        return self._match_of(Lao(self.words.written), Doubt.KIND_OPEN, hits)

    def _amphoe_given(self, index: ProvinceLaos | None) -> str | None:
        key = name_key(self.words.amphoe)
        if index is None:
            return key or None
        return index.amphoes.get(key)

    def _elsewhere(self, index: ProvinceLaos) -> Match:
        hits = self._exact(registry().nationwide) if self.kind and not self.inherits else []
        if self.words.province and self.words.province != self.asked:
            return self._unknown(())
        key = name_key(self.words.amphoe)
        hits = [lao for lao in hits if name_key(lao.amphoe) == key] or hits if key else hits
        if len(hits) != 1 or hits[0].province == self.asked:
            return self._unknown(())
        near = self._one_letter_off(index)
        if near:
            return self._match_of(Lao(self.words.written), Doubt.OTHER_PROVINCE, [*hits, *near][:3])
        return self._match_of(Lao(hits[0].short, hits[0].code), Doubt.OTHER_PROVINCE, hits)

    def _unknown(self, hits: Iterable[RegisteredLao]) -> Match:
        candidates = list(hits)
        index = registry().of(self.where) if self.where in registry().provinces else None
        if not candidates and index and not self.words.before and self.words.name:
            candidates = self._alike(index)
        return self._match_of(Lao(self.words.written), Doubt.UNKNOWN, candidates[:3])

    def _alike(self, index: ProvinceLaos) -> list[RegisteredLao]:
        from rapidfuzz import fuzz, process

        key = name_key(self.words.name)
        if key in index.by_name:
            return [name.lao for name in index.by_name[key]]
        alike = process.extract(key, list(index.by_name), scorer=fuzz.ratio, limit=8, score_cutoff=_ALIKE)
        ranked = [
            (score + (_SAME_KIND if name.kind == self.kind else 0), name.lao)
            for key, score, _ in alike
            for name in index.by_name[key]
        ]
        ranked.sort(key=lambda pair: -pair[0])
        return list({lao.code: lao for _, lao in ranked}.values())

    def _one_letter_off(self, index: ProvinceLaos) -> list[RegisteredLao]:
        from rapidfuzz.distance import Levenshtein

        return [
            name.lao
            for kinds, key in self.readings
            for other, names in index.by_name.items()
            if Levenshtein.distance(key, other, score_cutoff=1) <= 1
            for name in names
            if kinds is None or name.kind in kinds
        ]

    def _match_of(self, lao: Lao, doubt: Doubt | None, candidates: Iterable[RegisteredLao]) -> Match:
        shown = tuple(candidates)[:_MOST_CANDIDATES]
        return Match(lao, self.words.written, doubt, shown, self.kind, self.inherits)


_ALIKE = 72.0
_SAME_KIND = 5.0
_MOST_CANDIDATES = 5


def _readings(
    words: LaoWords, kind: str | None, where: str | None
) -> tuple[list[tuple[_Kinds, str]], list[tuple[_Kinds, str]]]:
    """(types, name key) that the words may mean, and what is tried where none of these exists."""
    key = name_key(words.name)
    if kind == PATTAYA or (kind is None and key == "พัทยา"):
        return [((PATTAYA,), PATTAYA)], []
    if kind == "อบจ." and where and (not key or _is_province(words.name, where)):
        return [(("อบจ.",), name_key(where))], []
    if kind is None:
        return [(None, key)], []
    if kind == "เทศบาล":
        return [(MUNICIPALITIES, key)], _own_name(MUNICIPALITIES, words, where)
    kinds = (kind,)
    if words.unsure_kind:
        return [(kinds, key), (None, kind[:-1] + key)], []
    if not words.kind_word:
        return [(kinds, key)], _own_name(kinds, words, where)
    doubled = words.kind_word + key
    return [(kinds, key), (kinds, doubled)], [(MUNICIPALITIES, doubled), *_own_name(kinds, words, where)]


def _own_name(kinds: tuple[str, ...], words: LaoWords, where: str | None) -> list[tuple[_Kinds, str]]:
    # ทน.อยุธยา is the municipality that bears the province's full name.
    return [(kinds, name_key(where))] if where and _is_province(words.name, where) else []


def _is_province(name: str, province: str) -> bool:
    found = province_spelled(name)
    return found is not None and found.name == province


def _hits(by_name: _ByName, readings: list[tuple[_Kinds, str]]) -> list[RegisteredLao]:
    """LAOs that bear one of the names; a later name counts only where nobody is called so now."""
    found = [
        name
        for kinds, key in readings
        if key
        for name in by_name.get(key, ())
        if kinds is None or name.kind in kinds
    ]
    current = [name for name in found if name.current] or found
    return list({name.lao.code: name.lao for name in current}.values())


def _lost_marks(key: str, full: str) -> bool:
    """Whether `key` is `full` with some marks lost; both have the same skeleton."""
    letters = iter(full)
    return all(letter in letters for letter in key)


_LONGEST_NAME = 60
_AFTER_NAME = re.compile(
    r"\s*(?:โดย|ซึ่ง|กับ|และ|ที่|ได้|จังหวัด|อำเภอ|ตำบล|กิ่ง|เป็น|จะ|มี|ใน|ตาม|หรือ|พร้อม|ร่วม|เรื่อง|ว่าด้วย|ผู้|ฝ่าย|ตกลง|ดำเนิน|ทำ|ให้"
    r"|เรียก|ต่อ|ลง|เพื่อ|ยินยอม|อีกฝ่าย|ขอ|มอบ|อ\.|จ\.|ต\.|นาย|นาง|ทั้ง|จำนวน|เลขที่|ถนน|หมู่|[^ก-๎]|$)"
)
_PLACE = re.compile(
    r"\s*\(?\s*(?:(?:ตำบล|ต\.)\s*[ก-๎]+\s*)?(?:(?:อำเภอ|อ\.)\s*[ก-๎]+?(?=จังหวัด|จ\.|[^ก-๎]|$)\s*)?"
    r"(?:(?:จังหวัด|จ\.)\s*[ก-๎]+)?"
)
_IN_NAME = re.compile(r"[ก-๎\d๐-๙]")
_UP_TO_SPACE = re.compile(r"\s*(?:ตำบล|ต\.)?([ก-๎.\-]+)")


def _in_prose(text: str, mention: re.Match[str], province: str | None) -> Match | None:
    start, end = mention.start(), mention.end()
    kind, kind_word = kind_of(mention)
    if kind == PATTAYA:
        return match(mention[0], province)
    following = text[end : end + _LONGEST_NAME]
    kinds = MUNICIPALITIES if kind == "เทศบาล" else (kind or "",)
    here = registry().of(province).by_name if province in registry().provinces else {}
    for by_name in (here, registry().nationwide):
        length = _longest_name(following, by_name, kinds, kind_word)
        if length:
            place = _PLACE.match(text, end + length)
            return match(text[start : place.end() if place else end + length], province)
    written = _UP_TO_SPACE.match(following)
    if written is None or _is_and(written[0], following[written.end() :]):
        return None
    return match(mention[0] + written[1], province)


def _longest_name(text: str, by_name: _ByName, kinds: tuple[str, ...], kind_word: str) -> int:
    """How many characters of the text are a name of these types that ends where a word may end, or 0."""
    lead = _TAMBON.match(text)
    begin = lead.end() if lead else 0
    places = [at for at in range(begin, len(text)) if _IN_NAME.match(text[at])]
    key = name_key("".join(text[at] for at in places))
    for length in range(len(key), 0, -1):
        end = places[length - 1] + 1
        names = [
            *by_name.get(key[:length], ()),
            *(by_name.get(kind_word + key[:length], ()) if kind_word else ()),
        ]
        if not any(name.kind in kinds for name in names) or not _AFTER_NAME.match(text, end):
            continue
        if _is_and(text[:end], text[end:]):
            continue
        return end
    return 0


def _is_and(words: str, following: str) -> bool:
    """อบต.และ is a name, "อบต. และ ทต.…" names none; nor does "อบต. และ …" where no place stands behind."""
    if words.strip() != "และ":
        return False
    return TYPE.match(following.lstrip()) is not None or (words[0].isspace() and not _AMPHOE.match(following))


_AMPHOE = re.compile(r"\s*\(?\s*(?:อำเภอ|อ\.|จังหวัด|จ\.)\s*[ก-๎]")
_TAMBON = re.compile(r"\s*(?:ตำบล|ต\.)?\s*")
