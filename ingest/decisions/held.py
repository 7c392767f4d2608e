"""What becomes of a message that is held: it is taken in, or not."""

from ingest import answers
from ingest.context import Context
from ingest.decisions.record import HEAD_BYTES, DecisionRefused, locked, log
from ingest.mime.headers import read_head
from storage.copies import Copy
from storage.messages import Message
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from survey.model import Status


def release(context: Context, work: UnitOfWork, reference: str, *, who: str | None, why: str | None) -> str:
    """Take in a held message: it is read again with the coordinator's word, and then answered.

    Raises:
        DecisionRefused: The reference is not known, not held, or decided on already.
    """
    version, message = _undecided(work, reference)
    for one in work.submissions.of_message(message.sha256):
        if one.status is Status.HELD:
            log(context, work, one.reference, "release", who, why)
    work.messages.reopen([message.sha256], context.now())
    return version.reference


def reject(context: Context, work: UnitOfWork, reference: str, *, who: str | None, why: str | None) -> str:
    """Do not take in a held message; its sender is told the coordinator's words where a receipt went out.

    Raises:
        DecisionRefused: As `release`, or nothing says why.
    """
    if not (why or "").strip():
        raise DecisionRefused(
            f"{reference}: the sender must be told why",
            "การไม่รับต้องมีเหตุผลที่แจ้งผู้ส่ง กรุณาพิมพ์ว่า “ไม่รับ เพราะ (เหตุผล)”",
        )
    version, message = _undecided(work, reference)
    _reject(context, work, message, who, why or "")
    return version.reference


def _reject(context: Context, work: UnitOfWork, message: Message, who: str | None, why: str) -> None:
    """The message, and those that only repeat it and wait with it."""
    copies: list[Copy] = []
    for one in work.submissions.of_message(message.sha256):
        if one.status is not Status.IGNORED:
            log(context, work, one.reference, "reject", who, why)
            work.submissions.set_status(one.id, Status.REJECTED)
            copies += work.copies.of(one.reference)
    told = message.why_no_reply
    if work.outbox.by_key(f"receipt:{message.sha256}") is not None:
        head = read_head(context.raw.head(message.sha256, HEAD_BYTES))
        answers.decided(context, work, message, head, "rejected", why)
        told = None
    work.messages.finish(message.sha256, Status.REJECTED, "decision", late=message.late, why_no_reply=told)
    for copy in copies:
        another = work.messages.get(copy.message_sha256)
        if another is not None and another.status is Status.HELD:
            _reject(context, work, another, who, why)


def _undecided(work: UnitOfWork, reference: str) -> tuple[Version, Message]:
    version, message = locked(work, reference)
    first = work.submissions.by_reference(version.repeats) if version.repeats else None
    if version.status is Status.HELD and first is not None and first.status is Status.HELD:
        raise DecisionRefused(
            f"{version.reference}: only repeats {first.reference}; decide on that one",
            f"{version.reference} ซ้ำกับ {first.reference} กรุณาพิจารณาที่ {first.reference}",
        )
    decision = work.decisions.standing(version.reference)
    by = f"; {decision.who} decided to {decision.what} it" if decision else ""
    if version.status is not Status.HELD:
        thai = f"{version.reference} มิได้รอการพิจารณาแล้ว"
        raise DecisionRefused(
            f"{version.reference}: is {version.status}, not held{by}",
            f"{thai} ({decision.who} พิจารณาไปก่อน)" if decision else thai,
        )
    if decision is not None and message.next_try_at is not None:
        raise DecisionRefused(
            f"{version.reference}: decided already{by}",
            f"{version.reference} มีผู้พิจารณาไปก่อนแล้ว ({decision.who})",
        )
    return version, message
