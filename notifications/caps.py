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
    total_per_day: int = 1000


def refuses(work: UnitOfWork, mail: OutgoingMail, now: datetime, caps: ReplyCaps) -> str | None:
    """Which cap keeps a mail from leaving at `now` (aware), or None."""
    day = now - timedelta(days=1)
    told = work.outbox.told(mail, now - timedelta(hours=1), day)
    if told.to_them_lately >= caps.per_hour:
        return "per_hour"
    if told.to_them_today >= caps.per_day:
        return "per_day"
    if told.the_same_today:
        return "said_today"
    if told.in_thread >= caps.per_thread:
        return "per_thread"
    if told.today_at_most < caps.total_per_day:
        return None
    return "total_per_day" if work.outbox.left_since(day) >= caps.total_per_day else None
