"""How each of the 76 provinces stands: for the digest and `samruat export --what provinces`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.records import Version, current_of
from storage.words import ProvinceState, SubmissionKind
from survey.model import Reporter, Status

NOBODY = Reporter()


@dataclass(frozen=True, slots=True)
class ProvinceStanding:
    """How a province stands.

    Attributes:
        current: What counts now, a version a part.
        waiting: Submissions that the coordinator must decide on, in the order of receipt.
        rows, rows_asked, rows_error: Sums over `current`.
        mous: Number of MOUs received and taken in.
        received_at: Of the newest of `current`, else of the newest that came at all.
        late: Something that counts came after the deadline.
    """

    province: str
    state: ProvinceState
    current: tuple[Version, ...] = ()
    waiting: tuple[Version, ...] = ()
    mous: int = 0
    late: bool = False
    received_at: datetime | None = None
    sender: str | None = None
    reporter: Reporter = field(default=NOBODY)

    @property
    def nil(self) -> bool:
        return self.state is ProvinceState.NIL

    @property
    def rows(self) -> int:
        return sum(version.rows for version in self.current)

    @property
    def rows_asked(self) -> int:
        return sum(version.rows_asked for version in self.current)

    @property
    def rows_error(self) -> int:
        return sum(version.rows_error for version in self.current)


def standings(
    provinces: Sequence[str], versions: Iterable[Version], mous: Mapping[str, int]
) -> list[ProvinceStanding]:
    """How each of `provinces` stands, in their order; what came without a province is not in it."""
    of: dict[str, list[Version]] = {}
    for version in versions:
        if version.province is not None:
            of.setdefault(version.province, []).append(version)
    return [_standing(province, of.get(province, []), mous.get(province, 0)) for province in provinces]


def _standing(province: str, versions: list[Version], mous: int) -> ProvinceStanding:
    current = tuple(current_of(versions))
    came = sorted((v for v in versions if v.status is not Status.IGNORED), key=lambda v: v.order)
    waiting = tuple(v for v in came if v.status is Status.HELD)
    newest = max(current, key=lambda v: v.order) if current else came[-1] if came else None
    if newest is None:
        return ProvinceStanding(province, ProvinceState.SILENT)
    return ProvinceStanding(
        province,
        _state(current, came),
        current,
        waiting,
        mous,
        any(v.late for v in current),
        newest.received_at,
        newest.sender,
        newest.reporter,
    )


def _state(current: Sequence[Version], came: Sequence[Version]) -> ProvinceState:
    if any(version.status is Status.NEEDS_CORRECTION for version in current):
        return ProvinceState.NEEDS_CORRECTION
    if current:
        nil = all(version.kind is SubmissionKind.NIL for version in current)
        return ProvinceState.NIL if nil else ProvinceState.ACCEPTED
    there = {version.status for version in came}
    for status, state in _IN_VAIN.items():
        if status in there:
            return state
    return ProvinceState.SILENT  # an MOU alone is no survey


_IN_VAIN = {
    Status.HELD: ProvinceState.HELD,
    Status.UNREADABLE: ProvinceState.UNREADABLE,
    Status.REJECTED: ProvinceState.REJECTED,
}
