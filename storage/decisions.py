"""What the coordinator decided, for good."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage import tables as t


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: what, by whom, when (aware), and why.

    Attributes:
        reference: The submission, or the province or address that it is about.
        what: `release`, `reject`, `withdraw`, `correct`, `assign`, `waive`, `submit`, `nil`, `cancel`, `invite`, `close`, `forget`.
    """

    reference: str
    what: str
    who: str
    at: datetime
    why: str | None = None


_WHETHER = ("release", "reject", "withdraw")


class Decisions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, decision: Decision) -> None:
        values = {field.name: getattr(decision, field.name) for field in fields(Decision)}
        self._connection.execute(insert(t.Decisions), values)

    def all(self) -> list[Decision]:
        """Every decision, first first."""
        return self._select()

    def of(self, reference: str) -> list[Decision]:
        """All decisions on a submission, first first; the last counts."""
        return self._select(t.Decisions.reference == reference)

    def standing(self, reference: str) -> Decision | None:
        """The decision that says whether a submission is taken in: the newest of release, reject and withdraw."""
        found = [d for d in self.of(reference) if d.what in _WHETHER]
        return found[-1] if found else None

    def _select(self, *where: Any) -> list[Decision]:
        d = t.Decisions
        columns = [getattr(d, field.name) for field in fields(Decision)]
        rows = self._connection.execute(select(*columns).where(*where).order_by(d.id))
        return [Decision(*row) for row in rows]
