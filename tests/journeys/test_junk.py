"""The folder of junk: looked through for known senders and forms, told in the digest, and never touched."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from make.day import configured
from make.dovecot import USER, Dovecot
from make.mails import make_file, make_mail, make_multipart, make_text

from ingest.cli.digest_command import _text
from ingest.config import load
from ingest.context import open_context
from ingest.daily import digest_mail
from ingest.demo.mails import address
from ingest.fetching import Budget
from ingest.junk import suspects
from ingest.mailboxes.imap import ImapMailbox
from ingest.mailboxes.imap_junk import look_into_junk
from ingest.mailboxes.imap_line import ImapSettings
from notifications.transports.smtp import SmtpSettings

AT = datetime(2018, 12, 3, 3, 0, tzinfo=UTC)
PLAIN_SMTP = SmtpSettings("localhost", 1, "none")


def with_file(name: str) -> bytes:
    return make_multipart(make_text("x"), make_file(name, b"PK\x03\x04"))


def junk(imap: Dovecot, *mails: bytes, folder: str = "Junk") -> None:
    imap.fill([(AT, mail) for mail in mails], folder=folder)


def digest(imap: Dovecot, tmp_path: Path) -> str:
    config = load(configured(tmp_path, imap, PLAIN_SMTP, f"sqlite:///{tmp_path / 'samruat.db'}"))
    with open_context(config) as context:
        context.now = lambda: AT + timedelta(hours=6)
        with context.database.unit_of_work(readonly=True) as work:
            return _text(digest_mail(context, work).content)


def test_known_senders_and_forms_are_told_and_spam_is_not(imap: Dovecot, tmp_path: Path) -> None:
    junk(
        imap,
        make_mail(**{"from": address("น่าน")}, subject="=?utf-8?b?4Liq4LmI4LiH4LiH4Liy4LiZ?="),
        make_mail(with_file("แบบสำรวจ พังงา.xlsx"), **{"from": "officer@mail.example"}, subject="FW:"),
        make_mail(with_file("invoice.pdf"), **{"from": "winner@lucky.example"}, subject="You have won"),
    )
    told = digest(imap, tmp_path)
    part = told.partition("ในกล่องจดหมายขยะ")[2]
    assert f"{address('น่าน')} เมื่อ 3 ธันวาคม 2561: ส่งงาน" in part
    assert "officer@mail.example" in part
    assert "แบบสำรวจ พังงา.xlsx" in part
    assert "winner@lucky.example" not in told


def test_nothing_in_the_folder_is_marked_moved_or_fetched_whole(imap: Dovecot, tmp_path: Path) -> None:
    junk(imap, make_mail(with_file("แบบสำรวจ.xlsx")))
    digest(imap, tmp_path)
    with imap.client() as client:
        client.select("Junk")
        assert client.uid("FETCH", "1", "(FLAGS)")[1][0].count(b"\\Seen") == 0


def test_a_thai_folder_may_be_named_and_old_mail_is_left_out(imap: Dovecot) -> None:
    imap.create("ขยะ")
    junk(imap, make_mail(subject="new"), folder="ขยะ")
    imap.append(make_mail(subject="old"), AT - timedelta(days=9), folder="ขยะ")
    settings = ImapSettings(
        "localhost", USER, imap.password_file, imap.tls_port, ca_file=imap.ca_file, junk_folder="ขยะ"
    )
    assert [mail.head.subject for mail in look_into_junk(settings, AT.date())] == ["new"]


def test_a_mailbox_that_is_down_costs_the_digest_that_line_only(imap: Dovecot, tmp_path: Path) -> None:
    path = configured(tmp_path, imap, PLAIN_SMTP, f"sqlite:///{tmp_path / 'samruat.db'}")
    path.write_text(path.read_text().replace(f"port = {imap.tls_port}", "port = 1"))
    with open_context(load(path)) as context, context.database.unit_of_work(readonly=True) as work:
        assert "เปิดดูกล่องจดหมายขยะไม่ได้" in _text(digest_mail(context, work).content)


def test_mail_that_waits_for_tomorrow_is_told(imap: Dovecot, tmp_path: Path) -> None:
    config = load(configured(tmp_path, imap, PLAIN_SMTP, f"sqlite:///{tmp_path / 'samruat.db'}"))
    settings = ImapSettings("localhost", USER, imap.password_file, imap.tls_port)
    with open_context(config) as context:
        context.now = lambda: AT + timedelta(hours=6)
        with context.database.unit_of_work() as work:
            budget = Budget.of(context, work, ImapMailbox(settings, None, 2000 * 1024 * 1024))
            budget.spend(1999 * 1024 * 1024)
            assert not budget.allows(2 * 1024 * 1024)
            budget.write(work)
            work.commit()
    assert "ส่วนที่เหลือจะดึงในวันถัดไป" in digest(imap, tmp_path)


def test_no_login_is_tried_for_it_while_logins_are_refused(imap: Dovecot, tmp_path: Path) -> None:
    config = load(configured(tmp_path, imap, PLAIN_SMTP, f"sqlite:///{tmp_path / 'samruat.db'}"))
    line = ImapSettings("localhost", USER, imap.password_file, imap.tls_port)
    with open_context(config) as context, context.database.unit_of_work() as work:
        context.now = lambda: AT
        work.mailboxes.note_login_failure(line.account, line.folder, AT + timedelta(minutes=15))
        assert suspects(context, work, AT - timedelta(days=1)) is None
        context.now = lambda: AT + timedelta(minutes=16)
        assert suspects(context, work, AT - timedelta(days=1)) == ()
