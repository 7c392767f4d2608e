"""What a case of the corpus of mails is made of: the raw bytes, and what must come of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from make.mails import make_file, make_mail, make_multipart, make_text

from ingest.demo.forms import Row, rows, workbook
from ingest.demo.mails import address

PROVINCE = "น่าน"
OFFICER = address(PROVINCE)
SUBJECT = "=?utf-8?b?4Liq4LmI4LiH4LmB4Lia4Lia4Liq4Liz4Lij4Lin4LiI?="  # ส่งแบบสำรวจ
LINK = "link_in_place_of_file"
LETTER = "เรียน ผู้ประสานงาน\n\nขอส่งแบบสำรวจตามหนังสือที่อ้างถึง\n"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the mails before: our answers in their bytes, newest last."""

    mails: tuple[bytes, ...]
    message_id: str
    reference: str
    token: str


@dataclass(frozen=True, slots=True)
class MailCase:
    """Attributes:
    name: What kind of mail it is.
    raw: Its bytes, or made from what was answered to `before`.
    status, reason: As `samruat status` must show them.
    answer: Kind of the mail that its sender gets; None for none.
    why_not: The stored reason why there is none.
    to: Who is answered.
    rows: Cooperations read from it, in all its files.
    codes: Codes of all its problems, each once, sorted.
    before: Mails that came earlier.
    bounced: It ties itself to the mail of ours that came back.
    """

    name: str
    raw: bytes | Callable[[Answered], bytes]
    status: str
    reason: str
    answer: str | None = None
    why_not: str | None = None
    to: str = OFFICER
    rows: int = 0
    codes: tuple[str, ...] = ()
    before: tuple[bytes, ...] = ()
    bounced: bool = False


def accepted(name: str, raw: bytes | Callable[[Answered], bytes], **more: object) -> MailCase:
    """A case that is accepted with its two rows and acknowledged, where nothing else is said."""
    case = MailCase(name, raw, "accepted", "survey", "acknowledgement", rows=2)
    return replace(case, **more)  # type: ignore[arg-type]


def ignored(name: str, raw: bytes | Callable[[Answered], bytes], reason: str, **more: object) -> MailCase:
    return replace(MailCase(name, raw, "ignored", reason, why_not=reason), **more)  # type: ignore[arg-type]


def asked(name: str, raw: bytes | Callable[[Answered], bytes], **more: object) -> MailCase:
    """Words without a form, of a person whom we know: held, with a receipt."""
    case = MailCase(name, raw, "held", "no_form_attached", "receipt")
    return replace(case, **more)  # type: ignore[arg-type]


@cache
def form(province: str = PROVINCE, count: int = 2, start: int = 0) -> bytes:
    """A right form with so many rows."""
    return workbook(province, rows(province, count, start))


def form_of(body: list[Row], province: str = PROVINCE) -> bytes:
    return workbook(province, body)


def form_file(name: str = "form.xlsx", data: bytes | None = None) -> bytes:
    return make_file(name, form() if data is None else data, XLSX)


def sent(content: bytes = b"", **headers: str | bytes) -> bytes:
    """A mail of the province's office."""
    return make_mail(content, **{"from": OFFICER, "subject": SUBJECT, **headers})  # type: ignore[arg-type]


def mixed(*parts: bytes) -> bytes:
    return make_multipart(make_text(LETTER), *(parts or (form_file(),)))


def with_form(**headers: str | bytes) -> bytes:
    return sent(mixed(), **headers)


def words(text: str = LETTER, **headers: str | bytes) -> bytes:
    return sent(make_text(text), **headers)


def header_lines(*lines: str, brings_form: bool = False) -> bytes:
    """A mail of the office with more header lines in front, as they are."""
    return "".join(f"{line}\r\n" for line in lines).encode() + (with_form() if brings_form else words())
