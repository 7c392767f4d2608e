"""Rules that do not count for a province until a day: exceptions are data, with who and why in the decisions."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage import tables as t
from storage.worded import Worded


@dataclass(frozen=True, slots=True)
class Waiver:
    """A code that is off for a province's mail received up to and with `until`, a Bangkok day."""

    province: str
    code: str
    until: date


_ON = Worded(select(t.Waivers.province, t.Waivers.code).where(t.Waivers.until >= bindparam("day")))


class Waivers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, waiver: Waiver, now: datetime) -> None:
        values = {"province": waiver.province, "code": waiver.code, "until": waiver.until, "at": now}
        self._connection.execute(insert(t.Waivers), values)

    def on(self, day: date) -> frozenset[tuple[str, str]]:
        """Province and code of all that is waived for mail received on a Bangkok day."""
        rows = _ON.all(self._connection, {"day": day})
        return frozenset((province, code) for province, code in rows)

    def all(self) -> list[Waiver]:
        """Every waiver that was ever given, first first."""
        w = t.Waivers
        rows = self._connection.execute(select(w.province, w.code, w.until).order_by(w.id))
        return [Waiver(*row) for row in rows]
