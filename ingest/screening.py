"""May we take a mail in, may we answer it: pure, from its headers (RFC 3834, 3464, 2919)."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from ingest.mime.bounce import is_bounce
from ingest.mime.headers import Head
from survey.thai.digits import arabic
from survey.thai.text import repair


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
_MACHINE = re.compile(
    r"(mailer-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|bounces?)([+\-._=].*)?\d*@"
)
_PUBLIC_DOMAINS = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.co.th outlook.com outlook.co.th live.com windowslive.com"
    " msn.com yahoo.com yahoo.co.th ymail.com icloud.com me.com".split()
)
_OUT_OF_OFFICE = re.compile(
    r"^\W*(automatic reply|auto(matic)?[- ]?(reply|response)|out[- ]of[- ](the[- ])?office|"
    r"vacation (reply|response)|(ข้อความ|อีเมล|การ|ระบบ)?ตอบกลับ(โดย)?อัตโนมัติ|ข้อความอัตโนมัติ|"
    r"ไม่อยู่ที่สำนักงาน|อยู่นอกสำนักงาน)",
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
        own_addresses: As `addresses.normal_address` gives them, all of the mailbox's and the outgoing ones.
        has_attachment: A file that is no picture inside the text.
        ours: Its Message-ID is in our outbox.
        instance: Our instance id, as X-Samruat-Instance bears it.
        known_addresses: Other addresses of the same province: a Reply-To to one of them is followed.
    """
    own = ours or (instance is not None and head.first("x-samruat-instance") == instance)
    bounce = is_bounce(head, has_attachment=has_attachment)
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


def _precedence(head: Head) -> str:
    return (head.first("precedence") or "").strip().lower()


def _robot(head: Head, has_attachment: bool) -> str | None:
    said = head.fields.get("auto-submitted", ())
    if any(re.split(r"[;\s(]", value.strip().lower())[0] not in {"no", ""} for value in said):
        return "auto-submitted"
    if head.content_type.lower().startswith("multipart/report"):
        return "report"
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
    """From; Reply-To only where it can't make us write to strangers: same organisation, or known."""
    sender, asked = head.from_address, head.reply_to
    if not sender or not asked or asked == sender:
        return sender
    domain = asked.rpartition("@")[2]
    same = domain == sender.rpartition("@")[2] and domain not in _PUBLIC_DOMAINS
    return asked if same or asked in known else sender


_SURVEY = re.compile(
    r"แบบสำรวจ|แบบสอบถาม|ความร่วมมือ|บันทึกข้อตกลง|(?<![a-z])MOU(?![a-z])|บริการสาธารณะ|สำรวจข้อมูล", re.I
)
_CLOUD = re.compile(
    r"drive\.google\.|docs\.google\.|photos\.(?:google\.|app\.goo\.gl)|forms\.gle|1drv\.ms|onedrive\.(?:live\.)?com"
    r"|sharepoint\.com|dropbox\.com|wetransfer\.com|we\.tl/|icloud\.com/|mega\.nz|mediafire\.com|4shared\.com"
    r"|app\.box\.com|pcloud\.(?:com|link)|gofile\.io|keep\.line\.me|line\.me/(?!ti/|r/ti/)",
    re.I,
)
_DASH = "[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
_REFERENCE = re.compile(
    rf"(?<![A-Za-z0-9])SM\s?{_DASH}?\s?(25[0-9]{{2}})(?:\s?{_DASH}\s?([0-9]{{1,6}})|\s([0-9]{{4,6}}))(?![0-9])",
    re.I,
)
_SMALLEST_COUNT = 4


def mentions_survey(text: str) -> bool:
    """The survey's words stand in a subject, text or file name."""
    return _SURVEY.search(repair(text)) is not None or reference_in(text) is not None


def cloud_link(text: str) -> bool:
    """A link to a file that was left at a cloud service; the LINE address of a signature is none."""
    return _CLOUD.search(text) is not None


def reference_in(text: str) -> str | None:
    """The first reference (`SM-2561-0001`) in a text, as we write it.

    Thai digits, other dashes, spaces and lost leading zeros are tolerated; a part of a longer number is none.
    """
    match = _REFERENCE.search(_UNSEEN.sub("", arabic(text)))
    return f"SM-{match[1]}-{(match[2] or match[3]).zfill(_SMALLEST_COUNT)}" if match else None


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
