"""What is known about a mail besides its files: who sent it, what it answers, whether a person wrote it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from ingest.context import Context
from ingest.mime.addresses import normal_address
from ingest.mime.auth_results import dmarc_failed
from ingest.mime.headers import Head
from ingest.reading import MessageRead
from ingest.screening import Screening, cloud_link, mentions_survey, reference_in, screen
from ingest.settings import handing_in
from storage.messages import Message
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from storage.words import SenderSource
from survey.model import Case, Document, Status

BANGKOK = ZoneInfo("Asia/Bangkok")
_LETTER = 2000
CHANNEL_HEADER = "x-samruat-channel"  # anybody may write it: only with a row of `hand_ins` it says something


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts about one message; `answers`, `same_mail` are references of stored submissions.

    Attributes:
        received_on: Bangkok day of receipt.
        survey: The survey that is asked for, as the configuration names it.
        channel: It is no mail: the coordinator put in for a province what came by fax, on paper or by telephone.
        answers: The submission that it answers by thread, or by a reference in subject or text.
        by_token: It answers a mail of ours whose Message-ID or token only its receiver knows.
        waived: Province and code of each rule that does not count for it on that day.
        token_of_record: That mail went to an address of the province's record.
        letter: The beginning of what the sender wrote.
        link: What the sender wrote, quotations left out, holds a link to a file at a cloud service.
        told_already: Kind of the answer that the same mail, come by another way, has had.
        virus: A scanner found one; nothing of the mail was opened.
        hand_in: From a forwarder or the coordinator: the form alone says the province.
    """

    received_on: date
    survey: str
    subject: str
    sender_provinces: frozenset[str]
    hand_in: bool
    channel: str | None = None
    corrections: tuple[tuple[str, str, str], ...] = ()
    answers: str | None = None
    answers_province: str | None = None
    by_token: bool = False
    token_of_record: bool = False
    released: bool = False
    waived: frozenset[tuple[str, str]] = frozenset()
    ours: bool = False
    automatic: str | None = None
    authentication_failed: bool = False
    subordinate: bool = False
    letter: str = ""
    of_interest: bool = False
    link: bool = False
    same_mail: str | None = None
    virus: bool = False
    told_already: str | None = None
    may_answer: bool = False
    why_not: str | None = None
    reply_to: str | None = None

    @property
    def known_sender(self) -> bool:
        return bool(self.sender_provinces) or self.hand_in or self.answers is not None

    def may_speak_for(self, province: str | None) -> bool:
        """By record, as a hand-in, or by a token that we sent to that province."""
        return (
            self.hand_in
            or province in self.sender_provinces
            or (self.token_of_record and province == self.answers_province)
        )

    def case(self) -> Case:
        """What the parsers may know of it."""
        provinces = self.sender_provinces
        if not provinces and self.answers_province:
            provinces = frozenset({self.answers_province})
        return Case(
            self.received_on, None, frozenset() if self.hand_in else provinces, self.corrections, self.survey
        )

    def provinces(self) -> list[str | None]:
        """Provinces that thread and sender's record speak for, where each speaks for one."""
        [record] = self.sender_provinces if len(self.sender_provinces) == 1 else [None]
        return [self.answers_province, record]


def gather(context: Context, work: UnitOfWork, message: Message, head: Head) -> Evidence:
    """What headers and database say before the message is read."""
    config = context.config
    sender = (head.from_address or "").lower()
    hand_in = sender in handing_in(config)
    channel = work.hand_ins.get(message.sha256) if head.first(CHANNEL_HEADER) else None
    provinces = frozenset({channel.province}) if channel else work.senders.provinces_of(sender)
    answered, by_token = _answered(work, head)
    received_on = message.received_at.astimezone(BANGKOK).date()
    return Evidence(
        received_on=received_on,
        survey=config.survey.form,
        waived=work.waivers.on(received_on),
        subject=head.subject,
        sender_provinces=frozenset() if hand_in and channel is None else provinces,
        hand_in=hand_in and channel is None,
        channel=channel.channel if channel else None,
        corrections=_corrections(work, message),
        **_thread(work, answered, by_token),
        released=_released(work, message),
        authentication_failed=bool(config.trust.authserv_id)
        and dmarc_failed(head, config.trust.authserv_id or ""),
        subordinate=bool(_SUBORDINATE.search(head.from_name or "")),
    )


_SUBORDINATE = re.compile(r"อำเภอ|เทศบาล|องค์การบริหารส่วน|อบต|อบจ|ท้องถิ่นอำเภอ|สถอ")


def _answered(work: UnitOfWork, head: Head) -> tuple[Version | None, bool]:
    """The submission that our mail was about which this one answers, and whether the thread proves it."""
    for message_id in (head.in_reply_to, *reversed(head.references)):
        row = work.outbox.by_message_id(message_id) if message_id else None
        if row and row.reference and row.kind != "alert":
            return work.submissions.by_reference(row.reference), True
    named = reference_in(head.subject)
    return (work.submissions.by_reference(named) if named else None), False


def answered_by(work: UnitOfWork, head: Head, read: MessageRead) -> Version | None:
    """The submission that a mail surely answers: by its thread, or by our token in what it quotes."""
    answered, proven = _answered(work, head)
    if not proven:
        answered, proven = _answered_in_text(work, read.quoted)
    return answered if proven else None


def _thread(work: UnitOfWork, answered: Version | None, by_token: bool) -> dict[str, Any]:
    if answered is None:
        return {}
    # A token proves as much as the one whom we sent it to: a stranger's own token makes no record.
    record = work.senders.provinces_of(answered.sender or "")
    return {
        "answers": answered.reference,
        "answers_province": answered.province,
        "by_token": by_token,
        "token_of_record": by_token and answered.province is not None and answered.province in record,
    }


def note_bounce(work: UnitOfWork, read: MessageRead, evidence: Evidence) -> None:
    """Remember that a mail of ours did not arrive; a report that names none of ours changes nothing."""
    bounce = read.bounce
    if evidence.automatic == "bounce" and bounce and bounce.failed and bounce.message_id:
        said = " ".join(filter(None, (bounce.status, bounce.diagnostic))) or "bounced"
        work.outbox.note_bounce(bounce.message_id, said)


def learn(work: UnitOfWork, message: Message, evidence: Evidence, status: Status, now: datetime) -> None:
    """A reply that carries the token which we sent to a province makes its address one of that province."""
    taken_in = status in (Status.ACCEPTED, Status.NEEDS_CORRECTION)
    if taken_in and evidence.token_of_record and not evidence.hand_in and not evidence.subordinate:
        province, address = evidence.answers_province, message.from_address
        if province and address and not evidence.sender_provinces:
            work.senders.add(address, province, SenderSource.TOKEN, now)


_TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


def _answered_in_text(work: UnitOfWork, quoted: str) -> tuple[Version | None, bool]:
    """As `_answered`, from what the mail quotes: our token, else a reference."""
    for token in _TOKEN.findall(quoted)[:10]:
        if (version := work.submissions.by_token(token)) is not None:
            return version, True
    named = reference_in(quoted)
    return (work.submissions.by_reference(named) if named else None), False


def _corrections(work: UnitOfWork, message: Message) -> tuple[tuple[str, str, str], ...]:
    if message.status is None:
        return ()  # what was never read was never corrected
    return tuple((c.file, c.cell, c.text) for c in work.corrections.of_message(message.sha256))


def _released(work: UnitOfWork, message: Message) -> bool:
    if message.status is None:
        return False  # what was never decided on was never held
    for version in work.submissions.of_message(message.sha256):
        decision = work.decisions.standing(version.reference)
        if decision is not None and decision.what == "release":
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
    words = [head.subject, read.quoted, *(f.name for f in read.files), *(d.words for d in documents)]
    interest = any(mentions_survey(text) or cloud_link(text) for text in words) or any(
        cloud_link(link) for link in read.links
    )
    screening = _screened(context, work, head, read, evidence)
    if not evidence.by_token:
        answered, by_token = _answered_in_text(work, read.quoted)
        if answered is not None and (by_token or evidence.answers is None):
            evidence = replace(evidence, **_thread(work, answered, by_token))
    key = content_key(head, read)
    if key is not None:
        work.messages.lock_copies(key)
    same = work.messages.by_content_key(key, other_than=message.sha256) if key else []
    same_mail = None
    for other in same:
        versions = [v for v in work.submissions.of_message(other.sha256) if v.status is not Status.IGNORED]
        if versions and (other.received_at, other.uid, other.sha256) < (
            message.received_at, message.uid, message.sha256,
        ):  # fmt: skip
            same_mail = versions[0].repeats or versions[0].reference
            break
    # The later of two copies may have been worked on first: then this one, the earlier, has nothing new to say.
    is_new = message.status in (None, Status.FAILED)
    told = [row.kind for other in same for row in work.outbox.of_message(other.sha256) if row.kind != "alert"]
    return replace(
        evidence,
        ours=screening.own,
        automatic=_automatic(screening),
        letter=read.text[:_LETTER],
        of_interest=interest or evidence.known_sender,
        link=cloud_link(read.text) or any(map(cloud_link, read.own_links)),
        same_mail=same_mail,
        virus=read.virus is not None,
        told_already=told[-1] if is_new and told else None,
        may_answer=screening.may_answer and evidence.channel is None,
        why_not="handed_in" if evidence.channel else screening.why_not,
        reply_to=screening.reply_to,
    )


# What programs add to a mail: signatures, cards, meetings.
_NO_FILE = re.compile(r"\.(?:ics|vcf|p7s|asc|sig)$", re.I)


def _screened(
    context: Context, work: UnitOfWork, head: Head, read: MessageRead, evidence: Evidence
) -> Screening:
    config = context.config
    asks_for_another = head.reply_to is not None and head.reply_to != head.from_address
    provinces = evidence.sender_provinces if asks_for_another else ()
    own = {normal_address(parseaddr(config.outgoing.sender)[1]) or ""}
    if config.mailbox is not None and config.mailbox.backend == "imap":
        own.add(normal_address(config.mailbox.user) or "")
    return screen(
        head,
        own_addresses=own,
        ours=bool(head.message_id and work.outbox.by_message_id(head.message_id)),
        has_attachment=any(not (file.inline or _NO_FILE.search(file.name)) for file in read.files),
        has_calendar=any(file.name.lower().endswith(".ics") for file in read.files),
        answers_meeting=read.answers_meeting,
        letter=read.text,
        instance=parseaddr(config.outgoing.sender)[1].lower(),
        known_addresses={a for p in provinces for a in work.senders.of_province(p)},
    )


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
