"""An agreement that was recognised from a scan: certain is what stands in lines that two readers agree on, and names
that stand alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from survey.fields.recognised import LOW_CONFIDENCE
from survey.findings import Finding
from survey.model import Lao, Mou
from survey.recognised_names import likely, nearest, snapped_start, stands_alone, whole_name
from survey.registry import registry
from survey.thai.dates import thai_date
from survey.thai.text import squeeze

_READ = LOW_CONFIDENCE.saying("{fields}อ่านจากภาพสแกน อาจคลาดเคลื่อน ({found}) หากไม่ถูกต้อง กรุณาแจ้ง")
_TITLE, _PARTIES, _DAY = "ชื่อบันทึกข้อตกลง", "คู่ความร่วมมือ", "วันที่ลงนาม"
_DAY_UNREAD, _NO_PARTIES = "อ่านวันที่ลงนามไม่ออก", "อ่านชื่อคู่ความร่วมมือไม่ออก"
_NO_DAY = frozenset({"date_missing", "date_incomplete"})


_FIRST_YEAR = 1992
"""CE, 2535 BE: no cooperation of the survey is older, but ๒๕๖๑ is often read as ๒๕๒๑."""
_NEAR = 3
"""Letters by which two readings of one name differ at most."""


@dataclass(frozen=True, slots=True)
class Sure:
    """Which fields of an agreement stand in certain lines: title (and service), all parties, the day."""

    title: bool = False
    parties: bool = False
    day: bool = False


def doubted_mou(
    mou: Mou, findings: Sequence[Finding], other: Mou | None = None, sure: Sure | None = None
) -> tuple[Mou, list[Finding]]:
    """The agreement with codes for sure names only, and one finding in place of all that follows from its reading.

    Args:
        other: The same agreement as a second model read it. A day that only one of them could read counts; of two
            the first, and the finding names both.
        sure: What is certain, and stays as it is; where it is all, nothing is added.
    """
    sure = sure or Sure()
    mou, findings, other = _day_on_dots(mou, findings, other)
    if sure.title and sure.parties and sure.day:
        return mou, list(findings)
    parties = mou.parties if sure.parties else _parties(mou.parties, other.parties if other else ())
    days = [day for one in (mou, other) if one and (day := _possible(one.signed_on))]
    days = [day for day in (mou.signed_on,) if day] if sure.day else list(dict.fromkeys(days))
    kept = [one for one in findings if one.code == "cell_unreadable" or (not days and one.code in _NO_DAY)]
    if sure.parties:
        kept += [one for one in findings if one.field == "partners" and one not in kept]
    is_told = any(one.code in _NO_DAY for one in kept)
    shown = []
    if days and not sure.day:
        shown.append(f"วันที่ {' หรือ '.join(map(thai_date, days))}")
    elif not days and not is_told:
        shown.append(_DAY_UNREAD)
    if not sure.parties:
        shown.append(", ".join(party.name for party in parties) or _NO_PARTIES)
    if not shown:
        shown.append(mou.title or "-")
    read = replace(mou, parties=parties, signed_on=days[0] if days else None)
    return read, [*kept, _READ.at(None, fields=_fields(sure), found=", ".join(shown))]


def _day_on_dots(
    mou: Mou, findings: Sequence[Finding], other: Mou | None
) -> tuple[Mou, Sequence[Finding], Mou | None]:
    """A day that stands on dots, where a hand may have written it, counts if both readings have the same."""
    if not any(one.code in _NO_DAY for one in findings):
        return mou, findings, other
    if mou.signed_on is not None and other is not None and other.signed_on == mou.signed_on:
        return mou, [one for one in findings if one.code not in _NO_DAY], other
    return replace(mou, signed_on=None), findings, other and replace(other, signed_on=None)


def _fields(sure: Sure) -> str:
    names = [
        name
        for name, is_sure in ((_TITLE, sure.title), (_PARTIES, sure.parties), (_DAY, sure.day))
        if not is_sure
    ]
    return names[0] if len(names) == 1 else f"{' '.join(names[:-1])} และ{names[-1]}"


def _possible(day: date | None) -> date | None:
    return day if day and day.year >= _FIRST_YEAR else None


def _parties(first: Sequence[Lao], second: Sequence[Lao]) -> tuple[Lao, ...]:
    """Names of both readings: what one of them surely read stands for what the other could not."""
    known = {party.code: party for party in (*first, *second) if party.code}
    provinces = {registry().by_code[code].province for code in known}
    found: dict[str, Lao] = {}
    mended = [party if party.code else _mended(party, known.values(), provinces) for party in first]
    # The second reading may have what the first could not read, but also a name that is no party's.
    more = (
        [one for one in second if one.code] if len(first) < 2 or not all(one.code for one in mended) else []
    )
    for lao in (*mended, *more):
        agreed = bool(lao.code) and lao in first and lao in second
        if lao.code and not (agreed or stands_alone(lao.name, registry().by_code[lao.code].province)):
            lao = Lao(lao.name)
        found.setdefault(squeeze(lao.name), lao)
    return tuple(found.values())


def _mended(party: Lao, known: Iterable[Lao], provinces: Collection[str]) -> Lao:
    """The LAO that an unknown name surely is: one that was read elsewhere in the agreement, or the only one near."""
    by_code = registry().by_code
    for lao in known:
        # Other words may stand behind the name.
        whole = squeeze(whole_name(by_code[lao.code])) if lao.code else ""
        length = len(whole)
        if lao.code and _is_begun(squeeze(party.name), whole, by_code[lao.code].bare):
            return lao
        for text in (party.name, squeeze(party.name)[: length + 1]):
            distance, name = nearest(text, by_code[lao.code].province) if lao.code else (_NEAR + 1, "")
            if distance <= _NEAR and name == lao.name:
                return lao
    for province in provinces:
        short = likely(party.name, province) or snapped_start(party.name, province)
        fits = [lao for lao in registry().laos_of(province) if lao.short == short]
        if len(fits) == 1:
            return Lao(fits[0].short, fits[0].code)
    return party


def _is_begun(read: str, whole: str, bare: str) -> bool:
    """Whether a reading is a known name up to where a line's end broke it, two letters at least."""
    return whole.startswith(read) and len(read) >= len(whole) - len(squeeze(bare)) + 2
