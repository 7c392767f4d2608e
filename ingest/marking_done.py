"""The last step, where it is configured: mails whose answer has left are marked in the mailbox, or moved away.

Nothing depends on it: it is tried until it succeeds, and what nobody has decided on (held, failed, ignored) stays as it is.
"""

import logging
from collections.abc import Collection

from ingest.context import Context
from ingest.mailboxes import LoginRefused, MailboxLost
from ingest.settings import imap_settings

log = logging.getLogger(__name__)


def mark_done_mails(context: Context, something_happened: bool) -> None:
    """Mark or move what is done with; asks the mailbox only after a round that did something, or a failed try."""
    config = context.config.mailbox
    if config is None or config.backend != "imap" or config.when_done == "nothing":
        return
    context.to_mark = context.to_mark or something_happened
    if not context.to_mark:
        return
    from ingest.mailboxes.imap_done import mark_done, move_done

    settings = imap_settings(config)

    def done_of(uidvalidity: int, uids: Collection[int]) -> set[int]:
        with context.database.unit_of_work(readonly=True) as work:
            return work.messages.done_with(settings.account, config.folder, uidvalidity, uids)

    try:
        if config.when_done == "keyword":
            count = mark_done(settings, done_of, config.done_keyword)
        else:
            count = move_done(settings, done_of, config.done_folder)
    except (MailboxLost, LoginRefused) as error:
        log.warning("mails that are done with stay unmarked for now: %s", error)
        return
    context.to_mark = False
    if count:
        log.info("%s mails that are done with: %s", count, config.when_done)
