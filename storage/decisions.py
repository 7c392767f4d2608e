"""What the coordinator decided, for good."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage import tables as t


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a submission: `release` or `reject`, by whom, when (aware), and why."""

    reference: str
    what: str
    who: str
    at: datetime
    why: str | None = None


class Decisions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, decision: Decision) -> None:
        values = {field.name: getattr(decision, field.name) for field in fields(Decision)}
        self._connection.execute(insert(t.Decisions), values)

    def of(self, reference: str) -> list[Decision]:
        """All decisions on a submission, first first; the last counts."""
        d = t.Decisions
        columns = [getattr(d, field.name) for field in fields(Decision)]
        rows = self._connection.execute(select(*columns).where(d.reference == reference).order_by(d.id))
        return [Decision(*row) for row in rows]
