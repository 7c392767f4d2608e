"""Messages that never were mails: by fax, on paper, by telephone, put in by the coordinator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage import tables as t
from storage.insert import insert_new


@dataclass(frozen=True, slots=True)
class HandIn:
    """For which province, and by which channel (`fax`, `paper`, `phone`) it came."""

    province: str
    channel: str


class HandIns:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message_sha256: str, hand_in: HandIn, now: datetime) -> bool:
        """A stored message is a hand-in; False where that was known."""
        values = {"province": hand_in.province, "channel": hand_in.channel, "at": now}
        return insert_new(self._connection, t.HandIns, values | {"message_sha256": message_sha256})

    def get(self, message_sha256: str) -> HandIn | None:
        h = t.HandIns
        row = self._connection.execute(
            select(h.province, h.channel).where(h.message_sha256 == message_sha256)
        ).first()
        return HandIn(*row) if row else None
