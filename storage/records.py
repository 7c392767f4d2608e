"""What is stored of a submission, as frozen data, and which of its versions count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.words import RowState, SubmissionKind
from survey.findings import Finding
from survey.model import Cooperation, Mou, Reporter, Status
from survey.thai.text import squeeze

NOBODY = Reporter()


@dataclass(frozen=True, slots=True)
class Numbers:
    """Messages by status; `received` counts them all, those in work too."""

    received: int
    by_status: Mapping[Status, int]
    in_work: int


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A cooperation and how it stands."""

    row: Cooperation
    state: RowState = RowState.OK


@dataclass(frozen=True, slots=True)
class StoredMou:
    """An MOU of a submission.

    Attributes:
        recognised: It was read from a picture.
        id: Known once it is stored; 0 before.
    """

    file: str
    sha256: str
    mou: Mou
    recognised: bool = False
    id: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a message.

    Attributes:
        document: The object of the contract's section 3, as `survey.jsonl` makes it.
        findings: Those of the file, for the table of problems.
        submission: Ordinal of the submission of the same message that it belongs to, or None.
    """

    name: str
    sha256: str
    kind: str
    source: str | None
    document: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    submission: int | None = None


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """What one message brings for one province.

    Attributes:
        ordinal: From 0; submissions of one message.
        received_at, uid: Of its message: the order of versions.
        part: Part of the province's answer that it is a version of; None where it counts for none (yet).
        findings: Those of section 5 marked *submission*.
        answers: Reference of the submission that it answers; `repeats`: of the one that it only repeats.
        token: Unguessable, stands in our answers; made by `Submissions.add` where it is "".
    """

    reference: str
    message_sha256: str
    ordinal: int
    kind: SubmissionKind
    status: Status
    received_at: datetime
    uid: int
    province: str | None = None
    part: int | None = None
    late: bool = False
    sender: str | None = None
    reporter: Reporter = NOBODY
    heading: str = ""
    rows: tuple[StoredRow, ...] = ()
    mous: tuple[StoredMou, ...] = ()
    findings: tuple[Finding, ...] = ()
    answers: str | None = None
    repeats: str | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A stored submission without its rows.

    Attributes:
        rows, rows_asked, rows_error: Number of its cooperations, and of those that are not `ok`.
        pairs: Service and host of each row, comparable: the host's code where it is known, else its words.
    """

    id: int
    reference: str
    message_sha256: str
    ordinal: int
    province: str | None
    kind: SubmissionKind
    status: Status
    part: int | None
    late: bool
    received_at: datetime
    uid: int
    sender: str | None
    reporter: Reporter
    heading: str
    token: str
    answers: str | None
    repeats: str | None
    rows: int
    rows_asked: int
    rows_error: int
    pairs: frozenset[tuple[str, str]] = frozenset()

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Newer is later received, then higher UID (contract, section 7)."""
        return self.received_at, self.uid, self.reference


def current_of(versions: Iterable[Version]) -> list[Version]:
    """What counts of a province's versions, by part: the newest accepted, else the newest with errors."""
    newest: dict[int, Version] = {}
    counting = [v for v in versions if v.part is not None and v.status in _RANK and v.repeats is None]
    for version in sorted(counting, key=lambda v: (_RANK[v.status], v.order)):
        assert version.part is not None
        newest[version.part] = version
    return [newest[part] for part in sorted(newest)]


_RANK = {Status.NEEDS_CORRECTION: 0, Status.ACCEPTED: 1}


def pair(service: str | None, host: str | None, host_code: str | None) -> tuple[str, str]:
    """Service and host of a row as versions compare them."""
    return squeeze(service or ""), host_code or squeeze(host or "")
