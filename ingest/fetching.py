"""What of a folder may be fetched now: a day's budget of bytes, and mails that were once over the limit."""

from dataclasses import dataclass
from datetime import date

from ingest.config import BANGKOK
from ingest.context import Context
from ingest.mailboxes import Mailbox
from storage.unit_of_work import UnitOfWork
from survey.model import Status

FETCHED_AGAIN = "fetched_again"
_SMALLEST = 256 * 1024


@dataclass(slots=True)
class Budget:
    """Bytes of one Bangkok day; the first mail of a day is always fetched, so that none waits for ever.

    Attributes:
        most: None where nothing limits them.
        unwritten: Not in the database yet.
    """

    account: str
    folder: str
    day: date
    most: int | None
    spent: int
    unwritten: int = 0

    @classmethod
    def of(cls, context: Context, work: UnitOfWork, mailbox: Mailbox) -> "Budget":
        day = context.now().astimezone(BANGKOK).date()
        state = work.mailboxes.get(mailbox.account, mailbox.folder)
        spent = state.bytes_today if state and state.bytes_day == day else 0
        return cls(mailbox.account, mailbox.folder, day, mailbox.daily_bytes, spent)

    @property
    def is_spent(self) -> bool:
        return self.most is not None and self.spent >= self.most

    def allows(self, size: int) -> bool:
        """Whether a mail may be fetched today; where not, nothing more is asked for on this day."""
        if self.most is None or not self.spent or (not self.is_spent and self.spent + size <= self.most):
            return True
        self.spend(max(self.most - self.spent, 0))
        return False

    def spend(self, count: int) -> None:
        self.spent += count
        self.unwritten += count

    def write(self, work: UnitOfWork) -> None:
        """With the mails that it was spent on, or after them."""
        if self.most is not None and self.unwritten:
            work.mailboxes.note_bytes(self.account, self.folder, self.unwritten, self.day)
        self.unwritten = 0


def is_postponed(context: Context, work: UnitOfWork) -> bool:
    """Whether mail of the configured mailbox waits for tomorrow since today's budget is spent."""
    settings = context.config.mailbox
    if settings is None or settings.backend != "imap":
        return False
    today = context.now().astimezone(BANGKOK).date()
    most = settings.daily_mb * 1024 * 1024
    return any(state.bytes_day == today and state.bytes_today >= most for state in work.mailboxes.all())


def heads_within_limit(
    context: Context, work: UnitOfWork, mailbox: Mailbox, uidvalidity: int
) -> dict[int, str]:
    """UID to SHA-256 of mails of which only the head is here, and which the limit of today lets in whole.

    Looked for until they are fetched, and then no more in this process: the limit changes with a restart only.
    """
    if mailbox.folder in context.looked_for_heads:
        return {}
    limit = context.config.limits.message_mb * 1024 * 1024
    place = (mailbox.account, mailbox.folder, uidvalidity)
    found = {}
    for uid, sha256 in work.messages.between_sizes(*place, _SMALLEST, limit).items():
        message = work.messages.get(sha256)
        if message and context.raw.has(sha256) and context.raw.size(sha256) < message.size:
            found[uid] = sha256
    return found


def forget_head(work: UnitOfWork, sha256: str) -> None:
    """The whole mail is here now: what was said of its head counts no more."""
    work.submissions.retire_after(sha256, -1)
    work.messages.finish(sha256, Status.IGNORED, FETCHED_AGAIN)
