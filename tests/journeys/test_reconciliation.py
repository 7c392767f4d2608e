"""The digest compares a real mailbox with what is stored, by a listing of its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from make.day import configured
from make.dovecot import Dovecot
from make.mail_case import with_form
from make.smtp import smtp_server

from ingest.config import load
from ingest.context import open_context
from ingest.reconciliation import remainders
from ingest.rounds import poll


def test_a_mail_that_the_last_poll_should_have_met_is_told_and_a_new_one_is_not(
    imap: Dovecot, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    with smtp_server() as (_, settings):
        config = load(configured(tmp_path, imap, settings, f"sqlite:///{tmp_path / 'samruat.db'}"))
        imap.append(with_form(), now - timedelta(hours=5))
        with open_context(config) as context, context.database.unit_of_work(readonly=True) as work:
            poll(context)
            assert remainders(context, work, now) == ()
        imap.append(with_form(message_id="<late@nan.example>"), now - timedelta(hours=4))
        imap.append(with_form(message_id="<new@nan.example>"), now)
        with open_context(config) as context, context.database.unit_of_work(readonly=True) as work:
            assert remainders(context, work, now) == ("ในกล่องจดหมายมีอีเมล 1 ฉบับที่ยังไม่ได้จัดเก็บ",)
