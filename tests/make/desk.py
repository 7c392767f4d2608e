"""A coordinator's desk for tests: mails go in, one round of the real worker runs, and one looks at what came of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from make.demo_box import box

from ingest.cli.round_output import Round
from ingest.config import load
from ingest.context import Context, open_context
from ingest.demo.__main__ import CONFIG
from ingest.demo.mails import BANGKOK, Attachment, DemoMail, address
from ingest.listing import submission_lines
from ingest.rounds import one_round, poll

NOON = datetime(2018, 12, 10, 12, 0, tzinfo=BANGKOK)


@dataclass
class Desk:
    """Mails are received an hour apart from noon of 10 December 2018 on; the clock stands at the newest one."""

    folder: Path
    context: Context
    count: int = 0
    now: datetime = NOON
    hashes: list[str] = field(default_factory=list)

    def receive(
        self,
        sender: str,
        *attachments: Attachment,
        subject: str = "ส่งแบบสำรวจความร่วมมือ",
        at: datetime | None = None,
        raw: bytes | None = None,
        **more: Any,
    ) -> list[dict[str, Any]]:
        """Put a mail into the mailbox and work one round; its lines as `samruat poll --json` prints them."""
        from hashlib import sha256

        self.count += 1
        self.now = at or self.now + timedelta(hours=1)
        mail = DemoMail("", sender, subject, attachments=attachments, **more)
        data = raw or mail.raw(self.count, self.now)
        stamp = int(self.now.timestamp())
        path = self.folder / "mailbox" / "new" / f"{stamp}.desk{self.count:04}.mx"
        path.write_bytes(data)
        import os

        os.utime(path, (stamp, stamp))
        self.round()
        return self.lines(sha256(data).hexdigest())

    def round(self) -> Round:
        return poll(self.context)

    def work(self) -> None:
        """A round without looking into the mailbox."""
        one_round(self.context, [])

    def lines(self, sha256: str) -> list[dict[str, Any]]:
        with self.context.database.unit_of_work(readonly=True) as work:
            return list(submission_lines(work, [sha256]))

    def mails(self, to: str | None = None) -> list[EmailMessage]:
        """What left, in the order of sending."""
        folder = self.folder / "answers" / "new"
        paths = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
        return [mail for mail in mails if to is None or to in str(mail["To"])]


@contextmanager
def desk(folder: Path, extra: str = "", replace: Sequence[tuple[str, str]] = ()) -> Iterator[Desk]:
    """An open desk; `extra` is added to its configuration, `replace` changes lines of it."""
    config = CONFIG
    for old, new in replace:
        assert old in config
        config = config.replace(old, new)
    with open_context(load(box(folder, (), config=config + extra))) as context:
        made = Desk(folder, context)
        context.now = lambda: made.now
        yield made


def office(province: str) -> str:
    return f"สถจ.{province} <{address(province)}>"


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    content = body.get_content()
    assert isinstance(content, str)
    return content
