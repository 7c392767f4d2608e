"""What a newer file says against the coordinator's corrections (contract, section 8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from storage.corrections import Change
from storage.records import StoredRow, Version, pair
from storage.unit_of_work import UnitOfWork
from survey.model import FIELDS, Cooperation


def value_of(row: Cooperation, field: str) -> Any:
    """A field's value as JSON has it, to be compared: an LAO by its code where it has one, partners in order of these."""
    if field not in FIELDS:
        return next((one.value for one in row.extra if one.field == field), None)
    value = getattr(row, field)
    if field == "host":
        return None if value is None else (value.code or value.name)
    if field == "partners":
        return sorted(lao.code or lao.name for lao in value)
    if field == "signed_on":
        return None if value is None else value.isoformat()
    return None if value is None else value if isinstance(value, bool | int) else str(value)


def key_of(row: Cooperation) -> tuple[str, str]:
    """What makes two rows of a province the same cooperation."""
    return pair(row.service, row.host.name if row.host else None, row.host.code if row.host else None)


def changes_between(before: Cooperation, after: Cooperation) -> list[Change]:
    """The fields of one row that a correction changed."""
    service, host = key_of(before)
    return [
        Change(service, host, field, value_of(after, field))
        for field in (*FIELDS, *(one.field for one in after.extra))
        if value_of(before, field) != value_of(after, field)
    ]


def contradictions(
    work: UnitOfWork,
    earlier: Iterable[Version],
    rows: Sequence[StoredRow],
    received_at: datetime | None,
) -> list[str]:
    """In words, each corrected value of earlier versions of a part that these rows say otherwise.

    Args:
        earlier: Versions of that part. A released one settles what was corrected before it.
        received_at: Corrections decided after this do not count; None: all count, the file is new to us.
    """
    found: list[str] = []
    for version in sorted(earlier, key=lambda v: v.order, reverse=True):
        for correction in work.corrections.of_references([version.reference]):
            if received_at is None or correction.at <= received_at:
                for change in correction.changes:
                    found += _said_otherwise(version.reference, correction.cell, change, rows)
        decision = work.decisions.standing(version.reference)
        if decision is not None and decision.what == "release":
            break
    return list(dict.fromkeys(found))


def _said_otherwise(reference: str, cell: str, change: Change, rows: Sequence[StoredRow]) -> Iterable[str]:
    for stored in rows:
        if key_of(stored.row) != (change.service, change.host) or change.field == "seq":
            continue
        value = value_of(stored.row, change.field)
        if value != change.value:
            yield (
                f"{reference} ช่อง {cell.rpartition('!')[2]}: แก้ไขเป็น {_shown(change.value)} "
                f"แต่ฉบับนี้เป็น {_shown(value)}"
            )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "ว่าง"
    return {None: "ว่าง", True: "ทำ", False: "ไม่ได้ทำ"}.get(value, str(value))
