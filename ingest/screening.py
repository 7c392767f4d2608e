"""May we take a mail in, may we answer it: pure, from its headers (RFC 3834, 3464, 2919)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

from ingest.mime.bounce import is_bounce
from ingest.mime.headers import Head
from ingest.robots import precedence, robot
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


_LIST_HEADERS = frozenset({"mailing-list", "x-mailing-list"})
_PUBLIC_DOMAINS = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.co.th outlook.com outlook.co.th live.com windowslive.com"
    " msn.com yahoo.com yahoo.co.th ymail.com icloud.com me.com".split()
)


def screen(
    head: Head,
    *,
    own_addresses: Collection[str] = (),
    ours: bool = False,
    has_attachment: bool = False,
    has_calendar: bool = False,
    answers_meeting: bool = False,
    letter: str = "",
    instance: str | None = None,
    known_addresses: Collection[str] = (),
) -> Screening:
    """What kind of mail it is.

    Args:
        own_addresses: As `addresses.normal_address` gives them, all of the mailbox's and the outgoing ones.
        has_attachment: A file that is no picture inside the text, no signature, card or meeting.
        has_calendar: A meeting comes with it; answers_meeting: one that is an answer to an invitation.
        letter: What the sender wrote, quotations left out.
        ours: Its Message-ID is in our outbox.
        instance: Our instance id, as X-Samruat-Instance bears it.
        known_addresses: Other addresses of the same province: a Reply-To to one of them is followed.
    """
    own = ours or (instance is not None and head.first("x-samruat-instance") == instance)
    bounce = is_bounce(head, has_attachment=has_attachment)
    list_mail = _is_list_mail(head)
    by_robot = robot(
        head,
        letter=letter,
        has_file=has_attachment,
        has_calendar=has_calendar,
        answers_meeting=answers_meeting,
    )
    reply_to = _reply_address(head, known_addresses)
    why_not = (
        ("own mail" if own or head.from_address in own_addresses else None)
        or ("bounce" if bounce else None)
        or by_robot
        or ("list mail" if list_mail else None)
        or (None if reply_to else "no valid sender address")
        or ("a reply was asked to be suppressed" if _suppressed(head) else None)
    )
    if reply_to in own_addresses:
        why_not = why_not or "own mail"
    return Screening(own, bounce, by_robot is not None, list_mail, why_not is None, why_not, reply_to)


def _is_list_mail(head: Head) -> bool:
    """By the list's own headers (RFC 2919, 2369) or what older programs write."""
    named = any(name.startswith("list-") or name in _LIST_HEADERS for name in head.fields)
    return named or precedence(head) in {"list", "bulk"}


def _suppressed(head: Head) -> bool:
    words = re.split(r"[,\s]+", (head.first("x-auto-response-suppress") or "").lower())
    return bool({"all", "autoreply"} & set(words))


def _reply_address(head: Head, known: Collection[str]) -> str | None:
    """From; Reply-To only where it can't make us write to strangers: same organisation, or known."""
    sender, asked = head.from_address or head.encoded_from, head.reply_to
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
    r"|app\.box\.com|pcloud\.(?:com|link)|gofile\.io|keep\.line\.me|line\.me/(?!ti/|r/ti/)"
    r"|send-?anywhe(?:re\.com|\.re)|transfernow\.net|fromsmash\.com|filemail\.com|swisstransfer\.com|terabox\.com"
    r"|(?<![a-z0-9-])(?:[a-z]{1,20}\.)?one\.th/|workdrive\.zoho"
    # Of offices' own servers: Nextcloud, Zimbra.
    r"|/index\.php/s/|/home/[^/\s]+/Briefcase/",
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
    return _CLOUD.search(unquote(text) if "%" in text else text) is not None


def reference_in(text: str) -> str | None:
    """The first reference (`SM-2561-0001`) in a text, as we write it.

    Thai digits, other dashes, spaces and lost leading zeros are tolerated; a part of a longer number is none.
    """
    match = _REFERENCE.search(_UNSEEN.sub("", arabic(text)))
    return f"SM-{match[1]}-{(match[2] or match[3]).zfill(_SMALLEST_COUNT)}" if match else None


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
