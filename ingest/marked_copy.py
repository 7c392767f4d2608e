"""A marked copy of one form: what runs in the child, so it knows no database and no mailbox."""

from collections.abc import Iterator, Sequence

from ingest.reading import mail_at
from parsers.limits import Limits
from parsers.refused import FileRefused
from survey.model import Document


def mark(path: str, document: Document, title: str, limits: Limits) -> tuple[bytes, str, bool]:
    """In the child: the marked copy, the ending of its name, and whether it is the sender's own file.

    Args:
        path: Of the raw mail.
    """
    from notifications.marked.filled import filled_form
    from notifications.marked.workbook import ending_of, marked_workbook

    if document.source == "xlsx" and (original := _original(path, document, limits)) is not None:
        made = marked_workbook(original, document.findings, title)
        if made is not None:
            return made, ending_of(made), True
    return filled_form(document, title), "xlsx", False


def _original(path: str, document: Document, limits: Limits) -> bytes | None:
    """The bytes that the document was read from."""
    from hashlib import sha256

    from parsers.decryption import decrypted
    from parsers.sniff import FileType, sniff

    for data in _files([attachment.data for attachment in mail_at(path).attachments], limits):
        if sha256(data).hexdigest() == document.sha256:
            try:
                return decrypted(data) if sniff(data).type is FileType.ENCRYPTED else data
            except FileRefused:
                return None
    return None


def _files(attachments: Sequence[bytes], limits: Limits) -> Iterator[bytes]:
    """Attachments, and what archives among them hold."""
    from parsers import archive
    from parsers.sniff import FileType, sniff

    waiting = [(data, 0) for data in reversed(attachments)]
    budget = archive.Budget(limits)
    while waiting:
        data, depth = waiting.pop()
        yield data
        if depth < limits.archive_depth and sniff(data).type is FileType.ZIP:
            try:
                waiting += [(member.data, depth + 1) for member in archive.members(data, budget)]
            except FileRefused:
                return
