"""May we take a mail in, may we answer it: pure, from its headers (RFC 3834, 3464, 2919)."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from ingest.mime.headers import Head


@dataclass(frozen=True, slots=True)
class Screening:
    """Attributes:
    own: Our own mail came back.
    why_not: Reason in words of the log why no answer may go out, or None.
    reply_to: Address that an answer goes to, or None.
    """

    own: bool = False
    bounce: bool = False
    automatic: bool = False
    list_mail: bool = False
    may_answer: bool = False
    why_not: str | None = None
    reply_to: str | None = None


_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe")
_ROBOT_HEADERS = ("x-autoreply", "x-autorespond", "x-loop", "x-fc-machinegenerated", "x-apple-action")
_MACHINE = re.compile(r"(mailer-daemon|postmaster|no-?_?\.?reply|do-?not-?reply|bounces?)([+\-._=].*)?@")
_OUT_OF_OFFICE = re.compile(
    r"^\W*(automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|"
    r"(การ)?ตอบกลับอัตโนมัติ|(การ)?ตอบกลับโดยอัตโนมัติ|ข้อความตอบกลับอัตโนมัติ|ไม่อยู่ที่สำนักงาน|อยู่นอกสำนักงาน)",
    re.I,
)
_BOUNCE_SUBJECT = re.compile(
    r"^\W*(undeliver|delivery status notification|mail delivery (failed|failure|system)|returned mail|ส่งไม่สำเร็จ|ไม่สามารถส่ง)",
    re.I,
)


def screen(
    head: Head,
    *,
    own_addresses: Collection[str] = (),
    ours: bool = False,
    has_attachment: bool = False,
    instance: str | None = None,
    known_addresses: Collection[str] = (),
) -> Screening:
    """What kind of mail it is.

    Args:
        own_addresses: Lower case.
        ours: Its Message-ID is in our outbox.
        instance: Our instance id, as X-Samruat-Instance bears it.
        known_addresses: Other addresses of the same province: a Reply-To to one of them is followed.
    """
    own = ours or (instance is not None and head.first("x-samruat-instance") == instance)
    bounce = _is_bounce(head)
    list_mail = any(name in head.fields for name in _LIST_HEADERS) or _precedence(head) in {"list", "bulk"}
    robot = _robot(head, has_attachment)
    reply_to = _reply_address(head, known_addresses)
    why_not = (
        ("own mail" if own or head.from_address in own_addresses else None)
        or ("bounce" if bounce else None)
        or robot
        or ("list mail" if list_mail else None)
        or (None if reply_to else "no valid sender address")
        or ("a reply was asked to be suppressed" if _suppressed(head) else None)
        or ("another instance of ours" if "x-samruat-instance" in head.fields else None)
    )
    if reply_to in own_addresses:
        why_not = why_not or "own mail"
    return Screening(own, bounce, robot is not None, list_mail, why_not is None, why_not, reply_to)


def _is_bounce(head: Head) -> bool:
    kind = head.content_type.lower()
    if kind.startswith("multipart/report") or head.return_path == "":
        return kind.startswith("multipart/report") or "auto-submitted" not in head.fields
    machine = bool(re.match(r"(mailer-daemon|postmaster)@", head.from_address or ""))
    return "x-failed-recipients" in head.fields or (machine and bool(_BOUNCE_SUBJECT.search(head.subject)))


def _precedence(head: Head) -> str:
    return (head.first("precedence") or "").strip().lower()


def _robot(head: Head, has_attachment: bool) -> str | None:
    automatic = re.split(r"[;\s(]", (head.first("auto-submitted") or "no").strip().lower())[0]
    if automatic not in {"no", ""}:
        return "auto-submitted"
    if head.return_path == "":
        return "null return path"
    if _precedence(head) in {"junk", "auto_reply"}:
        return "precedence"
    if any(name in head.fields for name in _ROBOT_HEADERS):
        return "header of a robot"
    if _MACHINE.match(head.from_address or ""):
        return "machine address"
    if not has_attachment and _OUT_OF_OFFICE.search(head.subject):
        return "out of office"
    return None


def _suppressed(head: Head) -> bool:
    words = re.split(r"[,\s]+", (head.first("x-auto-response-suppress") or "").lower())
    return bool({"all", "autoreply"} & set(words))


def _reply_address(head: Head, known: Collection[str]) -> str | None:
    sender, asked = head.from_address, head.reply_to
    if not sender or not asked or asked == sender:
        return sender
    same_domain = asked.rpartition("@")[2] == sender.rpartition("@")[2]
    return asked if same_domain or asked in known else sender


_SURVEY = re.compile(
    r"แบบสำรวจ|ความร่วมมือ|บันทึกข้อตกลง|\bMOU\b|บริการสาธารณะ|สำรวจข้อมูล|\bSM-2[56]\d\d-\d{4,}", re.I
)
_CLOUD = re.compile(
    r"drive\.google\.|docs\.google\.|1drv\.ms|onedrive\.live|sharepoint\.com|dropbox\.com|wetransfer\.com|we\.tl/"
    r"|icloud\.com/|mega\.nz|mediafire\.com|line\.me/|forms\.gle",
    re.I,
)
_REFERENCE = re.compile(r"(?<![A-Za-z])SM\s*[-–—‐‑]?\s*(\d{4})\s*[-–—‐‑]\s*(\d{4,6})(?!\d)", re.I)


def mentions_survey(text: str) -> bool:
    """The survey's words stand in a subject, text or file name."""
    return _SURVEY.search(text) is not None


def cloud_link(text: str) -> bool:
    """A link to a file that was left at a cloud service."""
    return _CLOUD.search(text) is not None


def reference_in(text: str) -> str | None:
    """The first reference (`SM-2561-0001`) in a text, Thai digits and spaces tolerated."""
    match = _REFERENCE.search(text)
    return f"SM-{int(match[1]):04d}-{int(match[2]):04d}" if match else None
