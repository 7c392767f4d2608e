"""What all pages work with: made once when the desk starts, found by `the_desk()` while a request is answered."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from flask import current_app

from desk.kept import Kept
from desk.sessions import Links, Sessions
from desk.throttle import Throttle
from ingest.config import Config
from ingest.context import Context

_LOG = logging.getLogger("desk")
EXTENSION = "samruat_desk"


@dataclass(slots=True)
class Desk:
    """One running desk.

    Attributes:
        origins: Scheme, host and port under which browsers may reach it.
        work: Works on what a decision reopened, and sends what it queued.
    """

    context: Context
    origins: frozenset[str]
    work: "Work"
    sessions: Sessions
    links: Links
    throttle: Throttle
    kept: Kept
    is_https: bool = False

    @property
    def config(self) -> Config:
        return self.context.config

    @property
    def cookie(self) -> str:
        # A browser takes `__Host-` from this very host over TLS only.
        return "__Host-samruat" if self.is_https else "samruat"

    @property
    def base(self) -> str:
        """The address for links in mails."""
        url = self.config.desk.url
        return url.rstrip("/") if url else f"http://localhost:{self.config.desk.port}"


@dataclass(slots=True)
class Work:
    """The rounds after a decision, one at a time behind the pages: reading apart from sending, which may be slow."""

    context: Context
    _reading: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "desk-reading"))
    _sending: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "desk-sending"))
    _queued: threading.Event = field(default_factory=threading.Event)

    def after_decision(self, seconds: float = 3) -> bool:
        """Work on what was reopened and send; whether the reading ended within `seconds`."""
        done = self._reading.submit(_told, self._read)
        done.add_done_callback(self._send_then)
        return not wait([done], seconds).not_done

    def later(self, deed: Callable[[], object]) -> None:
        """Something that takes its time, behind the pages; then send what it queued."""
        done = self._reading.submit(_told, deed)
        done.add_done_callback(self._send_then)

    def send(self) -> None:
        """Send what is due, in the background."""
        if self.context.config.replies.mode == "send":
            self._sending.submit(_told, self._send)

    def close(self) -> None:
        self._reading.shutdown()
        self._sending.shutdown()

    def _send_then(self, _: "Future[None]") -> None:
        try:
            self.send()
        except RuntimeError:  # the desk is closing; the worker or the next start sends
            return

    def _read(self) -> None:
        from ingest.pipeline import work_through
        from ingest.remind import drop_outdated

        for _ in work_through(self.context):
            pass
        drop_outdated(self.context)

    def _send(self) -> None:
        from ingest.sending import send_due

        send_due(self.context)


def _told(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Exception:  # noqa: BLE001 - the pages go on, whatever a message does to a round
        _LOG.exception("a round of the desk failed; the worker goes on with it")


def the_desk() -> Desk:
    """The desk of the running application."""
    desk = current_app.extensions[EXTENSION]
    assert isinstance(desk, Desk)
    return desk
