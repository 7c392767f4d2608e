"""Taking mail in: raw bytes on disk, synced, then message and delivery in the database (commit 1).

From there on the mailbox is never needed again. New mail is all UIDs minus the known ones; the mailbox is not changed.
"""

import logging
from collections.abc import Callable

from ingest.context import Context
from ingest.mailboxes import Envelope, Mailbox
from ingest.mime.headers import read_head
from storage.messages import Delivery, NewMessage

log = logging.getLogger(__name__)

POLL_LEASE_SECONDS = 900
_TOGETHER = 25
_HEAD_BYTES = 256 * 1024


class Busy(Exception):
    """Another worker polls this folder now."""


def take_in(context: Context, mailbox: Mailbox, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Store everything in the mailbox that is not stored yet.

    Returns:
        SHA-256 of each mail that was met, in the order of the mailbox; one met before under another UID too.

    Raises:
        Busy: Another living worker polls the folder.
    """
    uidvalidity = mailbox.open()
    try:
        with context.database.unit_of_work() as work:
            if not work.mailboxes.take(
                mailbox.account, mailbox.folder, context.owner, context.now(), POLL_LEASE_SECONDS
            ):
                raise Busy(mailbox.folder)
            known = work.messages.known_uids(mailbox.account, mailbox.folder, uidvalidity)
            work.commit()
        met = _store_new(context, mailbox, uidvalidity, known, stop)
        with context.database.unit_of_work() as work:
            work.mailboxes.note_ok_poll(mailbox.account, mailbox.folder, uidvalidity, context.now())
            work.mailboxes.release(mailbox.account, mailbox.folder, context.owner)
            work.commit()
        return met
    finally:
        mailbox.close()


def _store_new(
    context: Context, mailbox: Mailbox, uidvalidity: int, known: set[int], stop: Callable[[], bool]
) -> list[str]:
    met: list[str] = []
    waiting: list[tuple[NewMessage, Delivery]] = []
    for envelope, chunks in mailbox.new(known):
        raw = context.raw.store(chunks)
        head = read_head(context.raw.head(raw.sha256, _HEAD_BYTES))
        message = NewMessage(
            raw.sha256, raw.size, envelope.received_at, head.from_address, head.subject, head.message_id
        )
        waiting.append((message, _delivery(mailbox, uidvalidity, envelope)))
        met.append(raw.sha256)
        if len(waiting) >= _TOGETHER:
            _commit(context, waiting)
        if stop():
            break
    _commit(context, waiting)
    return met


def _delivery(mailbox: Mailbox, uidvalidity: int, envelope: Envelope) -> Delivery:
    return Delivery(
        mailbox.account, mailbox.folder, uidvalidity, envelope.uid, envelope.received_at, envelope.path
    )


def _commit(context: Context, waiting: list[tuple[NewMessage, Delivery]]) -> None:
    if not waiting:
        return
    with context.database.unit_of_work() as work:
        for message, delivery in waiting:
            work.messages.add(message, delivery, context.now())
        work.commit()
    waiting.clear()
