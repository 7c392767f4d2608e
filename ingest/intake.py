"""Taking mail in: raw bytes on disk, synced, then message and delivery in the database (commit 1).

From there on the mailbox is never needed again. New mail is all UIDs minus the known ones; the mailbox is not changed.
Of a mail over the limit only the head is on disk, and `size` is that of the whole: a raw file shorter than its
message's size is a head.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from ingest.context import Context
from ingest.fetching import Budget, forget_head, heads_within_limit
from ingest.mailboxes import Envelope, LoginRefused, Mailbox, MailNotGiven
from ingest.mime.headers import Head, read_head
from storage.messages import Delivery, NewMessage
from storage.raw_store import StagedRaw, StoredRaw

log = logging.getLogger(__name__)

POLL_LEASE_SECONDS = 900
LOGINS = 3
LOGIN_PAUSE = timedelta(minutes=15)
_TOGETHER = 25
_HEAD_BYTES = 256 * 1024
_HEADS_KEPT, _LONG_HEAD = 500, 16 * 1024


class Busy(Exception):
    """Another worker polls this folder now."""


def take_in(context: Context, mailbox: Mailbox, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Store everything in the mailbox that is not stored yet.

    Returns:
        SHA-256 of each mail that was met, in the order of the mailbox; one met before under another UID too.

    Raises:
        Busy: Another living worker polls the folder.
        LoginRefused: By the server, or three times before and its pause is not over.
        MailboxLost: What came before it is stored.
    """
    _take_lease(context, mailbox)
    try:
        uidvalidity = _open(context, mailbox)
        with context.database.unit_of_work(readonly=True) as work:
            known = work.messages.known_uids(mailbox.account, mailbox.folder, uidvalidity)
            heads = heads_within_limit(context, work, mailbox, uidvalidity)
            budget = Budget.of(context, work, mailbox)
        met: list[str] = []
        if not budget.is_spent:
            met = _Taking(context, mailbox, uidvalidity, budget, heads).new(known - heads.keys(), stop)
        if not (budget.is_spent or stop()):
            context.looked_for_heads.add(mailbox.folder)
        with context.database.unit_of_work() as work:
            work.mailboxes.note_ok_poll(mailbox.account, mailbox.folder, uidvalidity, context.now())
            work.commit()
        return met
    finally:
        try:
            mailbox.close()
        finally:
            with context.database.unit_of_work() as work:
                work.mailboxes.release(mailbox.account, mailbox.folder, context.owner)
                work.commit()


def _take_lease(context: Context, mailbox: Mailbox) -> None:
    """Become the one who polls the folder, or go on being it."""
    with context.database.unit_of_work() as work:
        if not work.mailboxes.take(
            mailbox.account, mailbox.folder, context.owner, context.now(), POLL_LEASE_SECONDS
        ):
            raise Busy(mailbox.folder)
        work.commit()


def _open(context: Context, mailbox: Mailbox) -> int:
    """Servers lock an account after a few wrong passwords: after three, one try in a quarter of an hour."""
    with context.database.unit_of_work(readonly=True) as work:
        state = work.mailboxes.get(mailbox.account, mailbox.folder)
    if state and state.retry_at and context.now() < state.retry_at:
        raise LoginRefused(f"{state.login_failures} times; not tried again before {state.retry_at:%H:%M} UTC")
    try:
        return mailbox.open()
    except LoginRefused:
        failures = state.login_failures + 1 if state else 1
        retry_at = context.now() + LOGIN_PAUSE if failures >= LOGINS else None
        with context.database.unit_of_work() as work:
            work.mailboxes.note_login_failure(mailbox.account, mailbox.folder, retry_at)
            work.commit()
        raise


@dataclass(slots=True)
class _Taking:
    """One visit to a folder.

    Attributes:
        heads: UID to SHA-256 of mails of which only the head was fetched before.
    """

    context: Context
    mailbox: Mailbox
    uidvalidity: int
    budget: Budget
    heads: Mapping[int, str]
    staged: list[tuple[Envelope, StagedRaw]] = field(default_factory=list)

    def new(self, known: set[int], stop: Callable[[], bool]) -> list[str]:
        met: list[str] = []
        try:
            for envelope, chunks in self.mailbox.new(known):
                if not self.budget.allows(envelope.size):
                    log.warning("%s: the rest waits for tomorrow: limits of a day", self.mailbox.folder)
                    break
                try:
                    raw = self.context.raw.stage(chunks)
                except MailNotGiven as error:
                    log.warning("%s: left for the next poll: %s", self.mailbox.folder, error)
                    continue
                self.budget.spend(raw.size)
                self.staged.append((envelope, raw))
                if not met:
                    self.context.sandbox.prepare()
                met.append(raw.sha256)
                if len(self.staged) >= _TOGETHER:
                    self._commit()
                    _take_lease(self.context, self.mailbox)
                if stop():
                    break
        finally:
            # Whatever ended it, what came counts.
            self._commit()
        return met

    def _commit(self) -> None:
        """Raw mails synced, then commit 1; heads are read between, from what is kept."""
        staged, self.staged = self.staged, []
        kept = self.context.raw.keep([raw for _, raw in staged]) if staged else []
        waiting = [self._new(envelope, raw) for (envelope, _), raw in zip(staged, kept, strict=True)]
        _commit(self.context, waiting, self.budget, self.heads)

    def _new(self, envelope: Envelope, raw: StoredRaw) -> tuple[NewMessage, Delivery]:
        head = read_head(self.context.raw.head(raw.sha256, _HEAD_BYTES))
        if len(self.context.heads) < _HEADS_KEPT and _length(head) < _LONG_HEAD:
            self.context.heads[raw.sha256] = head
        message = NewMessage(
            raw.sha256, envelope.whole_size or raw.size, envelope.received_at, head.from_address, head.subject,
            head.message_id,
        )  # fmt: skip
        return message, _delivery(self.mailbox, self.uidvalidity, envelope)


def _length(head: Head) -> int:
    return sum(len(value) for values in head.fields.values() for value in values)


def _delivery(mailbox: Mailbox, uidvalidity: int, envelope: Envelope) -> Delivery:
    return Delivery(
        mailbox.account, mailbox.folder, uidvalidity, envelope.uid, envelope.received_at, envelope.path
    )


def _commit(
    context: Context,
    waiting: Sequence[tuple[NewMessage, Delivery]],
    budget: Budget,
    heads: Mapping[int, str],
) -> None:
    if not waiting and not budget.unwritten:
        return
    with context.database.unit_of_work() as work:
        budget.write(work)
        for message, delivery in waiting:
            if delivery.uid in heads and heads[delivery.uid] != message.sha256:
                forget_head(work, heads[delivery.uid])
        new = work.messages.add_all(waiting, context.now())
        met_again = [message.sha256 for message, _ in waiting if message.sha256 not in new]
        deleted = work.forgotten.among(met_again) if met_again else ()
        work.commit()
    for sha256 in deleted:  # by command: it was fetched only because its UID is another now
        context.raw.remove(sha256)
