"""How the work stands as a whole: what waits, since when, what left, when a mailbox was last polled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from storage import tables as t
from storage.mailboxes import MailboxState
from storage.records import Numbers
from storage.unit_of_work import UnitOfWork
from storage.words import OutboxState

_LEFT_OR_LEAVES = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class WorkState:
    """Instants are aware UTC.

    Attributes:
        waiting: Messages that somebody has to work on, failed ones too.
        oldest_waiting_at: When the oldest message without a status was taken in.
        oldest_queued_at: When the oldest mail that has not left was written.
        today: Mails that left or will, written within the last day: what the breaker counts.
    """

    messages: Numbers
    waiting: int
    oldest_waiting_at: datetime | None
    outbox: Mapping[OutboxState, int]
    oldest_queued_at: datetime | None
    today: int
    mailboxes: Sequence[MailboxState]

    @property
    def last_ok_poll(self) -> datetime | None:
        return max((box.last_ok_poll for box in self.mailboxes if box.last_ok_poll), default=None)


def work_state(work: UnitOfWork, now: datetime) -> WorkState:
    """Asked of the indexes alone: it costs the same after 100 and after 100,000 messages, but for counting."""
    waiting = select(func.count()).where(t.Messages.next_try_at.is_not(None))
    oldest = select(func.min(t.Messages.created_at)).where(
        t.Messages.next_try_at.is_not(None), t.Messages.status.is_(None)
    )
    queued = select(func.min(t.Outbox.created_at)).where(t.Outbox.next_try_at.is_not(None))
    today = work.outbox.numbers(now - timedelta(days=1))
    return WorkState(
        work.messages.numbers(),
        work.connection.scalar(waiting) or 0,
        work.connection.scalar(oldest),
        work.outbox.numbers(),
        work.connection.scalar(queued),
        sum(today.get(state, 0) for state in _LEFT_OR_LEAVES),
        work.mailboxes.all(),
    )
