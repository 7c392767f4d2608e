"""The words of the contract, section 1 and 3, as frozen data. Dates are Gregorian; days are Bangkok days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from survey.cells import Cell, frozen_when_checked
from survey.findings import Finding

DEFAULT_SURVEY = "be2561"
NO_CELLS: Mapping[str, Cell] = MappingProxyType({})


class Kind(StrEnum):
    """What a file turned out to be."""

    SURVEY = "survey"
    MOU = "mou"
    OTHER = "other"
    UNREADABLE = "unreadable"


class Status(StrEnum):
    """How a message or one of its submissions stands (contract, section 6)."""

    IGNORED = "ignored"
    FAILED = "failed"
    HELD = "held"
    NEEDS_CORRECTION = "needs_correction"
    ACCEPTED = "accepted"
    UNREADABLE = "unreadable"
    REJECTED = "rejected"


class Committee(StrEnum):
    APPOINTED = "appointed"
    NOT_APPOINTED = "not_appointed"


class Regulation(StrEnum):
    MADE = "made"
    NOT_MADE = "not_made"


@frozen_when_checked
class Lao:
    """An LAO as a form names it.

    Attributes:
        name: The registry's short form where the match is certain (or only the amphoe is open), else the
            sender's words.
        code: The registry's seven digits, or None.
    """

    name: str
    code: str | None = None


Value = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Extra:
    """What only a later survey asks for.

    Attributes:
        title: Of its column, for whoever is shown the value.
        value: A day is ISO 8601 text.
    """

    field: str
    title: str
    value: Value = None


FIELDS = (
    "seq",
    "service",
    "host",
    "partners",
    "signed_on",
    "committee",
    "regulation",
    "mou",
    "objective",
    "problems",
)
"""A row's own fields, as the contract names and orders them."""


@frozen_when_checked
class Cooperation:
    """One row of the form.

    Attributes:
        cell: The leftmost table cell of its first line.
        extra: What only a later survey asks for, in its form's order.
        cells: Field name to the cell that it was read from (a tick group: its first column).
    """

    cell: str
    seq: int | None = None
    service: str | None = None
    host: Lao | None = None
    partners: tuple[Lao, ...] = ()
    signed_on: date | None = None
    committee: Committee | None = None
    regulation: Regulation | None = None
    mou: bool | None = None
    objective: str | None = None
    problems: str | None = None
    extra: tuple[Extra, ...] = ()
    cells: Mapping[str, Cell] = field(default_factory=lambda: NO_CELLS, compare=False)


@dataclass(frozen=True, slots=True)
class Reporter:
    name: str | None = None
    position: str | None = None
    phone: str | None = None


class ProvinceSource(StrEnum):
    """Where the province's name was found; the first of these counts."""

    FORM = "form"
    FILE = "file"
    MAIL = "mail"
    SENDER = "sender"


@dataclass(frozen=True, slots=True)
class Form:
    """A survey form as it was read.

    Attributes:
        province: Name of one of the 76 provinces (`provinces.csv`, name_th), or None.
        province_unknown: Words stood where the province should, and named none (told as `province_unknown`).
        heading: Text around the table (titles, letter head): says which part of a province it is.
        missing: Fields whose column the table lacks.
        survey: Which survey's form it is (`survey.forms.named`).
    """

    province: str | None = None
    province_source: ProvinceSource | None = None
    province_unknown: bool = False
    reporter: Reporter = Reporter()
    nil_report: bool = False
    rows: tuple[Cooperation, ...] = ()
    heading: str = ""
    missing: frozenset[str] = frozenset()
    survey: str = DEFAULT_SURVEY


@dataclass(frozen=True, slots=True)
class Mou:
    title: str | None = None
    service: str | None = None
    parties: tuple[Lao, ...] = ()
    signed_on: date | None = None
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What one file (or one part of it) holds.

    Attributes:
        file: Name as given; a member of an archive is `a.zip/b.xlsx`, a part of a PDF `a.pdf#1-2`.
        sha256: Of the member's own bytes.
        source: The contract's word for the format, None where unknown.
        could_be_form: Readable and of a kind that could be the form (workbook, document, PDF, picture of
            a page); False for logos, calendars and the like.
        grids: Names of the sheets or tables in the file's order, so that findings sort as the file runs.
        words: The beginning of its readable text, for telling survey mail from other mail.
        pictures: Cell and PNG picture of each that was recognised and not surely read, 20 at most; not stored.
        our_fault: It is unreadable for want of a program on this machine; the pipeline fails the message.
        superseded_by: File of the newer version that came in the same message; it counts, this one does not.
    """

    file: str
    sha256: str
    kind: Kind
    source: str | None
    findings: tuple[Finding, ...] = ()
    form: Form | None = None
    mou: Mou | None = None
    could_be_form: bool = False
    grids: tuple[str, ...] = ()
    words: str = ""
    our_fault: bool = False
    pictures: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is known besides the file itself.

    Attributes:
        received_on: Bangkok day on which the mail came; the year of receipt decides two-digit years.
        mail_province: Province that subject or text of the mail name, or None.
        sender_provinces: Provinces that the sender's record speaks for; empty where there is no record.
        corrections: File name, cell and text of each cell that the coordinator corrected: it is read as if the
            sender had typed that text.
        survey: Which survey is asked for (`survey.forms.named`).
    """

    received_on: date
    mail_province: str | None = None
    sender_provinces: frozenset[str] = frozenset()
    corrections: tuple[tuple[str, str, str], ...] = ()
    survey: str = DEFAULT_SURVEY
