"""Messages and submissions as the worker stores them: right ones; a test says what differs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from storage.messages import Delivery, NewMessage
from storage.outbox import OutgoingMail
from storage.records import StoredMou, StoredRow, StoredSubmission
from storage.unit_of_work import UnitOfWork
from storage.words import RowState, SubmissionKind
from survey.model import Committee, Cooperation, Lao, Mou, Regulation, Reporter, Status

NOON = datetime(2018, 12, 3, 5, 0, tzinfo=UTC)  # noon in Bangkok
ACCOUNT = "survey@dla.example"


def digest_of(number: int) -> str:
    return sha256(f"mail {number}".encode()).hexdigest()


def make_stored_row(
    number: int = 1,
    state: RowState = RowState.OK,
    partners: Sequence[str] = ("ทต.แม่แรม", "ทต.ริมเหนือ"),
    **more: Any,
) -> StoredRow:
    values: dict[str, Any] = {
        "seq": number,
        "service": f"การกำจัดขยะ {number}",
        "host": Lao("อบต.สะลวง", "6500710"),
        "partners": tuple(Lao(name) for name in partners),
        "signed_on": date(2018, 11, 5),
        "committee": Committee.APPOINTED,
        "regulation": Regulation.MADE,
        "mou": True,
        "objective": "ลดค่าใช้จ่าย",
        "problems": "ไม่มี",
    }
    return StoredRow(Cooperation(f"Sheet1!A{6 + number}", **(values | more)), state)


def make_stored_mou(**more: Any) -> StoredMou:
    parties = (Lao("อบต.สะลวง", "6500710"), Lao("ทต.แม่แรม", "5500707"))
    mou = Mou("บันทึกข้อตกลงกำจัดขยะ", "การกำจัดขยะ", parties, date(2018, 11, 5), 3)
    return StoredMou(**({"file": "mou.pdf", "sha256": "e" * 64, "mou": mou} | more))


def make_outgoing(key: str, **more: Any) -> OutgoingMail:
    values: dict[str, Any] = {
        "kind": "acknowledgement",
        "recipient": "cnx@sathon.example",
        "subject": "ได้รับแล้ว",
        "message_id": f"<{sha256(key.encode()).hexdigest()[:20]}@dla.example>",
        "content": b"Subject: x\r\n\r\nx\r\n",
    }
    return OutgoingMail(key, **(values | more))


def add_message(work: UnitOfWork, number: int = 1, *, at: datetime | None = None, **more: Any) -> str:
    """A message received `number` minutes after noon unless told otherwise, in work; its SHA-256."""
    received_at = at or NOON + timedelta(minutes=number)
    sha = digest_of(number)
    delivery = Delivery(ACCOUNT, "INBOX", 7, number, received_at)
    head = {"from_address": "cnx@sathon.example"} | more
    work.messages.add(NewMessage(sha, 1_000, received_at, **head), delivery, received_at)
    return sha


def add_submission(
    work: UnitOfWork,
    number: int = 1,
    province: str | None = "เชียงใหม่",
    *,
    rows: Sequence[StoredRow] = (),
    at: datetime | None = None,
    **more: Any,
) -> str:
    """A finished message with one submission, accepted as part 1; its reference."""
    received_at = at or NOON + timedelta(minutes=number)
    sha = add_message(work, number, at=received_at)
    reference = work.submissions.allocate_reference(received_at.date())
    values: dict[str, Any] = {
        "kind": SubmissionKind.SURVEY,
        "status": Status.ACCEPTED,
        "uid": number,
        "province": province,
        "part": 1,
        "sender": "cnx@sathon.example",
        "reporter": Reporter("นางสาวสมมุติ ตัวอย่าง", "นักส่งเสริมการปกครองท้องถิ่น", "053 000 000"),
        "rows": tuple(rows),
    }
    submission = StoredSubmission(
        reference=reference, message_sha256=sha, ordinal=0, received_at=received_at, **(values | more)
    )
    work.submissions.add(submission, received_at)
    work.messages.finish(sha, submission.status, "fits")
    return reference
