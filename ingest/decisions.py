"""The coordinator's decisions: one implementation, whoever calls it; each logged with who, when, why."""

import getpass

from ingest import answers
from ingest.context import Context
from ingest.mime.headers import read_head
from ingest.pipeline import HEAD_BYTES
from ingest.rounds import one_round
from storage.decisions import Decision
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from survey.model import Status


class DecisionRefused(Exception):
    """The decision can't be taken on that reference; the text says why."""


def decide_release(context: Context, reference: str, *, who: str | None, why: str | None) -> str:
    """Take in a held message: it is read again with the coordinator's word, and answered.

    Raises:
        DecisionRefused: The reference is not known or not held.
    """
    with context.database.unit_of_work() as work:
        version = _held(work, reference)
        _log(context, work, version, "release", who, why)
        work.messages.reopen([version.message_sha256], context.now())
        work.commit()
    one_round(context, [])
    with context.database.unit_of_work(readonly=True) as work:
        message = work.messages.get(version.message_sha256)
    return f"{reference}: {message.status if message else 'unknown'}"


def decide_reject(context: Context, reference: str, *, who: str | None, why: str | None) -> str:
    """Do not take in a held message; its sender is told the coordinator's words where that is allowed.

    Raises:
        DecisionRefused: As `decide_release`.
    """
    with context.database.unit_of_work() as work:
        version = _held(work, reference)
        message = work.messages.get(version.message_sha256)
        assert message is not None
        _log(context, work, version, "reject", who, why)
        for one in work.submissions.of_message(message.sha256):
            work.submissions.set_status(one.id, Status.REJECTED)
        receipt = work.outbox.by_key(f"receipt:{message.sha256}")
        told = None
        if receipt is not None:
            head = read_head(context.raw.head(message.sha256, HEAD_BYTES))
            answers.rejected(context, work, message, head, why or "")
        else:
            told = message.why_no_reply
        work.messages.finish(
            message.sha256, Status.REJECTED, "decision", late=message.late, why_no_reply=told
        )
        work.commit()
    one_round(context, [])
    return f"{reference}: rejected"


def _held(work: UnitOfWork, reference: str) -> Version:
    version = work.submissions.by_reference(reference.strip().upper())
    if version is None:
        raise DecisionRefused(f"{reference}: not known; samruat status lists all references")
    if version.status is not Status.HELD:
        raise DecisionRefused(f"{reference}: is {version.status}, not held")
    return version


def _log(
    context: Context, work: UnitOfWork, version: Version, what: str, who: str | None, why: str | None
) -> None:
    person = who or getpass.getuser()
    work.decisions.add(Decision(version.reference, what, person, context.now(), why))
