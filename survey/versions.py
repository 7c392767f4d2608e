"""Which version of a province's submission counts: parts, replacements, what is unclear (contract, section 7)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from survey.lao_words import TYPE, kind_of
from survey.model import Cooperation
from survey.registry import registry
from survey.thai.text import squeeze

Pair = tuple[str, str]
"""A cooperation as versions are compared: key of its service, code or key of its host."""


def pair(row: Cooperation) -> Pair:
    """What makes two rows the same cooperation: the same service and host."""
    host = (row.host.code or squeeze(row.host.name)) if row.host else ""
    return squeeze(row.service or ""), host


@dataclass(frozen=True, slots=True)
class Version:
    """One survey of a province, as far as its place among the others depends on it.

    Attributes:
        uid: Breaks ties of `received_at` (aware UTC): higher is later.
        accepted: It had no error; False is `needs_correction`.
        answers: Id of the version that it answers by thread or reference, or None.
        of_record: Its sender's record speaks for the province.
        proven: Its sender may speak for the province: by record, as a hand-in, or by a token that went to one of
            the record.
        in_thread: It answers a mail of ours that only its receiver can answer.
        subordinate: Its sender is an amphoe or an LAO.
        says_part: Its words, file name or headings say that it is a part or an addition.
        part: The part that it belongs to; None until it was placed.
    """

    id: int
    received_at: datetime
    uid: int
    sender: str
    accepted: bool
    nil: bool
    pairs: frozenset[Pair]
    answers: int | None = None
    of_record: bool = False
    proven: bool = True
    in_thread: bool = False
    subordinate: bool = False
    says_part: bool = False
    part: int | None = None


class Step(StrEnum):
    FIRST = "first"
    REPLACES = "replaces"
    ADDED = "added"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a version belongs.

    Attributes:
        replaces: Id of what counted in that part before it, or None.
        absorbs: Other parts whose cooperations it holds as well: one form for all that came in parts.
    """

    step: Step
    part: int | None
    replaces: int | None = None
    absorbs: tuple[int, ...] = ()


UNCLEAR = Placement(Step.UNCLEAR, None)


def arrange(versions: Iterable[Version]) -> dict[int, Placement]:
    """Place every version, in the order of receipt whatever the order of processing."""
    placed: list[Version] = []
    placements: dict[int, Placement] = {}
    for version in sorted(versions, key=lambda v: (v.received_at, v.uid, v.id)):
        placement = place(version, placed)
        placements[version.id] = placement
        if placement.part is not None:
            placed.append(replace(version, part=placement.part))
    return placements


def current(versions: Iterable[Version]) -> dict[int, Version]:
    """Part to the version that counts: the newest accepted one, else the newest with errors."""
    counts: dict[int, Version] = {}
    for version in sorted(versions, key=lambda v: (v.received_at, v.uid, v.id)):
        if version.part is None:
            continue
        held = counts.get(version.part)
        if held is None or version.accepted or not held.accepted:
            counts[version.part] = version
    return counts


def place(new: Version, earlier: Sequence[Version]) -> Placement:
    """The place of one version after `earlier` ones, which all have their part."""
    counting = current(earlier)
    if not counting:
        return Placement(Step.FIRST, 1)
    placement = _with_absorbed(_placed_by_what_it_says(new, earlier, counting), new, counting)
    replaced = [counting[part] for part in (placement.part, *placement.absorbs) if part in counting]
    if any(_needs_a_person(new, version) for version in replaced):
        return UNCLEAR
    return placement


def _with_absorbed(placement: Placement, new: Version, counting: dict[int, Version]) -> Placement:
    """What replaces one part and repeats at least half of another one replaces that, too: no row counts twice.

    A version with errors absorbs none: it would displace accepted ones.
    """
    if placement.step is not Step.REPLACES or not new.accepted:
        return placement
    others = [part for part in counting if part != placement.part]
    return replace(placement, absorbs=tuple(part for part in others if _repeats_half(new, counting[part])))


def _repeats_half(new: Version, old: Version) -> bool:
    return bool(old.pairs) and 2 * len(old.pairs & new.pairs) >= len(old.pairs)


def _needs_a_person(new: Version, replaced: Version) -> bool:
    """Contract, sections 6 and 7: what never takes rows out of the data set by itself."""
    own_word = new.in_thread and new.sender == replaced.sender
    if replaced.accepted and not (new.proven or own_word):
        return True
    if replaced.nil:
        return False
    return new.nil or (new.subordinate and new.sender != replaced.sender)


def _placed_by_what_it_says(
    new: Version, earlier: Sequence[Version], counting: dict[int, Version]
) -> Placement:
    answered = next((v for v in earlier if v.id == new.answers), None)
    if answered is not None and answered.part is not None:
        newest = counting.get(answered.part)
        outdated = newest is not None and newest.id != answered.id and newest.accepted
        if outdated and newest is not None and not _repeats_half(new, newest):
            return UNCLEAR  # a late answer about a part that has since become a part of something larger
        if not _is_the_next_part(new, newest, counting):
            return _replaces(counting, answered.part)
    if new.nil:
        return _nil(new, counting)
    overlapping = [part for part, v in counting.items() if v.pairs & new.pairs]
    if new.says_part and not overlapping:
        return Placement(Step.ADDED, max(counting) + 1)
    if not any(v.accepted and not v.nil for v in counting.values()):
        return _over_what_does_not_count(new, counting, overlapping)
    repeated = bool(overlapping) and all(_repeats_half(new, counting[part]) for part in overlapping)
    if repeated and new.of_record and not new.subordinate:
        return _replaces(counting, overlapping[0])
    return UNCLEAR


def _is_the_next_part(new: Version, answered: Version | None, counting: dict[int, Version]) -> bool:
    """Whoever sends the next district often answers what came to the last one: no word of that is in it.

    A correction keeps hosts or services; and what had errors is to be corrected, not to be added to.
    """
    if answered is None or not (answered.accepted and answered.pairs and new.says_part and not new.nil):
        return False
    hosts = {host for _, host in new.pairs}
    return hosts.isdisjoint(host for _, host in answered.pairs) and not any(
        version.pairs & new.pairs for version in counting.values()
    )


def place_released(new: Version, earlier: Sequence[Version]) -> Placement:
    """The place of an unclear version that the coordinator took in: over what it resembles most, else a part."""
    counting = current(earlier)
    likeness = {part: len(v.pairs & new.pairs) for part, v in counting.items()}
    best = max(likeness, key=lambda part: likeness[part])
    if likeness[best] or (len(counting) == 1 and not new.says_part):
        return _with_absorbed(_replaces(counting, best), new, counting)
    return Placement(Step.ADDED, max(counting) + 1)


def _replaces(counting: dict[int, Version], part: int) -> Placement:
    return Placement(Step.REPLACES, part, counting[part].id if part in counting else None)


def _nil(new: Version, counting: dict[int, Version]) -> Placement:
    """A nil statement never replaces rows by itself; it may replace an older nil statement."""
    if len(counting) == 1:
        [(part, version)] = counting.items()
        if version.nil and (new.of_record or new.sender == version.sender):
            return _replaces(counting, part)
    return UNCLEAR


def _over_what_does_not_count(
    new: Version, counting: dict[int, Version], overlapping: Sequence[int]
) -> Placement:
    candidates = (
        overlapping or [part for part, v in counting.items() if v.sender == new.sender] or list(counting)
    )
    if len(candidates) != 1:
        return UNCLEAR
    [part] = candidates
    same_hand = new.of_record or counting[part].sender == new.sender
    return _replaces(counting, part) if same_hand else UNCLEAR


_ADDITION = re.compile(r"เพิ่มเติม|ส่วนที่\s*[\d๐-๙]|ชุดที่\s*[\d๐-๙]|เฉพาะ(?:อำเภอ|อ\.)|ราย(?:อำเภอ|อปท)")
_AMPHOE = re.compile(r"(?:อำเภอ|(?<![ก-๙])อ\.)\s*([ก-๙]+)")
_NAME = re.compile(r"\s*[ก-ฮเ-ไ]")


def says_part(province: str | None, texts: Iterable[str]) -> bool:
    """True where subject, file name or heading speak of an addition, a part, an amphoe or one LAO."""
    amphoes = {lao.amphoe for lao in registry().laos_of(province)} if province else set()
    for text in texts:
        if _ADDITION.search(text) or _names_lao(text):
            return True
        if any(_names_one(match[1], amphoes) for match in _AMPHOE.finditer(text)):
            return True
    return False


# In a letter these words mean the file; "สอบถามเพิ่มเติม" and the office's own address mean nothing.
_LETTER_ADDITION = re.compile(
    r"(?:ส่ง|แบบสำรวจ|จัดส่ง|นำส่ง)(?:แบบสำรวจ|ข้อมูล|แบบ|ไฟล์|รายการ|ความร่วมมือ|ของจังหวัด[ก-๙]+|\s)*เพิ่มเติม"
    r"|(?:ส่วน|ชุด)ที่\s*[\d๐-๙]|เฉพาะ\s?(?:อำเภอ|อ\.)"
)
_LETTER_AMPHOE = re.compile(
    r"แบบสำรวจ(?:ความร่วมมือ|ข้อมูล|การจัดทำ|บริการสาธารณะ|ของ|ใน|เขต|พื้นที่|ท้องถิ่น|[\s(])*(?:อำเภอ|อ\.)\s*([ก-๙]+)"
)


def letter_says_part(province: str | None, text: str) -> bool:
    """As `says_part` for the words of a mail, which speak of other things too."""
    if _LETTER_ADDITION.search(text):
        return True
    amphoes = {lao.amphoe for lao in registry().laos_of(province)} if province else set()
    return any(_names_one(match[1], amphoes) for match in _LETTER_AMPHOE.finditer(text))


def _names_lao(text: str) -> bool:
    """Not แทนฉบับเดิม, which says the opposite, nor the type alone."""
    return any(
        kind_of(found)[0] != "เทศบาล" and _NAME.match(text, found.end()) for found in TYPE.finditer(text)
    )


def _names_one(word: str, amphoes: set[str]) -> bool:
    return any(amphoe and word.startswith(amphoe) for amphoe in amphoes)


@dataclass(frozen=True, slots=True)
class Change:
    """Rows in which a version differs from another one, each as its version has it; `changed` as the new one has it."""

    added: tuple[Cooperation, ...]
    changed: tuple[Cooperation, ...]
    removed: tuple[Cooperation, ...]


def change(old: Sequence[Cooperation], new: Sequence[Cooperation]) -> Change:
    """Rows added, changed and removed; a row is the same one where service and host agree.

    Several rows of one service and host are told apart by all that they say, then counted.
    """
    before, after = _by_pair(old), _by_pair(new)
    added: list[Cooperation] = []
    changed: list[Cooperation] = []
    removed: list[Cooperation] = []
    for key in {**after, **before}:
        gone = list(before.get(key, ()))
        come: list[Cooperation] = []
        for row in after.get(key, ()):
            same = next((one for one in gone if _content(one) == _content(row)), None)
            if same is None:
                come.append(row)
            else:
                gone.remove(same)
        both = min(len(gone), len(come))
        changed += come[:both]
        added += come[both:]
        removed += gone[both:]
    return Change(tuple(added), tuple(changed), tuple(removed))


def _by_pair(rows: Iterable[Cooperation]) -> dict[Pair, list[Cooperation]]:
    found: dict[Pair, list[Cooperation]] = {}
    for row in rows:
        found.setdefault(pair(row), []).append(row)
    return found


def _content(row: Cooperation) -> Cooperation:
    return replace(row, cell="", seq=None)
