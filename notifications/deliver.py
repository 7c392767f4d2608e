"""Sends what is due: claim (commit) → send → record (commit). A mail's failure never stops the others."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from notifications.transports import NoAnswer, Refused, Transport, TryLater
from storage.outbox import OutboxRow
from storage.unit_of_work import Database

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
) -> Counter[str]:
    """Send all mails that are due at `now` (aware), first settling those that may have left before.

    Args:
        sender: Our address, for the envelope.
        sent_lookup: Whether a mail of that Message-ID stands in the mailbox's sent folder.
        stop: Asked between mails; once true, the rest stays queued.

    Returns:
        How many mails became `sent`, `queued`, `failed`, `unknown`.
    """
    counts: Counter[str] = Counter()
    _settle_unknown(database, now, owner, sent_lookup, counts)
    while not stop():
        with database.unit_of_work() as work:
            row = work.outbox.claim(owner, now, _LEASE_SECONDS)
            work.commit()
        if row is None:
            break
        counts[_send(database, transport, row, now, sender)] += 1
    transport.close()
    return counts


def _send(database: Database, transport: Transport, row: OutboxRow, now: datetime, sender: str) -> str:
    try:
        said = transport.send(sender, row.recipient, row.message_id, row.content)
    except TryLater as error:
        with database.unit_of_work() as work:
            if row.attempts >= _ATTEMPTS:
                work.outbox.mark_failed(row.id, str(error))
            else:
                work.outbox.retry(row.id, now + _pause(row.attempts), str(error))
            work.commit()
        return "failed" if row.attempts >= _ATTEMPTS else "queued"
    except Refused as error:
        with database.unit_of_work() as work:
            work.outbox.mark_failed(row.id, str(error))
            work.commit()
        return "failed"
    except NoAnswer as error:
        with database.unit_of_work() as work:
            work.outbox.mark_unknown(row.id, str(error))
            work.commit()
        return "unknown"
    with database.unit_of_work() as work:
        work.outbox.mark_sent(row.id, said, now)
        work.commit()
    return "sent"


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
            work.commit()
        if row is None:
            return
        try:
            found = sent_lookup is not None and sent_lookup(row.message_id)
        except OSError:
            with database.unit_of_work() as work:
                work.outbox.retry_look_up(row.id, now + _FIRST_PAUSE)
                work.commit()
            continue
        with database.unit_of_work() as work:
            if found:
                work.outbox.mark_sent(row.id, "found among the sent mails", now)
                counts["sent"] += 1
            elif row.unknowns <= 1:
                # Once more under the same Message-ID: a reader's mailbox can tell the two are one.
                work.outbox.requeue(row.id, now)
            else:
                work.outbox.mark_failed(row.id, row.smtp_reply or "no answer, twice")
                counts["failed"] += 1
            work.commit()


def _pause(attempts: int) -> timedelta:
    return min(_FIRST_PAUSE * int(2 ** min(max(attempts - 1, 0), 10)), _LONGEST_PAUSE)
