"""What is said about a concluded message, and whether at all: builds the input of `notifications`, queues it."""

from collections.abc import Sequence
from dataclasses import replace
from email.utils import parseaddr
from functools import lru_cache
from itertools import count
from typing import Any

from ingest.conclusion import Concluded, Conclusion
from ingest.context import Context
from ingest.evidence import BANGKOK, Evidence
from ingest.marking import attachments_for
from ingest.mime.headers import Head
from ingest.reading import MessageRead
from ingest.verdict import LINK_IN_PLACE_OF_FILE, NO_FORM_ATTACHED
from notifications import caps
from notifications.answer import Alert, Answer, Coordinator, FileTold, SubmissionTold
from notifications.answer import Change as ChangeTold
from notifications.render import Identity, render
from storage.messages import Message
from storage.records import StoredSubmission, Version
from storage.unit_of_work import UnitOfWork
from storage.words import RowState, SubmissionKind
from survey.findings import Finding
from survey.model import Document, Kind, Status
from survey.versions import Change, change

KINDS = {
    Status.ACCEPTED: "acknowledgement",
    Status.NEEDS_CORRECTION: "needs_correction",
    Status.UNREADABLE: "unreadable",
    Status.HELD: "receipt",
    Status.REJECTED: "rejected",
}
REPLY_KINDS = frozenset({*KINDS.values(), "already_received", "withdrawn"})


def identity_of(context: Context) -> Identity:
    return _identity(context.config.outgoing.sender)


@lru_cache(maxsize=16)
def _identity(sender: str) -> Identity:
    return Identity(sender, parseaddr(sender)[1].lower())


def queue(
    context: Context,
    work: UnitOfWork,
    message: Message,
    head: Head,
    read: MessageRead,
    evidence: Evidence,
    conclusion: Conclusion,
) -> str | None:
    """Queue the answer, and the alert where it is held; why there is no answer, or None where there is one."""
    if conclusion.status is Status.HELD and not all(one.waits_already for one in conclusion.submissions):
        _queue_alert(context, work, message, conclusion)
    if conclusion.status in (message.status, Status.REJECTED):
        # Read again, and nothing new to say; a no was told when it was decided, of a copy to whoever sent the first.
        return message.why_no_reply if message.status is not None else "same_mail"
    why_not = _why_not(context, message, evidence, conclusion)
    if why_not is not None or evidence.reply_to is None:
        return why_not or "no_address"
    repeated = conclusion.status is not Status.HELD and any(one.repeats for one in conclusion.submissions)
    kind = "already_received" if repeated else KINDS[conclusion.status]
    is_new = message.status is None  # then nothing has been said, and nobody need be asked
    if not is_new and _told_last(work, message.sha256) == kind:
        return None
    answer = _answer(context, work, message, head, read, evidence, conclusion)
    if kind == "needs_correction":
        answer = replace(answer, attachments=attachments_for(conclusion.submissions, read.marked))
    prefix = "receipt" if kind == "receipt" else "answer"
    key = f"{prefix}:{message.sha256}" if is_new else next_key(work, prefix, message.sha256)
    mail = render(kind, answer, key=key, identity=identity_of(context))
    refused = caps.refuses(work, mail, context.now(), _caps(context, conclusion))
    if refused is not None:
        return refused
    work.outbox.queue(mail, context.now(), preview=context.config.replies.mode == "preview")
    return None


def _caps(context: Context, conclusion: Conclusion) -> caps.ReplyCaps:
    """A robot sends no new form each time: what brings one is answered more often before it counts as a loop."""
    replies = context.config.replies
    brings_data = conclusion.status in (Status.ACCEPTED, Status.NEEDS_CORRECTION)
    times = replies.with_form_times if brings_data else 1
    return caps.ReplyCaps(
        per_hour=times * replies.per_hour,
        per_day=times * replies.per_day,
        per_thread=times * replies.per_thread,
        total_per_day=replies.total_per_day,
    )


def _why_not(context: Context, message: Message, evidence: Evidence, conclusion: Conclusion) -> str | None:
    answer_from = context.config.replies.answer_from
    if conclusion.status in (Status.IGNORED, Status.FAILED):
        return conclusion.reason
    if _was_told(evidence, conclusion):
        return "same_mail"
    if evidence.authentication_failed:
        return "authentication_failed"
    if answer_from is not None and message.received_at < answer_from:
        return "before_answer_from"
    return None if evidence.may_answer else (evidence.why_not or "may_not_answer")


def _was_told(evidence: Evidence, conclusion: Conclusion) -> bool:
    """The same mail came by another way and was answered; a receipt is no answer once there is a result."""
    if evidence.same_mail and any(one.repeats for one in conclusion.submissions):
        return True
    return evidence.told_already is not None and (
        evidence.told_already != KINDS[Status.HELD] or conclusion.status is Status.HELD
    )


def _answer(
    context: Context,
    work: UnitOfWork,
    message: Message,
    head: Head,
    read: MessageRead,
    evidence: Evidence,
    conclusion: Conclusion,
) -> Answer:
    config = context.config
    documents = {id(d): d for one in conclusion.submissions for d in one.documents}
    sizes = {(file.name, file.sha256): file.size for file in read.files}
    return Answer(
        to=evidence.reply_to or "",
        subject_received=head.subject,
        message_id=head.message_id,
        references=tuple(head.references),
        message_sha256=message.sha256,
        received_at=message.received_at,
        coordinator=Coordinator(config.coordinator.name, config.coordinator.phone),
        deadline=config.survey.deadline,
        submissions=tuple(_told(one, counts_now(work, one, evidence)) for one in conclusion.submissions),
        files=tuple(
            FileTold(_shown_name(d), told(d), d, sizes.get((d.file, d.sha256))) for d in documents.values()
        ),
        late=conclusion.late,
        link=evidence.link,
        no_file=conclusion.reason in (NO_FORM_ATTACHED, LINK_IN_PLACE_OF_FILE),
    )


def counts_now(work: UnitOfWork, one: Concluded, evidence: Evidence) -> str:
    """What counts for the province now, as a sentence to the sender; "" where that is not theirs to know."""
    province, mine = one.stored.province, one.stored.reference
    if province is None or one.stored.status not in (Status.ACCEPTED, Status.NEEDS_CORRECTION):
        return ""
    current = work.submissions.current(province)
    if not current:
        return ""
    references = [version.reference for version in current]
    if references != [mine] and not evidence.may_speak_for(province):
        return ""
    names = ", ".join(references)
    if all(version.kind is SubmissionKind.NIL for version in current):
        return f"ขณะนี้บันทึกว่าจังหวัด{province}ไม่มีการจัดทำความร่วมมือ ตามฉบับ {names}"
    rows, wrong = sum(v.rows for v in current), sum(v.rows_error for v in current)
    counted = f"{rows} รายการ" + (f" (ในจำนวนนี้รอการแก้ไข {wrong} รายการ)" if wrong else "")
    kept = mine not in references and one.stored.status is Status.NEEDS_CORRECTION and one.repeats is None
    until = " จนกว่าจะได้รับฉบับที่แก้ไขแล้ว" if kept else ""
    return f"ข้อมูลของจังหวัด{province}ที่ใช้อยู่ขณะนี้: {counted} ตามฉบับ {names}{until}"


def _told(one: Concluded, counts: str) -> SubmissionTold:
    stored = one.stored
    surveys = [f for d in one.documents if d.kind in (Kind.SURVEY, Kind.MOU) for f in d.findings]
    others = [f for d in one.documents if d.kind in (Kind.OTHER, Kind.UNREADABLE) for f in d.findings]
    return SubmissionTold(
        reference=stored.reference,
        province=stored.province,
        status=stored.status,
        rows=tuple(row.row for row in stored.rows),
        findings=(*surveys, *others, *stored.findings),
        rows_ok=sum(1 for row in stored.rows if row.state is not RowState.ERROR),
        nil=stored.kind is SubmissionKind.NIL,
        mous=len(stored.mous),
        token=stored.token or None,
        change=_change_told(one.change),
        replaces=one.replaces,
        repeats=one.repeats,
        counts_now=counts,
        row_states=tuple(row.state for row in stored.rows),
    )


def _change_told(made: Change | None) -> ChangeTold | None:
    if made is None:
        return None
    added, changed, removed = made.added, made.changed, made.removed
    return ChangeTold(len(added), len(changed), len(removed), added, changed, removed)


def _shown_name(document: Document) -> str:
    return "ข้อความในอีเมล" if document.file == "body" else document.file


def told(document: Document) -> str:
    """In a few Thai words what was read from a file."""
    if document.kind is Kind.MOU and document.mou:
        return f"บันทึกข้อตกลง {document.mou.pages} หน้า"
    if document.form and document.form.nil_report:
        return "แบบสำรวจ: แจ้งว่าไม่มีความร่วมมือ"
    if document.form:
        return f"แบบสำรวจ {len(document.form.rows)} รายการ"
    return "อ่านไม่ได้" if document.kind is Kind.UNREADABLE else "ไม่ใช่แบบสำรวจ"


def _queue_alert(context: Context, work: UnitOfWork, message: Message, conclusion: Conclusion) -> None:
    held = [one for one in conclusion.submissions if one.stored.status is Status.HELD]
    first = next((one for one in held if not one.waits_already), held[0])
    findings: list[Finding] = [f for d in first.documents for f in d.findings]
    versions: tuple[str, ...] = ()
    if first.stored.province:
        versions = tuple(
            f"{v.reference}: {v.rows} รายการ" for v in work.submissions.current(first.stored.province)
        )
    alert = _alert(context, message, conclusion.reason)
    alert = replace(
        alert,
        reference=first.stored.reference,
        province=first.stored.province,
        findings=(*findings, *first.stored.findings),
        versions=(*versions, *first.contradicted),
        **_both_results(work, first),
    )
    anew = message.status not in (None, Status.HELD, Status.FAILED)
    key = next_key(work, "alert", message.sha256) if anew else f"alert:{message.sha256}"
    _queue_to_coordinator(context, work, alert, key)


def _both_results(work: UnitOfWork, one: Concluded) -> dict[str, Any]:
    """What waits beside what counts now, and what taking it in would make of that."""
    province, placement = one.stored.province, one.if_released
    if province is None or placement is None:
        return {}
    current = work.submissions.current(province)
    stored = work.submissions.rows_of([version.id for version in current])
    old = [kept.row for version in current for kept in stored[version.id]]
    parts = (placement.part, *placement.absorbs)
    replaced = [version.reference for version in current if version.part in parts]
    names = ", ".join(replaced)
    return {
        "rows": len(one.stored.rows),
        "change": _change_told(change(old, [kept.row for kept in one.stored.rows])),
        "if_released": f"หากรับไว้ จะใช้แทน {names}" if names else "หากรับไว้ จะเพิ่มเป็นอีกส่วนหนึ่งของจังหวัด",
    }


def _alert(context: Context, message: Message, reason: str) -> Alert:
    return Alert(
        to=context.config.coordinator.addresses[0],
        status=Status.HELD,
        reference=None,
        sender=message.from_address or "",
        province=None,
        reason=reason,
        subject_received=message.subject or "",
        received_at=message.received_at,
        message_sha256=message.sha256,
    )


def queue_failure(context: Context, work: UnitOfWork, message: Message, reason: str) -> None:
    """Tell the coordinator once that a message failed by our own fault; it keeps a reference to be asked by."""
    known = work.submissions.of_message(message.sha256)
    if not known:
        day = message.received_at.astimezone(BANGKOK).date()
        work.submissions.add(
            StoredSubmission(
                reference=work.submissions.allocate_reference(day),
                message_sha256=message.sha256,
                ordinal=0,
                kind=SubmissionKind.NONE,
                status=Status.FAILED,
                received_at=message.received_at,
                uid=message.uid,
                sender=message.from_address,
            ),
            context.now(),
        )
        known = work.submissions.of_message(message.sha256)
    alert = replace(_alert(context, message, reason), status=Status.FAILED, reference=known[0].reference)
    _queue_to_coordinator(context, work, alert, f"failed:{message.sha256}")


def _queue_to_coordinator(context: Context, work: UnitOfWork, alert: Alert, key: str) -> None:
    mail = render("alert", alert, key=key, identity=identity_of(context))
    work.outbox.queue(mail, context.now(), preview=context.config.replies.mode == "preview")


def was_answered(work: UnitOfWork, sha256: str) -> bool:
    """Whether a reply to the sender of a message has been queued."""
    return _told_last(work, sha256) is not None


def _told_last(work: UnitOfWork, sha256: str) -> str | None:
    """The kind of the newest reply to the sender of a message."""
    replies = [row for row in work.outbox.of_message(sha256) if row.kind in REPLY_KINDS]
    return replies[-1].kind if replies else None


def next_key(work: UnitOfWork, prefix: str, sha256: str) -> str:
    """`answer:<sha256>`, or where that was said already, `answer:<sha256>:2` and so on."""
    said = {row.dedupe_key for row in work.outbox.of_message(sha256)}
    base = f"{prefix}:{sha256}"
    keys = (base if n == 1 else f"{base}:{n}" for n in count(1))
    return next(key for key in keys if key not in said)


def decided(
    context: Context,
    work: UnitOfWork,
    message: Message,
    head: Head,
    kind: str,
    words: str,
    versions: Sequence[Version] = (),
) -> None:
    """Queue the coordinator's words to the sender of a message.

    Args:
        kind: `rejected` or `withdrawn`.
        versions: The submissions that it is about; all of the message where none are named.
    """
    told = versions or work.submissions.of_message(message.sha256)
    replies = [row for row in work.outbox.of_message(message.sha256) if row.kind in REPLY_KINDS]
    answer = Answer(
        to=replies[-1].recipient if replies else head.from_address or "",
        subject_received=head.subject,
        message_id=head.message_id,
        references=tuple(head.references),
        message_sha256=message.sha256,
        received_at=message.received_at,
        coordinator=Coordinator(context.config.coordinator.name, context.config.coordinator.phone),
        deadline=context.config.survey.deadline,
        submissions=tuple(SubmissionTold(v.reference, v.province, Status.REJECTED) for v in told),
        words=words,
    )
    key = next_key(work, "answer", message.sha256)
    mail = render(kind, answer, key=key, identity=identity_of(context))
    work.outbox.queue(mail, context.now(), preview=context.config.replies.mode == "preview")
