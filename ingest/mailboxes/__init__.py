"""Where mail comes from: one module a kind of mailbox. None is ever changed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class MailboxLost(Exception):
    """The mailbox can't be reached now; a later try may."""


class LoginRefused(Exception):
    """The server does not take our name or password: trying on might lock the account."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the mailbox says of a mail.

    Attributes:
        uid: Stable within `uidvalidity` of its folder.
        received_at: Aware; its Bangkok day is the day of receipt (contract, section 3).
        path: Of the file that it came from, where there is one.
    """

    uid: int
    received_at: datetime
    path: str | None = None


class Mailbox(Protocol):
    """One folder. `account` and `folder` with UIDVALIDITY and UID name a mail for ever (RFC 3501, 2.3.1.1)."""

    account: str
    folder: str

    def open(self) -> int:
        """Open it; its UIDVALIDITY.

        Raises:
            LoginRefused, MailboxLost: It can't be.
        """
        ...

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        """Every mail whose UID is not known, in the mailbox's order, with its raw bytes in pieces.

        The pieces of one mail are to be read before the next one is asked for.

        Raises:
            MailboxLost: Midway; what came before is whole.
        """
        ...

    def close(self) -> None: ...
