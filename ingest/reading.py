"""One message's bytes to documents: what runs in the child process, for the worker and for `samruat check`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from ingest.mime.body import lines_of_html, links_of
from ingest.mime.bounce import Bounce, is_bounce, read_bounce
from ingest.mime.message import Attachment, Mail, MailLimits, read_mail
from ingest.newest import with_older_marked
from parsers.limits import Limits
from survey.cells import Places
from survey.fields.heading import province_named
from survey.model import Case, Document, Kind
from survey.quotes import own_words

BANGKOK = ZoneInfo("Asia/Bangkok")
_TEXT_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class FileCame:
    """A file as the mail brought it."""

    name: str
    size: int
    sha256: str
    inline: bool


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A copy of a form with its errors marked.

    Attributes:
        file, sha256: Of the document that it is a copy of.
        ending: Of its name: `xlsx`, `xlsm`.
        own: It is the sender's own file; else a clean form filled with what was read.
    """

    file: str
    sha256: str
    content: bytes
    ending: str
    own: bool


@dataclass(frozen=True, slots=True)
class MessageRead:
    """What reading one message gives; small, since it crosses from the child to the worker.

    Attributes:
        text: The beginning of what the sender wrote, quoted lines of earlier mails left out.
        quoted: The beginning of the whole text, quotations included: a reference may stand there.
        bounce: What it says of a mail that could not be delivered, where it is such a report.
        marked: Copies for the sender, made by `ingest.marking` once the findings are known.
        seconds: The source of each part and how long reading it took.
        links: Where links in its HTML lead, whatever is shown for them; `own_links`: those of the sender's own words.
        answers_meeting: It brings the answer to an invitation (RFC 5546).
        virus: Name of what a scanner found; then nothing was opened.
    """

    documents: tuple[Document, ...]
    files: tuple[FileCame, ...]
    text: str
    quoted: str
    notes: tuple[str, ...] = ()
    bounce: Bounce | None = None
    marked: tuple[MarkedFile, ...] = ()
    links: tuple[str, ...] = ()
    own_links: tuple[str, ...] = ()
    answers_meeting: bool = False
    virus: str | None = None
    seconds: tuple[tuple[str, float], ...] = ()


def read_message(path: str, case: Case, limits: Limits) -> MessageRead:
    """Read a stored mail: its text and every attachment."""
    mail = mail_at(path)
    took: list[tuple[str, float]] = []
    documents = _light(_documents(mail, "", _with_mail_province(mail, case), limits, took))
    bounce = read_bounce(Path(path).read_bytes()) if is_bounce(mail.head) else None
    return replace(_outlined(mail), documents=documents, bounce=bounce, seconds=tuple(took))


def outline(path: str, case: Case) -> MessageRead:
    """The mail's text and the names of its files, none of them read."""
    mail = mail_at(path)
    left = (_incomplete("mail.eml", mail),) if mail.incomplete else ()
    return replace(_outlined(mail), documents=left)


def read_part(path: str, index: int, case: Case, limits: Limits) -> list[Document]:
    """Read one attachment, counted from 0, or the mail's text (-1)."""
    mail = mail_at(path)
    return list(_light(_part(mail, index, "", _with_mail_province(mail, case), limits)))


def read_any(
    path: str, name: str, received_on: date | None, case: Case, limits: Limits
) -> Sequence[Document]:
    """Read a file as a message by itself; a mail with all that it brings.

    The day of receipt is the one given, else the mail's topmost Received, else that of `case`.
    """
    from parsers.read import read_file

    data = Path(path).read_bytes()
    if not _is_mail(data, name):
        return _light(
            read_file(
                data, name, replace(case, received_on=received_on or case.received_on), limits, _mail_files
            )
        )
    mail = read_mail(data, MailLimits())
    received = mail.head.received_at
    day = received_on or (received.astimezone(BANGKOK).date() if received else case.received_on)
    return _light(
        _documents(mail, f"{name}/", _with_mail_province(mail, replace(case, received_on=day)), limits)
    )


def _light(documents: Sequence[Document]) -> tuple[Document, ...]:
    """With the addresses of the rows' cells alone: their words are most of what crosses the pipe.

    A form with findings keeps them: its marked copy shows what was written.
    """
    return tuple(
        _with_light_cells(document) if document.form and not document.findings else document
        for document in documents
    )


def _with_light_cells(document: Document) -> Document:
    assert document.form is not None
    rows = tuple(replace(row, cells=Places.of(row.cell, row.cells)) for row in document.form.rows)
    return replace(document, form=replace(document.form, rows=rows))


def _is_mail(data: bytes, name: str) -> bool:
    from parsers.sniff import FileType, sniff

    return name.lower().endswith(".eml") or sniff(data).type is FileType.MAIL


def _documents(
    mail: Mail, prefix: str, case: Case, limits: Limits, took: list[tuple[str, float]] | None = None
) -> tuple[Document, ...]:
    """Text and attachments; a nil statement in the text beside a real form says nothing (contract, section 3)."""
    parts = _Parts(mail, prefix, case, limits, [] if took is None else took)
    text = parts.read(-1)
    files: list[tuple[Document, Attachment | None]] = [
        (d, a) for i, a in enumerate(mail.attachments) for d in parts.read(i)
    ]
    if mail.incomplete:
        files.append((_incomplete(f"{prefix}mail.eml", mail), None))
    found = with_older_marked([*((d, None) for d in text), *files])
    if not any(d.form and d.form.rows for d in found):
        return found
    return tuple(d for d in (_no_nil(d, d.file == f"{prefix}body") for d in found) if d is not None)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A mail's parts, each read once; `took` gets the source (`none` where unknown) and the seconds of each."""

    mail: Mail
    prefix: str
    case: Case
    limits: Limits
    took: list[tuple[str, float]]

    def read(self, index: int) -> list[Document]:
        began = perf_counter()
        found = _part(self.mail, index, self.prefix, self.case, self.limits)
        if index >= 0 or found:
            source = next((document.source for document in found if document.source), "none")
            self.took.append((source, perf_counter() - began))
        return found


def _mail_files(data: bytes) -> list[tuple[str, bytes]]:
    """What a mail brings that was saved into an archive; nothing where it is ours.

    Raises:
        FileTooComplex: A limit leaves parts of it unseen.
    """
    from parsers.refused import FileTooComplex

    mail = read_mail(data, MailLimits())
    if mail.incomplete:
        raise FileTooComplex
    ours = "x-samruat-instance" in mail.head.fields
    return [] if ours else [(one.name, one.data) for one in mail.attachments]


def _incomplete(name: str, mail: Mail) -> Document:
    """What stands for the parts that a limit left unseen: held for the coordinator, whatever else was read."""
    from parsers.refused import FileTooComplex

    finding = FileTooComplex().finding(name)
    return Document(name, mail.sha256, Kind.UNREADABLE, None, (finding,), could_be_form=True)


def _no_nil(document: Document, is_text: bool) -> Document | None:
    """A letter beside a real form is no form, though it says that some have nothing to report."""
    if document.form is None or document.form.rows or not document.form.nil_report:
        return document
    return (
        None if is_text else replace(document, kind=Kind.OTHER, form=None, findings=(), could_be_form=False)
    )


def mail_at(path: str) -> Mail:
    """A stored mail taken apart; the one that was asked for last is kept, since its forms are marked next."""
    stands = Path(path).stat()
    return _mail(path, stands.st_size, stands.st_mtime_ns)


@lru_cache(maxsize=1)
def _mail(path: str, size: int, changed: int) -> Mail:
    return read_mail(Path(path).read_bytes(), MailLimits())


def _with_mail_province(mail: Mail, case: Case) -> Case:
    own = own_words(mail.text or "", mail.head.subject)
    return replace(case, mail_province=province_named(mail.head.subject) or province_named(own))


def _part(mail: Mail, index: int, prefix: str, case: Case, limits: Limits) -> list[Document]:
    # The readers are for the child, which has them loaded; the worker goes without.
    from parsers.read import read_body, read_file

    if index >= 0:
        attachment = mail.attachments[index]
        # Of a mail that was cut into pieces (RFC 2046 §5.2.2) one piece must not pass for the whole.
        opened = None if attachment.content_type == "message/partial" else _mail_files
        return read_file(attachment.data, prefix + attachment.name, case, limits, opened)
    digest = mail.text_sha256 or mail.html_sha256 or ""
    body = read_body(
        mail.text,
        mail.html,
        digest,
        f"{prefix}body",
        case,
        html_sha256=mail.html_sha256,
        subject=mail.head.subject,
        is_plain=mail.text_sha256 is not None,
    )
    return [body] if body is not None else []


def _outlined(mail: Mail) -> MessageRead:
    text = mail.text or ""
    files = tuple(FileCame(a.name, len(a.data), a.sha256, a.inline) for a in mail.attachments)
    own = own_words(text, mail.head.subject)
    links = links_of(mail.html or "")
    return MessageRead(
        (),
        files,
        own[:_TEXT_KEPT],
        text[:_TEXT_KEPT],
        tuple(mail.notes),
        links=links,
        own_links=_own(links, mail),
        answers_meeting=any(
            a.name.lower().endswith(".ics") and _MEETING_ANSWER.search(a.data[:4096])
            for a in mail.attachments
        ),
    )


def _own(links: tuple[str, ...], mail: Mail) -> tuple[str, ...]:
    """The links that stand in what the sender wrote, not in what he quotes."""
    if not links:
        return ()
    written = own_words(lines_of_html(mail.html or "", links=True), mail.head.subject)
    return tuple(link for link in links if link in written)


_MEETING_ANSWER = re.compile(rb"^METHOD:(?:REPLY|COUNTER|DECLINECOUNTER)\s*$", re.I | re.M)
