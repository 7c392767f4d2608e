"""A submission that was taken in shall not count any more."""

from ingest import answers
from ingest.context import Context
from ingest.decisions.record import HEAD_BYTES, DecisionRefused, locked, log
from ingest.mime.headers import read_head
from ingest.verdict import worst
from storage.messages import Message
from storage.unit_of_work import UnitOfWork
from survey.model import Status

_COUNTS = (Status.ACCEPTED, Status.NEEDS_CORRECTION)


def withdraw(context: Context, work: UnitOfWork, reference: str, *, who: str | None, why: str | None) -> str:
    """Take a submission out of what counts: what it replaced counts again, and whoever was answered is told.

    Raises:
        DecisionRefused: The reference is not known, was not taken in, only repeats another, or nothing says why.
    """
    if not (why or "").strip():
        raise DecisionRefused(f"{reference}: the sender must be told why", "การถอนออกต้องมีเหตุผลที่แจ้งผู้ส่ง")
    version, message = locked(work, reference)
    if version.status not in _COUNTS:
        decision = work.decisions.standing(version.reference)
        by = f"; {decision.who} decided to {decision.what} it" if decision else ""
        raise DecisionRefused(
            f"{version.reference}: is {version.status}, nothing to withdraw{by}",
            f"{version.reference} มิได้เป็นเรื่องที่รับไว้ จึงไม่มีสิ่งใดให้ถอนออก"
            + (f" ({decision.who} พิจารณาไปก่อน)" if decision else ""),
        )
    if version.repeats:
        raise DecisionRefused(
            f"{version.reference}: only repeats {version.repeats}; withdraw that one",
            f"{version.reference} ซ้ำกับ {version.repeats} กรุณาถอน {version.repeats}",
        )
    if message.next_try_at is not None:
        raise DecisionRefused(
            f"{version.reference}: is being read again now; try again in a minute",
            f"ระบบกำลังอ่าน {version.reference} อีกครั้ง กรุณาลองใหม่ในอีกหนึ่งนาที",
        )
    if version.province:
        work.submissions.lock_province(version.province)
    log(context, work, version.reference, "withdraw", who, why)
    work.submissions.set_status(version.id, Status.REJECTED)
    work.submissions.set_parts({version.id: None})
    _withdraw_copies(context, work, version.reference, who, why)
    if answers.was_answered(work, message.sha256):
        head = read_head(context.raw.head(message.sha256, HEAD_BYTES))
        answers.decided(context, work, message, head, "withdrawn", why or "", (version,))
    _finish(work, message)
    return version.reference


def _withdraw_copies(
    context: Context, work: UnitOfWork, reference: str, who: str | None, why: str | None
) -> None:
    """What only repeats it would count in its place, once it is read again."""
    for copy in work.copies.of(reference):
        log(context, work, copy.reference, "withdraw", who, why)
        work.submissions.set_status(copy.id, Status.REJECTED)
        if (message := work.messages.get(copy.message_sha256)) is not None:
            _finish(work, message)


def _finish(work: UnitOfWork, message: Message) -> None:
    left = [one.status for one in work.submissions.of_message(message.sha256)]
    status = worst([one for one in left if one is not Status.IGNORED])
    work.messages.finish(
        message.sha256, status, "decision", late=message.late, why_no_reply=message.why_no_reply
    )
