"""Stored raw mail again: for good, or only to see what would change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.context import Context
from ingest.evidence import gather
from ingest.pipeline import READ_AHEAD, Started, begin, judge, reading_of, start_reading
from ingest.reading import MessageRead
from ingest.rounds import one_round
from storage.messages import Message
from storage.unit_of_work import UnitOfWork
from survey.model import Status

Progress = Callable[[str], None]
Problem = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What stands of one submission, as far as reading again may change it.

    Attributes:
        problems: File, code, cell and severity of each.
        rows: The cooperations as they are stored.
    """

    reference: str
    province: str | None
    status: Status
    part: int | None
    rows: tuple[object, ...]
    problems: frozenset[Problem]


@dataclass(frozen=True, slots=True)
class Difference:
    """One submission before and after; None where it was not, or would not be."""

    before: Result | None
    after: Result | None

    @property
    def reference(self) -> str:
        one = self.before or self.after
        return one.reference if one else ""

    @property
    def province(self) -> str | None:
        one = self.after or self.before
        return one.province if one else None

    @property
    def status_changes(self) -> bool:
        return (self.before and self.before.status) != (self.after and self.after.status)


def chosen(
    work: UnitOfWork, references: Sequence[str], *, failed: bool = False, everything: bool = False
) -> list[Message]:
    """The messages meant, in the order of receipt.

    Raises:
        LookupError: A reference is not known.
    """
    gone = work.forgotten.all()
    if everything:
        received = work.messages.received()
        return [message for message in received if message.status is not None and message.sha256 not in gone]
    wanted = (
        {message.sha256: message for message in work.messages.with_status(Status.FAILED)} if failed else {}
    )
    for reference in references:
        version = work.submissions.by_reference(reference.strip().upper())
        message = work.messages.get(version.message_sha256) if version else None
        if message is None or message.sha256 in gone:
            raise LookupError(reference)
        wanted[message.sha256] = message
    return sorted(wanted.values(), key=lambda message: (message.received_at, message.uid, message.sha256))


def reprocess(context: Context, messages: Sequence[Message], progress: Progress) -> list[Difference]:
    """Read messages again and store what they say now; a sender is told only where the status changed."""
    with context.database.unit_of_work() as work:
        before = {message.sha256: _results(work, message.sha256) for message in messages}
        work.messages.reopen([message.sha256 for message in messages], context.now())
        work.commit()
    one_round(context, [], progress)
    with context.database.unit_of_work(readonly=True) as work:
        return [
            found for sha256, old in before.items() for found in _differences(old, _results(work, sha256))
        ]


def rehearse(context: Context, messages: Sequence[Message], progress: Progress) -> list[Difference]:
    """What `reprocess` would change. All is done in one transaction that is never committed."""
    read = list(_readings(context, messages, progress))
    found: list[Difference] = []
    with context.database.unit_of_work() as work:
        for one, reading in read:
            old = _results(work, one.message.sha256)
            _judged(context, work, one, reading)
            found += _differences(old, _results(work, one.message.sha256))
    return found


def _readings(
    context: Context, messages: Sequence[Message], progress: Progress
) -> Iterator[tuple[Started, MessageRead]]:
    waiting = iter(messages)
    started = [begin(context, message) for message in islice(waiting, READ_AHEAD)]
    for done in range(1, len(messages) + 1):
        one = started.pop(0)
        progress(f"message {done} of {len(messages)}")
        yield one, reading_of(context, one)
        started += [begin(context, message) for message in islice(waiting, 1)]


def _judged(context: Context, work: UnitOfWork, one: Started, read: MessageRead) -> None:
    evidence = gather(context, work, one.message, one.head)
    if evidence.case() != one.evidence.case():
        # One that comes before it would teach us something about its sender.
        one = start_reading(context, one.message, one.head, evidence)
        read = reading_of(context, one)
    judge(context, work, one, read, evidence)


def _results(work: UnitOfWork, sha256: str) -> dict[str, Result]:
    return {
        version.reference: Result(
            version.reference,
            version.province,
            version.status,
            version.part,
            tuple(work.submissions.rows(version.id)),
            frozenset(
                (file or "", finding.code, finding.cell or "", finding.severity.value)
                for file, finding in work.submissions.findings(version.id)
            ),
        )
        for version in work.submissions.of_message(sha256)
    }


def _differences(old: dict[str, Result], new: dict[str, Result]) -> list[Difference]:
    references = dict.fromkeys((*old, *new))
    pairs = (Difference(old.get(reference), new.get(reference)) for reference in references)
    return [pair for pair in pairs if pair.before != pair.after]
