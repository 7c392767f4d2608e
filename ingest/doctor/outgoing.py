"""The way out, and where that is asked for one mail to ourselves, found again."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from ingest.config import Config
from ingest.doctor import servers
from ingest.doctor.incoming import LOGIN_ADVICE
from ingest.doctor.steps import Advice, Step, Unwell, Visit

_MAILDIR = Advice("Look at [outgoing] path: the folder, and who may write there.", "ตรวจ path ที่ [outgoing] และสิทธิ์เขียนโฟลเดอร์")  # fmt: skip
_NOT_FOUND = Advice(
    "Look for it in the junk folder and ask the server's operator where it went; [outgoing] from must be the mailbox's own"
    " address.",
    "ตรวจในโฟลเดอร์จดหมายขยะ และสอบถามผู้ดูแลเครื่องแม่ข่ายว่าจดหมายไปที่ใด; [outgoing] from ต้องเป็นที่อยู่ของกล่องจดหมายนี้",
)
_PAUSE = 0.5


def steps(config: Config) -> Iterator[Step]:
    if config.outgoing.backend == "maildir":
        yield Step("outgoing", _try_out, _MAILDIR)
        return
    yield from servers.steps("outgoing")
    login = Advice(LOGIN_ADVICE.en.format("outgoing"), LOGIN_ADVICE.th.format("outgoing"))
    yield Step("outgoing login", _try_out, login, "outgoing TLS")


def _try_out(visit: Visit) -> str:
    from ingest.settings import transport_of

    return transport_of(visit.config).try_out()


def _send_and_find(visit: Visit) -> str:
    from email.utils import parseaddr

    from ingest.settings import transport_of

    if visit.imap is None:
        raise Unwell("only a mailbox by IMAP can be searched for it")
    to = parseaddr(visit.config.outgoing.sender)[1]
    message_id, content = _test_mail(visit.config.outgoing.sender, to)
    transport = transport_of(visit.config)
    try:
        transport.send(to, to, message_id, content)
    finally:
        transport.close()
    sent = time.monotonic()
    while time.monotonic() - sent < visit.seconds * TEST_MAIL.times - 2 * _PAUSE:
        visit.imap.noop()
        if found := visit.imap.search(["HEADER", "Message-ID", message_id]):
            dates = visit.imap.fetch(found, ["INTERNALDATE"])
            theirs = dates[found[0]][b"INTERNALDATE"]
            theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
            visit.note_clock("the mail server", theirs, datetime.now(UTC))
            return f"sent to {to} and found after {time.monotonic() - sent:.1f} s"
        time.sleep(_PAUSE)
    raise Unwell(f"sent to {to}, and not found after {time.monotonic() - sent:.0f} s")


def _test_mail(sender: str, to: str) -> tuple[str, bytes]:
    """It bears our instance's mark, so that the worker takes it for our own and answers nothing."""
    import uuid
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, to
    message["Subject"] = "ทดสอบการรับส่งอีเมล / test of the mail service"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<doctor-{uuid.uuid4()}@{to.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Samruat-Instance"] = to.lower()
    message.set_content("samruat doctor --send-test\n")
    return str(message["Message-ID"]), message.as_bytes()


TEST_MAIL = Step("test mail", _send_and_find, _NOT_FOUND, "outgoing login", times=4)
