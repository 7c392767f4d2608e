"""Before the digest: do mailbox, deliveries, messages and outbox add up? What does not is its first line."""

import logging
from datetime import datetime, timedelta

from ingest.backends import open_configured
from ingest.config import ImapMailbox
from ingest.context import Context
from ingest.mailboxes import LoginRefused, MailboxLost
from storage.reconciliation import newest_kept, remainder
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

_JUST_NOW = timedelta(minutes=10)
_NEWEST = 500


def remainders(context: Context, work: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """What does not add up at `now` (aware), in sentences for the coordinator; nothing where all does."""
    left = remainder(work.connection, now)
    told = (
        (_not_stored(context, work, now), "ในกล่องจดหมายมีอีเมล {} ฉบับที่ยังไม่ได้จัดเก็บ"),
        (left.unplaced, "อีเมลที่จัดเก็บไว้ {} ฉบับไม่มีบันทึกว่ารับมาจากที่ใด"),
        (left.forgotten, "อีเมล {} ฉบับไม่มีผล และไม่มีกำหนดดำเนินการต่อ"),
        (left.waiting, "อีเมล {} ฉบับรอผลเกินหนึ่งวัน"),
        (left.unanswered, "อีเมล {} ฉบับควรได้รับคำตอบ แต่ไม่มีหนังสือตอบ"),
        (left.unsent, "หนังสือ {} ฉบับค้างส่งเกินหนึ่งวัน"),
        (_without_original(context, work), "ไม่พบต้นฉบับของอีเมล {} ฉบับในที่เก็บ"),
    )
    return tuple(sentence.format(count) for count, sentence in told if count)


def _not_stored(context: Context, work: UnitOfWork, now: datetime) -> int:
    """Mails that stood in the mailbox when it was last read to its end, and are not among the deliveries.

    0 too where the mailbox can't be asked now: that is told by the alarm about the mailbox.
    """
    settings = context.config.mailbox
    if settings is None:
        return 0
    mailbox = open_configured(context.config)
    state = work.mailboxes.get(mailbox.account, mailbox.folder)
    if state is None or state.login_failures or state.last_ok_poll is None:
        return 0
    until = min(state.last_ok_poll, now) - _JUST_NOW
    try:
        if isinstance(settings, ImapMailbox):
            return _of_server(context, settings, work, mailbox.account, until)
        known = work.messages.known_uids(mailbox.account, mailbox.folder, mailbox.open())
        return sum(envelope.received_at <= until for envelope, _ in mailbox.new(known))
    except (MailboxLost, LoginRefused, OSError) as error:
        log.warning("the mailbox could not be compared: %s", error)
        return 0
    finally:
        mailbox.close()


def _of_server(
    context: Context, settings: ImapMailbox, work: UnitOfWork, account: str, until: datetime
) -> int:
    """By a listing of its own: a fault of the one that takes mail in must not hide what it left."""
    from ingest.mailboxes.imap_line import as_lost_mailbox, connect
    from ingest.settings import imap_settings

    with as_lost_mailbox():
        client = connect(imap_settings(settings))
        try:
            client.normalise_times = True
            chosen = client.select_folder(settings.folder, readonly=True)
            known = work.messages.known_uids(account, settings.folder, int(chosen[b"UIDVALIDITY"]))
            missing = sorted(set(client.search("ALL")) - known)
            dates = client.fetch(missing, ["INTERNALDATE"]) if missing else {}
        finally:
            client.logout()
    local = until.astimezone().replace(tzinfo=None)
    return sum(told[b"INTERNALDATE"] <= local for told in dates.values() if b"INTERNALDATE" in told)


def _without_original(context: Context, work: UnitOfWork) -> int:
    """Of the newest messages, those whose raw mail is gone."""
    return sum(not context.raw.has(sha256) for sha256 in newest_kept(work.connection, _NEWEST))
