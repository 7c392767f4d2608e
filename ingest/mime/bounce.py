"""Mail that says that another mail could not be delivered (RFC 3464), in its standard and its many other forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.mime.addresses import normal_address
from ingest.mime.headers import Head, raw_fields, read_head
from ingest.mime.parameters import structured
from ingest.mime.structure import head_end, parts_of
from ingest.mime.transfer import decoded
from survey.thai.charset import decode

_LOOKED_AT = 2 * 1024 * 1024
_MOST_PARTS = 50
_DEEPEST = 5
_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]+|mail[-._]?(?:gw|gateway|filter|system|admin)|system"
    r"|virus[-._]?alert|(?:anti[-._]?)?(?:spam|virus)|quarantine|amavis)\d*@",
    re.I,
)
_NAME = re.compile(
    r"mail (?:delivery|transport) (?:sub)?system|mailer[- ]daemon|postmaster|(?:system|mail) administrator|content-filter",
    re.I,
)
_SUBJECT = re.compile(
    r"^\W*(undeliver|delivery (status notification|notification|failure|failed|has failed)|mail delivery (failed|failure|system)"
    r"|(mail system error\W*)?returned mail|failure notice|non.?deliver|(your )?(message|mail) ((was )?not|could not be) delivered"
    r"|message undeliver|delayed|warning: message"
    r"|(?:banned|blocked|infected) message from you|message (?:was |has been )?(?:blocked|quarantined|rejected)"
    r"|(?:แจ้งเตือน\W*)?(?:(?:การ)?ส่ง(อี-?เมลล?์?|ข้อความ|จดหมาย)?ไม่สำเร็จ|กล่อง(?:จดหมาย|ขาเข้า)(?:ของผู้รับ|ปลายทาง)?เต็ม)"
    r"|(?:จดหมาย|อี-?เมลล?์?|ข้อความ)(?:ของ(?:คุณ|ท่าน))?ถูก(?:กักกัน|ปฏิเสธ|ปิดกั้น|ตีกลับ)"
    r"|ส่งไม่ได้|ไม่สามารถ(จัด|นำ)?ส่ง|ส่งอีเมลไม่|ส่งข้อความไม่|การส่ง(อีเมล|ข้อความ|จดหมาย)?ล้มเหลว|การแจ้งสถานะการส่ง"
    r"|(จดหมาย|อีเมล|ข้อความ)(ถูก)?ตีกลับ)",
    re.I,
)
_LATER = re.compile(r"delay|will (?:be retried|retry)|still (?:trying|being)|ล่าช้า", re.I)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_MESSAGE_ID = re.compile(r"^[> \t]*message-id:\s*(<[^<>\s]{1,900}>)", re.I | re.M)
_RECIPIENT = re.compile(
    r"^[ \t]*<?([^\s<>:;,()\"]{1,64}@[^\s<>:;,()\"]{1,250})>?:?[ \t]*(?:$|host\b|\()", re.M
)
_COPY_BEGINS = re.compile(r"^[ \t]*+-{2,}+.{0,40}?(?:copy of|original message|headers)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Bounce:
    """Attributes:
    message_id: Of the mail that came back, with its angle brackets as in our outbox; None where none is named.
    recipients: Addresses that it did not reach; empty where none is named.
    status: Enhanced status code (RFC 3463), `5.1.1`, or None.
    failed: It is given up; False while the server still tries, and where it was delivered after all.
    diagnostic: The server's words, at most 500 characters.
    """

    message_id: str | None
    recipients: tuple[str, ...] = ()
    status: str | None = None
    failed: bool = True
    diagnostic: str | None = None


def is_bounce(head: Head, *, has_attachment: bool = False) -> bool:
    """Whether the headers are those of a report of delivery.

    Args:
        has_attachment: A file came with it: a null Return-Path alone then says only that a machine sent it.
    """
    kind = head.content_type.lower()
    if kind.startswith("multipart/report"):
        return "disposition-notification" not in kind
    if "x-failed-recipients" in head.fields:
        return True
    machine = (
        _MACHINE.match(head.from_address) or _NAME.search(head.from_name or "")
        if head.from_address
        else _NAME.search(head.fields.get("from", ("",))[0])
    )
    if (machine or head.fields.get("from") == ("<>",)) and _SUBJECT.search(head.subject):
        return True
    return head.return_path == "" and "auto-submitted" not in head.fields and not has_attachment


def read_bounce(raw: bytes) -> Bounce | None:
    """What a report of delivery says, or None where the mail is none; never raises.

    At most 2 MiB and 50 parts are looked at.
    """
    raw = raw[:_LOOKED_AT]
    head = read_head(raw)
    if not is_bounce(head):
        return None
    parts = list(_leaves(raw))
    text = "\n".join(decode(data) for kind, data in parts if kind.startswith("text/") or "/" not in kind)
    copy = _COPY_BEGINS.search(text)
    said = text[: copy.start()] if copy else text
    reports = [group for kind, data in parts if kind == "message/delivery-status" for group in _groups(data)]
    status = _first(reports, "status") or said
    found = _STATUS.search(status)
    returned = _returned_id(parts, text)
    if not (is_bounce(head, has_attachment=True) or reports or (found and returned)):
        return None  # an absence note has a null path too, and the mail that it answers did arrive
    return Bounce(
        message_id=returned or head.in_reply_to,
        recipients=_recipients(reports, head, said),
        status=found[1] if found else None,
        failed=_given_up(reports, found[1] if found else None, head.subject + "\n" + said),
        diagnostic=_first(reports, "diagnostic-code")[:500] or None,
    )


def _leaves(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Content type and decoded bytes of each part; mails inside are not opened."""
    waiting = [(0, len(raw), 0)]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        start, end, depth = waiting.pop(0)
        body = head_end(raw, start, end)
        fields = raw_fields(raw[start:body]) if body > start else {}
        kind = structured(fields.get("content-type", [b"text/plain"])[0])
        if kind.value.startswith("multipart/") and depth < _DEEPEST:
            cuts = parts_of(raw, body, end, kind.parameters.get("boundary", ""))
            below = [(a, b, depth + 1) for (a, b), _ in zip(cuts, range(_MOST_PARTS), strict=False)]
            waiting = below + waiting
        else:
            encoding = fields.get("content-transfer-encoding", [b""])[0].decode("ascii", "replace")
            yield kind.value or "text/plain", decoded(raw[body:end], encoding)


def _groups(data: bytes) -> Iterator[dict[str, str]]:
    """Groups of fields of a delivery-status: first the message's, then one a recipient."""
    for group in re.split(rb"\n[ \t\r]*\n", data.replace(b"\r\n", b"\n").strip()):
        yield {name: decode(values[0]) for name, values in raw_fields(group).items()}


def _first(reports: list[dict[str, str]], name: str) -> str:
    value = next((group[name] for group in reports if group.get(name)), "")
    return " ".join(value.rpartition("smtp;")[2].split()) if name == "diagnostic-code" else value


def _returned_id(parts: list[tuple[str, bytes]], text: str) -> str | None:
    for kind, data in parts:
        if kind in ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"):
            found = read_head(data.lstrip()).message_id
            if found:
                return found
    match = _MESSAGE_ID.search(text)
    return match[1] if match else None


def _recipients(reports: list[dict[str, str]], head: Head, said: str) -> tuple[str, ...]:
    named = [
        (group.get("original-recipient") or group.get("final-recipient") or "").rpartition(";")[2]
        for group in reports
        if group.get("action", "failed").strip().lower() in ("failed", "delayed")
    ]
    named += (head.first("x-failed-recipients") or "").split(",")
    if not any(named):
        named = _RECIPIENT.findall(said)
    found = (normal_address(one.strip().strip("<>")) for one in named)
    return tuple(dict.fromkeys(address for address in found if address))


def _given_up(reports: list[dict[str, str]], status: str | None, words: str) -> bool:
    actions = {group["action"].strip().lower() for group in reports if "action" in group}
    if actions:
        return "failed" in actions
    if status:
        return status.startswith("5")
    return not _LATER.search(words[:2_000])
