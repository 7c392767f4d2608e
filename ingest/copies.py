"""The same file or mail again: what it repeats, and how it stands by that (docs/decisions/0117)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ingest.assembly import Draft
from ingest.verdict import OF_THE_MAIL, Verdict
from storage.messages import Message
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from storage.words import SubmissionKind
from survey.model import Document, Kind, Status


def met_before(
    work: UnitOfWork, message: Message, draft: Draft, documents: Sequence[Document], same_mail: str | None
) -> tuple[str | None, str | None]:
    """References of the submission that these very files made before: one that stands, or one that waits.

    What waits must not swallow a copy that may count by itself: a stranger's, say, that the office sends too.

    Args:
        same_mail: Reference of the same mail that came before by another way.
    """
    if same_mail and (same := _same_of(work, same_mail, draft)) is not None:
        return (None, same.reference) if same.status is Status.HELD else (same.reference, None)
    if draft.province is None or draft.kind is SubmissionKind.NONE:
        return None, None
    hashes = [d.sha256 for i in draft.documents if (d := documents[i]).kind in (Kind.SURVEY, Kind.MOU)]
    place = (message.received_at, message.uid)
    seen = [work.copies.file_seen(draft.province, sha256, *place, before=message.sha256) for sha256 in hashes]
    known = [one for one in seen if one is not None]
    if not known or len(known) < len(seen):
        return None, None
    held = next((reference for reference, status in known if status is Status.HELD), None)
    return (known[0][0], None) if held is None else (None, held)


def take_anew(
    work: UnitOfWork, message: Message, draft: Draft, documents: Sequence[Document], now: datetime
) -> bool:
    """Have later mails read again whose agreement this one, come to hand after them, brought first; whether there are any."""
    if draft.province is None or message.status not in (None, Status.FAILED):
        return False
    place = (message.received_at, message.uid)
    later = {
        sha256
        for i in draft.documents
        if documents[i].kind is Kind.MOU
        for sha256 in work.copies.also_later(
            draft.province, documents[i].sha256, *place, after=message.sha256
        )
    }
    return bool(later) and work.messages.reopen(later, now, only_done=True) > 0


def _same_of(work: UnitOfWork, reference: str, draft: Draft) -> Version | None:
    """Of the mail that came before, what it brought for the same province."""
    first = work.submissions.by_reference(reference)
    others = work.submissions.of_message(first.message_sha256) if first else []
    return next((v for v in others if v.province == draft.province), first)


def as_it_stands(work: UnitOfWork, repeats: str, first: Verdict, released: Verdict) -> Verdict:
    """What was decided about the content stands for its copy; what holds the mail itself is another matter.

    Args:
        first: What would become of the copy by itself; `released`: once the coordinator took it in.
    """
    earlier = work.submissions.by_reference(repeats)
    if earlier is not None and earlier.status is Status.REJECTED:
        return Verdict(Status.REJECTED, "decision")
    taken_in = earlier is not None and earlier.status in (Status.ACCEPTED, Status.NEEDS_CORRECTION)
    if taken_in and first.status is Status.HELD and first.reason not in OF_THE_MAIL:
        return released
    return first


def reopen_waiting(work: UnitOfWork, references: Iterable[str], now: datetime) -> None:
    """What waited with a submission that was held waits no more."""
    held = (copy for reference in references for copy in work.copies.of(reference))
    work.messages.reopen({copy.message_sha256 for copy in held if copy.status is Status.HELD}, now)
