"""What was deleted by command: the content goes, what keeps a mail from being taken in or answered twice stays."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from storage import tables as t
from storage.words import OutboxState

_AT_ONCE = 400
_LEFT = (OutboxState.SENT, OutboxState.FAILED, OutboxState.PREVIEW, OutboxState.CANCELLED)
# Of a mail of ours its key, its Message-ID and what became of it stay: it is not written again, and known as ours.
_OF_A_MAIL: dict[str, Any] = {
    "recipient": "",
    "subject": "",
    "content": b"",
    "thread": None,
    "smtp_reply": None,
    "bounced": None,
}
_OF_A_SUBMISSION: dict[str, Any] = {
    "sender": None,
    "reporter_name": None,
    "reporter_position": None,
    "reporter_phone": None,
    "heading": "",
    "part": None,
    "rows": 0,
    "rows_asked": 0,
    "rows_error": 0,
}


class Forgotten:
    """Messages without content. None of them counts, is read again, or is taken in again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> set[str]:
        """SHA-256 of every one."""
        return {sha256 for (sha256,) in self._connection.execute(select(t.Forgotten.message_sha256))}

    def among(self, sha256s: Collection[str]) -> set[str]:
        """Those of some messages that are forgotten."""
        f = t.Forgotten
        rows = self._connection.execute(select(f.message_sha256).where(f.message_sha256.in_(sha256s)))
        return {sha256 for (sha256,) in rows}

    def waits(self, sha256: str) -> bool:
        """Whether a mail about this message may still leave."""
        o = t.Outbox
        s = t.Submissions
        references = select(s.reference).where(s.message_sha256 == sha256).scalar_subquery()
        about = or_(o.message_sha256 == sha256, o.reference.in_(references))
        asked = select(o.id).where(about, o.state.not_in(_LEFT)).limit(1)
        return self._connection.execute(asked).first() is not None

    def erase(self, sha256s: Collection[str], now: datetime) -> None:
        """Delete what these messages said; the caller removes their raw mail once this is committed."""
        if self._connection.dialect.name == "sqlite":
            # Else the words would stay in the file's free pages.
            self._connection.exec_driver_sql("PRAGMA secure_delete = ON")
        ids = list(sha256s)
        for start in range(0, len(ids), _AT_ONCE):
            self._erase(ids[start : start + _AT_ONCE], now)

    def erase_mails_before(self, until: datetime) -> int:
        """Empty what we wrote of our own accord before then (digests, invitations, reminders). How many."""
        o = t.Outbox
        old = update(o).where(
            o.created_at < until, o.message_sha256.is_(None), o.state.in_(_LEFT), o.content != b""
        )
        return self._connection.execute(old.values(_OF_A_MAIL)).rowcount

    def _erase(self, ids: list[str], now: datetime) -> None:
        run = self._connection.execute
        s = t.Submissions
        submissions = select(s.id).where(s.message_sha256.in_(ids)).scalar_subquery()
        references = select(s.reference).where(s.message_sha256.in_(ids)).scalar_subquery()
        run(delete(t.Cooperations).where(t.Cooperations.submission_id.in_(submissions)))
        for table in (t.Mous, t.Problems, t.Files, t.Corrections):
            run(delete(table).where(table.message_sha256.in_(ids)))
        run(update(s).where(s.message_sha256.in_(ids)).values(_OF_A_SUBMISSION))
        run(update(t.Deliveries).where(t.Deliveries.message_sha256.in_(ids)).values(path=None))
        o = t.Outbox
        run(update(o).where(or_(o.message_sha256.in_(ids), o.reference.in_(references))).values(_OF_A_MAIL))
        run(update(t.Decisions).where(t.Decisions.reference.in_(references)).values(why=None))
        nobody: dict[str, Any] = {"from_address": None, "subject": None, "message_id": None}
        run(update(t.Messages).where(t.Messages.sha256.in_(ids)).values(nobody))
        run(insert(t.Forgotten), [{"message_sha256": sha256, "at": now} for sha256 in ids])
