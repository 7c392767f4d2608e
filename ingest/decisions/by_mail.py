"""Decisions by mail: the coordinator answers an alert with “รับ”, “ไม่รับ เพราะ …” or “แก้ไข E9 เป็น …”.

Accepted only from a configured address of the coordinator, which our own mail server vouches for, in the thread of
that alert or with its token. Whatever becomes of it is told to the coordinator in a mail of its own, once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from ingest.answers import identity_of
from ingest.context import Context
from ingest.decisions.corrected import Prepared, correct, prepare
from ingest.decisions.held import reject, release
from ingest.decisions.record import DecisionRefused
from ingest.mime.addresses import normal_address
from ingest.mime.auth_results import is_authentic
from ingest.mime.headers import Head
from ingest.reading import MessageRead
from ingest.screening import screen
from notifications.answer import Coordinator
from notifications.notice import Notice
from notifications.render import render
from storage.messages import Message
from storage.outbox import OutboxRow
from storage.unit_of_work import UnitOfWork
from survey.model import Kind
from survey.thai.text import repair

_RELEASE = re.compile(r"รับ(?:ไว้|ได้|เข้า)?(?:\s*(?:ครับ|ค่ะ|คะ|นะคะ|นะครับ))?\s*[.!]?")
_RELEASE_WHY = re.compile(r"รับ(?:ไว้)?\s*(?:เพราะ(?:ว่า)?|เนื่องจาก)\s*[:：]?\s*(?P<why>.+)", re.DOTALL)
_REJECT = re.compile(
    r"ไม่(?:อาจ)?รับ(?:ไว้)?(?:\s*(?:เพราะ(?:ว่า)?|เนื่องจาก|[:：])\s*[:：]?\s*(?P<why>.+)|\s*)", re.DOTALL
)
_CORRECT = re.compile(
    r"แก้(?:ไข)?\s*(?:ช่อง\s*)?(?P<cell>(?:\S+!)?[A-Za-z]{1,3}[0-9๐-๙]{1,7})\s*(?:เป็น|=)\s*(?P<text>.+)",
    re.DOTALL,
)
_EACH_ORDER, _TWO = (_RELEASE, _RELEASE_WHY, _REJECT, _CORRECT), 2
_TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
_HOW = "กรุณาตอบกลับอีเมลแจ้งเรื่อง โดยพิมพ์ไว้บรรทัดแรกว่า “รับ” หรือ “ไม่รับ เพราะ (เหตุผล)” หรือ “แก้ไข E9 เป็น (ค่าที่ถูกต้อง)” (ทีละช่อง)"


@dataclass(frozen=True, slots=True)
class Order:
    """What a mail of the coordinator wants done about the submission of an alert.

    Attributes:
        what: `release`, `reject`, `correct`, or "" where `refused` says why nothing is done.
    """

    reference: str
    what: str
    why: str | None = None
    prepared: Prepared | None = None
    refused: str | None = None


def order_of(context: Context, head: Head, read: MessageRead) -> Order | None:
    """The order that a mail is, or None: it is no coordinator's answer to an alert. Nothing is changed."""
    config = context.config
    sender = (head.from_address or "").lower()
    if sender not in {normal_address(address) for address in config.coordinator.addresses}:
        return None
    if not screen(head, has_attachment=bool(read.files)).may_answer:
        return None  # an absence note must not be told how to decide
    with context.database.unit_of_work(readonly=True) as work:
        alert = _alert(context, work, head, read.quoted)
    if alert is None or alert.reference is None:
        return None
    text = repair(read.text)
    lines = _lines(text)
    what, why, cell = _meant(lines) if _orders(text) < _TWO else ("", None, "")
    if not what:
        if not screen(head, letter=text, answers_meeting=read.answers_meeting).may_answer:
            return None
        if any(document.kind in (Kind.SURVEY, Kind.MOU) for document in read.documents):
            return None  # a form that the coordinator hands in, in an old thread
        return Order(alert.reference, "", refused=f"ไม่เข้าใจคำสั่ง “{' '.join(lines)[:80]}” {_HOW}")
    authserv_id = config.trust.authserv_id
    if not authserv_id:
        missing = "ยังไม่ได้กำหนดเครื่องแม่ข่ายอีเมลที่เชื่อถือ (trust.authserv_id) จึงยังรับคำสั่งทางอีเมลไม่ได้"
        return Order(alert.reference, "", refused=missing)
    if not is_authentic(head, authserv_id):
        unproven = "เครื่องแม่ข่ายอีเมลไม่ยืนยันว่าอีเมลฉบับนี้ส่งจากท่าน (DMARC หรือ DKIM) จึงไม่ได้ดำเนินการ"
        return Order(alert.reference, "", refused=unproven)
    if what != "correct":
        return Order(alert.reference, what, why)
    try:
        return Order(alert.reference, what, prepared=prepare(context, alert.reference, cell, why or ""))
    except DecisionRefused as refused:
        return Order(alert.reference, "", refused=refused.thai)


def was_carried_out(work: UnitOfWork, message: Message) -> bool:
    """Whether a message was such an order before, whatever became of it."""
    return work.outbox.by_key(f"decision:{message.sha256}") is not None


def carry_out(context: Context, work: UnitOfWork, message: Message, head: Head, order: Order) -> None:
    """Decide as ordered, once, and queue the mail that confirms it; nothing is committed."""
    if was_carried_out(work, message):
        return
    who = head.from_address or ""
    heading, lines = "ไม่ได้ดำเนินการ", [order.refused or ""]
    if order.refused is None:
        try:
            heading, lines = _decided(context, work, order, who)
        except DecisionRefused as refused:
            lines = [refused.thai]
    version = work.submissions.by_reference(order.reference)
    notice = Notice(
        to=who,
        coordinator=Coordinator(context.config.coordinator.name, context.config.coordinator.phone),
        deadline=context.config.survey.deadline,
        heading=heading,
        lines=tuple(lines),
        province=version.province if version else None,
        reference=order.reference,
        in_reply_to=head.message_id,
        message_sha256=message.sha256,
    )
    mail = render(
        "decision", notice, key=f"decision:{message.sha256}", identity=identity_of(context), now=context.now()
    )
    work.outbox.queue(mail, context.now(), preview=context.config.replies.mode == "preview")


def _decided(context: Context, work: UnitOfWork, order: Order, who: str) -> tuple[str, list[str]]:
    if order.what == "release":
        release(context, work, order.reference, who=who, why=order.why)
        return "รับไว้แล้ว", [f"{order.reference} ระบบกำลังอ่านอีกครั้ง และจะแจ้งผลให้ผู้ส่งทราบ"]
    if order.what == "reject":
        reject(context, work, order.reference, who=who, why=order.why)
        return "ไม่รับ", [f"{order.reference} แจ้งผู้ส่งว่า: {order.why}"]
    assert order.prepared is not None
    correct(context, work, order.prepared, who=who, why=None)
    one = order.prepared.correction
    lines = [f"{order.reference} ช่อง {one.cell.rpartition('!')[2]}: อ่านเป็น “{one.text}”"]
    version = work.submissions.by_reference(order.reference)
    if version and version.status == "held":
        lines.append("เรื่องนี้ยังรอการพิจารณา หากรับไว้ กรุณาตอบอีเมลแจ้งเรื่องว่า “รับ”")
    return "แก้ไขแล้ว", lines


def _alert(context: Context, work: UnitOfWork, head: Head, quoted: str) -> OutboxRow | None:
    domain = parseaddr(context.config.outgoing.sender)[1].rpartition("@")[2]
    tokens = [f"<{token}@{domain}>" for token in _TOKEN.findall(quoted)[:10]]
    for message_id in (head.in_reply_to, *reversed(head.references), *tokens):
        row = work.outbox.by_message_id(message_id) if message_id else None
        if row is not None and row.kind == "alert":
            return row
    return None


def _lines(text: str) -> list[str]:
    """The lines of the first paragraph of what the coordinator wrote: a signature is none of it."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if not line.strip() or line.strip() == "--":
            break
        lines.append(line.strip().strip("“”\"'"))
    return lines


def _orders(text: str) -> int:
    """How many lines are an order by themselves: of two nobody knows which one is meant, or both."""
    lines = (line.strip().strip("“”\"'") for line in text.splitlines())
    return sum(any(one.fullmatch(line) for one in _EACH_ORDER) for line in lines)


def _meant(lines: Sequence[str]) -> tuple[str, str | None, str]:
    """What is ordered, why (or the new text of a cell), and the cell."""
    first, paragraph = lines[0] if lines else "", " ".join(lines)
    if _RELEASE.fullmatch(first):
        return "release", None, ""
    if found := _RELEASE_WHY.fullmatch(paragraph):
        return "release", found["why"].strip(), ""
    if found := _REJECT.fullmatch(paragraph):
        return "reject", (found["why"] or "").strip() or None, ""
    if (found := _CORRECT.fullmatch(first)) and not any(map(_CORRECT.fullmatch, lines[1:])):
        return "correct", found["text"].strip().strip("“”\"'"), found["cell"]
    return "", None, ""
