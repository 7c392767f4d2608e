"""One round of the worker: take in, work through, send. `poll`, `ingest` and `run` are this and a loop."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from ingest.backends import open_configured, open_path
from ingest.context import Context
from ingest.intake import Busy, take_in
from ingest.mailboxes import LoginRefused, Mailbox, MailboxLost
from ingest.marking_done import mark_done_mails
from ingest.pipeline import work_through
from ingest.remind import drop_outdated
from ingest.sending import SendingAlong, send_due

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round met: SHA-256 of the mails, in the order of the mailbox.

    Attributes:
        lost: Why a mailbox could not be taken in, or not to its end.
        done: How many messages were worked on, and mails sent.
    """

    met: list[str] = field(default_factory=list)
    lost: Exception | None = None
    done: int = 0


def quiet(_: str) -> None:
    """Progress that nobody sees."""


def one_round(
    context: Context,
    mailboxes: list[Mailbox],
    progress: Progress = quiet,
    stop: Callable[[], bool] = lambda: False,
) -> Round:
    """Take in every mailbox, work on all that waits, send all that is due."""
    met: list[str] = []
    lost: Exception | None = None
    for mailbox in mailboxes:
        progress(f"taking in {mailbox.folder}")
        try:
            met += take_in(context, mailbox, stop)
        except (MailboxLost, LoginRefused, Busy, OSError) as error:
            # What is stored already must not wait for a mailbox, or a place for raw mail, that can't be reached.
            lost = error
    done = 0
    may_send = context.config.replies.mode == "send"
    with SendingAlong(context, stop) as along:
        for sha256 in work_through(context, stop):
            done += 1
            progress(f"message {done}: {sha256[:12]}")
            if may_send:
                along.tell()
    done += along.sent.total()
    drop_outdated(context)
    if may_send:
        progress("sending")
        done += send_due(context, stop, settle=not along.began).total()
    return Round(met, lost, done)


def poll(context: Context, progress: Progress = quiet, stop: Callable[[], bool] = lambda: False) -> Round:
    """One round with the configured mailbox."""
    done = one_round(context, [open_configured(context.config)], progress, stop)
    if done.lost is None:
        mark_done_mails(context, something_happened=bool(done.met or done.done))
    return done


def ingest(context: Context, paths: list[Path], progress: Progress = quiet) -> Round:
    """One round with mail files, mbox files and Maildirs, as if the mailbox had delivered them.

    Returns:
        What stands in them, mails that were known before too.
    """
    mailboxes = [open_path(path) for path in paths]
    done = one_round(context, mailboxes, progress)
    with context.database.unit_of_work(readonly=True) as work:
        met = [
            sha256
            for path, box in zip(paths, mailboxes, strict=True)
            for sha256 in _standing_in(path, work.messages.delivered_from(box.account, box.folder), box)
        ]
    return Round(list(dict.fromkeys(met)), done.lost)


def _standing_in(path: Path, delivered: list[str], mailbox: Mailbox) -> list[str]:
    """Of what a folder delivered all, or the one mail that was named of it."""
    from ingest.mailboxes.eml import EmlFiles

    if not (isinstance(mailbox, EmlFiles) and path.is_file()):
        return delivered
    with path.open("rb") as file:
        named = file_digest(file, "sha256").hexdigest()
    return [sha256 for sha256 in delivered if sha256 == named]
