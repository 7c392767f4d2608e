"""What mails are rendered from: a right answer; a test says what differs."""

from datetime import UTC, date, datetime
from typing import Any

from notifications.answer import Alert, Answer, Coordinator, Digest, FileTold, SubmissionTold, Waiting
from notifications.render import Identity
from survey.findings import Finding, Severity
from survey.model import Committee, Cooperation, Lao, Regulation, Status

WHO = Identity("แบบสำรวจ สถ. <survey@dla.example>", "survey@dla.example")
RECEIVED = datetime(2018, 12, 3, 5, 5, tzinfo=UTC)


def make_row(number: int = 1, **more: Any) -> Cooperation:
    values: dict[str, Any] = {
        "seq": number,
        "service": "การกำจัดขยะมูลฝอย",
        "host": Lao("อบต.สะลวง", "6500710"),
        "partners": (Lao("ทต.แม่แรม", "5500707"), Lao("ทต.ริมเหนือ", "5500703")),
        "signed_on": date(2018, 11, 5),
        "committee": Committee.APPOINTED,
        "regulation": Regulation.MADE,
        "mou": True,
        "objective": "เพื่อลดปริมาณขยะตกค้างในพื้นที่",
    }
    return Cooperation(f"Sheet1!A{6 + number}", **(values | more))


def make_finding(
    cell: str | None = "Sheet1!E9",
    message: str = "วันที่ลงนามความร่วมมือ “31 มิ.ย. 2561” อ่านเป็นวันที่ไม่ได้ กรุณาระบุวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561",
    code: str = "date_invalid",
    severity: Severity = Severity.ERROR,
    *,
    asked: bool = False,
    field: str | None = "signed_on",
) -> Finding:
    return Finding(code, severity, cell, message, asked, field)


def make_submission(status: Status = Status.ACCEPTED, **more: Any) -> SubmissionTold:
    values: dict[str, Any] = {
        "reference": "SM-2561-0007",
        "province": "น่าน",
        "rows": (make_row(1), make_row(2, service="การป้องกันและบรรเทาสาธารณภัย")),
        "rows_ok": 2,
        "token": "Tk7Qe2",
    }
    return SubmissionTold(status=status, **(values | more))


def make_answer(*submissions: SubmissionTold, **more: Any) -> Answer:
    values: dict[str, Any] = {
        "to": "nan@sathon.example",
        "subject_received": "ส่งแบบสำรวจ",
        "message_id": "<abc@sathon.example>",
        "references": ("<first@sathon.example>",),
        "message_sha256": "a" * 64,
        "received_at": RECEIVED,
        "coordinator": Coordinator("นางสาวสมมุติ ตัวอย่าง", "02 000 0000"),
        "deadline": date(2018, 12, 14),
        "submissions": submissions or (make_submission(),),
        "files": (FileTold("แบบสำรวจ น่าน.xlsx", "แบบสำรวจ 2 รายการ"),),
    }
    return Answer(**(values | more))


def make_alert(status: Status = Status.HELD, **more: Any) -> Alert:
    values: dict[str, Any] = {
        "to": "coordinator@dla.example",
        "reference": "SM-2561-0009",
        "sender": "someone@mail.example",
        "province": "แพร่",
        "reason": "version_unclear",
        "subject_received": "ส่งแบบสำรวจ (เพิ่มเติม)",
        "received_at": RECEIVED,
        "message_sha256": "b" * 64,
    }
    return Alert(status=status, **(values | more))


def make_digest(**more: Any) -> Digest:
    values: dict[str, Any] = {
        "to": "coordinator@dla.example",
        "at": datetime(2018, 12, 3, 9, 30, tzinfo=UTC),
        "deadline": date(2018, 12, 14),
        "received": 9,
        "statuses": {Status.ACCEPTED: 4, Status.NEEDS_CORRECTION: 2, Status.HELD: 1, Status.IGNORED: 1},
        "in_work": 1,
        "sent": ("เชียงใหม่", "น่าน", "ตรัง"),
        "nil": ("ระนอง",),
        "to_correct": ("แพร่", "เลย"),
        "silent": ("กระบี่", "กาญจนบุรี", "กาฬสินธุ์", "กำแพงเพชร", "ขอนแก่น", "จันทบุรี"),
        "outbox": (("sent", 7), ("queued", 1)),
        "waiting": (Waiting("SM-2561-0009", "แพร่", "someone@mail.example", "version_unclear"),),
        "unanswered": (("authentication_failed", 1),),
        "unknown_senders": (("someone@mail.example", "แพร่"),),
    }
    return Digest(**(values | more))
