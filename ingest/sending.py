"""Sending what is due with the configured transport (commits 3 and 4 of a message's path)."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from ingest.backends import find_in_sent
from ingest.context import Context
from ingest.settings import transport_of
from notifications.deliver import deliver_answers, deliver_due


def send_due(
    context: Context, stop: Callable[[], bool] = lambda: False, *, settle: bool = True
) -> Counter[str]:
    """Send every queued mail whose time has come; how many became `sent`, `queued`, `failed`, `unknown`.

    A mail of which nobody knows whether it left is looked for in the mailbox's sent folder first, unless that was
    settled just now.
    """
    if stop():
        return Counter()
    return deliver_due(
        context.database,
        transport_of(context.config),
        context.now(),
        context.owner,
        sender=parseaddr(context.config.outgoing.sender)[1],
        sent_lookup=_sent_lookup(context),
        stop=stop,
        settle=settle,
    )


def _sent_lookup(context: Context) -> Callable[[str], bool] | None:
    mailbox = context.config.mailbox
    if mailbox is None or mailbox.backend != "imap":
        return None
    return lambda message_id: find_in_sent(context.config, message_id)


class SendingAlong:
    """Sends each answer while the next message is worked on, in a thread of its own; a context manager.

    It waits for servers and disks, and so does the work: one after the other took the sum of both. Leaving waits until
    what was told of has left.

    Attributes:
        sent: How many mails became what; complete after leaving.
    """

    def __init__(self, context: Context, stop: Callable[[], bool]) -> None:
        self._context = context
        self._stop = stop
        self._queued = threading.Event()
        self._over = False
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="sending")
        self._future: Future[Counter[str]] | None = None
        self.sent: Counter[str] = Counter()

    @property
    def began(self) -> bool:
        """Whether anything was told of, so that what may have left before is settled."""
        return self._future is not None

    def tell(self) -> None:
        """An answer may have been queued."""
        self._queued.set()
        if self._future is None:
            self._future = self._threads.submit(self._send)

    def _send(self) -> Counter[str]:
        config = self._context.config
        return deliver_answers(
            self._context.database,
            transport_of(config),
            self._context.now,
            self._context.owner,
            sender=parseaddr(config.outgoing.sender)[1],
            more=self._more,
            sent_lookup=_sent_lookup(self._context),
            stop=self._stop,
        )

    def _more(self) -> bool:
        if self._over and not self._queued.is_set():
            return False
        self._queued.wait()
        self._queued.clear()
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._queued.set()
        self._threads.shutdown()
        if self._future is not None and error is None:
            self.sent = self._future.result()
