"""What lies in an IMAP server's folder of junk: senders, subjects and names of files, read-only; no mail is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ingest.mailboxes.imap_line import ImapSettings, as_lost_mailbox, connect
from ingest.mime.headers import Head, read_head
from ingest.mime.parameters import structured

MOST = 500
_TOGETHER = 100
_FIELDS = "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)]"
_ANSWERED = b"BODY[HEADER.FIELDS (FROM SUBJECT)]"


@dataclass(frozen=True, slots=True)
class JunkMail:
    """A mail that the server took for junk. `head` has From and Subject alone; `received_at` is aware."""

    received_at: datetime
    head: Head
    files: tuple[str, ...]


def look_into_junk(settings: ImapSettings, since: date) -> list[JunkMail]:
    """The newest 500 mails in the junk folder that came on or after a day; [] where there is no such folder.

    Raises:
        LoginRefused, MailboxLost: It can't be looked into.
    """
    with as_lost_mailbox():
        client = connect(settings)
        try:
            folder = settings.junk_folder or client.find_special_folder(b"\\Junk")
            if not folder:
                return []
            client.select_folder(folder, readonly=True)
            uids = sorted(client.search(["SINCE", since]))[-MOST:]
            return [
                mail
                for start in range(0, len(uids), _TOGETHER)
                for mail in _fetched(client, uids[start : start + _TOGETHER])
            ]
        finally:
            client.shutdown()


def _fetched(client: Any, uids: list[int]) -> Iterator[JunkMail]:
    told = client.fetch(uids, ["INTERNALDATE", "BODYSTRUCTURE", _FIELDS])
    for uid in uids:
        one = told.get(uid, {})
        if _ANSWERED in one and one.get(b"INTERNALDATE"):
            at = one[b"INTERNALDATE"]
            names = tuple(dict.fromkeys(_names(one.get(b"BODYSTRUCTURE"))))
            yield JunkMail(
                at if at.tzinfo else at.replace(tzinfo=UTC), read_head(bytes(one[_ANSWERED] or b"")), names
            )


def _names(structure: object) -> Iterator[str]:
    """Names of files: lists of parameters, name after value, stand anywhere in it (RFC 3501, 7.4.2)."""
    if not isinstance(structure, tuple | list):
        return
    pairs = list(zip(structure[::2], structure[1::2], strict=False))
    if pairs and all(isinstance(word, bytes) for pair in pairs for word in pair):
        line = b"x" + b"".join(b'; %s="%s"' % (name, value.replace(b'"', b"")) for name, value in pairs)
        found = structured(line).parameters
        yield from (found[name] for name in ("filename", "name") if found.get(name))
    for part in structure:
        yield from _names(part)
