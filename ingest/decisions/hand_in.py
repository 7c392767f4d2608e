"""What came by fax, on paper or by telephone: wrapped into a mail of its own, so that the same rules hold for it.

Nobody is answered. The same hand-in again is the same bytes, and so is refused.
"""

import mimetypes
from datetime import date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log, province_of
from ingest.evidence import BANGKOK, CHANNEL_HEADER
from storage.hand_ins import HandIn
from storage.messages import Delivery, NewMessage
from storage.unit_of_work import UnitOfWork

ACCOUNT = "coordinator"
CHANNELS = {"fax": "โทรสาร", "paper": "เอกสาร", "phone": "โทรศัพท์"}


def submit(
    context: Context,
    work: UnitOfWork,
    name: str,
    data: bytes,
    province: str,
    channel: str,
    received_on: date,
    *,
    who: str | None,
    why: str | None,
) -> str:
    """Put in a file for a province; it is read by the next round.

    Args:
        received_on: Bangkok day (Gregorian).

    Returns:
        SHA-256 of the message that it became.

    Raises:
        DecisionRefused: No such province or channel, the day is to come, the file is too large, or it was put in before.
    """
    if len(data) > context.config.limits.file_mb * 1024 * 1024:
        limit = context.config.limits.file_mb
        raise DecisionRefused(f"{name}: is over {limit} MB", f"ไฟล์ “{name}” ใหญ่เกิน {limit} เมกะไบต์")
    return _put_in(context, work, "submit", (name, data), province, channel, received_on, who, why)


def nil(
    context: Context,
    work: UnitOfWork,
    province: str,
    channel: str,
    received_on: date,
    *,
    who: str | None,
    why: str | None,
) -> str:
    """Put in that a province has no cooperation; else as `submit`."""
    return _put_in(context, work, "nil", None, province, channel, received_on, who, why)


def _put_in(
    context: Context,
    work: UnitOfWork,
    what: str,
    file: tuple[str, bytes] | None,
    province: str,
    channel: str,
    received_on: date,
    who: str | None,
    why: str | None,
) -> str:
    name = province_of(province)
    if channel not in CHANNELS:
        raise DecisionRefused(
            f"{channel}: one of {', '.join(CHANNELS)}", "กรุณาระบุช่องทาง: โทรสาร เอกสาร หรือโทรศัพท์"
        )
    now = context.now()
    today = now.astimezone(BANGKOK).date()
    if received_on > today:
        raise DecisionRefused(f"{received_on}: is to come", "วันที่ได้รับต้องไม่เกินวันนี้")
    noon = datetime.combine(received_on, time(12), BANGKOK)
    mail = _wrapped(context, file, name, channel, noon)
    raw = context.raw.store([mail.as_bytes()])
    at = min(noon, now) if received_on == today else noon
    sender = parseaddr(str(mail["From"]))[1].lower()
    uid = len(work.messages.known_uids(ACCOUNT, channel, 1)) + 1
    message = NewMessage(raw.sha256, raw.size, at, sender, str(mail["Subject"]), str(mail["Message-ID"]))
    place = Delivery(ACCOUNT, channel, 1, uid, at, file[0] if file else None)
    if work.hand_ins.get(raw.sha256) is not None or not work.messages.add(message, place, now):
        before = work.submissions.of_message(raw.sha256)
        raise DecisionRefused(
            f"put in before: {before[0].reference if before else 'waits to be read'}",
            f"บันทึกไว้ก่อนแล้ว: {before[0].reference if before else 'กำลังรออ่าน'}",
        )
    work.hand_ins.add(raw.sha256, HandIn(name, channel), now)
    log(
        context,
        work,
        name,
        what,
        who,
        f"{channel} {received_on}: {why}" if why else f"{channel} {received_on}",
    )
    return raw.sha256


def _wrapped(
    context: Context, file: tuple[str, bytes] | None, province: str, channel: str, at: datetime
) -> EmailMessage:
    """The mail, the same bytes for the same hand-in."""
    name, data = file or ("", b"")
    own = parseaddr(context.config.outgoing.sender)[1]
    key = sha256(f"{province}\n{channel}\n{at.date()}\n{name}\n".encode() + data).hexdigest()[:40]
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = context.config.coordinator.addresses[0], own
    mail["Subject"] = f"แบบสำรวจความร่วมมือ จังหวัด{province} ได้รับทาง{CHANNELS[channel]}"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{key}@{own.rpartition('@')[2]}>"
    mail[CHANNEL_HEADER] = channel
    if file is None:
        mail.set_content(f"จังหวัด{province}แจ้งว่าไม่มีการจัดทำความร่วมมือ", cte="base64")
        return mail
    mail.set_content(f"ผู้ประสานงานบันทึกเอกสารของจังหวัด{province} ซึ่งได้รับทาง{CHANNELS[channel]}", cte="base64")
    kind = (mimetypes.guess_type(name)[0] or "application/octet-stream").split("/")
    if kind[0] in ("message", "multipart", "text"):
        kind = ["application", "octet-stream"]
    mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    mail.set_boundary(f"samruat-{key}")
    return mail
