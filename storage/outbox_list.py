"""The outbox as a list to look at: without the mails' bytes, of which each holds a whole workbook."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage import tables as t
from storage.words import OutboxState


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A mail of ours without its content; as `storage.outbox.OutboxRow`."""

    id: int
    kind: str
    recipient: str
    subject: str
    reference: str | None
    state: OutboxState
    smtp_reply: str | None
    bounced: str | None
    next_try_at: datetime | None
    created_at: datetime
    sent_at: datetime | None


_O = t.Outbox
_LIST = select(*(getattr(_O, field.name) for field in fields(OutboxEntry))).order_by(_O.id.desc())


def outbox_list(
    connection: Connection, state: OutboxState | None = None, *, limit: int, offset: int = 0
) -> list[OutboxEntry]:
    """Mails in a state (None: in any), newest first."""
    statement = _LIST if state is None else _LIST.where(_O.state == state)
    return [OutboxEntry(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def count_of_kind(connection: Connection, kind: str) -> int:
    """How many mails of a kind were ever queued, those kept back left out."""
    statement = select(func.count()).where(_O.kind == kind, _O.state != OutboxState.CANCELLED)
    return int(connection.scalar(statement) or 0)


def outbox_text(content: bytes) -> str:
    """The plain text of one of our own mails."""
    from email import message_from_bytes, policy

    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return text if isinstance(text, str) else ""
