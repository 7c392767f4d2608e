"""The coordinator's daily digest: built from what is stored, queued once a Bangkok day."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from ingest.answers import REPLY_KINDS, identity_of
from ingest.context import Context
from ingest.fetching import is_postponed
from ingest.junk import suspects
from ingest.reconciliation import remainders
from ingest.settings import handing_in
from notifications.answer import Attachment, Changed, Digest, Undelivered, Waiting
from notifications.render import render
from storage.digest import waiting
from storage.outbox import OutgoingMail
from storage.provinces import ProvinceStanding
from storage.provinces import standings as standings_of
from storage.unit_of_work import UnitOfWork
from storage.words import OutboxState, ProvinceState
from survey.mirror import Unmirrored, unmirrored
from survey.model import Reporter

log = logging.getLogger(__name__)

BANGKOK = ZoneInfo("Asia/Bangkok")
_MOST_BYTES = 10 * 1024 * 1024


def digest_mail(context: Context, work: UnitOfWork) -> OutgoingMail:
    """Today's digest in its final bytes; nothing is queued."""
    now = context.now()
    digest = replace(
        build(context, work, now),
        attachments=_consolidated(work, now, context.config.survey.form),
        junk=suspects(context, work, _since(work, now)),
    )
    return render("digest", digest, key=_key(now), identity=identity_of(context), now=now)


def _key(day: datetime) -> str:
    return f"digest:{day.astimezone(BANGKOK).date().isoformat()}"


def _consolidated(work: UnitOfWork, now: datetime, survey: str) -> tuple[Attachment, ...]:
    """The table of all provinces; where it can't be made the digest goes without."""
    from storage.export import export

    local = now.astimezone(BANGKOK)
    name = f"SM-{local.year + 543}-all-{local:%Y%m%d}.xlsx"
    try:
        with TemporaryDirectory(prefix="samruat") as folder:
            path = Path(folder) / name
            rows = export(work, "cooperations", "xlsx", path, survey)
            content = path.read_bytes()
    except Exception:
        log.exception("the digest goes without the table of all provinces")
        return ()
    return (Attachment(name, content),) if rows and len(content) <= _MOST_BYTES else ()


def build(context: Context, work: UnitOfWork, now: datetime) -> Digest:
    """How the survey stands at `now` (aware)."""
    numbers = work.messages.numbers()
    standings = work.submissions.standings()
    since = _since(work, now)

    def named(*states: ProvinceState) -> tuple[str, ...]:
        return tuple(one.province for one in standings if one.state in states)

    return Digest(
        to=context.config.coordinator.addresses[0],
        at=now,
        deadline=context.config.survey.deadline,
        received=numbers.received,
        statuses=dict(numbers.by_status),
        in_work=numbers.in_work,
        sent=named(ProvinceState.ACCEPTED),
        nil=named(ProvinceState.NIL),
        to_correct=named(ProvinceState.NEEDS_CORRECTION),
        held=named(ProvinceState.HELD),
        unreadable=named(ProvinceState.UNREADABLE),
        rejected=named(ProvinceState.REJECTED),
        silent=named(ProvinceState.SILENT),
        outbox=tuple((state.value, count) for state, count in work.outbox.numbers().items()),
        waiting=_waiting(work),
        unanswered=work.messages.unanswered(),
        unknown_senders=tuple(
            (address, province)
            for address, province in work.submissions.first_from_unknown()
            if address not in handing_in(context.config)
        ),
        since=since,
        changes=_changes(work, standings, since),
        undelivered=_undelivered(work),
        unmirrored=_unmirrored(work, standings),
        postponed=is_postponed(context, work),
        remainders=remainders(context, work, now),
    )


def _unmirrored(work: UnitOfWork, standings: Sequence[ProvinceStanding]) -> tuple[Unmirrored, ...]:
    from survey.registry import registry

    stored = work.submissions.rows_of([version.id for one in standings for version in one.current])
    rows = {
        one.province: [kept.row for version in one.current for kept in stored[version.id]]
        for one in standings
    }
    complete = (ProvinceState.ACCEPTED, ProvinceState.NIL)
    reported = {one.province for one in standings if one.state in complete and not one.waiting}
    homes = {code: lao.province for code, lao in registry().by_code.items()}
    return tuple(unmirrored(rows, homes, reported))


def _since(work: UnitOfWork, now: datetime) -> datetime:
    """When the digest before was written, a month back at most; else a day ago."""
    for days in range(1, 32):
        if (before := work.outbox.by_key(_key(now - timedelta(days=days)))) is not None:
            return before.created_at
    return now - timedelta(days=1)


def _changes(work: UnitOfWork, now: Sequence[ProvinceStanding], since: datetime) -> tuple[Changed, ...]:
    """Provinces that would stand otherwise without the mails that came since; decisions count as made before."""
    earlier = [version for version in work.submissions.all() if version.received_at <= since]
    before = standings_of([one.province for one in now], earlier, {})
    return tuple(
        Changed(new.province, old.state, new.state, old.rows, new.rows)
        for old, new in zip(before, now, strict=True)
        if (old.state, old.rows) != (new.state, new.rows)
    )


def _undelivered(work: UnitOfWork) -> tuple[Undelivered, ...]:
    """Mails to senders that the server refused, or that came back."""
    rows = {row.id: row for row in (*work.outbox.in_states({OutboxState.FAILED}), *work.outbox.bounced())}
    told = []
    for row in sorted(rows.values(), key=lambda row: row.created_at, reverse=True):
        if row.kind not in REPLY_KINDS:
            continue
        version = work.submissions.by_reference(row.reference) if row.reference else None
        reporter = version.reporter if version else Reporter()
        said = row.bounced or row.smtp_reply or ""
        told.append(
            Undelivered(
                row.recipient, row.reference, version.province if version else None, reporter.name,
                reporter.phone, said,
            )
        )  # fmt: skip
    return tuple(told)


def _waiting(work: UnitOfWork) -> tuple[Waiting, ...]:
    """What only the coordinator can decide, or what we ourselves failed at."""
    return tuple(
        Waiting(
            item.reference or item.message_sha256[:12],
            item.province,
            item.sender or "",
            item.reason or "",
            item.status,
        )
        for item in waiting(work.connection)
    )


def queue_digest(context: Context) -> bool:
    """Queue today's digest; False where it was queued already."""
    # Made before the transaction that queues it: the table takes seconds, and nobody has to wait for it.
    with context.database.unit_of_work(readonly=True) as work:
        mail = digest_mail(context, work)
    with context.database.unit_of_work() as work:
        preview = context.config.replies.mode == "preview"
        queued = work.outbox.queue(mail, context.now(), preview=preview)
        work.commit()
    return queued


def digest_is_due(context: Context) -> bool:
    """Whether the hour has come on this Bangkok day and the digest has not been queued yet."""
    local = context.now().astimezone(BANGKOK)
    if local.time() < context.config.coordinator.digest_at:
        return False
    with context.database.unit_of_work(readonly=True) as work:
        return work.outbox.by_key(_key(local)) is None
