"""The wrong forms of a mail marked for their sender: made in a child, since the files are strangers'.

Marks are a help beside the answer, never its condition: what can't be marked is answered without.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from ingest.conclusion import Concluded
from ingest.context import Context
from ingest.evidence import BANGKOK
from ingest.marked_copy import mark
from ingest.reading import MarkedFile, MessageRead
from notifications.answer import Attachment
from parsers.sandbox import ReadingFailed
from storage.messages import Message
from survey.findings import Severity
from survey.model import Document, Kind
from survey.submission import settle
from survey.thai.dates import thai_date

log = logging.getLogger(__name__)

_SECONDS = 30
_ENDINGS = frozenset({"xlsx", "xlsm", "xltx", "xltm"})
_MOST_FILES = 10
_MOST_BYTES = 10 * 1024 * 1024  # with base64 it stays under what the usual servers take


def with_marked(
    context: Context, message: Message, read: MessageRead, waived: frozenset[tuple[str, str]]
) -> MessageRead:
    """What was read, with a marked copy of each form that has an error.

    Called before the transaction: a child may be busy with the next mail for a while.

    Args:
        waived: Province and code of each rule that does not count for the message.
    """
    if not any(document.form and document.findings for document in read.documents):
        return read
    received_on = message.received_at.astimezone(BANGKOK).date()
    day = thai_date(received_on)
    marked: list[MarkedFile] = []
    for document in filter(_is_wrong, settle(read.documents, context.config.rules, waived)):
        if len(marked) == _MOST_FILES:
            break
        province = document.form.province if document.form else None
        title = " ".join(filter(None, [f"จังหวัด{province}" if province else "", f"ได้รับเมื่อ {day}"]))
        path = str(context.raw.path(message.sha256))
        try:
            made = context.sandbox.call(mark, path, document, title, context.limits, seconds=_SECONDS)
        except ReadingFailed as failed:
            log.warning("%s: not marked: %s %s", message.sha256[:12], failed.reason, failed.detail)
            continue
        content, ending, own = made
        # A file may have taken the child over: nothing else that it says gets into a header.
        if ending in _ENDINGS:
            marked.append(MarkedFile(document.file, document.sha256, bytes(content), ending, bool(own)))
    return replace(read, marked=tuple(marked))


def _is_wrong(document: Document) -> bool:
    weights = {finding.severity for finding in document.findings}
    is_form = document.kind is Kind.SURVEY and document.form is not None
    return is_form and Severity.ERROR in weights and Severity.HOLD not in weights


def attachments_for(submissions: Sequence[Concluded], marked: Sequence[MarkedFile]) -> tuple[Attachment, ...]:
    """What goes with the answer: of each submission its own files where any could be marked, else clean forms."""
    found: list[Attachment] = []
    left = _MOST_BYTES
    by_file = {(one.file, one.sha256): one for one in marked}
    for submission in submissions:
        keys = [(document.file, document.sha256) for document in submission.documents]
        files = [by_file[key] for key in dict.fromkeys(keys) if key in by_file]
        chosen = [one for one in files if one.own] or files
        for number, one in enumerate(chosen, 1):
            if len(one.content) > left:
                continue
            left -= len(one.content)
            more = f"-{number}" if number > 1 else ""
            name = f"{submission.stored.reference}-corrections{more}.{one.ending}"
            found.append(Attachment(name, one.content, one.own))
    return tuple(found)
