"""What waits for the coordinator, in one statement; the digest's other numbers are methods of each table."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from storage import tables as t
from survey.model import Status

_WAITS = (Status.HELD, Status.FAILED)


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A submission that is held, or a message that failed through our own fault.

    Attributes:
        reference: None where a message failed before it became a submission; then `message_sha256` names it.
    """

    message_sha256: str
    reference: str | None
    province: str | None
    sender: str | None
    subject: str | None
    reason: str
    status: Status
    received_at: datetime


def waiting(connection: Connection) -> tuple[WaitingItem, ...]:
    """Everything that only the coordinator can settle or has to know of, in the order of receipt."""
    m, s = t.Messages, t.Submissions
    status = func.coalesce(s.status, m.status)
    held = and_(s.message_sha256 == m.sha256, s.status.in_(_WAITS))
    statement = (
        select(
            m.sha256,
            s.reference,
            s.province,
            func.coalesce(s.sender, m.from_address),
            m.subject,
            func.coalesce(m.reason, ""),
            status,
            m.received_at,
        )
        .outerjoin(s, held)
        .where(or_(s.id.is_not(None), m.status == Status.FAILED))
        .order_by(m.received_at, m.uid, m.sha256, s.ordinal)
    )
    return tuple(WaitingItem(*row) for row in connection.execute(statement))
