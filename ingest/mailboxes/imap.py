"""IMAP by IMAPClient (RFC 3501). The folder is opened read-only: no flag, no move, no expunge."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ingest.mailboxes import Envelope, MailboxLost, MailNotGiven
from ingest.mailboxes.imap_line import ImapSettings, as_lost_mailbox, connect

__all__ = ["ImapMailbox", "ImapSettings"]

METADATA_TOGETHER = 200
# Round trips cost more than bytes: small mails come together, a big one by itself in pieces.
TOGETHER = 50
TOGETHER_BYTES = 4 * 1024 * 1024
PIECE = 2 * 1024 * 1024
HEAD_BYTES = 256 * 1024
# Of one visit. A server closes the line on a mail that it can't read itself; one that closes always is down.
NEW_LINES = 10


@dataclass(frozen=True, slots=True)
class _Known:
    uid: int
    size: int
    received_at: datetime


class _Unreachable(MailboxLost):
    """Not this mail or that: there is no line at all."""


class ImapMailbox:
    """One folder of an IMAP server.

    Args:
        most_bytes: Of a mail that is over it only the head comes; None where there is no limit.
        daily_bytes: See `Mailbox`.
    """

    def __init__(
        self, settings: ImapSettings, most_bytes: int | None = None, daily_bytes: int | None = None
    ) -> None:
        self.daily_bytes = daily_bytes
        self._settings = settings
        self._most_bytes = most_bytes
        self._client: Any = None
        self._uidvalidity: int | None = None
        self._lines_left = NEW_LINES
        self._not_given: dict[int, str] = {}
        self.account = settings.account
        self.folder = settings.folder

    def open(self) -> int:
        with as_lost_mailbox():
            self._uidvalidity = self._select()
        return self._uidvalidity

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        """See `Mailbox.new`. Where the server fails on some mails, all others come before MailboxLost is raised."""
        self._lines_left = NEW_LINES
        self._not_given = {}
        uids = sorted(set(self._ask(lambda client: client.search("ALL"))) - set(known))
        for start in range(0, len(uids), METADATA_TOGETHER):
            for batch in _batches(self._metadata(uids[start : start + METADATA_TOGETHER])):
                if len(batch) == 1:
                    yield from self._one(batch[0])
                else:
                    yield from self._together(batch)
        self._tell_what_was_not_given()

    def _metadata(self, uids: Sequence[int]) -> list[_Known]:
        try:
            found = self._ask(lambda client: client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"]))
        except _Unreachable:
            raise
        except MailboxLost as error:
            if len(uids) > 1:
                return [one for uid in uids for one in self._metadata([uid])]
            self._not_given[uids[0]] = str(error)
            return []
        listed = []
        for uid in uids:
            told = found.get(uid, {})
            if b"RFC822.SIZE" in told and told.get(b"INTERNALDATE"):
                listed.append(_Known(uid, int(told[b"RFC822.SIZE"]), _aware(told[b"INTERNALDATE"])))
            else:
                self._not_given[uid] = "no size or date"
        return listed

    def _together(self, batch: Sequence[_Known]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        try:
            found = self._ask(lambda client: client.fetch([one.uid for one in batch], ["BODY.PEEK[]"]))
        except _Unreachable:
            raise
        except MailboxLost:
            # The server may fail on one of them only, and close the line: the others shall not wait behind it.
            for one in batch:
                yield from self._one(one)
            return
        for one in batch:
            body = found.get(one.uid, {}).get(b"BODY[]")
            if body is None:
                self._not_given[one.uid] = "no body"
            else:
                yield Envelope(one.uid, one.received_at), [body]

    def _one(self, one: _Known) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        try:
            if one.size > TOGETHER_BYTES:
                yield self._big(one)
                return
            body = self._part(one.uid, "")
        except _Unreachable:
            raise
        except (MailboxLost, MailNotGiven) as error:
            self._not_given[one.uid] = str(error)
        else:
            yield Envelope(one.uid, one.received_at), [body]

    def _big(self, one: _Known) -> tuple[Envelope, Iterable[bytes]]:
        most = self._most_bytes
        # Servers misjudge sizes: one byte behind the limit tells.
        if most is None or one.size <= most or not self._part(one.uid, "", most, 1):
            return Envelope(one.uid, one.received_at, size=one.size), self._in_pieces(one)
        head = self._part(one.uid, "HEADER", 0, HEAD_BYTES)
        return Envelope(one.uid, one.received_at, whole_size=one.size), [head]

    def _in_pieces(self, one: _Known) -> Iterator[bytes]:
        """A big mail, so that it never lies whole in memory. A server may cut a piece short, not leave one out."""
        at = 0
        while at <= 2 * one.size:
            try:
                piece = self._part(one.uid, "", at, PIECE)
            except _Unreachable:
                raise
            except MailboxLost as error:
                raise self._failed(one.uid, str(error)) from error
            if not piece:
                return
            yield piece
            at += len(piece)
            if len(piece) < PIECE and at >= one.size:
                return
        raise self._failed(one.uid, "twice as long as the server said, and no end")

    def _part(self, uid: int, section: str, at: int | None = None, count: int = 0) -> bytes:
        """A mail or its HEADER, whole or `count` bytes from `at` on.

        Raises:
            MailNotGiven: The answer is without it.
        """
        piece, key = ("", "") if at is None else (f"<{at}.{count}>", f"<{at}>")
        found = self._ask(lambda client: client.fetch([uid], [f"BODY.PEEK[{section}]{piece}"]))
        told = found.get(uid, {})
        name = f"BODY[{section}]{key}".encode()
        if name not in told:
            raise self._failed(uid, "no body")
        # NIL behind the end is as good as nothing.
        return bytes(told[name] or b"")

    def _failed(self, uid: int, why: str) -> MailNotGiven:
        self._not_given[uid] = why
        return MailNotGiven(f"UID {uid}: {why}")

    def _tell_what_was_not_given(self) -> None:
        if not self._not_given:
            return
        # What somebody else expunged meanwhile is nobody's failure.
        self._ask(lambda client: client.noop())
        still_there = set(self._ask(lambda client: client.search("ALL")))
        left = {uid: why for uid, why in self._not_given.items() if uid in still_there}
        if left:
            told = ", ".join(f"UID {uid} ({why})" for uid, why in list(left.items())[:5])
            raise MailboxLost(f"{len(left)} mails could not be fetched, all others were: {told}")

    def _ask(self, question: Callable[[Any], Any]) -> Any:
        """Ask, and ask once more on a new line where the old one broke.

        Raises:
            _Unreachable: There is no new line.
            MailboxLost: It broke again.
        """
        try:
            with as_lost_mailbox():
                return question(self._connected())
        except MailboxLost as error:
            self._connect_again(error)
        with as_lost_mailbox():
            return question(self._connected())

    def _connect_again(self, why: MailboxLost) -> None:
        if self._lines_left <= 0:
            raise _Unreachable(f"the line breaks again and again: {why}") from why
        self._lines_left -= 1
        self._drop()
        try:
            with as_lost_mailbox():
                uidvalidity = self._select()
        except MailboxLost as error:
            raise _Unreachable(str(error)) from why
        if uidvalidity != self._uidvalidity:
            raise _Unreachable("UIDVALIDITY changed midway") from why

    def _select(self) -> int:
        selected = self._connected().select_folder(self._settings.folder, readonly=True)
        if b"UIDVALIDITY" not in selected:
            raise MailboxLost(
                f"{self.folder}: the server gives no UIDVALIDITY, so no mail has a lasting name"
            )
        return int(selected[b"UIDVALIDITY"])

    def find_in_sent(self, message_id: str) -> bool:
        """Whether the folder of sent mail holds a Message-ID.

        Raises:
            LoginRefused, MailboxLost: It can't be asked.
        """
        with as_lost_mailbox():
            client = self._connected()
            folder = self._settings.sent_folder or client.find_special_folder(b"\\Sent")
            if not folder:
                return False
            client.select_folder(folder, readonly=True)
            return bool(client.search(["HEADER", "Message-ID", message_id]))

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            # The line may be dead, and a good-bye is no reason to fail.
            with contextlib.suppress(Exception):
                client.logout()
            with contextlib.suppress(Exception):
                client.shutdown()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.shutdown()

    def _connected(self) -> Any:
        if self._client is None:
            self._client = connect(self._settings)
        return self._client


def _batches(listed: Sequence[_Known]) -> Iterator[list[_Known]]:
    """Small mails together, each big one alone, in their order."""
    batch: list[_Known] = []
    size = 0
    for one in listed:
        if batch and (len(batch) >= TOGETHER or size + one.size > TOGETHER_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += one.size
    if batch:
        yield batch


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
