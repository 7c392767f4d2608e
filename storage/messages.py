"""What came: messages and where they were met. Questions and deeds as methods, all in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text, update
from sqlalchemy.orm import aliased

from storage import tables as t
from storage.insert import insert_all_new
from storage.records import Numbers
from storage.worded import Worded
from storage.words import OutboxState
from survey.model import Status


class LeaseLost(Exception):
    """Another worker holds the message by now: what this one found out must not be stored."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A mail whose raw bytes are on disk; what its head says, None where the head doesn't.

    Attributes:
        received_at: Aware; its Bangkok day is the day of receipt (contract, section 3).
        content_key: Equal where the same mail comes again by another way: Message-ID and hashes of the
            attachments; usually known only after reading, see `Messages.finish`.
    """

    sha256: str
    size: int
    received_at: datetime
    from_address: str | None = None
    subject: str | None = None
    message_id: str | None = None
    content_key: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a mail was met. For files given by hand `folder` is the path, `uidvalidity` and `uid` as the
    reader numbers them."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    internaldate: datetime
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A stored mail.

    Attributes:
        uid: Of its first delivery; with `received_at` the order of receipt.
        status: None while nothing is decided yet.
        attempts: How often a worker has taken it.
        next_try_at: When it is to be worked on, or None where nothing is left to do.
        why_no_reply: Why no answer was queued, or None where one was.
    """

    sha256: str
    size: int
    received_at: datetime
    uid: int
    from_address: str | None
    subject: str | None
    message_id: str | None
    content_key: str | None
    status: Status | None
    reason: str | None
    late: bool
    why_no_reply: str | None
    attempts: int
    next_try_at: datetime | None
    lease_owner: str | None
    parser_version: str | None


_DONE = (Status.ACCEPTED, Status.NEEDS_CORRECTION, Status.UNREADABLE, Status.REJECTED)
_CLAIMING = 2561_01  # PostgreSQL's advisory locks are numbers
_M = t.Messages
_OTHER = aliased(t.Messages)
_COLUMNS = [getattr(_M, field.name) for field in fields(Message)]
_ORDER = (_M.received_at, _M.uid, _M.sha256)

# Asked for every mail: built once, since building one costs more than asking.
_ALL = select(*_COLUMNS).order_by(*_ORDER)
_GET = Worded(_ALL.where(_M.sha256 == bindparam("sha256")))
_BY_CONTENT_KEY = Worded(_ALL.where(_M.content_key == bindparam("content_key")))
_FINISH = update(_M).where(_M.sha256 == bindparam("of_sha256"))
_DELIVERIES = (
    select(t.Deliveries.message_sha256, *(getattr(t.Deliveries, field.name) for field in fields(Delivery)))
    .where(t.Deliveries.message_sha256.in_(bindparam("sha256s", expanding=True)))
    .order_by(t.Deliveries.seen_at, t.Deliveries.folder, t.Deliveries.uid)
)


class Messages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """UIDs of a folder that are stored already, whatever became of them."""
        d = t.Deliveries
        rows = self._connection.execute(
            select(d.uid).where(d.account == account, d.folder == folder, d.uidvalidity == uidvalidity)
        )
        return {uid for (uid,) in rows}

    def done_with(self, account: str, folder: str, uidvalidity: int, uids: Collection[int]) -> set[int]:
        """Those of a folder's UIDs that are answered or need no answer, with nothing left to send or to decide."""
        d, o = t.Deliveries, t.Outbox
        left = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
        waits = select(o.id).where(o.message_sha256 == _M.sha256, o.state.in_(left)).exists()
        found: set[int] = set()
        listed = sorted(uids)
        for start in range(0, len(listed), 500):
            rows = self._connection.execute(
                select(d.uid)
                .join(_M, _M.sha256 == d.message_sha256)
                .where(d.account == account, d.folder == folder, d.uidvalidity == uidvalidity)
                .where(d.uid.in_(listed[start : start + 500]), _M.status.in_(_DONE), _M.next_try_at.is_(None))
                .where(~waits)
            )
            found.update(uid for (uid,) in rows)
        return found

    def between_sizes(
        self, account: str, folder: str, uidvalidity: int, over: int, to: int
    ) -> dict[int, str]:
        """UID to SHA-256 of a folder's mails of more than `over` bytes and at most `to` that were taken up."""
        d = t.Deliveries
        rows = self._connection.execute(
            select(d.uid, _M.sha256)
            .join(_M, _M.sha256 == d.message_sha256)
            .where(d.account == account, d.folder == folder, d.uidvalidity == uidvalidity)
            .where(_M.size > over, _M.size <= to, _M.status != Status.IGNORED)
        )
        return {row[0]: row[1] for row in rows}

    def add(self, message: NewMessage, delivery: Delivery, now: datetime) -> bool:
        """Store a message and where it was met; both may be known already.

        Returns:
            False where these very bytes were known: then only the delivery is added.
        """
        return message.sha256 in self.add_all([(message, delivery)], now)

    def add_all(self, met: Sequence[tuple[NewMessage, Delivery]], now: datetime) -> set[str]:
        """Store messages and where they were met, as `add`; SHA-256 of those whose bytes were new.

        The same bytes that were met twice count as met at the first place.
        """
        messages = {
            message.sha256: _values(message) | {"uid": delivery.uid, "next_try_at": now, "created_at": now}
            for message, delivery in reversed(met)
        }
        deliveries = [
            _values(delivery) | {"message_sha256": message.sha256, "seen_at": now}
            for message, delivery in met
        ]
        new = insert_all_new(self._connection, t.Messages, list(messages.values()), _M.sha256)
        insert_all_new(self._connection, t.Deliveries, deliveries, t.Deliveries.message_sha256)
        return set(new)

    def claim(
        self,
        owner: str,
        now: datetime,
        lease_seconds: float,
        limit: int,
        *,
        of_many: Collection[str] = (),
    ) -> list[Message]:
        """Take messages to work on, in the order of receipt. A crash gives them back when the lease ends.

        Whoever claims counts as an attempt, so a message that kills its worker shows by its `attempts`. A sender whose
        mail another worker has in hand is left to that one: a correction is not to overtake what it corrects.

        Args:
            of_many: Addresses that hand in for others; their mails may be worked on beside each other.
        """
        if self._connection.dialect.name == "postgresql":
            # Two that claim at the same instant would not see each other's leases.
            self._connection.execute(select(func.pg_advisory_xact_lock(_CLAIMING)))
        in_hand = (
            select(_OTHER.sha256)
            .where(
                _OTHER.lease_owner.is_not(None),
                _OTHER.lease_owner != owner,
                _OTHER.lease_until > now,
                _OTHER.from_address == _M.from_address,
                *([_M.from_address.not_in(sorted(of_many))] if of_many else ()),
            )
            .exists()
        )
        due = (
            select(_M.sha256)
            .where(
                _M.next_try_at.is_not(None),
                _M.next_try_at <= now,
                or_(_M.lease_until.is_(None), _M.lease_until <= now),
                ~in_hand,
            )
            .order_by(*_ORDER)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        taken = [sha256 for (sha256,) in self._connection.execute(due)]
        if not taken:
            return []
        self._connection.execute(
            update(_M)
            .where(_M.sha256.in_(taken))
            .values(
                lease_owner=owner,
                lease_until=now + timedelta(seconds=lease_seconds),
                attempts=_M.attempts + 1,
            )
        )
        return self._select(_M.sha256.in_(taken))

    def finish(
        self,
        sha256: str,
        status: Status,
        reason: str | None = None,
        *,
        owner: str | None = None,
        late: bool = False,
        why_no_reply: str | None = None,
        content_key: str | None = None,
        parser_version: str | None = None,
    ) -> None:
        """The message has its final status; nothing is left to do.

        Args:
            owner: Who claimed it; None where nobody did (a coordinator's decision).

        Raises:
            LeaseLost: If it is not this owner's any more: leave the unit of work without commit.
        """
        values: dict[str, Any] = {"status": status, "reason": reason, "late": late}
        values |= {
            "why_no_reply": why_no_reply,
            "next_try_at": None,
            "lease_owner": None,
            "lease_until": None,
        }
        if content_key is not None:
            values["content_key"] = content_key
        if parser_version is not None:
            values["parser_version"] = parser_version
        statement = _finish(tuple(values), owner is not None)
        asked = values | {"of_sha256": sha256} | ({"of_owner": owner} if owner is not None else {})
        if statement.change(self._connection, asked) != 1:
            raise LeaseLost(sha256)

    def fail(
        self, sha256: str, reason: str, next_try_at: datetime | None, *, owner: str | None = None
    ) -> None:
        """Our own fault: kept as `failed`, taken again at `next_try_at` (None: not before `reopen`).

        Raises:
            LeaseLost: As `finish`.
        """
        if not self._changed(
            sha256,
            owner,
            status=Status.FAILED,
            reason=reason,
            next_try_at=next_try_at,
            lease_owner=None,
            lease_until=None,
        ):
            raise LeaseLost(sha256)

    def reopen(self, sha256s: Collection[str], now: datetime, *, only_done: bool = False) -> int:
        """Have messages worked on again, or those `only_done`; their status stays until then. How many."""
        ids = list(sha256s)
        changed = 0
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            statement = update(_M).where(_M.sha256.in_(some)).values(next_try_at=now, attempts=0)
            if only_done:
                statement = statement.where(_M.next_try_at.is_(None))
            changed += self._connection.execute(statement).rowcount
        return changed

    def release_leases(self, owner: str, *, died: bool = False) -> int:
        """Give back what `owner` took and did not finish; an attempt only where it died of it. How many."""
        mine = update(_M).where(_M.lease_owner == owner).values(lease_owner=None, lease_until=None)
        if not died:
            mine = mine.values(attempts=_M.attempts - 1)
        return self._connection.execute(mine).rowcount

    def lock(self, sha256: str) -> None:
        """Nobody else who locks decides on this message before our commit; SQLite has one writer anyway."""
        self._connection.execute(select(_M.sha256).where(_M.sha256 == sha256).with_for_update())

    def lock_copies(self, content_key: str) -> None:
        """Nobody else decides on a copy of this mail before our commit. Take it before any province's lock."""
        if self._connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 1))")
            self._connection.execute(lock, {"key": content_key})

    def get(self, sha256: str) -> Message | None:
        row = _GET.first(self._connection, {"sha256": sha256})
        return Message(*row) if row else None

    def among(self, sha256s: Collection[str]) -> dict[str, Message]:
        """Those of these messages that are stored, by SHA-256."""
        return {found.sha256: found for found in self._select(_M.sha256.in_(list(sha256s)))}

    def by_message_id(self, message_id: str) -> list[Message]:
        """All with that Message-ID, in the order of receipt: senders do reuse one."""
        return self._select(_M.message_id == message_id)

    def by_content_key(self, content_key: str, *, other_than: str | None = None) -> list[Message]:
        """The same mail, come by other ways, in the order of receipt."""
        rows = _BY_CONTENT_KEY.all(self._connection, {"content_key": content_key})
        return [found for row in rows if (found := Message(*row)).sha256 != other_than]

    def deliveries(self, sha256: str) -> list[Delivery]:
        """Where the message was met, first meeting first."""
        return self.deliveries_of([sha256]).get(sha256, [])

    def deliveries_of(self, sha256s: Collection[str]) -> dict[str, list[Delivery]]:
        """SHA-256 of each message to where it was met, first meeting first."""
        found: dict[str, list[Delivery]] = {}
        for row in self._connection.execute(_DELIVERIES, {"sha256s": list(sha256s)}):
            found.setdefault(row[0], []).append(Delivery(*row[1:]))
        return found

    def delivered_from(self, account: str, folder: str) -> list[str]:
        """SHA-256 of every message that was met in a folder, in the order of receipt."""
        d = t.Deliveries
        statement = select(d.message_sha256).where(d.account == account, d.folder == folder)
        rows = self._connection.execute(statement.order_by(d.internaldate, d.uid))
        return list(dict.fromkeys(sha256 for (sha256,) in rows))

    def received(self, since: datetime | None = None, until: datetime | None = None) -> list[Message]:
        """Messages received from `since` on and before `until`, in the order of receipt."""
        return self._select(*_between(since, until))

    def with_status(self, status: Status) -> list[Message]:
        return self._select(_M.status == status)

    def numbers(self, since: datetime | None = None, until: datetime | None = None) -> Numbers:
        """How many were received between two instants, and how they stand."""
        statement = select(_M.status, func.count()).where(*_between(since, until)).group_by(_M.status)
        counted = {row[0]: row[1] for row in self._connection.execute(statement)}
        by_status = {status: count for status, count in counted.items() if status is not None}
        return Numbers(sum(counted.values()), by_status, in_work=counted.get(None, 0))

    def unanswered(self) -> tuple[tuple[str, int], ...]:
        """Why messages that were taken up have no answer, and how many; the most frequent reason first."""
        statement = (
            select(_M.why_no_reply, func.count())
            .where(_M.why_no_reply.is_not(None), _M.status.is_not(None), _M.status != Status.IGNORED)
            .group_by(_M.why_no_reply)
            .order_by(func.count().desc(), _M.why_no_reply)
        )
        return tuple((str(reason), count) for reason, count in self._connection.execute(statement))

    def _select(self, *where: Any) -> list[Message]:
        rows = self._connection.execute(select(*_COLUMNS).where(*where).order_by(*_ORDER))
        return [Message(*row) for row in rows]

    def _changed(self, sha256: str, owner: str | None, **values: Any) -> bool:
        statement = update(_M).where(_M.sha256 == sha256).values(**values)
        if owner is not None:
            statement = statement.where(_M.lease_owner == owner)
        return self._connection.execute(statement).rowcount == 1


def _values(record: NewMessage | Delivery) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


@cache
def _finish(names: tuple[str, ...], owned: bool) -> Worded:
    statement = _FINISH.where(_M.lease_owner == bindparam("of_owner")) if owned else _FINISH
    return Worded(statement.values({name: bindparam(name) for name in names}))


def _between(since: datetime | None, until: datetime | None) -> list[Any]:
    where = []
    if since is not None:
        where.append(_M.received_at >= since)
    if until is not None:
        where.append(_M.received_at < until)
    return where
