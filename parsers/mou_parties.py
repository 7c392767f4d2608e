"""The parties of an agreement: LAOs named in its title and preamble, else by its signatures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from parsers.mou_signers import signers_of
from survey.findings import Code, Finding, Severity
from survey.model import Lao
from survey.registry import registry
from survey.thai.digits import arabic
from survey.thai.text import fold, squeeze

PARTIES_MISSING = Code(
    "partners_missing",
    Severity.WARNING,
    "อ่านคู่สัญญาในบันทึกข้อตกลงได้ {count} แห่ง โดยปกติมีสองแห่งขึ้นไป เช่น “ระหว่าง อบต. ก กับ เทศบาลตำบล ข”",
    field="partners",
)
_FEWER = PARTIES_MISSING.saying(
    "บันทึกข้อตกลงระบุคู่สัญญา {said} แห่ง แต่อ่านได้ {count} แห่ง กรุณาตรวจสอบว่าส่งเอกสารมาครบทุกหน้า"
)
_NO_LIST = PARTIES_MISSING.saying(
    "บันทึกข้อตกลงอ้างถึงรายชื่อคู่สัญญาแนบท้าย แต่ไม่พบรายชื่อดังกล่าว จึงอ่านคู่สัญญาจากลายมือชื่อได้ {count} แห่ง กรุณาส่งหน้าที่มีรายชื่อมาด้วย"
)
PARTY_UNKNOWN = Code(
    "partner_unknown",
    Severity.WARNING,
    "คู่สัญญาในบันทึกข้อตกลง {found} ไม่ตรงกับชื่อในทะเบียนองค์กรปกครองส่วนท้องถิ่น จึงบันทึกตามที่เขียนไว้",
    field="partners",
)
PARTY_AMBIGUOUS = Code(
    "lao_ambiguous",
    Severity.WARNING,
    "คู่สัญญาในบันทึกข้อตกลง {found} มีชื่อตรงกันหลายแห่ง กรุณาระบุอำเภอและจังหวัด",
    field="partners",
)
PARTY_CODES = (PARTIES_MISSING, PARTY_UNKNOWN, PARTY_AMBIGUOUS)

_TYPE = re.compile(
    r"องค์การ\s*บริหาร\s*ส่วน\s*(?:ตำบล|จังหวัด)|เทศบาล\s*(?:นคร|เมือง|ตำบล)|เทศมนตรี\s*(?:นคร|เมือง|ตำบล)"
    r"|(?<![ก-์])(?:อ\.?บ\.?[ตจ]\.?|ท\.?[ตมน]\.)|เมืองพัทยา"
)
_NO_LAO = re.compile(
    r"(?:ระหว่าง|กับ|และ|^|\n|[\d๐-๙][.)])\s*"
    r"((?:บริษัท|ห้างหุ้นส่วน)[^\n]{1,60}?จำกัด|(?:โรงพยาบาล|มหาวิทยาลัย|วิทยาลัย|โรงเรียน|สำนักงาน|ที่ว่าการอำเภอ"
    r"|ที่ทำการปกครอง|สถานีตำรวจ|สถาบัน|มูลนิธิ|สมาคม|สหกรณ์|การไฟฟ้า|การประปา|กรม|ศูนย์)[^\s,]{2,60}?)"
    r"(?=โดย|ซึ่ง|กับ|และ|ฝ่าย|[\s,]|$)",
    re.MULTILINE,
)
_LAW = re.compile(r"(?:พระราชบัญญัติ|พ\.ร\.บ\.|กฎหมายว่าด้วย|ระเบียบ)[^\n]{0,60}$")
_NOT_A_NAME = re.compile(
    r"(?:และ|หรือ|ทั้ง|ใน|ที่|ซึ่ง|เป็น|ได้|จะ|มี|ตาม|ดัง|ต่อ|กับ|โดย|ของ|พ\.?\s?ศ|ผู้|แห่ง|[^ก-ฮเแโใไ]|$)"
)
_NAME_END = re.compile(r"โดย|ซึ่ง|อีกฝ่าย|กับ|และ|ฝ่าย|อำเภอ|จังหวัด|อ\.|จ\.|เรียก|ที่|[\s,().:]")
_VENUE = re.compile(r"(?:(?<![ก-๎])ณ|ทำที่|เขียนที่|ลงนามที่)\s*[^\n]{0,120}?(?=เมื่อ|วันที่|ระหว่าง|\n|$)")
_COUNT = re.compile(r"(?:องค์กรปกครองส่วนท้องถิ่น|อปท\.?)[^\d]{0,40}?(?:จำนวน|รวม)\s*(\d{1,3})\s*แห่ง")
_LISTED = re.compile(r"แนบท้าย|(?:ราย(?:ชื่อ|นาม)|บัญชี)[^\n]{0,20}ท้าย")
_LONGEST_MENTION = 160


def find_parties(
    title_block: str,
    preamble: str,
    closing: str,
    annex: str,
    text: str,
    province: str | None,
    *,
    recognised: bool = False,
) -> tuple[list[Lao], list[Finding]]:
    """The parties in the order in which they are first named, and what is to be said of them.

    Args:
        annex: Text of annexed lists of parties, "" where there is none.
        text: The whole agreement: a province that it names counts before `province`.
        recognised: From a picture: names may be misread, and are mended where only one of the province is near.
    """
    opening = "\n".join([_from_between(title_block), _from_between(_VENUE.sub(" ", preamble)), annex])
    closing = signers_of(closing)
    shared = _shared(_parties_in(opening, None)) or _shared(_parties_in(f"{opening}\n{closing}", None))
    where = (
        province_in(text) or shared or province or _only_province(_parties_in(f"{opening}\n{closing}", None))
    )
    parties = _parties_in(opening, where, recognised)
    findings = []
    if len(parties) < 2:
        parties = _merged([*parties, *_parties_in(_rejoined(closing, where), where, recognised)])
        if not annex and len(parties) > 1 and _LISTED.search(fold(preamble)):
            findings.append(_NO_LIST.at(None, count=len(parties)))
    said = _COUNT.search(arabic(fold(f"{title_block} {preamble}")))
    if said and not findings and 1 < len(parties) < int(said[1]):
        findings.append(_FEWER.at(None, said=said[1], count=len(parties)))
    return [party.lao for party in parties], [*_findings(parties), *findings]


def province_in(text: str) -> str | None:
    """The one province that the text names after จังหวัด or จ., or None."""
    named = set(_province_names().findall(text))
    return next(iter(named)) if len(named) == 1 else None


@dataclass(frozen=True, slots=True)
class _Party:
    lao: Lao
    in_registry: bool

    @property
    def key(self) -> str:
        return self.lao.code or squeeze(self.lao.name)


@cache
def _province_names() -> re.Pattern[str]:
    longest_first = sorted(registry().provinces, key=len, reverse=True)
    return re.compile(rf"(?:จังหวัด|(?<![ก-๙])จ\.)\s*({'|'.join(longest_first)})")


def _parties_in(text: str, province: str | None, recognised: bool = False) -> list[_Party]:
    found = [*_laos_in(text, province, recognised), *_others_in(text)]
    return _merged([party for _, party in sorted(found, key=itemgetter(0))])


def _laos_in(text: str, province: str | None, recognised: bool) -> Iterator[tuple[int, _Party]]:
    from survey.names import Doubt, find_in_prose

    mentions = list(_TYPE.finditer(text))
    for number, mention in enumerate(mentions):
        following = mentions[number + 1].start() if number + 1 < len(mentions) else len(text)
        end = min(following, mention.end() + _LONGEST_MENTION)
        rest = text[mention.end() : end]
        kind = mention[0].replace("เทศมนตรี", "เทศบาล")
        if _LAW.search(text, max(0, mention.start() - 80), mention.start()):
            continue
        if following < len(text) and rest.strip() in ("และ", "หรือ", "กับ"):
            continue
        where = province_in(rest) or province
        matches = find_in_prose(fold(kind + rest), where)
        written = fold(kind + _NAME_END.split(rest.strip(), maxsplit=1)[0])
        mended = None
        # A name that is another province's letter for letter may be this one's misread.
        if recognised and where and (not matches or matches[0].doubt is Doubt.OTHER_PROVINCE):
            # A name may be misread as a word that ends one (ขึ่ง as ซึ่ง).
            whole = fold(kind + rest.split(maxsplit=1)[0]) if rest[:1].strip() else written
            readings = (written, whole, _with_next_word(kind, rest))
            mended = next((lao for reading in readings if (lao := _likely(reading, where))), None)
        if mended:
            yield mention.start(), _Party(mended, True)
        elif matches and not (recognised and matches[0].doubt is Doubt.OTHER_PROVINCE):
            yield mention.start(), _Party(matches[0].lao, True)
        elif not _NOT_A_NAME.match(rest.strip()):
            yield mention.start(), _Party(Lao(written), False)


_SIGNED = re.compile(r"ลงชื่อ|$")
_BEGUN = re.compile(r"[^\S\n]*[ก-๎]*")


def _rejoined(closing: str, province: str | None) -> str:
    """The closing with names that a narrow column broke put together again: the rest stands a line or two below."""
    from survey.names import find_in_prose

    used: set[int] = set()
    pieces, done = [], 0
    for mention in _TYPE.finditer(closing):
        on_line = _BEGUN.match(closing, mention.end())
        end = on_line.end() if on_line else mention.end()
        begun = closing[mention.end() : end].strip()
        if begun.startswith(("นาย", "ปลัด")):
            begun, end = "", mention.end()
        kind = mention[0].replace("เทศมนตรี", "เทศบาล")
        if province is None or (begun and find_in_prose(f"{kind}{begun}", province)):
            continue
        stop = _SIGNED.search(closing, end)
        for rest in re.finditer(
            r"(?:(?<=\s)|^)[ก-๎]{2,}(?=\s|$)", closing[end : stop.start() if stop else None]
        ):
            at = end + rest.start()
            names = find_in_prose(f"{kind}{begun}{rest[0]}", province)
            if (
                at not in used
                and names
                and names[0].certain
                and _ends_with(names[0].lao.name, begun + rest[0])
            ):
                used.add(at)
                pieces += [closing[done:end], rest[0], " "]
                done = end
                break
    return "".join([*pieces, closing[done:]])


def _ends_with(name: str, words: str) -> bool:
    return squeeze(name).endswith(squeeze(words))


def _with_next_word(kind: str, rest: str) -> str:
    """A name that a line's end, or a gap between two letters, cut in two."""
    return fold(kind + "".join(_NAME_END.split(part, maxsplit=1)[0] for part in rest.split()[:2]))


def _likely(written: str, province: str) -> Lao | None:
    from survey.recognised_names import likely

    short = likely(written, province)
    codes = [lao.code for lao in registry().laos_of(province) if lao.short == short]
    return Lao(short, codes[0]) if short and len(codes) == 1 else None


def _others_in(text: str) -> Iterator[tuple[int, _Party]]:
    for match in _NO_LAO.finditer(text):
        if _TYPE.search(match[1]) is None:
            yield match.start(1), _Party(Lao(fold(match[1])), False)


def _merged(parties: list[_Party]) -> list[_Party]:
    return list({party.key: party for party in reversed(parties)}.values())[::-1]


def _shared(parties: list[_Party]) -> str | None:
    codes = [party.lao.code for party in parties if party.lao.code]
    provinces = {registry().by_code[code].province for code in codes}
    return provinces.pop() if len(provinces) == 1 else None


def _only_province(parties: list[_Party]) -> str | None:
    """The one province that has LAOs of all these names."""
    names = {party.lao.name for party in parties if party.in_registry}
    if len(names) < 2:
        return None
    found = [
        {lao.province for lao in registry().by_code.values() if lao.short == name} for name in sorted(names)
    ]
    common = set.intersection(*found)
    return common.pop() if len(common) == 1 else None


def _from_between(text: str) -> str:
    # The parties stand behind "ระหว่าง"; what precedes it names the place and the purpose.
    _, between, parties = text.partition("ระหว่าง")
    return parties if between and _TYPE.search(parties) else text


def _findings(parties: list[_Party]) -> Iterator[Finding]:
    unknown = [party.lao.name for party in parties if not party.in_registry]
    ambiguous = [party.lao.name for party in parties if party.in_registry and party.lao.code is None]
    if unknown:
        yield PARTY_UNKNOWN.at(None, found=_quoted(unknown))
    if ambiguous:
        yield PARTY_AMBIGUOUS.at(None, found=_quoted(ambiguous))
    if len(parties) < 2:
        yield PARTIES_MISSING.at(None, count=len(parties))


def _quoted(written: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in written)
