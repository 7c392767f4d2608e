"""One message from raw to commit, in the order of its steps. It calls, and decides nothing.

Steps (1) of `ingest.intake`: raw mail on disk, then commit 1. Here: (2) headers, (3) evidence, (4) read in a
child, (5) findings that stand, (6) submissions and status, (7) records, status and the rendered answer in one
transaction: commit 2. (8) `notifications.deliver` sends: commits 3 and 4.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta

from ingest import answers
from ingest.assembly import drafts
from ingest.conclusion import Conclusion, conclude
from ingest.context import VERSION, Context
from ingest.decisions import by_mail
from ingest.evidence import Evidence, complete, content_key, gather, learn, note_bounce
from ingest.marking import with_marked
from ingest.measures import note_reading
from ingest.mime.headers import Head, read_head
from ingest.piecewise import read_piece_by_piece, too_large
from ingest.reading import MessageRead, read_message
from ingest.settings import handing_in
from ingest.values_in_reply import with_values
from ingest.virus_scan import infected
from parsers.sandbox import ReadingFailed
from storage.messages import LeaseLost, Message
from storage.unit_of_work import UnitOfWork
from survey.model import Status
from survey.submission import settle

log = logging.getLogger(__name__)

HEAD_BYTES = 256 * 1024
LEASE_SECONDS = 900
BATCH = 20
READ_AHEAD = 4
_RETRY_MINUTES = (1, 5, 15, 60, 240)


class ProgramMissing(Exception):
    """A program that reads one of the message's files is not installed here: our own fault."""


@dataclass(frozen=True, slots=True)
class Started:
    """A message whose reading has begun.

    Attributes:
        evidence: What was known of it then.
        reading: What the child read, with marked copies of wrong forms.
    """

    message: Message
    head: Head
    evidence: Evidence
    reading: "Future[MessageRead]"


def work_through(context: Context, stop: Callable[[], bool] = lambda: False) -> Iterator[str]:
    """Work on every message that waits, in the order of receipt; yields the SHA-256 of each when it is done.

    Args:
        stop: Asked between messages; once true, what is claimed is given back.
    """
    while not stop():
        context.begin_anew = False
        waiting: deque[tuple[Message, Head, Evidence]] = deque()
        started: deque[Started] = deque()
        more = True
        while not (context.begin_anew or stop()):
            # Before the readers run out of work, not after.
            if not waiting and (more or not started):
                batch = _claim(context)
                more = len(batch) == BATCH
                # What is in hand may have outlived its lease, and was taken anew.
                in_hand = {one.message.sha256 for one in started}
                waiting.extend(_look_at(context, [m for m in batch if m.sha256 not in in_hand]))
            while waiting and len(started) < READ_AHEAD:
                started.append(start_reading(context, *waiting.popleft()))
            if not started:
                return
            one = started.popleft()
            _finish(context, one)
            context.heads.pop(one.message.sha256, None)
            yield one.message.sha256
        with context.database.unit_of_work() as work:
            work.messages.release_leases(context.owner)
            work.commit()


def _claim(context: Context) -> list[Message]:
    with context.database.unit_of_work() as work:
        batch = work.messages.claim(
            context.owner, context.now(), LEASE_SECONDS, BATCH, of_many=handing_in(context.config)
        )
        work.commit()
    return batch


def _look_at(context: Context, batch: Sequence[Message]) -> list[tuple[Message, Head, Evidence]]:
    """Steps 2 and 3 of each message; one that we fail at is told and left out."""
    found: list[tuple[Message, Head, Evidence]] = []
    failed: list[tuple[Message, Exception]] = []
    with context.database.unit_of_work(readonly=True) as work:
        for message in batch:
            try:
                found.append((message, *look_at(context, work, message)))
            except Exception as error:  # noqa: BLE001 - our own fault must cost this message only
                failed.append((message, error))
    for message, fault in failed:
        _fail(context, message, fault)
    return found


def look_at(context: Context, work: UnitOfWork, message: Message) -> tuple[Head, Evidence]:
    """Steps 2 and 3: headers and what the database knows; nothing is changed."""
    head = context.heads.get(message.sha256)
    head = head or read_head(context.raw.head(message.sha256, HEAD_BYTES))
    return head, gather(context, work, message, head)


def begin(context: Context, message: Message) -> Started:
    """Steps 2 and 3, and 4 begun in a child; nothing is changed."""
    with context.database.unit_of_work(readonly=True) as work:
        head, evidence = look_at(context, work, message)
    return start_reading(context, message, head, evidence)


def start_reading(context: Context, message: Message, head: Head, evidence: Evidence) -> Started:
    """Step 4 begun in a child."""
    if _is_too_large(context, message):
        reading: Future[MessageRead] = Future()
        reading.set_result(too_large(message.sha256, context.config.limits.message_mb))
    else:
        reading = context.sandbox.in_background(_read, context, message, evidence)
    return Started(message, head, evidence, reading)


def _read(context: Context, message: Message, evidence: Evidence) -> MessageRead:
    """Step 4 to its end; in a thread that waits for the children, so that the database waits for neither.

    Raises:
        ReadingFailed: By a fault of ours.
        ScanFailedError: A virus scan is asked for, and was not to be had.
    """
    if (refused := infected(context, message)) is not None:
        return refused
    case = evidence.case()
    try:
        read = context.sandbox.call(read_message, str(context.raw.path(message.sha256)), case, context.limits)
        note_reading(read.seconds)
    except ReadingFailed as failed:
        if failed.is_our_bug:
            raise
        log.warning("%s: reading ended by %s, now file by file", message.sha256[:12], failed.reason)
        read = read_piece_by_piece(context, message.sha256, case)
    return with_marked(context, message, read, evidence.waived)


def _is_too_large(context: Context, message: Message) -> bool:
    """Over the limit now, or when it was fetched: of such a mail only the head may be here."""
    if message.size > context.config.limits.message_mb * 1024 * 1024:
        return True
    fetched_now = message.sha256 in context.heads  # within the limit that was just looked at
    return not fetched_now and context.raw.size(message.sha256) < message.size


def _finish(context: Context, one: Started) -> None:
    try:
        read = reading_of(context, one)
        order = by_mail.order_of(context, one.head, read)
        with context.database.unit_of_work() as work:
            evidence = gather(context, work, one.message, one.head)
            if evidence.case() == one.evidence.case() or _is_too_large(context, one.message):
                _store(context, work, one, read, evidence, order)
                return
        # A mail just before this one taught us something about its sender.
        again = start_reading(context, one.message, one.head, evidence)
        read = reading_of(context, again)
        with context.database.unit_of_work() as work:
            _store(context, work, one, read, gather(context, work, one.message, one.head), order)
    except LeaseLost:
        _note_taken_over(one.message)
    except Exception as error:  # noqa: BLE001 - our own fault must cost this message only
        _fail(context, one.message, error)


def reading_of(context: Context, one: Started) -> MessageRead:
    """Step 4 to its end, with the values that the mail's words give for a form that stands in the database by now.

    Raises:
        ReadingFailed: By a fault of ours.
    """
    read = one.reading.result()
    completed = with_values(context, one.message, one.head, read, one.evidence.case())
    if completed is read:
        return read
    return with_marked(context, one.message, completed, one.evidence.waived)


def judge(
    context: Context, work: UnitOfWork, one: Started, read: MessageRead, evidence: Evidence
) -> tuple[Evidence, Conclusion]:
    """Steps 5 and 6, with the records of 7; nothing is committed.

    Raises:
        ProgramMissing: A program that reading needs is not installed here.
    """
    if lacking := next((document for document in read.documents if document.our_fault), None):
        raise ProgramMissing("; ".join(finding.message for finding in lacking.findings))
    if evidence.hand_in and by_mail.was_carried_out(work, one.message):
        return evidence, Conclusion(Status.IGNORED, "decision", late=False)
    documents = settle(read.documents, context.config.rules, evidence.waived)
    evidence = complete(context, work, one.message, one.head, read, documents, evidence)
    made = drafts(documents, evidence.provinces())
    conclusion = conclude(context, work, one.message, documents, made, evidence)
    note_bounce(work, read, evidence)
    learn(work, one.message, evidence, conclusion.status, context.now())
    return evidence, conclusion


def _store(
    context: Context,
    work: UnitOfWork,
    one: Started,
    read: MessageRead,
    evidence: Evidence,
    order: by_mail.Order | None,
) -> None:
    message = one.message
    # First of all: what another worker stored of it would be in our way.
    now = work.messages.get(message.sha256)
    if now is None or now.lease_owner != context.owner:
        raise LeaseLost(message.sha256)
    if order is not None:
        by_mail.carry_out(context, work, message, one.head, order)
    evidence, conclusion = judge(context, work, one, read, evidence)
    why_not = answers.queue(context, work, message, one.head, read, evidence, conclusion)
    work.messages.finish(
        message.sha256,
        conclusion.status,
        conclusion.reason,
        owner=context.owner,
        late=conclusion.late,
        why_no_reply=why_not,
        content_key=content_key(one.head, read),
        parser_version=VERSION,
    )
    work.commit()
    told = {"reference": conclusion.reference}
    log.info("%s: %s (%s)", message.sha256[:12], conclusion.status, conclusion.reason, extra=told)


def _fail(context: Context, message: Message, error: BaseException) -> None:
    """Keep the message as `failed`, tell the coordinator, and have it taken again later."""
    log.error("%s: our own fault: %s", message.sha256[:12], type(error).__name__, exc_info=error)
    minutes = _RETRY_MINUTES[min(message.attempts, len(_RETRY_MINUTES)) - 1]
    reason = f"{type(error).__name__}: {error}"[:500]
    try:
        with context.database.unit_of_work() as work:
            work.messages.fail(
                message.sha256, reason, context.now() + timedelta(minutes=minutes), owner=context.owner
            )
            answers.queue_failure(context, work, message, reason)
            work.commit()
    except LeaseLost:
        _note_taken_over(message)


def _note_taken_over(message: Message) -> None:
    log.warning("%s: another worker took it over", message.sha256[:12])
