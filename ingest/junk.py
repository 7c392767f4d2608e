"""Mails that the server took for junk and that may be submissions: told in the digest, never taken in."""

import logging
from datetime import datetime

from ingest.config import BANGKOK
from ingest.context import Context
from ingest.mailboxes import LoginRefused, MailboxLost
from ingest.screening import mentions_survey
from ingest.settings import handing_in, imap_settings
from notifications.answer import JunkTold
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


def suspects(context: Context, work: UnitOfWork, since: datetime) -> tuple[JunkTold, ...] | None:
    """Mails of known senders, and with the survey's words in subject or file names, that came since an instant.

    Returns:
        The newest first; None where the folder can't be looked into.
    """
    settings = context.config.mailbox
    if settings is None or settings.backend != "imap":
        return ()
    from ingest.mailboxes.imap_junk import look_into_junk

    line = imap_settings(settings)
    state = work.mailboxes.get(line.account, line.folder)
    if state and state.retry_at and context.now() < state.retry_at:
        return None  # the login was refused: another try might lock the account
    try:
        found = look_into_junk(line, since.astimezone(BANGKOK).date())
    except (MailboxLost, LoginRefused, OSError) as error:
        log.warning("the junk folder can't be looked into: %s", type(error).__name__)
        return None
    known = handing_in(context.config)
    told = []
    for mail in found:
        sender = mail.head.from_address or ""
        is_known = sender in known or bool(work.senders.provinces_of(sender))
        if mail.received_at >= since and (
            is_known or any(map(mentions_survey, (mail.head.subject, *mail.files)))
        ):
            told.append(JunkTold(sender, mail.head.subject, mail.received_at, mail.files))
    return tuple(sorted(told, key=lambda one: one.received_at, reverse=True))
