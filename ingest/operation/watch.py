"""One look at the work, now and then: metrics for those who watch, and the alarm."""

import logging
import time
from datetime import datetime
from typing import Any

from ingest.context import Context
from ingest.operation.alarm import Alarm
from ingest.operation.health import look

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0


class Watch:
    """Looks at most every `every_seconds`, in whatever thread asks; no fault of its own reaches the worker."""

    def __init__(self, context: Context, every_seconds: float = LOOK_SECONDS) -> None:
        self._context = context
        self._settings = context.config.watch
        self._every_seconds = every_seconds
        self._started_at: datetime = context.now()
        self._looked_at: float | None = None
        self._alarm = Alarm(context.config)
        self._server: Any = None

    def open(self) -> None:
        """Begin to answer Prometheus, where a port is configured, and look for the first time."""
        if self._settings.metrics_port:
            from ingest.operation.metrics import serve

            self._server = serve(self._settings.metrics_port, self.metrics)
        self.look()

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def look(self) -> None:
        """Write the metrics and tell the alarm, where it is time to."""
        now = time.monotonic()
        if self._looked_at is not None and now - self._looked_at < self._every_seconds:
            return
        self._looked_at = now
        try:
            self._look()
        except Exception:
            log.exception("the watch failed; it looks again")

    def metrics(self) -> bytes:
        """As of now, in Prometheus' text format."""
        from ingest.operation.metrics import as_text, families

        now = self._context.now()
        state, troubles = look(self._context.config, self._context.database, now, self._started_at)
        keys = [trouble.key for trouble in troubles]
        return as_text(families(state, keys, now, self._context.config.replies.total_per_day))

    def _look(self) -> None:
        context = self._context
        if self._settings.metrics_file:
            from ingest.operation.metrics import write_file

            write_file(self._settings.metrics_file, self.metrics())
        _, troubles = look(context.config, context.database, context.now(), self._started_at)
        for told in self._alarm.tell(troubles):
            log.warning("alarm: %s", told.splitlines()[-2] if "\n" in told else told)
