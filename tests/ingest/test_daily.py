"""The coordinator's digest, made of what real mails left behind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.daily import build, digest_mail, queue_digest
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment
from notifications.answer import Changed, Digest
from storage.words import ProvinceState


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def form(province: str, count: int) -> Attachment:
    return Attachment("แบบสำรวจ.xlsx", workbook(province, rows(province, count)))


def digest_of(at: Desk) -> Digest:
    with at.context.database.unit_of_work(readonly=True) as work:
        return build(at.context, work, at.now)


def mail_of(at: Desk) -> EmailMessage:
    with at.context.database.unit_of_work(readonly=True) as work:
        content = digest_mail(at.context, work).content
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_provinces_whose_mail_came_to_nothing_are_told_apart_from_silent_ones(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), Attachment("แบบสำรวจ.xlsx", b"PK\x03\x04 broken"))
    at_desk.receive(office("ตรัง"), subject="สอบถามเรื่องแบบสำรวจ")
    at_desk.receive(office("แพร่"), form("แพร่", 2))
    digest = digest_of(at_desk)
    assert (digest.unreadable, digest.held, digest.sent) == (("น่าน",), ("ตรัง",), ("แพร่",))
    assert len(digest.silent) == 73


def test_what_changed_since_the_digest_before_is_told_by_province(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), form("น่าน", 2))
    assert queue_digest(at_desk.context)
    at_desk.now += timedelta(days=3)  # over a weekend without a digest nothing gets lost
    assert digest_of(at_desk).changes == ()
    at_desk.receive(office("น่าน"), form("น่าน", 3))
    at_desk.receive(office("แพร่"), form("แพร่", 2))
    assert set(digest_of(at_desk).changes) == {
        Changed("น่าน", ProvinceState.ACCEPTED, ProvinceState.ACCEPTED, 2, 3),
        Changed("แพร่", ProvinceState.SILENT, ProvinceState.ACCEPTED, 0, 2),
    }
    assert "- น่าน: ส่งแล้ว 3 รายการ (เดิม ส่งแล้ว 2 รายการ)" in text_of(mail_of(at_desk))


def test_a_mail_that_came_back_is_told_with_whom_to_call(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), form("น่าน", 2))
    [answer] = at_desk.mails()
    with at_desk.context.database.unit_of_work() as work:
        assert work.outbox.note_bounce(str(answer["Message-ID"]), "550 no such user")
        version = work.submissions.by_reference("SM-2561-0001")
        work.commit()
    assert version is not None
    told = text_of(mail_of(at_desk))
    assert f"โทรศัพท์ {version.reporter.phone} (550 no such user)" in told
    assert version.reporter.name in told


def test_the_table_of_all_provinces_goes_with_the_digest(at_desk: Desk) -> None:
    from openpyxl import load_workbook

    assert list(mail_of(at_desk).iter_attachments()) == []
    at_desk.receive(office("น่าน"), form("น่าน", 2))
    mail = mail_of(at_desk)
    [part] = mail.iter_attachments()
    assert part.get_filename() == "SM-2561-all-20181210.xlsx"
    assert load_workbook(BytesIO(part.get_content())).sheetnames == ["ทุกจังหวัด", "น่าน"]
    assert "SM-2561-all-20181210.xlsx" in text_of(mail)


def test_a_partner_of_another_province_that_answered_without_it_is_told(at_desk: Desk) -> None:
    theirs = rows("แพร่", 1)[0]
    ours = [replace(row, partners=f"{theirs.host} จ.แพร่") for row in rows("น่าน", 1)]
    at_desk.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", ours)))
    assert digest_of(at_desk).unmirrored == ()
    at_desk.receive(office("แพร่"), form("แพร่", 2))
    [found] = digest_of(at_desk).unmirrored
    assert (found.province, found.partner.name, found.reported_by) == ("แพร่", theirs.host, "น่าน")
    assert f"{theirs.host} จังหวัดแพร่: {ours[0].host} จังหวัดน่าน" in text_of(mail_of(at_desk))
