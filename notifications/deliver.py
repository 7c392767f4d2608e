"""Sends what is due: claim (commit) → send → record (commit). A mail's failure never stops the others."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.transports import NoAnswer, Refused, Transport, TryLater, Unreachable
from storage.outbox import FOUND_IN_SENT, OutboxRow
from storage.unit_of_work import Database, UnitOfWork

log = logging.getLogger(__name__)

_LEASE_SECONDS = 300.0
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=4)
_ATTEMPTS = 24


def deliver_due(
    database: Database,
    transport: Transport,
    now: datetime,
    owner: str,
    *,
    sender: str,
    sent_lookup: Callable[[str], bool] | None = None,
    stop: Callable[[], bool] = lambda: False,
    settle: bool = True,
) -> Counter[str]:
    """Send all mails that are due at `now` (aware), first settling those that may have left before.

    Args:
        settle: False where they were settled just now: what became doubtful since then waits for the next round.
        sender: Our address, for the envelope.
        sent_lookup: Whether a mail of that Message-ID stands in the mailbox's sent folder.
        stop: Asked between mails; once true, the rest stays queued.

    Returns:
        How many mails became `sent`, `queued`, `failed`, `unknown`.
    """
    counts: Counter[str] = Counter()
    if settle:
        _settle_unknown(database, now, owner, sent_lookup, counts)
    _Delivery(database, transport, owner, sender, stop).all(counts, lambda: now)
    return counts


def deliver_answers(
    database: Database,
    transport: Transport,
    now: Callable[[], datetime],
    owner: str,
    *,
    sender: str,
    more: Callable[[], bool],
    sent_lookup: Callable[[str], bool] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Settle what may have left before, and send the answers to messages while others are still being worked on.

    Nothing else leaves: a reminder may be overtaken by the work.

    Args:
        more: Asked when nothing is due: returns once there may be more, false when there won't be.
    """
    counts: Counter[str] = Counter()
    _settle_unknown(database, now(), owner, sent_lookup, counts)
    _Delivery(database, transport, owner, sender, stop, more, answers_only=True).all(counts, now)
    return counts


@dataclass(frozen=True, slots=True)
class _Delivery:
    database: Database
    transport: Transport
    owner: str
    sender: str
    stop: Callable[[], bool]
    more: Callable[[], bool] = lambda: False
    answers_only: bool = False

    def all(self, counts: Counter[str], now: Callable[[], datetime]) -> None:
        done: _Outcome | None = None
        try:
            while True:
                # One commit a mail: what became of the last one, and that the next one leaves now.
                with self.database.unit_of_work() as work:
                    if done is not None:
                        counts[done.record(work)] += 1
                    over = self.stop() or (done is not None and done.state == "unreachable")
                    row = None if over else self._claim(work, now())
                    work.commit()
                done = None
                if row is not None:
                    done = _send(self.transport, row, now(), self.sender)
                    log.info(
                        "%s: %s %s",
                        (row.message_sha256 or "")[:12] or "outbox",
                        row.kind,
                        done.state,
                        extra={"reference": row.reference},
                    )
                elif over or not self.more():
                    break
        finally:
            self.transport.close()

    def _claim(self, work: UnitOfWork, now: datetime) -> OutboxRow | None:
        return work.outbox.claim(self.owner, now, _LEASE_SECONDS, answers_only=self.answers_only)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a mail, still to be recorded."""

    row: OutboxRow
    state: str
    said: str
    now: datetime

    def record(self, work: UnitOfWork) -> str:
        outbox, row = work.outbox, self.row
        if self.state == "sent":
            outbox.mark_sent(row.id, self.said, self.now)
        elif self.state == "unknown":
            outbox.mark_unknown(row.id, self.said)
        elif self.state == "failed" or row.attempts >= _ATTEMPTS:
            outbox.mark_failed(row.id, self.said)
            return "failed"
        else:
            outbox.retry(row.id, self.now + _pause(row.attempts), self.said)
            return "queued"
        return self.state


def _send(transport: Transport, row: OutboxRow, now: datetime, sender: str) -> _Outcome:
    try:
        return _Outcome(row, "sent", transport.send(sender, row.recipient, row.message_id, row.content), now)
    except Unreachable as error:
        return _Outcome(row, "unreachable", str(error), now)
    except TryLater as error:
        return _Outcome(row, "queued", str(error), now)
    except Refused as error:
        return _Outcome(row, "failed", str(error), now)
    except NoAnswer as error:
        return _Outcome(row, "unknown", str(error), now)


def _settle_unknown(
    database: Database,
    now: datetime,
    owner: str,
    sent_lookup: Callable[[str], bool] | None,
    counts: Counter[str],
) -> None:
    while True:
        with database.unit_of_work() as work:
            row = work.outbox.claim_unknown(owner, now, _LEASE_SECONDS)
            newest = work.outbox.newest_sent() if row is not None else None
            work.commit()
        if row is None:
            return
        try:
            found = sent_lookup is not None and sent_lookup(row.message_id)
            again = not found and row.unknowns <= _resends(row, newest, sent_lookup)
        except OSError:
            with database.unit_of_work() as work:
                work.outbox.retry_look_up(row.id, now + _FIRST_PAUSE)
                work.commit()
            continue
        with database.unit_of_work() as work:
            if found:
                work.outbox.mark_sent(row.id, FOUND_IN_SENT, now)
                counts["sent"] += 1
            elif again:
                # Once more under the same Message-ID: a reader's mailbox can tell the two are one.
                work.outbox.requeue(row.id, now)
            else:
                work.outbox.mark_failed(row.id, row.smtp_reply or "no answer, again and again")
                counts["failed"] += 1
            work.commit()


def _resends(row: OutboxRow, newest: OutboxRow | None, sent_lookup: Callable[[str], bool] | None) -> int:
    """How often a mail may leave again that is not among the sent ones (docs/decisions/0114).

    Where our newest mail stands there, what does not has not left. Else a server that fell silent after it had the
    whole mail has most likely taken it; a worker that died while sending has most likely not come so far.
    """
    if row.unknowns == 1:
        return 1
    if newest is not None and sent_lookup is not None and sent_lookup(newest.message_id):
        return 5
    return 1 if row.smtp_reply else 3


def _pause(attempts: int) -> timedelta:
    return min(_FIRST_PAUSE * int(2 ** min(max(attempts - 1, 0), 10)), _LONGEST_PAUSE)
