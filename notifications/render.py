"""A letter in its final bytes, with the headers of RFC 3834. Deterministic Message-ID from the key."""

import hashlib
import html
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from notifications.answer import Alert, Answer, Digest
from notifications.letters import LETTERS, Letter, answer_letter
from storage.outbox import OutgoingMail


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes: the From header, and the id by which we know our own mail."""

    sender: str
    instance: str


def render(
    kind: str, answer: Answer | Alert | Digest, *, key: str, identity: Identity, now: datetime | None = None
) -> OutgoingMail:
    """The mail that says `answer`; `now` (aware) is its Date."""
    letter = answer_letter(kind, answer) if isinstance(answer, Answer) else LETTERS[kind](answer)
    domain = parseaddr(identity.sender)[1].rpartition("@")[2] or "localhost"
    message_id = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"
    subject = _line(letter.subject)[:200]
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = _line(identity.sender), _line(answer.to), subject
    mail["Date"], mail["Message-ID"] = format_datetime(now or datetime.now(UTC)), message_id
    replied = isinstance(answer, Answer)
    mail["Auto-Submitted"] = "auto-replied" if replied else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Samruat-Instance"] = _line(identity.instance)
    thread = None
    if isinstance(answer, Answer) and answer.message_id:
        parent = _line(answer.message_id)
        thread = _line(answer.references[0]) if answer.references else parent
        mail["In-Reply-To"] = parent
        mail["References"] = " ".join([*map(_line, answer.references[-10:]), parent])
    text = _text(letter)
    mail.set_content(text, cte="base64")
    mail.add_alternative(_html(letter), subtype="html", cte="base64")
    references = [s.reference for s in answer.submissions] if isinstance(answer, Answer) else []
    reference = answer.reference if isinstance(answer, Alert) else next(iter(references), None)
    return OutgoingMail(
        key, kind, answer.to, subject, message_id, mail.as_bytes(),
        None if isinstance(answer, Digest) else answer.message_sha256, reference, thread,
        hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def _line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _text(letter: Letter) -> str:
    parts = [f"เรียน ผู้เกี่ยวข้อง\n\n{letter.subject}"]
    parts += ["\n".join(filter(None, (head, *map(_line, lines)))) for head, lines in letter.sections if lines]
    return "\n\n".join([*parts, "ขอแสดงความนับถือ", letter.small]) + "\n"


def _html(letter: Letter) -> str:
    body = "".join(
        f"<p><b>{html.escape(head)}</b><br>{'<br>'.join(html.escape(_line(x)) for x in lines)}</p>"
        for head, lines in letter.sections
        if lines
    )
    return (
        '<!doctype html><html lang="th"><meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark"><body style="font-family:sans-serif;max-width:40em">'
        f"<p>เรียน ผู้เกี่ยวข้อง</p><h3>{html.escape(letter.subject)}</h3>{body}<p>ขอแสดงความนับถือ</p>"
        f"<p><small>{html.escape(letter.small)}</small></p></body></html>"
    )
