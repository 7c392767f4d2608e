"""Of one form that a chain of forwarded mails holds in several versions the newest counts (docs/decisions/0113)."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.mime.message import Attachment
from survey.model import Document, Kind
from survey.versions import pair

Found = tuple[Document, Attachment | None]


def with_older_marked(found: Sequence[Found]) -> tuple[Document, ...]:
    """The documents of a mail; each that a newer one of another mail replaces says so, and has no findings.

    Args:
        found: Each document with the attachment that it stands in; None for the mail's text.
    """
    counted: list[Found] = []
    marked: dict[int, Document] = {}
    for i in sorted(range(len(found)), key=lambda i: _age(found[i])):
        document = found[i][0]
        if document.form is None and document.kind is not Kind.MOU:
            continue  # thousands of files of archives are neither: each would be compared with all others
        newer = next(
            (one for one in counted if _is_newer(one, found[i]) and _replaces(one[0], document)), None
        )
        if newer is None:
            counted.append(found[i])
        else:
            marked[i] = replace(document, findings=(), superseded_by=newer[0].file)
    return tuple(marked.get(i, document) for i, (document, _) in enumerate(found))


def _age(found: Found) -> tuple[int, float]:
    attachment = found[1]
    if attachment is None:
        return 0, 0.0
    return attachment.mails, -attachment.sent_at.timestamp() if attachment.sent_at else 0.0


def _is_newer(one: Found, other: Found) -> bool:
    """The mail that holds another is newer than that; mails beside each other by the time that they claim."""
    mine, theirs = one[1], other[1]
    if mine is None or theirs is None or (folder := _folder(mine)) == _folder(theirs):
        return False
    if _folder(theirs).startswith(folder) and theirs.mails > mine.mails:
        return True
    inside = folder.startswith(_folder(theirs)) and mine.mails > theirs.mails
    return (
        not inside
        and mine.sent_at is not None
        and theirs.sent_at is not None
        and mine.sent_at > theirs.sent_at
    )


def _folder(attachment: Attachment) -> str:
    """Of the mail that it came with: its name is safe, so that each `/` ends a mail."""
    return attachment.name[: attachment.name.rfind("/") + 1]


def _replaces(newer: Document, older: Document) -> bool:
    """As between mails (contract, section 7): one province, and at least half of its cooperations again."""
    if newer.kind is Kind.MOU:
        return newer.sha256 == older.sha256 and newer.file != older.file
    if newer.form is None or older.form is None or newer.form.province != older.form.province:
        return False
    mine, theirs = ({pair(row) for row in document.form.rows} for document in (newer, older) if document.form)
    return bool(theirs) and 2 * len(mine & theirs) >= len(theirs)
