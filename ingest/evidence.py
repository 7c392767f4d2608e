"""What is known about a mail besides its files: who sent it, what it answers, whether a person wrote it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from ingest.context import Context
from ingest.mime.auth_results import dmarc_failed
from ingest.mime.headers import Head
from ingest.reading import MessageRead
from ingest.screening import Screening, cloud_link, mentions_survey, reference_in, screen
from storage.messages import Message
from storage.unit_of_work import UnitOfWork
from survey.model import Case, Document

BANGKOK = ZoneInfo("Asia/Bangkok")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts about one message; `answers`, `same_mail` are references of stored submissions.

    Attributes:
        received_on: Bangkok day of receipt.
        answers: The submission that it answers by thread, or by a reference in subject or text.
        hand_in: From a forwarder or the coordinator: the form alone says the province.
    """

    received_on: date
    subject: str
    sender_provinces: frozenset[str]
    hand_in: bool
    answers: str | None = None
    answers_province: str | None = None
    released: bool = False
    ours: bool = False
    automatic: str | None = None
    authentication_failed: bool = False
    subordinate: bool = False
    of_interest: bool = False
    same_mail: str | None = None
    may_answer: bool = False
    why_not: str | None = None
    reply_to: str | None = None

    @property
    def known_sender(self) -> bool:
        return bool(self.sender_provinces) or self.hand_in or self.answers is not None

    def case(self) -> Case:
        """What the parsers may know of it."""
        provinces = self.sender_provinces
        if not provinces and self.answers_province:
            provinces = frozenset({self.answers_province})
        return Case(self.received_on, None, frozenset() if self.hand_in else provinces)

    def provinces(self) -> list[str | None]:
        """Provinces that thread and sender's record speak for, where each speaks for one."""
        [record] = self.sender_provinces if len(self.sender_provinces) == 1 else [None]
        return [self.answers_province, record]


def gather(context: Context, work: UnitOfWork, message: Message, head: Head) -> Evidence:
    """What headers and database say before the message is read."""
    config = context.config
    sender = (head.from_address or "").lower()
    handed = {a.lower() for a in (*config.trust.forwarders, *config.coordinator.addresses)}
    answered = _answered(work, head)
    province = None
    if answered:
        version = work.submissions.by_reference(answered)
        province = version.province if version else None
    return Evidence(
        received_on=message.received_at.astimezone(BANGKOK).date(),
        subject=head.subject,
        sender_provinces=frozenset() if sender in handed else work.senders.provinces_of(sender),
        hand_in=sender in handed,
        answers=answered,
        answers_province=province,
        released=_released(work, message),
        authentication_failed=bool(config.trust.authserv_id)
        and dmarc_failed(head, config.trust.authserv_id or ""),
        subordinate=bool(_SUBORDINATE.search(head.from_name or "")),
    )


_SUBORDINATE = re.compile(r"อำเภอ|เทศบาล|องค์การบริหารส่วน|อบต|อบจ|ท้องถิ่นอำเภอ|สถอ")


def _answered(work: UnitOfWork, head: Head) -> str | None:
    """Reference of our mail that this one answers: In-Reply-To and References first, then the subject."""
    for message_id in (head.in_reply_to, *reversed(head.references)):
        row = work.outbox.by_message_id(message_id) if message_id else None
        if row and row.reference:
            return row.reference
    named = reference_in(head.subject)
    return named if named and work.submissions.by_reference(named) else None


def _released(work: UnitOfWork, message: Message) -> bool:
    for version in work.submissions.of_message(message.sha256):
        decisions = work.decisions.of(version.reference)
        if decisions and decisions[-1].what == "release":
            return True
    return False


def complete(
    context: Context,
    work: UnitOfWork,
    message: Message,
    head: Head,
    read: MessageRead,
    documents: Iterable[Document],
    evidence: Evidence,
) -> Evidence:
    """The evidence once the message was read: is it ours, a robot's, of interest, the same mail again?"""
    words = [head.subject, read.text, *(f.name for f in read.files), *(d.words for d in documents)]
    interest = any(mentions_survey(text) or cloud_link(text) for text in words)
    screening = _screened(context, work, head, read, evidence)
    answers = evidence.answers
    if answers is None and (named := reference_in(read.quoted)) and work.submissions.by_reference(named):
        answers = named
    same = work.messages.by_content_key(content_key(head, read) or "", other_than=message.sha256)
    same_mail = None
    for other in same:
        versions = work.submissions.of_message(other.sha256)
        if versions and (other.received_at, other.uid, other.sha256) < (
            message.received_at, message.uid, message.sha256,
        ):  # fmt: skip
            same_mail = versions[0].repeats or versions[0].reference
            break
    return replace(
        evidence,
        answers=answers,
        ours=screening.own,
        automatic=_automatic(screening),
        of_interest=interest or evidence.known_sender,
        same_mail=same_mail,
        may_answer=screening.may_answer,
        why_not=screening.why_not,
        reply_to=screening.reply_to,
    )


def _screened(
    context: Context, work: UnitOfWork, head: Head, read: MessageRead, evidence: Evidence
) -> Screening:
    from email.utils import parseaddr

    own = {parseaddr(context.config.outgoing.sender)[1].lower()}
    sent_by_us = bool(head.message_id and work.outbox.by_message_id(head.message_id))
    return screen(head, own_addresses=own, ours=sent_by_us, has_attachment=bool(read.files))


def _automatic(screening: Screening) -> str | None:
    if screening.bounce:
        return "bounce"
    if screening.automatic:
        return "automatic"
    return "list_mail" if screening.list_mail else None


def content_key(head: Head, read: MessageRead) -> str | None:
    """Equal where the same mail comes again by another way: Message-ID and the files' hashes."""
    if not head.message_id:
        return None
    from hashlib import sha256

    parts = "\n".join([head.message_id, read.text, *sorted(f.sha256 for f in read.files)])
    return sha256(parts.encode()).hexdigest()
