"""What does not add up among mailbox, messages and outbox is the digest's first line; where all adds up, no line is."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of
from make.mail_case import with_form
from sqlalchemy import delete, select, update

from ingest.daily import digest_mail
from storage import tables as t
from storage.words import OutboxState


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.receive("", raw=with_form())
        made.receive(office("ตรัง"), text="ขอสอบถามเรื่องแบบสำรวจ")
        made.receive("a@shop.example", subject="prize", text="click")
        yield made


def digest_of(at: Desk) -> EmailMessage:
    with at.context.database.unit_of_work(readonly=True) as work:
        mail = message_from_bytes(digest_mail(at.context, work).content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def changed(at: Desk, statement: object) -> None:
    with at.context.database.unit_of_work() as work:
        work.connection.execute(statement)  # type: ignore[call-overload]
        work.commit()


def test_where_all_adds_up_nothing_is_said(at_desk: Desk) -> None:
    at_desk.now += timedelta(days=2)
    mail = digest_of(at_desk)
    assert "จำนวนไม่ตรงกัน" not in str(mail["Subject"]) + text_of(mail)


def no_delivery(at: Desk) -> None:
    held = select(t.Messages.sha256).where(t.Messages.status == "held")
    changed(at, delete(t.Deliveries).where(t.Deliveries.message_sha256.in_(held)))
    for path in (at.folder / "mailbox" / "new").iterdir():
        path.unlink()


def forgotten(at: Desk) -> None:
    changed(at, update(t.Messages).where(t.Messages.status == "held").values(status=None, why_no_reply=None))


def unanswered(at: Desk) -> None:
    changed(at, delete(t.Outbox).where(t.Outbox.kind == "receipt"))


def unsent(at: Desk) -> None:
    changed(at, update(t.Outbox).where(t.Outbox.kind == "receipt").values(state=OutboxState.QUEUED))
    at.now += timedelta(days=2)


def original_gone(at: Desk) -> None:
    next((at.folder / "raw").rglob("*.eml")).unlink()


def not_stored(at: Desk) -> None:
    """A mail that lay in the mailbox when it was read to its end, and of which nothing is known."""
    path = at.folder / "mailbox" / "new" / "1.lost.mx"
    path.write_bytes(with_form(message_id="<lost@nan.example>"))
    os.utime(path, (at.now.timestamp() - 7200,) * 2)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (no_delivery, "อีเมลที่จัดเก็บไว้ 1 ฉบับไม่มีบันทึกว่ารับมาจากที่ใด"),
        (forgotten, "อีเมล 1 ฉบับไม่มีผล และไม่มีกำหนดดำเนินการต่อ"),
        (unanswered, "อีเมล 1 ฉบับควรได้รับคำตอบ แต่ไม่มีหนังสือตอบ"),
        (unsent, "หนังสือ 1 ฉบับค้างส่งเกินหนึ่งวัน"),
        (original_gone, "ไม่พบต้นฉบับของอีเมล 1 ฉบับในที่เก็บ"),
        (not_stored, "ในกล่องจดหมายมีอีเมล 1 ฉบับที่ยังไม่ได้จัดเก็บ"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_remainder_is_the_digests_first_line(
    spoil: Callable[[Desk], None], words: str, at_desk: Desk
) -> None:
    spoil(at_desk)
    mail = digest_of(at_desk)
    assert "จำนวนไม่ตรงกัน" in str(mail["Subject"])
    lines = [line for line in text_of(mail).splitlines() if line.strip()]
    first = next(i for i, line in enumerate(lines) if "จำนวนไม่ตรงกัน" in line)
    assert words in lines[first]
    assert first < next(i for i, line in enumerate(lines) if line.startswith("สรุป ณ"))
