"""Where mail comes from: one module a kind of mailbox. None is ever changed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class MailboxLost(Exception):
    """The mailbox can't be reached now; a later try may."""


class LoginRefused(Exception):
    """The server does not take our name or password: trying on might lock the account."""


class MailNotGiven(Exception):
    """One mail can't be had: taken away by somebody, or the server fails on it. The next ones can."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the mailbox says of a mail.

    Attributes:
        uid: Stable within `uidvalidity` of its folder.
        received_at: Aware; its Bangkok day is the day of receipt (contract, section 3).
        path: Of the file that it came from, where there is one.
        whole_size: Bytes of the whole mail where only its head comes, since it is over the limit.
        size: Bytes that are still to come over the network, as the server says; 0 where none are.
    """

    uid: int
    received_at: datetime
    path: str | None = None
    whole_size: int | None = None
    size: int = 0


class Mailbox(Protocol):
    """One folder. `account` and `folder` with UIDVALIDITY and UID name a mail for ever (RFC 3501, 2.3.1.1).

    Attributes:
        daily_bytes: What may be fetched of it on one Bangkok day; None where nothing limits it.
    """

    account: str
    folder: str
    daily_bytes: int | None

    def open(self) -> int:
        """Open it; its UIDVALIDITY.

        Raises:
            LoginRefused, MailboxLost: It can't be.
        """
        ...

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        """Every mail whose UID is not known, in the mailbox's order, with its raw bytes in pieces.

        The pieces of one mail are to be read before the next one is asked for. Reading them raises MailNotGiven
        where that mail can't be had: it is to be left unknown, and the next one asked for.

        Raises:
            MailboxLost: Midway or at the end; what came before is whole.
        """
        ...

    def close(self) -> None: ...
