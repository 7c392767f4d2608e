"""The words that columns hold as text."""

from enum import StrEnum


class SubmissionKind(StrEnum):
    """What a submission brings."""

    SURVEY = "survey"
    NIL = "nil"
    MOU = "mou"
    NONE = "none"


class RowState(StrEnum):
    """How a cooperation stands: complete, something is asked for, or a finding of severity error."""

    OK = "ok"
    ASKED = "asked"
    ERROR = "error"


class OutboxState(StrEnum):
    """Where a mail of ours is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    PREVIEW = "preview"
    CANCELLED = "cancelled"


class SenderSource(StrEnum):
    """Why an address speaks for a province (contract, section 6)."""

    LIST = "list"
    DECISION = "decision"
    TOKEN = "token"  # noqa: S105


class ProvinceState(StrEnum):
    """How a province stands: what counts now, else what waits, else what came in vain, else nothing."""

    ACCEPTED = "accepted"
    NIL = "nil"
    NEEDS_CORRECTION = "needs_correction"
    HELD = "held"
    UNREADABLE = "unreadable"
    REJECTED = "rejected"
    SILENT = "silent"
