"""A cell's list of LAOs as single names. It is split only where a separator is certain: และ may be a name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey.lao_lines import rejoined, whole_names
from survey.lao_words import AMPHOE, NO_LAO, SEVERAL, TYPE, kind_of, lao_words, trimmed
from survey.names import Match, match
from survey.registry import PATTAYA, name_key, registry
from survey.thai.digits import arabic
from survey.thai.short_texts import cached_when_short
from survey.thai.text import repair


def names_none(text: str) -> bool:
    """Whether a host or partner cell says that there is none: blank, dashes, dots, ไม่มี, ไม่ระบุ."""
    return _NONE.fullmatch(text.strip()) is not None


@cached_when_short
def lao_list(text: str, province: str | None, amphoe: str | None = None) -> tuple[Match, ...]:
    """The LAOs of one cell in order, each once; its line breaks kept. Empty where the cell names none.

    What can't be told surely to be one or several names stays one item in the sender's words.

    Args:
        province: Whose registry counts, or None (see `survey.names.match`).
        amphoe: Decides between equal names of the province.
    """
    text = repair(text)
    if names_none(text):
        return ()
    reading = _ListReading(province, amphoe)
    for piece in _pieces(text, lambda words: reading.match(words).known):
        reading.add(piece)
    return reading.result()


_NOTHING = r"[\s\-\u2010-\u2015ー_.…/*()0=~]*"
_NONE = re.compile(
    rf"{_NOTHING}(?:(?:ไม่มี(?:ข้อมูล)?|ไม่ระบุ|ไม่ทราบ|ไม่ปรากฏ|n/?a|none|nil|null)(?:ครับ|ค่ะ|คะ)?{_NOTHING})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words between two separators.

    Attributes:
        joins: Only a line break stood before it: it may be the rest of a name that began there.
        introduces: Followed by ได้แก่, ประกอบด้วย: says what the names are, and is none.
    """

    text: str
    joins: bool = False
    introduces: bool = False


class _ListReading:
    """Reads one list from left to right; remembers the type that later names inherit."""

    def __init__(self, province: str | None, amphoe: str | None) -> None:
        self.province = province
        self.amphoe = amphoe
        self.kind: str | None = None
        self.lone_type = ""
        self.found: list[Match] = []

    def match(self, text: str) -> Match:
        return match(text, self.province, self.amphoe)

    def result(self) -> tuple[Match, ...]:
        self._lay_down_type()
        kept: dict[str, Match] = {}
        for one in self.found:
            kept.setdefault(one.lao.code or one.lao.name, one)
        return tuple(_without_count(list(kept.values())))

    def add(self, piece: _Piece) -> None:
        if piece.introduces and not _COUNT.search(piece.text):
            return
        whole = self.match(piece.text)
        if whole.kind and whole.known:
            self._keep(whole)
            return
        for number, words in enumerate(self._typed_parts(piece.text)):
            tambons = [words] if TYPE.match(trimmed(words)) else _BEFORE_TAMBON.split(words)
            for part in tambons:
                self._add_words(part, piece.joins and not number)

    def _typed_parts(self, text: str) -> Iterator[str]:
        """A piece cut before each type word, unless it begins with the name of something else."""
        starts = [_with_role(text, found.start()) for found in TYPE.finditer(text)]
        district = _DISTRICT.fullmatch(text, 0, starts[0]) if starts and starts[0] else None
        if district and (len(starts) > 1 or district["in"] or ":" in district[0]):
            self.amphoe = self._amphoe_named(district["name"])  # อ.แม่ริม: อบต.สะลวง อบต.ดอนแก้ว
            text, starts = text[starts[0] :], [start - starts[0] for start in starts]
        if not starts or NO_LAO.match(trimmed(text)):
            yield text
            return
        ends = [*starts[1:], len(text)]
        lead = text[: starts[0]]
        begin = 0
        if lao_words(text[: ends[0]]).before:
            if len(trimmed(lead).split()) > 1 and not self._split(lead):
                yield text
                return
            yield lead
            begin = starts[0]
        for end in ends:
            yield text[begin:end]
            begin = end

    def _amphoe_named(self, words: str) -> str | None:
        known = registry().of(self.province).amphoes if self.province in registry().provinces else {}
        return known.get(name_key(words), self.amphoe)

    def _add_words(self, words: str, joins: bool) -> None:
        type_word = TYPE.match(words)
        if type_word and self._is_lone_type(type_word, words):
            self._lay_down_type()
            self.kind, self.lone_type = kind_of(type_word)[0], type_word[0]
            return
        one = self._read(words)
        if joins and self.found and not type_word and self._joined(words, one):
            return
        if one.known or one.certain or SEVERAL.search(one.written):
            self._keep(one)
            return
        for part in self._split(words) or [one]:
            self._keep(part)

    def _is_lone_type(self, type_word: re.Match[str], words: str) -> bool:
        """A type without a name: it stands for the names that follow."""
        kind = kind_of(type_word)[0]
        name = trimmed(words[type_word.end() :])
        if kind in ("อบจ.", PATTAYA):
            return False
        return not name or (name == "และ" and not self.match(words).known)

    def _lay_down_type(self) -> None:
        # Nothing followed that could inherit it: then the word itself is what the sender wrote.
        if self.lone_type:
            self.found.append(self.match(self.lone_type))
        self.lone_type = ""

    def _keep(self, one: Match) -> None:
        if one.kind and not one.inherited:
            self._lay_down_type()
            self.kind = one.kind
        self.lone_type = ""
        if one.written:
            self.found.append(one)

    def _read(self, words: str) -> Match:
        """A name without its type inherits that of the list where such an LAO exists."""
        own = self.match(words)
        if own.kind is None and self.kind and not NO_LAO.match(own.written):
            inherited = match(words, self.province, self.amphoe, self.kind)
            if inherited.known:
                return inherited
        return own

    def _joined(self, words: str, alone: Match) -> bool:
        """A name that a line break cut in two is joined where the registry knows the whole."""
        last = self.found[-1]
        are_two = last.known and alone.known
        if are_two and (alone.kind or alone.inherited or not last.kind):
            return False
        space = " " if _PLACE.match(words) else ""  # อ.แม่ริม below a name that ends in บ is no part of อบ
        whole = match(
            last.written + space + words, self.province, self.amphoe, last.kind if last.inherited else None
        )
        # The same name of another type: one unknown name then, not two.
        key = name_key(last.written + words)
        misnamed = not alone.known and any(key.endswith(name_key(lao.bare)) for lao in whole.candidates[:1])
        if whole.known or (misnamed and not are_two):
            self.found[-1] = whole
            return True
        return False

    def _split(self, words: str) -> list[Match] | None:
        """Names with a soft separator between them, or None where it is not certain that they are several."""
        type_word = TYPE.match(words)
        before = self.kind
        self.kind = kind_of(type_word)[0] if type_word else before
        try:
            for separator, all_known in _SOFT:
                begin = type_word.end() if type_word else 0
                parts = [part for part in separator.split(words[begin:]) if trimmed(part)]
                if len(parts) < 2:
                    continue
                found = self._parts(type_word[0] if type_word else "", parts)
                known = [one.known for one in found]
                if all(known) or (not all_known and any(known)):
                    return found
        finally:
            self.kind = before
        return None

    def _parts(self, type_word: str, parts: list[str]) -> list[Match]:
        found = []
        for part in (type_word + parts[0], *parts[1:]):
            one = self._read(part)
            found += [one] if one.known else self._split(part) or [one]
        return found


_CONNECTOR = r"(?:ร่วมกับ|รวมทั้ง|พร้อมด้วย|ตลอดจน|และ|กับ)"
# A place stays with the name before it: "สะลวง อ.แม่ริม ห้วยทราย".
_NO_PLACE = rf"(?!\s|{AMPHOE}|กิ่ง|จังหวัด|จว?\.(?!ป\.)|[(\[])"
_NO_MARKER = r"(?<!อำเภอ)(?<!จังหวัด)(?<!ตำบล)(?<!อ\.)(?<!จ\.)(?<!ต\.)"
# Soft separators, the surest first; True: every part must be a name of the registry.
_SOFT = (
    (re.compile(rf"\s+{_CONNECTOR}\s*|\s*ร่วมกับ\s*|{_NO_MARKER}\s{{2,}}{_NO_PLACE}"), False),
    (re.compile(rf"\s*{_CONNECTOR}\s*|{_NO_MARKER}\s+{_NO_PLACE}"), True),
)

_BEFORE_TAMBON = re.compile(r"(?<=\S)\s+(?=(?:ตำบล|ต\.)\s*[ก-๎])")
_NUMBER = r"(?:[(\[]?(?:[\d๐-๙]{1,3}|[ก-ฮ])\)|(?<![ก-๎.])[\d๐-๙]{1,3}\.(?![\d๐-๙]))"
_UNNAMED_TYPE = re.sub(r"\(\?P<\w+>", "(?:", TYPE.pattern)
_INTRODUCES = r"ได้แก่|ประกอบด้วย"
_ROLE = re.compile(r"(?<![ก-๎.])(?:นายก|ปลัด|ผู้แทน|สำนักงาน|สนง\.)\s*$")
_DISTRICT = re.compile(rf"\s*(?P<in>ใน)?\s*(?:เขต|พื้นที่)*\s*{AMPHOE}\s*(?P<name>[ก-๎]+)\s*[:：–—-]?\s*")
# U+F0xx: bullets of symbol fonts, as Word copies them.
_BULLETS = "•●○▪▫◦◆◇■□▶►▸‣⁃➢➤✓✔★\uf020-\uf0ff"
_NUMBERED = (
    rf"(?:(?:ข้อ(?:ที่)?\s*)?[(\[]?(?:[\d๐-๙]{{1,3}}|[กขคงจฉชซ](?=[.)\]]))[)\].]*\s*|[-–—*{_BULLETS}]\s*)?"
)
_HARD = re.compile(
    rf"[,،、;|/&+\t{_BULLETS}]|(?:^|(?<=\s)){_NUMBER}\s*(?=\S)|(?<=\s)[-–—]\s+|{_INTRODUCES}"
    rf"|(?<![ก-๎])ข้อ(?:ที่)?\s*[\d๐-๙]{{1,2}}[.)]?\s+(?=[ก-๎])"
    rf"|(?<=\s)(?:[กขคงจฉชซ]\.|[\d๐-๙]{{1,2}})\s*(?={_UNNAMED_TYPE})"
    rf"|(?<=[ก-๎])[(\[]?[\d๐-๙]{{1,2}}[)\].]\s*(?={_UNNAMED_TYPE})"
    rf"|(?:และ\s*)?(?=ฯลฯ|อื่น\s?ๆ|เป็นต้น)|{_CONNECTOR}\s*(?={NO_LAO.pattern}|อปท|ทุก|ทั้ง)|{_CONNECTOR}\s*{_NUMBERED}(?={_UNNAMED_TYPE})"
)
_LAST_CONNECTOR = re.compile(rf"(?:^|\s+){_CONNECTOR}\s*$")
"""What stands before a numbered name: "1) สะลวง และ 2) ดอนแก้ว"."""
_PLACE = re.compile(rf"\s*[(\[]?\s*(?:{AMPHOE}|กิ่ง|จังหวัด|จว?\.)\s*[ก-๎]")
_LONE_SAO = re.compile(r"\s*(?:องค์การบริหารส่วนตำบล|อบต\.?|อ\.\s?บ\.\s?ต\.)\s*")
_MAYBE_HARD = re.compile(
    rf"[กขคงจฉชซ]\.|[,،、;|/&+\t{_BULLETS})\d๐-๙–—-]|{_CONNECTOR}|ฯลฯ|อื่น|เป็นต้น|{_INTRODUCES}"
)
_LIST_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
_PERSON = re.compile(
    r"\s*โดย\s*(?:มี)?\s*(?=นาย|นาง|น\.\s?ส\.|ว่าที่|[รพจสด]\.|ร้อย|พัน|จ่า|สิบ|ดร|ผู้|ท่าน|คุณ)[^\n,;|]*?"
    r"(?=\s*(?:และ|กับ|ร่วมกับ)\s*(?:องค์|เทศ|อบ|ท[ตมน])|[\n,;|]|$)"
)


def _with_role(text: str, start: int) -> int:
    """Where a name begins whose type stands at `start`: before the office's head who signs for it."""
    role = _ROLE.search(text, 0, start)
    return role.start() if role else start


def _pieces(text: str, is_name: Callable[[str], bool]) -> Iterator[_Piece]:
    """The text between hard separators, line by line."""
    if "\n" in text:
        text = rejoined(text)
    if "(" in text or "[" in text:
        text = _LIST_BRACKETS.sub(_opened, text)
    if "โดย" in text:
        text = _PERSON.sub("", text)
    if "แห่ง" in text:
        text = _count_apart(text)
    for number, line in enumerate(whole_names(text.split("\n"), is_name)):
        if not trimmed(line):
            continue
        # A name may hold a separator itself: ทต.ต้นตาล - พระยาทด.
        if not _MAYBE_HARD.search(line) or ("-" in line and is_name(line)):
            yield _Piece(line, joins=number > 0)
        else:
            yield from _pieces_of_line(line, joins=number > 0)


def _pieces_of_line(line: str, joins: bool) -> Iterator[_Piece]:
    start = 0
    for separator in _HARD.finditer(line):
        words = line[start : separator.start()]
        # อบต.และ is a name; whether it is meant here the registry of the province tells.
        if separator[0].startswith("และ") and _LONE_SAO.fullmatch(words):
            if _PLACE.match(line, separator.end()):  # อบต.และ จ.น่าน: where it lies belongs to the name
                continue
            words += "และ"
        else:
            words = _without_last_connector(words)
        if trimmed(words):
            yield _Piece(words, joins, separator[0] in ("ได้แก่", "ประกอบด้วย"))
        joins = joins and not trimmed(words) and not separator[0].strip()
        start = separator.end()
    if trimmed(line[start:]):
        yield _Piece(line[start:], joins)


def _without_last_connector(words: str) -> str:
    alone = _LAST_CONNECTOR.sub("", words)
    return words if _LONE_SAO.fullmatch(trimmed(alone)) else alone


def _opened(brackets: re.Match[str]) -> str:
    """Brackets that hold a list of LAOs are its separators; what tells one LAO from others stays."""
    inside = brackets[1]
    type_word = TYPE.search(inside)
    names_one = type_word is not None and bool(trimmed(inside[type_word.end() :]))
    several = names_one or re.search(r"[,;\n]|\sและ", inside)
    return f"\n{inside}\n" if several else brackets[0]


_COUNT = re.compile(r"([\d๐-๙]+)\s*(?:แห่ง|อปท|องค์กร|หน่วย)")


_COUNT_FIRST = re.compile(
    r"\s*(?:(?:อปท\.?|องค์กรปกครองส่วนท้องถิ่น)\s*)?(?:จำนวน\s*)?[\d๐-๙]+\s*แห่ง[\s:]+(?=[ก-๎])"
    r"(?:(?:ได้แก่|ประกอบด้วย|คือ|ดังนี้)[\s:]*)?"
)
_TYPE_COUNTED = re.compile(
    r"\s*(?P<type>[^\d๐-๙\n]{2,24}?)\s*(?:จำนวน\s*)?(?P<count>[\d๐-๙]+\s*แห่ง)\s*(?:ได้แก่|ประกอบด้วย|คือ|ดังนี้|:)[\s:]*(?=[ก-๎])"
)
_COUNT_LAST = re.compile(r"\s+(?=(?:รวม|ทั้งสิ้น|ทั้งหมด|จำนวน)+\s*(?:จำนวน)?\s*[\d๐-๙]+\s*แห่ง\W*$)")


def _count_apart(text: str) -> str:
    """The count before or after a list on a line of its own, so that it is no part of a name."""
    counted = _TYPE_COUNTED.match(text)
    if counted and TYPE.fullmatch(counted["type"]) and not TYPE.match(text, counted.end()):
        return f"จำนวน {counted['count']}\n{counted['type']} {text[counted.end() :]}"
    first = _COUNT_FIRST.match(text)
    if first and TYPE.match(text, first.end()):
        count = first[0].strip(" :")
        text = f"{'จำนวน ' if count[0].isdigit() else ''}{count}\n{text[first.end() :]}"
    last = _COUNT_LAST.search(text)
    # "ทุกแห่งในอำเภอ… จำนวน 13 แห่ง" names nobody: nothing to tell the count from.
    return text if last and SEVERAL.search(text[: last.start()]) else _COUNT_LAST.sub("\n", text)


def _without_count(found: list[Match]) -> list[Match]:
    """Without "อปท. 3 แห่ง" before three names: it counts them, and is none."""

    def counts_the_others(one: Match) -> bool:
        count = _COUNT.search(one.written)
        names = [other for other in found if other is not one and not _COUNT.search(other.written)]
        return count is not None and int(arabic(count[1])) == len(names) == len(found) - 1

    return [one for one in found if one.certain or not counts_the_others(one)]
