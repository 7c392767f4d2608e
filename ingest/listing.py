"""What is stored, as the lines that ingest, poll and status print (contract, section 8)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from ingest.answers import REPLY_KINDS
from storage.messages import Delivery, Message
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from storage.words import OutboxState
from survey.findings import Finding, Severity

BANGKOK = ZoneInfo("Asia/Bangkok")


def submission_lines(
    work: UnitOfWork, messages: Iterable[str], *, brief: bool = False
) -> Iterator[dict[str, object]]:
    """A line a submission of each message, in order; a message without one has one line.

    Args:
        brief: Without files and problems, for lists that people read.
    """
    for some in _in_pages(messages):
        stored = work.messages.among(some)
        submissions = work.submissions.of_messages(some)
        deliveries = work.messages.deliveries_of(some)
        replies = work.outbox.states_of(some)
        for sha256 in filter(stored.__contains__, some):
            place, reply = _place(deliveries.get(sha256, [])), reply_state(replies.get(sha256, ()))
            versions: Sequence[Version | None] = submissions.get(sha256) or (None,)
            for version in versions:
                yield place | _line(work, stored[sha256], version, reply, brief)


def reference_lines(work: UnitOfWork, reference: str) -> Iterator[dict[str, object]]:
    """The lines of the message that a reference belongs to."""
    version = work.submissions.by_reference(reference)
    if version is not None:
        yield from submission_lines(work, [version.message_sha256])


_PAGE = 200


def _in_pages(messages: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(messages)
    while some := list(islice(waiting, _PAGE)):
        yield some


def _line(
    work: UnitOfWork, message: Message, version: Version | None, reply: str, brief: bool
) -> dict[str, object]:
    findings = work.submissions.findings(version.id) if version and not brief else []
    reference = (version.repeats or version.reference) if version else None
    return {
        "message": message.sha256,
        "reference": reference if message.status != "ignored" else None,
        "received_at": bangkok(message.received_at),
        "from": message.from_address,
        "subject": message.subject,
        "status": message.status.value if message.status else None,
        "reason": message.reason,
        "province": version.province if version else None,
        "late": message.late,
        "reply": reply,
        "why_no_reply": message.why_no_reply,
        "files": [] if brief else work.submissions.files(message.sha256),
        "problems": [_problem(file, finding) for file, finding in findings],
    }


def _place(deliveries: list[Delivery]) -> dict[str, object]:
    if not deliveries:
        return {"path": None}
    first = deliveries[0]
    if first.path is not None:
        return {"path": first.path}
    return {
        "mailbox": first.account,
        "folder": first.folder,
        "uidvalidity": first.uidvalidity,
        "uid": first.uid,
    }


def _problem(file: str | None, finding: Finding) -> dict[str, object]:
    severity = Severity.ERROR if finding.severity is Severity.HOLD else finding.severity
    return {
        "file": file,
        "code": finding.code,
        "severity": severity.value,
        "cell": finding.cell,
        "message": finding.message,
    }


def bangkok(at: datetime) -> str:
    """An instant as ISO 8601 in Bangkok time."""
    return at.astimezone(BANGKOK).isoformat(timespec="seconds")


def outbox_lines(work: UnitOfWork, *, only_waiting: bool = False) -> Iterator[dict[str, object]]:
    """Every mail of ours in the order of writing; what waits may still be cancelled while it is `queued`."""
    for row in work.outbox.in_states(_WAITING if only_waiting else tuple(OutboxState)):
        yield {
            "id": row.id,
            "state": row.state.value,
            "kind": row.kind,
            "to": row.recipient,
            "subject": row.subject,
            "reference": row.reference,
            "queued_at": bangkok(row.created_at),
            "sent_at": bangkok(row.sent_at) if row.sent_at else None,
            "next_try_at": bangkok(row.next_try_at) if row.next_try_at else None,
            "server": row.smtp_reply,
            "bounced": row.bounced,
        }


_WAITING = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
_TOLD = {
    OutboxState.QUEUED: "queued",
    OutboxState.SENDING: "queued",
    OutboxState.SENT: "sent",
    OutboxState.UNKNOWN: "unknown",
    OutboxState.FAILED: "failed",
    OutboxState.PREVIEW: "preview",
    OutboxState.CANCELLED: "none",
}


def reply_state(mails: Iterable[tuple[str, OutboxState]]) -> str:
    """How the newest answer to a message stands; mails to the coordinator about it are no answer."""
    answers = [state for kind, state in mails if kind in REPLY_KINDS]
    return _TOLD[answers[-1]] if answers else "none"
