"""How often we may write to one address, in one conversation, and at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.outbox import OutgoingMail
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReplyCaps:
    per_hour: int = 3
    per_day: int = 10
    per_thread: int = 5
    total_per_day: int = 150


def refuses(work: UnitOfWork, mail: OutgoingMail, now: datetime, caps: ReplyCaps) -> str | None:
    """Which cap keeps a mail from leaving at `now` (aware), or None."""
    day = now - timedelta(days=1)
    if work.outbox.sent_since(mail.recipient, now - timedelta(hours=1)) >= caps.per_hour:
        return "per_hour"
    if work.outbox.sent_since(mail.recipient, day) >= caps.per_day:
        return "per_day"
    if mail.fingerprint and work.outbox.said_since(mail.recipient, mail.fingerprint, day):
        return "said_today"
    if mail.thread and work.outbox.sent_in_thread(mail.thread) >= caps.per_thread:
        return "per_thread"
    return "total_per_day" if work.outbox.sent_total_since(day) >= caps.total_per_day else None
