"""IMAP by IMAPClient (RFC 3501). The folder is opened read-only: no flag, no move, no expunge."""

import contextlib
import ssl
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ingest.mailboxes import Envelope, LoginRefused, MailboxLost

METADATA_TOGETHER = 200
# Round trips cost more than bytes: small mails come together, a big one by itself in pieces.
TOGETHER = 50
TOGETHER_BYTES = 4 * 1024 * 1024
PIECE = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where and how. `tls` none is for loopback only."""

    host: str
    user: str
    password_file: Path
    port: int = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    ca_file: Path | None = None
    folder: str = "INBOX"
    sent_folder: str | None = None
    timeout_seconds: float = 60


@dataclass(frozen=True, slots=True)
class _Known:
    uid: int
    size: int
    received_at: datetime


class ImapMailbox:
    """One folder of an IMAP server."""

    def __init__(self, settings: ImapSettings) -> None:
        self._settings = settings
        self._client: Any = None
        self.account = f"{settings.user}@{settings.host}:{settings.port}"
        self.folder = settings.folder

    def open(self) -> int:
        with _told():
            client = self._connected()
            selected = client.select_folder(self._settings.folder, readonly=True)
        return int(selected[b"UIDVALIDITY"])

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        with _told():
            uids = sorted(set(self._client.search("ALL")) - set(known))
        for start in range(0, len(uids), METADATA_TOGETHER):
            with _told():
                listed = self._metadata(uids[start : start + METADATA_TOGETHER])
            for batch in _batches(listed):
                yield from self._batch(batch)

    def _metadata(self, uids: Sequence[int]) -> list[_Known]:
        found = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return [
            _Known(uid, int(found[uid][b"RFC822.SIZE"]), _aware(found[uid][b"INTERNALDATE"]))
            for uid in uids
            if uid in found and b"RFC822.SIZE" in found[uid] and found[uid].get(b"INTERNALDATE")
        ]

    def _batch(self, batch: Sequence[_Known]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        if len(batch) == 1 and batch[0].size > TOGETHER_BYTES:
            one = batch[0]
            yield Envelope(one.uid, one.received_at), self._in_pieces(one)
        else:
            with _told():
                found = self._client.fetch([one.uid for one in batch], ["BODY.PEEK[]"])
            for one in batch:
                # A UID without a body was expunged meanwhile by somebody else: it stays unknown.
                body = found.get(one.uid, {}).get(b"BODY[]")
                if body is not None:
                    yield Envelope(one.uid, one.received_at), [body]

    def _in_pieces(self, one: _Known) -> Iterator[bytes]:
        """A big mail, so that it never lies whole in memory. A server may cut a piece short, not leave one out."""
        at = 0
        while True:
            with _told():
                found = self._client.fetch([one.uid], [f"BODY.PEEK[]<{at}.{PIECE}>"])
            piece = found.get(one.uid, {}).get(b"BODY[]<%d>" % at)
            if piece is None:
                raise MailboxLost(f"UID {one.uid} vanished while it was fetched")
            if not piece:
                return
            yield piece
            at += len(piece)
            if len(piece) < PIECE and at >= one.size:
                return

    def find_in_sent(self, message_id: str) -> bool:
        """Whether the folder of sent mail holds a Message-ID.

        Raises:
            LoginRefused, MailboxLost: It can't be asked.
        """
        with _told():
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

    def _connected(self) -> Any:
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> Any:
        from imapclient import IMAPClient
        from imapclient.exceptions import LoginError

        settings = self._settings
        context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
        implicit = settings.tls == "implicit"
        client = IMAPClient(
            settings.host, settings.port, ssl=implicit, ssl_context=context if implicit else None,
            timeout=settings.timeout_seconds,
        )  # fmt: skip
        try:
            if settings.tls == "starttls":
                client.starttls(context)
            password = settings.password_file.read_text(encoding="utf-8").rstrip("\r\n")
            try:
                # LOGIN takes ASCII alone (RFC 3501, 6.2.3); a Thai password goes by PLAIN, which is UTF-8.
                plain = client.has_capability("AUTH=PLAIN")
                (client.plain_login if plain else client.login)(settings.user, password)
            except LoginError as error:
                raise LoginRefused(str(error)) from error
            client.normalise_times = False
            if client.has_capability("ID"):
                # Some servers slow or refuse clients that don't say who they are.
                with contextlib.suppress(client.Error):
                    client.id_({"name": "samruat"})
        except BaseException:
            with contextlib.suppress(Exception):
                client.shutdown()
            raise
        return client


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


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Whatever goes wrong on the line is told in one way."""
    from imapclient.exceptions import IMAPClientError

    try:
        yield
    except (MailboxLost, LoginRefused):
        raise
    except ssl.SSLCertVerificationError as error:
        raise MailboxLost(f"the server's certificate is not trusted: {error.verify_message}") from error
    except (OSError, IMAPClientError, EOFError, ValueError, KeyError, AttributeError) as error:
        raise MailboxLost(f"{type(error).__name__}: {error}") from error
