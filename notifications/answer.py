"""What a mail is rendered from. Times are aware, shown in Bangkok time; dates are Gregorian, shown in BE."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.words import ProvinceState, RowState
from survey.findings import Finding
from survey.mirror import Unmirrored
from survey.model import Cooperation, Document, Status


@dataclass(frozen=True, slots=True)
class Coordinator:
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Change:
    """How many cooperations differ from the version that is replaced, and which."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    added_rows: tuple[Cooperation, ...] = ()
    changed_rows: tuple[Cooperation, ...] = ()
    removed_rows: tuple[Cooperation, ...] = ()

    @property
    def lists(self) -> tuple[tuple[str, tuple[Cooperation, ...]], ...]:
        """The Thai word for what happened to rows, and the rows."""
        return (("เพิ่ม", self.added_rows), ("แก้ไข", self.changed_rows), ("นำออก", self.removed_rows))


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file of the mail, and in a few Thai words what was read from it or what to do with it.

    Attributes:
        size_bytes: None where it is unknown, as of members of an archive.
    """

    name: str
    told: str
    document: Document | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class SubmissionTold:
    """A submission as its sender is told of it.

    Attributes:
        findings: All of them; those of severity hold and shadow are never shown to the sender.
        row_states: How each of `rows` stands; () where that is not known.
        counts_now: A Thai sentence on what counts for the province once this is stored; "" where not to be told.
        repeats: Reference under which the same came before.
        token: Ties a reply to the submission.
    """

    reference: str
    province: str | None
    status: Status
    rows: tuple[Cooperation, ...] = ()
    findings: tuple[Finding, ...] = ()
    rows_ok: int = 0
    nil: bool = False
    mous: int = 0
    token: str | None = None
    change: Change | None = None
    replaces: str | None = None
    repeats: str | None = None
    counts_now: str = ""
    row_states: tuple[RowState, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail.

    Attributes:
        name: ASCII only: some gateways garble other names.
        own: It is the sender's own file, marked; else a clean form filled with what was read.
    """

    name: str
    content: bytes
    own: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one mail.

    Attributes:
        to: The address that it goes to.
        message_id, references: Of the mail that it answers, as received.
        message_sha256: Of that mail's raw bytes.
        words: The coordinator's words where it is rejected.
        link: It holds a link to a file at a cloud service, which nobody has fetched.
        no_file: It brought no file that could be the form.
    """

    to: str
    subject_received: str
    message_id: str | None
    references: tuple[str, ...]
    message_sha256: str
    received_at: datetime
    coordinator: Coordinator
    deadline: date
    submissions: tuple[SubmissionTold, ...]
    files: tuple[FileTold, ...] = ()
    late: bool = False
    words: str = ""
    attachments: tuple[Attachment, ...] = ()
    link: bool = False
    no_file: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """Something waits for the coordinator: `held`, or `failed` through our own fault.

    Attributes:
        versions: What counts for the province now, a line a version.
        rows: Cooperations of what waits, where it is a survey.
        change: How it differs from what counts now.
        if_released: A Thai sentence on what becomes of those versions once it is taken in.
    """

    to: str
    status: Status
    reference: str | None
    sender: str
    province: str | None
    reason: str
    subject_received: str
    received_at: datetime
    message_sha256: str
    findings: tuple[Finding, ...] = ()
    versions: tuple[str, ...] = ()
    rows: int | None = None
    change: Change | None = None
    if_released: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What only the coordinator can settle: `held`; or what we failed at ourselves: `failed`."""

    reference: str
    province: str | None
    sender: str
    reason: str
    status: Status = Status.HELD


@dataclass(frozen=True, slots=True)
class Changed:
    """A province that stands otherwise than before: its state and the number of its cooperations that count."""

    province: str
    before: ProvinceState
    after: ProvinceState
    rows_before: int = 0
    rows_after: int = 0


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A mail of ours that did not arrive, and whom to call instead.

    Attributes:
        said: The server's words.
    """

    address: str
    reference: str | None
    province: str | None = None
    reporter: str | None = None
    phone: str | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class JunkTold:
    """A mail in the folder of junk that may be a submission. `received_at` is aware."""

    sender: str
    subject: str
    received_at: datetime
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """The state of the survey. `statuses` and `in_work` must add up to `received`; a rest is shown first.

    Attributes:
        junk: None where the folder of junk could not be looked into.
        postponed: Mail waits in the mailbox until tomorrow, since today's budget of bytes is spent.
        since: `changes` are those that mails have made which came after this time.
        remainders: What does not add up among mailbox, messages and outbox, in sentences; shown first.
    """

    to: str
    at: datetime
    deadline: date
    received: int
    statuses: dict[Status, int]
    in_work: int = 0
    sent: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    to_correct: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    outbox: tuple[tuple[str, int], ...] = ()
    waiting: tuple[Waiting, ...] = ()
    unanswered: tuple[tuple[str, int], ...] = ()
    unknown_senders: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    changes: tuple[Changed, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    unmirrored: tuple[Unmirrored, ...] = ()
    junk: tuple[JunkTold, ...] | None = ()
    postponed: bool = False
    remainders: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
