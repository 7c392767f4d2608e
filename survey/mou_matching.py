"""Which rows of the form an agreement is a copy for: by parties and service, the day as evidence with its distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from survey.findings import Finding
from survey.model import Cooperation, Lao, Mou
from survey.submission import MOU_MISSING
from survey.thai.dates import thai_date_long
from survey.thai.text import squeeze


@dataclass(frozen=True, slots=True)
class MouFile:
    """An MOU, the name of the file that it came in, and whether it was read from a picture."""

    file: str
    mou: Mou
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An MOU that fits a row: its index, and in Thai what both have in common, for the coordinator."""

    mou: int
    reason: str


class _Level(IntEnum):
    """How much speaks for it; of the rows that an MOU may belong to, those of its highest level are taken."""

    PARTIES = 1
    DAY = 2
    SERVICE_AND_NEAR_DAY = 3
    SERVICE = 4
    SERVICE_AND_DAY = 5


class _Day(IntEnum):
    FAR = 0
    NEAR = 1
    UNKNOWN = 2
    SAME = 3


def match_mous(rows: Sequence[Cooperation], mous: Sequence[MouFile]) -> dict[int, list[Match]]:
    """Row index to the MOUs that fit it.

    An MOU fits a row whose host and at least one partner are among its parties. Another service is no hindrance
    where the day is the same and no row says the MOU's own service; another day is none where service and parties
    are the same and it is near: a typing error, or a digit that was misread on a scan.
    """
    found: dict[int, list[Match]] = {}
    for j, mou in enumerate(mous):
        fits = [(i, *fit) for i, row in enumerate(rows) if (fit := _fit(row, mou)) is not None]
        best = max((level for _, level, _ in fits), default=None)
        for i, level, reason in fits:
            if level is best:
                found.setdefault(i, []).append(Match(j, reason))
    return found


def missing_mous(rows: Sequence[Cooperation], matched: Mapping[int, Sequence[Match]]) -> list[Finding]:
    """`mou_missing` for each row that ticks ทำ MOU and has no copy yet, at the row's tick."""
    return [
        MOU_MISSING.at(row.cells.get("mou", row.cell), service=row.service or "-")
        for i, row in enumerate(rows)
        if row.mou and i not in matched
    ]


def _fit(row: Cooperation, one: MouFile) -> tuple[_Level, str] | None:
    named = [lao for lao in (row.host, *row.partners) if lao]
    here = [lao for lao in named if _is_party(lao, one)]
    if not here:
        return None
    day, service = _day(row.signed_on, one), _same_service(row.service, one.mou.service or one.mou.title)
    level = _level(day, service)
    if level is None:
        return None
    is_host_there = row.host is not None and row.host in here
    if not (is_host_there and (len(here) > 1 or not row.partners)):
        # One name was misread, or host and partner changed places.
        enough = 2 * len(here) > len(named) or (one.recognised and _unread(one.mou))
        if not enough or not service or level < _Level.SERVICE:
            return None
    words = ["คู่สัญญา", *(["บริการ"] if service else [])]
    if day is _Day.SAME:
        words.append("วันที่")
    reason = ", ".join(words)
    if day is _Day.NEAR and one.mou.signed_on:
        reason += f" (วันที่ในบันทึกข้อตกลงเป็น {thai_date_long(one.mou.signed_on)})"
    return level, reason


def _level(day: _Day, service: bool | None) -> _Level | None:
    if service:
        by_day = {
            _Day.SAME: _Level.SERVICE_AND_DAY,
            _Day.UNKNOWN: _Level.SERVICE,
            _Day.NEAR: _Level.SERVICE_AND_NEAR_DAY,
        }
        return by_day.get(day)
    if day is _Day.SAME:
        return _Level.DAY
    return _Level.PARTIES if service is None and day is _Day.UNKNOWN else None


_NEAR_DAYS = 31


def _day(of_row: date | None, one: MouFile) -> _Day:
    of_mou = one.mou.signed_on
    if of_row is None or of_mou is None:
        return _Day.UNKNOWN
    if of_row == of_mou:
        return _Day.SAME
    same = (of_row.day == of_mou.day, of_row.month == of_mou.month, of_row.year == of_mou.year)
    # Agreements of two years are often signed on one day of the year: only a misread year is no other year.
    is_near = sum(same) >= (1 if one.recognised else 2) and (one.recognised or of_row.year == of_mou.year)
    return _Day.NEAR if is_near or abs((of_row - of_mou).days) <= _NEAR_DAYS else _Day.FAR


def _is_party(lao: Lao, one: MouFile) -> bool:
    for party in one.mou.parties:
        if lao.code and party.code:
            if lao.code == party.code:
                return True
        elif squeeze(lao.name) == squeeze(party.name) or (one.recognised and _is_like(lao, party)):
            return True
    return False


_NAME_LIKENESS = 85


def _is_like(lao: Lao, party: Lao) -> bool:
    """A name as it was recognised is like the row's; two names of one province are mostly below 75 (of 100)."""
    from rapidfuzz import fuzz

    from survey.recognised_names import whole_name
    from survey.registry import registry

    known = registry().by_code.get(lao.code or "")
    words = (lao.name, whole_name(known)) if known else (lao.name,)
    return any(fuzz.ratio(squeeze(word), squeeze(party.name)) >= _NAME_LIKENESS for word in words)


def _unread(mou: Mou) -> bool:
    """Most of its parties could not be read."""
    return sum(party.code is not None for party in mou.parties) < 2


def _same_service(row: str | None, mou: str | None) -> bool | None:
    """None where one of them says nothing."""
    if not row or not mou:
        return None
    mine, theirs = squeeze(row), squeeze(mou)
    if mine in theirs or theirs in mine:
        return True
    from rapidfuzz import fuzz

    return bool(fuzz.partial_ratio(mine, theirs) >= _SERVICE_LIKENESS)


# Two services of one province in other words score below 60; one service in the words of form and title over 75.
_SERVICE_LIKENESS = 75
