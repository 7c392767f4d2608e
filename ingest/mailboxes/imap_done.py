"""A mark on mails that are done with, or a move to a folder: the one thing that ever changes an IMAP mailbox."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from ingest.mailboxes import MailboxLost
from ingest.mailboxes.imap_line import ImapSettings, as_lost_mailbox, connect

_TOGETHER = 200

DoneOf = Callable[[int, Collection[int]], set[int]]
"""UIDVALIDITY and UIDs of a folder to those of the UIDs that are done with."""


def mark_done(settings: ImapSettings, done_of: DoneOf, keyword: str) -> int:
    """Set a keyword on what is done with and does not bear it; how many. No other flag is touched.

    Raises:
        LoginRefused, MailboxLost: It can't be done now, or the server keeps no keywords of ours.
    """
    with as_lost_mailbox():
        client = connect(settings)
        try:
            selected = client.select_folder(settings.folder)
            kept = {flag.lower() for flag in selected.get(b"PERMANENTFLAGS", ())}
            if not kept & {b"\\*", keyword.encode().lower()}:
                raise MailboxLost(f"{settings.folder}: the server keeps no keyword {keyword}")
            uids = client.search(["UNKEYWORD", keyword])
            done = done_of(int(selected[b"UIDVALIDITY"]), uids)
            for some in _in_order(done):
                client.add_flags(some, [keyword], silent=True)
            return len(done)
        finally:
            client.shutdown()


def move_done(settings: ImapSettings, done_of: DoneOf, folder: str) -> int:
    """Move what is done with to a folder, which is made where it is not there; how many.

    By MOVE (RFC 6851), else by COPY, proved by COPYUID, and EXPUNGE of these UIDs alone (RFC 4315): what another
    client marked as deleted stays.

    Raises:
        LoginRefused, MailboxLost: It can't be done now, or the server can do neither.
    """
    with as_lost_mailbox():
        client = connect(settings)
        try:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            selected = client.select_folder(settings.folder)
            done = done_of(int(selected[b"UIDVALIDITY"]), client.search("ALL"))
            for some in _in_order(done):
                _move(client, some, folder)
            return len(done)
        finally:
            client.shutdown()


def _move(client: Any, uids: list[int], folder: str) -> None:
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    if not client.has_capability("UIDPLUS"):
        raise MailboxLost("the server can neither MOVE nor UID EXPUNGE: nothing is moved")
    client.copy(uids, folder)
    if client._imap.response("COPYUID")[1] in ([None], None):
        raise MailboxLost("the server does not say what it copied: nothing is removed")
    client.add_flags(uids, [b"\\Deleted"], silent=True)
    client.uid_expunge(uids)


def _in_order(uids: Collection[int]) -> Iterator[list[int]]:
    listed = sorted(uids)
    return (listed[start : start + _TOGETHER] for start in range(0, len(listed), _TOGETHER))
