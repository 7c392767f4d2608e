"""A stored mail as people look at it: its headers and text, its files, and what they hold. Runs in the child process.

Nothing of it is ever shown but as plain words, a picture, or bytes to be saved.
"""

from dataclasses import dataclass
from pathlib import Path

from ingest.mime.body import lines_of_html
from ingest.mime.message import Mail, MailLimits, read_mail
from parsers.limits import Limits
from parsers.looks import Look, look, look_at
from parsers.member import member_of
from parsers.page_view import PageView, page_view
from parsers.refused import FileRefused
from survey.quotes import own_words
from survey.thai.text import squeeze

_LETTERS = 20_000
_LONGEST_HEADER, _MOST_HEADERS = 400, 30
_HEADERS = (
    "from",
    "reply-to",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "received",
    "authentication-results",
)
_BODY = "body"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a mail: its place among them, a name that is safe to show, its size in bytes and hash."""

    index: int
    name: str
    size: int
    sha256: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words.

    Attributes:
        headers: Name and value, decoded, those that say who wrote what, when, and how it came.
        text: All text, quotations included; its beginning where it is very long.
        other: The words of its HTML part, where they are not the same.
    """

    headers: tuple[tuple[str, str], ...]
    text: str
    other: str
    is_cut: bool
    files: tuple[ShownFile, ...]
    notes: tuple[str, ...]


def letter(path: str) -> Letter:
    """The mail of a stored file."""
    mail = _mail(path)
    text = mail.text or ""
    fields = mail.head.fields
    headers = [(name, value[:_LONGEST_HEADER]) for name in _HEADERS for value in fields.get(name, ())[:10]]
    files = tuple(
        ShownFile(index, one.name, len(one.data), one.sha256, one.content_type)
        for index, one in enumerate(mail.attachments)
    )
    other = lines_of_html(mail.html).strip() if mail.html else ""
    if squeeze(other) in squeeze(text):
        other = ""
    is_cut = max(len(text), len(other)) > _LETTERS
    return Letter(
        tuple(headers[:_MOST_HEADERS]), text[:_LETTERS], other[:_LETTERS], is_cut, files, tuple(mail.notes)
    )


def attachment(path: str, index: int) -> tuple[str, bytes] | None:
    """Name and bytes of a file of the mail; None where it has no such file."""
    files = _mail(path).attachments
    return (files[index].name, files[index].data) if 0 <= index < len(files) else None


def look_into(path: str, file: str, sheet: str | None, first: int, limits: Limits) -> Look | None:
    """What a document's file can show; None where it can't be shown.

    Args:
        file: As the document names it: `a.xlsx`, `a.zip/b.xlsx`, `a.pdf#1-2`, `body`.
    """
    mail = _mail(path)
    try:
        found = _found(mail, file, limits)
        if found is not None:
            return look(*found, sheet, first, limits)
        return _look_at_text(mail, sheet, first) if file == _BODY else None
    except FileRefused:
        return None


def view_of(path: str, file: str, number: int, limits: Limits) -> PageView | None:
    """A page of a document's file as a picture with the places of its cells; None where there is none."""
    try:
        found = _found(_mail(path), file, limits)
        return page_view(found[0], number, limits) if found is not None else None
    except FileRefused:
        return None


def _mail(path: str) -> Mail:
    return read_mail(Path(path).read_bytes(), MailLimits())


def _found(mail: Mail, file: str, limits: Limits) -> tuple[bytes, str] | None:
    """Bytes of the file that a document names, and the part of it that is meant."""
    for one in sorted(mail.attachments, key=lambda one: -len(one.name)):
        if file.startswith(one.name) and file[len(one.name) :][:1] in ("", "/", "#"):
            return member_of(one.data, file[len(one.name) :], limits, _files_of_mail)
    return None


def _files_of_mail(data: bytes) -> list[tuple[str, bytes]]:
    return [(one.name, one.data) for one in read_mail(data, MailLimits()).attachments]


def _look_at_text(mail: Mail, sheet: str | None, first: int) -> Look:
    from parsers.document_tables import joined
    from parsers.formats import html_table, text_table

    subject = mail.head.subject
    grids = joined(html_table.html_tables(mail.html, with_quotes=False, subject=subject)) if mail.html else []
    if not any(grid.cells for grid in grids) and mail.text:
        grids = text_table.text_tables(own_words(mail.text, subject))
    return look_at(grids, sheet, first)
