"""Mails that leave: rendered once, queued with what they answer, sent once. A row says what is known of it.

queued → sending → sent, or failed (refused), queued again (refused for now), unknown (the server's answer
never came). Nothing becomes queued again after the server may have taken it, except by `requeue`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from storage import tables as t
from storage.insert import insert_new
from storage.worded import Worded, one_of
from storage.words import OutboxState


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail in its final bytes.

    Attributes:
        dedupe_key: What is told to whom about what: the same is never queued twice.
        message_id: Ours, with angle brackets, derived from the key.
        message_sha256: The mail that it answers, if any.
        reference: The submission that it is about, if any.
        thread: Equal in all answers of one conversation, for the cap.
        fingerprint: Equal where two mails say the same, for the cap.
    """

    dedupe_key: str
    kind: str
    recipient: str
    subject: str
    message_id: str
    content: bytes
    message_sha256: str | None = None
    reference: str | None = None
    thread: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A mail of the outbox; `attempts`: how often sending began, `unknowns`: how often no answer came."""

    id: int
    dedupe_key: str
    kind: str
    recipient: str
    subject: str
    message_id: str
    content: bytes
    message_sha256: str | None
    reference: str | None
    state: OutboxState
    attempts: int
    unknowns: int
    next_try_at: datetime | None
    lease_owner: str | None
    lease_until: datetime | None
    smtp_reply: str | None
    bounced: str | None
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """Mails that left or will: to the same address in the last hour and today, the same words to it today, and in
    the conversation; and of those to anybody today no fewer than left, since what stayed here is among them."""

    to_them_lately: int
    to_them_today: int
    the_same_today: int
    in_thread: int
    today_at_most: int


_O = t.Outbox
_COLUMNS = [getattr(_O, field.name) for field in fields(OutboxRow)]
_STAYED = (OutboxState.FAILED, OutboxState.PREVIEW, OutboxState.CANCELLED)
FOUND_IN_SENT = "found among the sent mails"
_NO_LEASE: Mapping[str, Any] = {"lease_owner": None, "lease_until": None}

# Asked for every mail: built once, since building one costs more than asking.
_ALL = select(*_COLUMNS).order_by(_O.id)
_GET = Worded(_ALL.where(_O.id == bindparam("row_id")))
_BY_MESSAGE_ID = Worded(_ALL.where(_O.message_id == bindparam("message_id")))
_BY_KEY = Worded(_ALL.where(_O.dedupe_key == bindparam("dedupe_key")))
_OF_MESSAGE = _ALL.where(_O.message_sha256 == bindparam("sha256"))
# By what it is not: with a list of states SQLite would walk the index of states, through every mail ever sent.
_COUNT_ALL = select(func.count()).select_from(_O)
_COUNT = _COUNT_ALL.where(~one_of(_O.state, _STAYED))
_LEFT = Worded(_COUNT.where(_O.created_at >= bindparam("since")))
_TO_THEM = _COUNT.where(_O.recipient == bindparam("recipient"))
_TOLD = Worded(
    select(
        _TO_THEM.where(_O.created_at >= bindparam("lately")).scalar_subquery(),
        _TO_THEM.where(_O.created_at >= bindparam("today")).scalar_subquery(),
        _TO_THEM.where(
            _O.fingerprint == bindparam("fingerprint"), _O.created_at >= bindparam("today")
        ).scalar_subquery(),
        _COUNT.where(_O.thread == bindparam("thread")).scalar_subquery(),
        # Without a look at the state of each: all mails of the day are walked for every one more.
        _COUNT_ALL.where(_O.created_at >= bindparam("today")).scalar_subquery(),
    )
)
_DUE = (
    select(_O.id)
    .where(_O.next_try_at.is_not(None), _O.next_try_at <= bindparam("now"))  # then it is queued
    .order_by(_O.next_try_at, _O.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_SENDING, _SENDING_ANSWER = (
    Worded(
    update(_O)
    .where(_O.id == due.scalar_subquery())
    .values(
        state=OutboxState.SENDING, next_try_at=None, attempts=_O.attempts + 1,
        lease_owner=bindparam("owner"), lease_until=bindparam("until"),
    )
    .returning(*_COLUMNS)
    )
    for due in (_DUE, _DUE.where(_O.message_sha256.is_not(None)))
)  # fmt: skip
_SENT = Worded(
    update(_O)
    .where(_O.id == bindparam("row_id"))
    .values(
        state=OutboxState.SENT, smtp_reply=bindparam("said"), sent_at=bindparam("at"), next_try_at=None, **_NO_LEASE
    )
)  # fmt: skip


class Outbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, mail: OutgoingMail, now: datetime, *, preview: bool = False) -> bool:
        """Store a mail to be sent (or only to be shown); False where its key is known: nothing is changed."""
        values = {field.name: getattr(mail, field.name) for field in fields(OutgoingMail)}
        state = OutboxState.PREVIEW if preview else OutboxState.QUEUED
        values |= {"state": state, "next_try_at": None if preview else now, "created_at": now}
        return insert_new(self._connection, t.Outbox, values)

    def claim(
        self, owner: str, now: datetime, lease_seconds: float, *, answers_only: bool = False
    ) -> OutboxRow | None:
        """Take the next mail that is due; it is `sending` from the commit on."""
        until = now + timedelta(seconds=lease_seconds)
        statement = _SENDING_ANSWER if answers_only else _SENDING
        row = statement.first(self._connection, {"now": now, "owner": owner, "until": until})
        return OutboxRow(*row) if row else None

    def claim_unknown(self, owner: str, now: datetime, lease_seconds: float) -> OutboxRow | None:
        """Take a mail of which nobody knows whether it left, to look it up.

        One whose `sending` outlived its lease is such a mail too; it has no `smtp_reply`. It stays `unknown` and leased until
        `mark_sent`, `mark_failed` or `requeue`, or `retry_look_up` where the look-up itself failed.
        """
        free = or_(_O.lease_until.is_(None), _O.lease_until <= now)
        self._connection.execute(
            update(_O)
            .where(_O.state == OutboxState.SENDING, free)
            .values(state=OutboxState.UNKNOWN, unknowns=_O.unknowns + 1, smtp_reply=None, **_NO_LEASE)
        )
        due = select(_O.id).where(_O.state == OutboxState.UNKNOWN, free).order_by(_O.id)
        row_id = self._connection.scalar(due.limit(1).with_for_update(skip_locked=True))
        if row_id is None:
            return None
        until = now + timedelta(seconds=lease_seconds)
        self._connection.execute(
            update(_O).where(_O.id == row_id).values(lease_owner=owner, lease_until=until)
        )
        return self.get(row_id)

    def unknown_rows(self) -> list[OutboxRow]:
        """All mails of which nobody knows whether they left."""
        return self._select(_O.state == OutboxState.UNKNOWN)

    def mark_sent(self, row_id: int, smtp_reply: str, at: datetime) -> None:
        """The server has taken it."""
        _SENT.change(self._connection, {"row_id": row_id, "said": smtp_reply, "at": at})

    def retry(self, row_id: int, next_try_at: datetime, smtp_reply: str | None = None) -> bool:
        """Nothing has left yet; try again later. False where the row is no longer being sent."""
        return self._change(
            row_id,
            (OutboxState.SENDING,),
            state=OutboxState.QUEUED,
            next_try_at=next_try_at,
            smtp_reply=smtp_reply,
        )

    def mark_failed(self, row_id: int, smtp_reply: str) -> bool:
        """It is given up. False where the row was neither being sent nor unknown."""
        states = (OutboxState.SENDING, OutboxState.UNKNOWN)
        return self._change(row_id, states, state=OutboxState.FAILED, smtp_reply=smtp_reply)

    def mark_unknown(self, row_id: int, smtp_reply: str | None = None) -> bool:
        """It was handed over and the server's answer never came. False where it was not being sent."""
        return self._change(
            row_id,
            (OutboxState.SENDING,),
            state=OutboxState.UNKNOWN,
            smtp_reply=smtp_reply,
            unknowns=_O.unknowns + 1,
        )

    def retry_look_up(self, row_id: int, at: datetime) -> None:
        """The look-up of an unknown mail failed: nobody takes it before `at`."""
        self._change(row_id, (OutboxState.UNKNOWN,), lease_until=at, keep_lease=True)

    def requeue(self, row_id: int, at: datetime) -> bool:
        """Send an unknown, failed, previewed or cancelled mail (again) at `at`, with the same Message-ID."""
        states = (OutboxState.UNKNOWN, OutboxState.FAILED, OutboxState.PREVIEW, OutboxState.CANCELLED)
        return self._change(row_id, states, state=OutboxState.QUEUED, next_try_at=at)

    def cancel(self, row_id: int) -> bool:
        """Keep a queued mail from leaving; False where it was not queued any more."""
        return self._change(row_id, (OutboxState.QUEUED,), state=OutboxState.CANCELLED, next_try_at=None)

    def release_leases(self, owner: str) -> int:
        """Mails that `owner` was sending become `unknown`: nobody can say whether they left. How many."""
        sending = and_(_O.lease_owner == owner, _O.state == OutboxState.SENDING)
        changed = self._connection.execute(
            update(_O)
            .where(sending)
            .values(state=OutboxState.UNKNOWN, unknowns=_O.unknowns + 1, smtp_reply=None, **_NO_LEASE)
        ).rowcount
        self._connection.execute(
            update(_O).where(_O.lease_owner == owner, _O.state == OutboxState.UNKNOWN).values(**_NO_LEASE)
        )
        return changed

    def note_bounce(self, message_id: str, text: str) -> bool:
        """A mail of ours came back; False where that Message-ID is none of ours."""
        statement = update(_O).where(_O.message_id == message_id).values(bounced=text)
        return self._connection.execute(statement).rowcount == 1

    def get(self, row_id: int) -> OutboxRow | None:
        return self._one(_GET, row_id=row_id)

    def by_message_id(self, message_id: str) -> OutboxRow | None:
        return self._one(_BY_MESSAGE_ID, message_id=message_id)

    def by_key(self, dedupe_key: str) -> OutboxRow | None:
        return self._one(_BY_KEY, dedupe_key=dedupe_key)

    def newest_sent(self) -> OutboxRow | None:
        """The newest mail that the server took, by its own word."""
        statement = _ALL.where(_O.state == OutboxState.SENT, _O.smtp_reply != FOUND_IN_SENT)
        row = self._connection.execute(statement.order_by(None).order_by(_O.id.desc()).limit(1)).first()
        return OutboxRow(*row) if row else None

    def of_message(self, sha256: str) -> list[OutboxRow]:
        """All mails that answer a message, first first."""
        return [OutboxRow(*row) for row in self._connection.execute(_OF_MESSAGE, {"sha256": sha256})]

    def states_of(self, sha256s: Collection[str]) -> dict[str, list[tuple[str, OutboxState]]]:
        """SHA-256 of each message to kind and state of the mails that answer it, first first."""
        statement = select(_O.message_sha256, _O.kind, _O.state).where(_O.message_sha256.in_(list(sha256s)))
        found: dict[str, list[tuple[str, OutboxState]]] = {}
        for sha256, kind, state in self._connection.execute(statement.order_by(_O.id)):
            found.setdefault(str(sha256), []).append((kind, state))
        return found

    def in_states(self, states: Collection[OutboxState]) -> list[OutboxRow]:
        return self._select(_O.state.in_(states))

    def of_kind(self, kind: str, state: OutboxState) -> list[OutboxRow]:
        """All mails of a kind that stand in a state, first first."""
        return self._select(_O.state == state, _O.kind == kind)

    def bounced(self) -> list[OutboxRow]:
        return self._select(_O.bounced.is_not(None))

    def told(self, mail: OutgoingMail, lately: datetime, today: datetime) -> Told:
        """How many mails left or will, that count against one more; each from an instant on."""
        asked = {"recipient": mail.recipient, "fingerprint": mail.fingerprint, "thread": mail.thread}
        [counted] = _TOLD.all(self._connection, asked | {"lately": lately, "today": today})
        return Told(*counted)

    def left_since(self, since: datetime) -> int:
        """How many mails to anybody left or will."""
        [[counted]] = _LEFT.all(self._connection, {"since": since})
        return int(counted)

    def numbers(self, since: datetime | None = None) -> dict[OutboxState, int]:
        """How many mails stand in each state."""
        statement = select(_O.state, func.count()).group_by(_O.state)
        if since is not None:
            statement = statement.where(_O.created_at >= since)
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def _change(
        self,
        row_id: int,
        states: Collection[OutboxState] | None,
        *,
        keep_lease: bool = False,
        **values: Any,
    ) -> bool:
        statement = update(_O).where(_O.id == row_id)
        if states is not None:
            statement = statement.where(_O.state.in_(states))
        lease = {} if keep_lease else _NO_LEASE
        return self._connection.execute(statement.values(**values, **lease)).rowcount == 1

    def _one(self, statement: Worded, **asked: Any) -> OutboxRow | None:
        row = statement.first(self._connection, asked)
        return OutboxRow(*row) if row else None

    def _select(self, *where: Any) -> list[OutboxRow]:
        rows = self._connection.execute(select(*_COLUMNS).where(*where).order_by(_O.id))
        return [OutboxRow(*row) for row in rows]
