"""Sending what is due with the configured transport (commits 3 and 4 of a message's path)."""

from collections import Counter
from collections.abc import Callable
from email.utils import parseaddr

from ingest.backends import find_in_sent
from ingest.context import Context
from ingest.settings import transport_of
from notifications.deliver import deliver_due


def send_due(context: Context, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Send every queued mail whose time has come; how many became `sent`, `queued`, `failed`, `unknown`.

    A mail of which nobody knows whether it left is looked for in the mailbox's sent folder first.
    """
    if stop():
        return Counter()
    mailbox = context.config.mailbox
    can_look_up = mailbox is not None and mailbox.backend == "imap"
    return deliver_due(
        context.database,
        transport_of(context.config),
        context.now(),
        context.owner,
        sender=parseaddr(context.config.outgoing.sender)[1],
        sent_lookup=(lambda message_id: find_in_sent(context.config, message_id)) if can_look_up else None,
        stop=stop,
    )
