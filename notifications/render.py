"""A mail in its final bytes, with the headers of RFC 3834. Deterministic Message-ID from the key."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from notifications.answer import Alert, Answer, Digest
from notifications.chart import province_chart
from notifications.compose import compose
from notifications.coordinator_view import CHART, groups_of
from notifications.kinds import NAMES, Told, views_for
from notifications.notice import Notice
from notifications.templates import environment
from notifications.view import cuttings_of
from notifications.wording import one_line, shown_to_sender, thai_time
from storage.outbox import OutgoingMail
from survey.findings import Severity
from survey.model import Status

_LONGEST_SUBJECT = 200
_LONGEST_ID = 900
_BLANKS = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes: the From header, and the id by which we know our own mail."""

    sender: str
    instance: str


def render(
    kind: str, answer: Told, *, key: str, identity: Identity, now: datetime | None = None
) -> OutgoingMail:
    """The mail that says `answer`; `now` (aware) is its Date.

    Raises:
        ValueError: There is no such kind, or the mail would ask for a correction and not say of what.
    """
    if kind in _SAY_WHAT and isinstance(answer, Answer) and not _says_what(answer):
        raise ValueError(f"{kind} without a problem")
    folder = "failed" if isinstance(answer, Alert) and answer.status is Status.FAILED else kind
    domain = _domain(identity.sender)
    token = hashlib.sha256(key.encode()).hexdigest()[:40]
    message_id = f"<{token}@{domain}>"
    subject, text, page = _parts(folder, answer, token)
    pictures = [(CHART, province_chart(groups_of(answer)).content)] if isinstance(answer, Digest) else []
    if isinstance(answer, Answer) and folder in _SHOWS_CELLS:
        pictures = [(one.content_id, one.content) for one in cuttings_of(answer)]
    headers = [
        ("From", one_line(identity.sender)),
        ("To", one_line(answer.to)),
        ("Subject", subject),
        ("Date", format_datetime(now or datetime.now(UTC))),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-replied" if isinstance(answer, Answer) else "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Samruat-Instance", one_line(identity.instance)),
    ]
    thread = None
    if isinstance(answer, Answer) and answer.message_id:
        parent = one_line(answer.message_id)
        thread = one_line(answer.references[0]) if answer.references else parent
        # An id that fits in no line would make the server refuse the answer (RFC 5322 §2.1.1).
        ids = [i for i in [*map(one_line, answer.references[-10:]), parent] if len(i) <= _LONGEST_ID]
        if ids and ids[-1] == parent:
            headers.append(("In-Reply-To", parent))
        if ids:
            headers.append(("References", " ".join(ids)))
    if isinstance(answer, Notice) and answer.in_reply_to and len(answer.in_reply_to) <= _LONGEST_ID:
        headers.append(("In-Reply-To", one_line(answer.in_reply_to)))
    references = [s.reference for s in answer.submissions] if isinstance(answer, Answer) else []
    files = [] if isinstance(answer, Alert) else [(one.name, one.content) for one in answer.attachments]
    reference = answer.reference if isinstance(answer, Alert | Notice) else next(iter(references), None)
    return OutgoingMail(
        key, kind, answer.to, subject, message_id, compose(headers, text, page, files, pictures),
        None if isinstance(answer, Digest) else answer.message_sha256, reference, thread,
        _fingerprint(kind, answer, text),
    )  # fmt: skip


@lru_cache(maxsize=16)
def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


_SHOWS_CELLS = frozenset({"acknowledgement", "needs_correction"})
_SAY_WHAT = frozenset({"needs_correction", "unreadable"})


def _says_what(answer: Answer) -> bool:
    """An error of a submission, or a file with what became of it."""
    shown = (finding for one in answer.submissions for finding in shown_to_sender(one))
    return any(finding.severity is Severity.ERROR for finding in shown) or (
        not any(one.rows for one in answer.submissions) and any(file.told.strip() for file in answer.files)
    )


def _fingerprint(kind: str, told: Told, text: str) -> str:
    """Equal where two mails say the same: the minute of receipt makes no difference, nor how often it came."""
    if isinstance(told, Answer):
        text = text.replace(thai_time(told.received_at), "")
        if kind == "already_received":
            text = " ".join(s.repeats or s.reference for s in told.submissions)
    return hashlib.sha256(f"{kind} {text}".encode("utf-8", "replace")).hexdigest()


def _parts(folder: str, told: Told, token: str) -> tuple[str, str, str]:
    """Subject, text and HTML of one kind."""
    if folder not in NAMES:
        raise ValueError(f"no such kind of mail: {folder}")
    get = environment().get_template
    in_text, in_html = views_for(told)
    subject = one_line(get(f"kinds/{folder}/subject.txt.j2").render(in_text, token=token))[:_LONGEST_SUBJECT]
    text = get(f"kinds/{folder}/body.txt.j2").render(in_text, token=token)
    text = _BLANKS.sub("\n\n", text).strip() + "\n"
    page = get(f"kinds/{folder}/body.html.j2").render(in_html, subject=subject, token=token)
    return subject, text, page
