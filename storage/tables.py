"""All tables: what a row means. Nothing is deleted, except what was derived from a mail that is read again, or by command
(`storage.forgotten`).

Instants are aware UTC; days are Bangkok days and Gregorian. Statements on them are Core, run on a connection: the ORM
costs four times as much. Indexes that hold some rows only stand in `storage.partial_indexes`.
"""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.columns import (
    BIG,
    Big,
    DocumentJson,
    EnumText,
    Id,
    Instant,
    Key,
    ListJson,
    Name,
    Sha256,
    Words,
)
from storage.words import OutboxState, RowState, SenderSource, SubmissionKind
from survey.findings import Severity
from survey.model import Committee, Regulation, Status


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Status: EnumText(Status),
        SubmissionKind: EnumText(SubmissionKind),
        RowState: EnumText(RowState),
        OutboxState: EnumText(OutboxState),
        SenderSource: EnumText(SenderSource),
        Severity: EnumText(Severity),
        Committee: EnumText(Committee),
        Regulation: EnumText(Regulation),
    }


class Messages(Base):
    """A mail, by the SHA-256 of its raw bytes, which `storage.raw_mail` keeps."""

    __tablename__ = "messages"
    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    size: Mapped[Big]
    received_at: Mapped[Instant]
    uid: Mapped[Big]  # of its first delivery: settles the order of mails of one second
    from_address: Mapped[Words | None]
    subject: Mapped[Words | None]
    message_id: Mapped[Key | None] = mapped_column(index=True)
    content_key: Mapped[Key | None] = mapped_column(index=True)
    status: Mapped[Status | None]  # null while nothing is decided yet
    reason: Mapped[Words | None]
    late: Mapped[bool] = mapped_column(default=False)
    why_no_reply: Mapped[Words | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[Instant | None]  # set while somebody has to work on it, else null
    lease_owner: Mapped[Key | None]
    lease_until: Mapped[Instant | None]
    parser_version: Mapped[Words | None]
    created_at: Mapped[Instant]
    __table_args__ = (Index(None, "received_at", "uid"), Index(None, "status"))


class Deliveries(Base):
    """Where a message was met: one message may lie in several folders or come back under a new UIDVALIDITY.

    The message is part of the key, so that other bytes under a known UID (a file that was overwritten, say)
    are not lost.
    """

    __tablename__ = "deliveries"
    account: Mapped[Key] = mapped_column(primary_key=True)
    folder: Mapped[Key] = mapped_column(primary_key=True)
    uidvalidity: Mapped[Big] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[Big] = mapped_column(primary_key=True, autoincrement=False)
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256), primary_key=True, index=True)
    internaldate: Mapped[Instant]
    path: Mapped[Words | None]
    seen_at: Mapped[Instant]


class Submissions(Base):
    """What one message brings for one province: a version, never deleted nor changed by a later one."""

    __tablename__ = "submissions"
    id: Mapped[Id]
    reference: Mapped[Name] = mapped_column(unique=True)
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256))
    ordinal: Mapped[int]
    province: Mapped[Name | None]
    kind: Mapped[SubmissionKind]
    status: Mapped[Status]
    part: Mapped[int | None]
    late: Mapped[bool]
    received_at: Mapped[Instant]
    uid: Mapped[Big]
    sender: Mapped[Words | None]
    reporter_name: Mapped[Words | None]
    reporter_position: Mapped[Words | None]
    reporter_phone: Mapped[Words | None]
    heading: Mapped[Words]
    token: Mapped[Name] = mapped_column(unique=True)
    answers: Mapped[Name | None]  # reference of the submission that it answers
    repeats: Mapped[Name | None]  # reference of the earlier submission that it only repeats
    rows: Mapped[int]
    rows_asked: Mapped[int]
    rows_error: Mapped[int]
    created_at: Mapped[Instant]
    __table_args__ = (
        UniqueConstraint("message_sha256", "ordinal"),
        Index(None, "province", "received_at", "uid"),
        # All that `storage.placing` asks about a province's versions, without their rows.
        Index(
            "ix_submissions_placing",
            "province",
            "part",
            "status",
            "repeats",
            "received_at",
            "uid",
            "reference",
            "message_sha256",
        ),
    )


class Files(Base):
    """One object of `samruat check` about a file of a message, exactly as the contract's section 3 has it."""

    __tablename__ = "files"
    id: Mapped[Id]
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256))
    ordinal: Mapped[int]
    submission_id: Mapped[int | None] = mapped_column(BIG, ForeignKey(Submissions.id), index=True)
    name: Mapped[Words]
    sha256: Mapped[Sha256] = mapped_column(index=True)
    kind: Mapped[Name]
    source: Mapped[Name | None]
    document: Mapped[DocumentJson]
    __table_args__ = (UniqueConstraint("message_sha256", "ordinal"),)


class Cooperations(Base):
    """One row of a survey form; its fields are those of the contract."""

    __tablename__ = "cooperations"
    submission_id: Mapped[int] = mapped_column(BIG, ForeignKey(Submissions.id), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    cell: Mapped[Words]
    seq: Mapped[Big | None]
    service: Mapped[Words | None]
    host: Mapped[Words | None]
    host_code: Mapped[Name | None]
    partners: Mapped[ListJson]
    partner_codes: Mapped[ListJson]
    signed_on: Mapped[date | None]
    committee: Mapped[Committee | None]
    regulation: Mapped[Regulation | None]
    mou: Mapped[bool | None]
    objective: Mapped[Words | None]
    problems: Mapped[Words | None]
    row_state: Mapped[RowState]
    extra: Mapped[ListJson | None]  # [field, title, value] of what only a later survey asks for
    places: Mapped[DocumentJson | None]  # field to its address, without the sheet of `cell`


class Mous(Base):
    """A memorandum of understanding that came; kept and told, whether a row of the survey fits it or not."""

    __tablename__ = "mous"
    id: Mapped[Id]
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256), index=True)
    submission_id: Mapped[int] = mapped_column(BIG, ForeignKey(Submissions.id), index=True)
    ordinal: Mapped[int]
    province: Mapped[Name | None] = mapped_column(index=True)
    file: Mapped[Words]
    sha256: Mapped[Sha256]
    title: Mapped[Words | None]
    service: Mapped[Words | None]
    parties: Mapped[ListJson]
    party_codes: Mapped[ListJson]
    signed_on: Mapped[date | None]
    pages: Mapped[int]


class Problems(Base):
    """One finding. Column 12 of the form is `Cooperations.problems`."""

    __tablename__ = "problems"
    id: Mapped[Id]
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256), index=True)
    submission_id: Mapped[int | None] = mapped_column(BIG, ForeignKey(Submissions.id), index=True)
    ordinal: Mapped[int]
    file: Mapped[Words | None]  # null: of the submission as a whole
    code: Mapped[Name]
    severity: Mapped[Severity]
    cell: Mapped[Words | None]
    message: Mapped[Words]
    asked: Mapped[bool]
    field: Mapped[Name | None]


class Outbox(Base):
    """A mail to be sent once: what was sent is evidence."""

    __tablename__ = "outbox"
    id: Mapped[Id]
    dedupe_key: Mapped[Key] = mapped_column(unique=True)  # "ack:<sha256>", "digest:<address>:<Bangkok day>"
    kind: Mapped[Name]
    recipient: Mapped[Key]
    subject: Mapped[Words]
    message_id: Mapped[Key] = mapped_column(unique=True)
    message_sha256: Mapped[Sha256 | None] = mapped_column(ForeignKey(Messages.sha256), index=True)
    reference: Mapped[Name | None] = mapped_column(index=True)
    thread: Mapped[Key | None]  # what all answers of one conversation share
    fingerprint: Mapped[Words | None]  # equal where two mails say the same
    content: Mapped[bytes]  # final bytes: nothing is rendered while sending
    state: Mapped[OutboxState]
    attempts: Mapped[int] = mapped_column(default=0)
    unknowns: Mapped[int] = mapped_column(default=0)  # how often the server's answer never came
    next_try_at: Mapped[Instant | None]  # set while it is queued, else null
    lease_owner: Mapped[Key | None]
    lease_until: Mapped[Instant | None]
    smtp_reply: Mapped[Words | None]
    bounced: Mapped[Words | None]
    created_at: Mapped[Instant]
    sent_at: Mapped[Instant | None]
    __table_args__ = (
        # What the caps count stands in the index itself: a row's content is a whole mail.
        Index(None, "recipient", "created_at", "state", "fingerprint"),
        Index(None, "thread", "state"),
        Index(None, "created_at", "state"),
        Index(None, "state"),
    )


class Senders(Base):
    """An address that speaks for a province."""

    __tablename__ = "senders"
    address: Mapped[Key] = mapped_column(primary_key=True)  # lower case
    province: Mapped[Name] = mapped_column(primary_key=True)
    source: Mapped[SenderSource]
    since: Mapped[Instant]


class Decisions(Base):
    """What the coordinator decided: who, when, why."""

    __tablename__ = "decisions"
    id: Mapped[Id]
    reference: Mapped[Name] = mapped_column(index=True)  # or the province or address that it is about
    what: Mapped[Name]
    who: Mapped[Words]
    why: Mapped[Words | None]
    at: Mapped[Instant]


class Waivers(Base):
    """A rule that does not count for a province, for mail received up to and with a Bangkok day."""

    __tablename__ = "waivers"
    id: Mapped[Id]
    province: Mapped[Name]
    code: Mapped[Name]
    until: Mapped[date] = mapped_column(index=True)
    at: Mapped[Instant]


class Corrections(Base):
    """A cell of a file that the coordinator corrected: read with this text whenever its message is read."""

    __tablename__ = "corrections"
    id: Mapped[Id]
    reference: Mapped[Name] = mapped_column(index=True)
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256), index=True)
    file: Mapped[Words]
    cell: Mapped[Words]
    text: Mapped[Words]
    changes: Mapped[ListJson]  # [service, host, field, value] of each value that it changed
    at: Mapped[Instant]


class HandIns(Base):
    """A message that is no mail: what came by fax, on paper or by telephone, wrapped by the coordinator."""

    __tablename__ = "hand_ins"
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256), primary_key=True)
    province: Mapped[Name]
    channel: Mapped[Name]
    at: Mapped[Instant]


class Forgotten(Base):
    """A message whose content was deleted by command. Its row stays, so that it is not taken in again."""

    __tablename__ = "forgotten"
    message_sha256: Mapped[Sha256] = mapped_column(ForeignKey(Messages.sha256), primary_key=True)
    at: Mapped[Instant]


class Mailboxes(Base):
    """One folder that is polled: who polls it now, and how it went."""

    __tablename__ = "mailboxes"
    account: Mapped[Key] = mapped_column(primary_key=True)
    folder: Mapped[Key] = mapped_column(primary_key=True)
    lease_owner: Mapped[Key | None]
    lease_until: Mapped[Instant | None]
    uidvalidity: Mapped[Big | None]
    last_ok_poll: Mapped[Instant | None]
    login_failures: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[Instant | None]  # no login before this
    bytes_today: Mapped[Big] = mapped_column(default=0)
    bytes_day: Mapped[date | None]  # Bangkok day that `bytes_today` counts


class Counters(Base):
    """A number that only grows: the last reference of a year."""

    __tablename__ = "counters"
    name: Mapped[Name] = mapped_column(primary_key=True)
    value: Mapped[Big]
