"""Cells that the coordinator corrected; they are read anew with their message, so nothing can undo them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage import tables as t


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a correction changed.

    Attributes:
        service, host: Comparable words of the row before the correction, as `storage.records.pair` gives them.
        value: The value that counts now, as JSON has it; compare by equality.
    """

    service: str
    host: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell and the text that stands in it from now on; the newest for a cell counts.

    Attributes:
        file: Name of the file that the cell is in, as the contract's section 3 has it.
        at: When it was decided (aware).
    """

    reference: str
    message_sha256: str
    file: str
    cell: str
    text: str
    at: datetime
    changes: tuple[Change, ...] = ()


class Corrections:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, correction: Correction) -> None:
        c = correction
        values = {
            "reference": c.reference,
            "message_sha256": c.message_sha256,
            "file": c.file,
            "cell": c.cell,
            "text": c.text,
            "changes": [[one.service, one.host, one.field, one.value] for one in c.changes],
            "at": c.at,
        }
        self._connection.execute(insert(t.Corrections), values)

    def of_message(self, message_sha256: str) -> list[Correction]:
        """What counts of a message's corrections, a cell once, first first."""
        newest = {(c.file, c.cell): c for c in self._select(t.Corrections.message_sha256 == message_sha256)}
        return list(newest.values())

    def of_references(self, references: Sequence[str]) -> list[Correction]:
        """All corrections of some submissions, first first."""
        return self._select(t.Corrections.reference.in_(list(references)))

    def of_province(self, province: str) -> bool:
        """Whether any submission of a province was ever corrected."""
        s, c = t.Submissions, t.Corrections
        found = select(c.id).join(s, s.reference == c.reference).where(s.province == province).limit(1)
        return self._connection.scalar(found) is not None

    def _select(self, where: Any) -> list[Correction]:
        c = t.Corrections
        columns = (c.reference, c.message_sha256, c.file, c.cell, c.text, c.at, c.changes)
        rows = self._connection.execute(select(*columns).where(where).order_by(c.id))
        return [Correction(*row[:6], changes=tuple(Change(*one) for one in row[6])) for row in rows]
