"""The worker: one round after the other, and the daily digest; `stop` ends it between two messages."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ingest.context import Context
from ingest.daily import digest_is_due, queue_digest
from ingest.intake import Busy
from ingest.mailboxes import LoginRefused
from ingest.operation.notify import Pulse, ServiceManager
from ingest.operation.watch import Watch
from ingest.remind import WORKER, remind, reminders_are_due
from ingest.rounds import one_round, poll
from ingest.sending import send_due

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=15)
LOGIN_PAUSE = timedelta(minutes=15)


class Worker:
    """Runs until `stop` is set. One thread does all the work but sending, so rounds never overlap."""

    def __init__(
        self,
        context: Context,
        *,
        progress: Callable[[str], None] = lambda _: None,
        manager: ServiceManager | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._context = context
        self._progress = progress
        self._manager = manager or ServiceManager({})
        self._watch = watch or Watch(context)
        self._pulse = Pulse()
        self._stopping = threading.Event()
        self._failures = 0
        self._not_before: datetime | None = None

    def stop(self) -> None:
        """End after the message in hand; what is claimed is given back."""
        self._stopping.set()

    def run(self) -> None:
        """Poll every `mailbox.poll_seconds`, look for the digest's hour every half minute; returns once stopped."""
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        mailbox = self._context.config.mailbox
        seconds = mailbox.poll_seconds if mailbox else 60
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        now = datetime.now(UTC)
        scheduler.add_job(self.round, "interval", seconds=seconds, next_run_time=now)
        scheduler.add_job(self.digest, "interval", seconds=30, next_run_time=now)
        scheduler.start()
        log.info(
            "working; poll every %s s, digest at %s", seconds, self._context.config.coordinator.digest_at
        )
        self._watch.open()
        self._manager.tell("READY=1")
        self._wait()
        self._manager.tell("STOPPING=1")
        self._watch.close()
        log.info("stopping after the message in hand")
        scheduler.shutdown(wait=True)
        with self._context.database.unit_of_work() as work:
            work.release_leases(self._context.owner)
            work.commit()
        log.info("stopped")

    def _wait(self) -> None:
        """Until stopped. The service manager hears of us as long as the working thread does something."""
        while not self._stopping.wait(self._manager.pulse_seconds()):
            if self._pulse.is_stuck():
                log.error("nothing was done for too long; the service manager is told no more")
            else:
                self._manager.tell("WATCHDOG=1")
            self._watch.look()

    def _asked_to_stop(self) -> bool:
        """Asked between two messages or mails, and so a sign of life as well."""
        self._pulse.beat()
        return self._stopping.is_set()

    def round(self) -> None:
        """One poll; a mailbox that can't be reached must keep neither waiting work nor answers from going on."""
        if self._asked_to_stop():
            return
        try:
            if self._may_poll():
                self._note(poll(self._context, self._progress, self._asked_to_stop).lost)
            else:
                one_round(self._context, [], self._progress, self._asked_to_stop)
        except Exception:
            # The worker outlives a fault of its own: it is logged, and the next round begins anew.
            log.exception("this round failed")

    def _note(self, lost: Exception | None) -> None:
        """When to poll next: at once, or after a pause where the mailbox could not be reached."""
        if lost is None:
            self._failures, self._not_before = 0, None
        elif isinstance(lost, Busy):
            log.info("another worker polls the mailbox now")
        elif isinstance(lost, LoginRefused):
            # Servers lock an account after a few wrong passwords.
            log.error(
                "the mail server refuses our login (%s); next try at %s", lost, self._pause(LOGIN_PAUSE)
            )
        else:
            self._failures += 1
            pause = timedelta(seconds=10 * 2 ** min(self._failures, 8))
            log.warning("mailbox not reached (%s); next try at %s", lost, self._pause(pause))

    def digest(self) -> None:
        """Queue and send the digest where its hour has come, and the reminders on their days."""
        if self._asked_to_stop():
            return
        try:
            if digest_is_due(self._context) and queue_digest(self._context):
                log.info("digest queued")
                send_due(self._context, self._asked_to_stop)
            if reminders_are_due(self._context):
                told = remind(self._context, self._progress, who=WORKER)
                log.info("%s reminded", len(told))
                send_due(self._context, self._asked_to_stop)
        except Exception:
            log.exception("the digest failed; tried again")

    def _may_poll(self) -> bool:
        return self._not_before is None or self._not_before <= self._context.now()

    def _pause(self, pause: timedelta) -> str:
        self._not_before = self._context.now() + min(pause, LONGEST_PAUSE)
        return self._not_before.isoformat(timespec="seconds")
