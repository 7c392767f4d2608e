"""Deletion by command: mail and what was read from it, by reference or once its time is over. Nothing else deletes.

What stays is what keeps the mail from being taken in or answered twice: its SHA-256, where it was met, when it came, how
it stood, its reference and province, the keys and Message-IDs of our answers, and a line in the log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log
from ingest.evidence import BANGKOK
from storage.messages import Message
from storage.unit_of_work import UnitOfWork
from survey.model import Status

_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A message that would be deleted, or why it may not be ("" where it may)."""

    message: Message
    references: tuple[str, ...]
    kept: str = ""


def expired(context: Context, work: UnitOfWork) -> list[Chosen]:
    """Every message that came before the days of retention began, in the order of receipt.

    Raises:
        DecisionRefused: No retention is set, or the survey's deadline is not over.
    """
    survey, today = context.config.survey, context.now().astimezone(BANGKOK).date()
    if today <= survey.deadline:
        raise DecisionRefused(f"the survey runs until {survey.deadline}: nothing expires before")
    until = expires_before(context)
    gone = work.forgotten.all()
    old = [message for message in work.messages.received(until=until) if message.sha256 not in gone]
    return [_chosen(work, message) for message in old]


def expires_before(context: Context) -> datetime:
    """What was received before this is older than the retention.

    Raises:
        DecisionRefused: No retention is set.
    """
    days = context.config.retention.days
    if days is None:
        raise DecisionRefused("retention.days is not set: nothing expires")
    return context.now() - timedelta(days=days)


def of_references(work: UnitOfWork, references: Iterable[str]) -> list[Chosen]:
    """The messages of some submissions. What counts for a province is kept: withdraw it first.

    Raises:
        DecisionRefused: A reference is not known, or was deleted before.
    """
    gone = work.forgotten.all()
    found: dict[str, Chosen] = {}
    for reference in references:
        version = work.submissions.by_reference(reference.strip().upper())
        message = work.messages.get(version.message_sha256) if version else None
        if message is None:
            raise DecisionRefused(f"{reference}: not known; samruat status lists all references")
        if message.sha256 in gone:
            raise DecisionRefused(f"{reference}: was deleted before")
        found[message.sha256] = _chosen(work, message, counting=True)
    return sorted(found.values(), key=lambda one: (one.message.received_at, one.message.uid))


def _chosen(work: UnitOfWork, message: Message, *, counting: bool = False) -> Chosen:
    versions = work.submissions.of_message(message.sha256)
    references = tuple(version.reference for version in versions)
    kept = ""
    if message.next_try_at is not None or message.status in (None, Status.FAILED):
        kept = "is not read yet"
    elif message.status is Status.HELD:
        kept = "waits for the coordinator"
    elif work.forgotten.waits(message.sha256):
        kept = "a mail about it has not left"
    elif counting:
        provinces = {version.province for version in versions if version.province}
        current = {one.reference for province in provinces for one in work.submissions.current(province)}
        if counts := current.intersection(references):
            kept = f"{', '.join(sorted(counts))} counts now; withdraw it first"
    return Chosen(message, references, kept)


def forget(context: Context, chosen: Sequence[Chosen], *, who: str | None, why: str) -> int:
    """Delete for good what may be deleted, each with a line in the log; raw mail that a crash left behind as well.

    Returns:
        How many messages.
    """
    some = [one for one in chosen if not one.kept]
    for start in range(0, len(some), _TOGETHER):
        part = some[start : start + _TOGETHER]
        with context.database.unit_of_work() as work:
            part = [now for one in part if (now := _still(work, one)) is not None]
            work.forgotten.erase([one.message.sha256 for one in part], context.now())
            for one in part:
                about = ", ".join(one.references) or one.message.sha256[:16]
                log(context, work, about[:80], "forget", who, why)
            work.commit()
    sweep(context)
    return len(some)


def forget_own_mails(context: Context, until: datetime) -> int:
    """Empty digests, invitations and reminders that were written before then. How many."""
    with context.database.unit_of_work() as work:
        emptied = work.forgotten.erase_mails_before(until)
        work.commit()
    return emptied


def sweep(context: Context) -> int:
    """Remove the raw mail of every forgotten message that still lies there. How many."""
    context.database.empty_log()
    with context.database.unit_of_work(readonly=True) as work:
        gone = work.forgotten.all()
    return sum(context.raw.remove(sha256) for sha256 in sorted(gone))


def _still(work: UnitOfWork, one: Chosen) -> Chosen | None:
    """As it was chosen, if nothing happened to it since."""
    work.messages.lock(one.message.sha256)
    message = work.messages.get(one.message.sha256)
    if message is None or message.next_try_at is not None or work.forgotten.waits(message.sha256):
        return None
    return one if not work.forgotten.among([message.sha256]) else None
