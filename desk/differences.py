"""What is different between two versions: rows that came, went or say something else."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.values import value_text
from ingest.contradiction import key_of, value_of
from notifications.wording import FIELDS as TITLES
from storage.records import StoredRow
from survey.model import FIELDS, Cooperation


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that both versions have: header word, old and new text of each value that differs."""

    service: str
    host: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Rows that only the newer, only the older, or both versions have."""

    added: tuple[Cooperation, ...]
    removed: tuple[Cooperation, ...]
    changed: tuple[Changed, ...]
    same: int


def differences(old: Sequence[StoredRow], new: Sequence[StoredRow]) -> Differences:
    """Rows are the same cooperation where service and host are; several of these pair in their order."""
    waiting: dict[tuple[str, str], list[Cooperation]] = {}
    for stored in old:
        waiting.setdefault(key_of(stored.row), []).append(stored.row)
    added, changed, same = [], [], 0
    for stored in new:
        before = waiting.get(key_of(stored.row))
        if not before:
            added.append(stored.row)
            continue
        values = _values(before.pop(0), stored.row)
        same += not values
        if values:
            changed.append(Changed(stored.row.service or "", value_text(stored.row, "host"), values))
    removed = [row for rows in waiting.values() for row in rows]
    return Differences(tuple(added), tuple(removed), tuple(changed), same)


def _values(old: Cooperation, new: Cooperation) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (TITLES[field], value_text(old, field), value_text(new, field))
        for field in FIELDS
        if field != "seq" and value_of(old, field) != value_of(new, field)
    )
