"""A mail in its final bytes, with the headers of RFC 3834. Deterministic Message-ID from the key."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from notifications.answer import Alert, Answer, Digest
from notifications.kinds import NAMES, view_for
from notifications.templates import environment
from notifications.view import HTML, TEXT
from notifications.wording import one_line, thai_time
from storage.outbox import OutgoingMail
from survey.model import Status

_LONGEST_SUBJECT = 200
_BLANKS = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes: the From header, and the id by which we know our own mail."""

    sender: str
    instance: str


def render(
    kind: str, answer: Answer | Alert | Digest, *, key: str, identity: Identity, now: datetime | None = None
) -> OutgoingMail:
    """The mail that says `answer`; `now` (aware) is its Date."""
    folder = "failed" if isinstance(answer, Alert) and answer.status is Status.FAILED else kind
    subject, text, page = _parts(folder, answer)
    domain = parseaddr(identity.sender)[1].rpartition("@")[2] or "localhost"
    message_id = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = one_line(identity.sender), one_line(answer.to), subject
    mail["Date"], mail["Message-ID"] = format_datetime(now or datetime.now(UTC)), message_id
    replied = isinstance(answer, Answer)
    mail["Auto-Submitted"] = "auto-replied" if replied else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Samruat-Instance"] = one_line(identity.instance)
    thread = None
    if isinstance(answer, Answer) and answer.message_id:
        parent = one_line(answer.message_id)
        thread = one_line(answer.references[0]) if answer.references else parent
        mail["In-Reply-To"] = parent
        mail["References"] = " ".join([*map(one_line, answer.references[-10:]), parent])
    mail.set_content(text, cte="base64")
    mail.add_alternative(page, subtype="html", cte="base64")
    references = [s.reference for s in answer.submissions] if isinstance(answer, Answer) else []
    reference = answer.reference if isinstance(answer, Alert) else next(iter(references), None)
    return OutgoingMail(
        key, kind, answer.to, subject, message_id, mail.as_bytes(),
        None if isinstance(answer, Digest) else answer.message_sha256, reference, thread,
        _fingerprint(kind, answer, text),
    )  # fmt: skip


def _fingerprint(kind: str, told: Answer | Alert | Digest, text: str) -> str:
    """Equal where two mails say the same: the minute of receipt makes no difference, nor how often it came."""
    if isinstance(told, Answer):
        text = text.replace(thai_time(told.received_at), "")
        if kind == "already_received":
            text = " ".join(s.repeats or s.reference for s in told.submissions)
    return hashlib.sha256(f"{kind} {text}".encode()).hexdigest()


def _parts(folder: str, told: Answer | Alert | Digest) -> tuple[str, str, str]:
    """Subject, text and HTML of one kind."""
    if folder not in NAMES:
        raise ValueError(f"no such kind of mail: {folder}")
    get = environment().get_template
    view = view_for(told, TEXT)
    subject = one_line(get(f"kinds/{folder}/subject.txt.j2").render(view))[:_LONGEST_SUBJECT]
    text = _BLANKS.sub("\n\n", get(f"kinds/{folder}/body.txt.j2").render(view)).strip() + "\n"
    page = get(f"kinds/{folder}/body.html.j2").render(view_for(told, HTML), subject=subject)
    return subject, text, page
