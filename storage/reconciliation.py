"""What does not add up among deliveries, messages and outbox: every count should be 0."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from storage import tables as t
from storage.words import OutboxState
from survey.model import Status

LONGEST_WAIT = timedelta(days=1)
_ANSWERED = (Status.ACCEPTED, Status.NEEDS_CORRECTION, Status.UNREADABLE, Status.HELD)
_NOT_GONE = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Remainder:
    """Attributes:
    unplaced: Messages that no folder, file or hand-in brought.
    forgotten: Messages without a final status that nobody will take up again.
    waiting: Messages that have waited for their status for longer than a day.
    unanswered: Messages whose status is answered, with neither a mail of ours nor a reason why there is none.
    unsent: Mails of ours that should have left more than a day ago.
    """

    unplaced: int
    forgotten: int
    waiting: int
    unanswered: int
    unsent: int


def remainder(connection: Connection, now: datetime) -> Remainder:
    """Compare the tables at `now` (aware)."""
    m, o = t.Messages, t.Outbox
    open_ = or_(m.status.is_(None), m.status == Status.FAILED)
    told = exists().where(o.message_sha256 == m.sha256, o.kind != "alert")
    delivered = exists().where(t.Deliveries.message_sha256 == m.sha256)
    kept = ~exists().where(t.Forgotten.message_sha256 == m.sha256)
    long_ago = now - LONGEST_WAIT

    def count(*where: ColumnElement[bool]) -> int:
        return connection.scalar(select(func.count()).select_from(m).where(*where)) or 0

    unsent = select(func.count()).select_from(o).where(o.state.in_(_NOT_GONE), o.created_at < long_ago)
    return Remainder(
        unplaced=count(~delivered),
        forgotten=count(open_, m.next_try_at.is_(None), m.lease_owner.is_(None)),
        waiting=count(m.status.is_(None), m.created_at < long_ago),
        unanswered=count(and_(m.status.in_(_ANSWERED), m.why_no_reply.is_(None)), ~told, kept),
        unsent=connection.scalar(unsent) or 0,
    )


def newest_kept(connection: Connection, most: int) -> list[str]:
    """SHA-256 of the newest messages whose content was not deleted by command."""
    m = t.Messages
    kept = ~exists().where(t.Forgotten.message_sha256 == m.sha256)
    newest = select(m.sha256).where(kept).order_by(m.received_at.desc(), m.uid.desc()).limit(most)
    return list(connection.scalars(newest))
