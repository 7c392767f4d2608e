"""The coordinator's daily digest: built from what is stored, queued once a Bangkok day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ingest.answers import identity_of
from ingest.context import Context
from ingest.settings import handing_in
from notifications.answer import Digest, Waiting
from notifications.render import render
from storage.digest import waiting
from storage.outbox import OutgoingMail
from storage.unit_of_work import UnitOfWork
from storage.words import ProvinceState

BANGKOK = ZoneInfo("Asia/Bangkok")


def digest_mail(context: Context, work: UnitOfWork) -> OutgoingMail:
    """Today's digest in its final bytes; nothing is queued."""
    now = context.now()
    key = f"digest:{now.astimezone(BANGKOK).date().isoformat()}"
    return render("digest", build(context, work, now), key=key, identity=identity_of(context), now=now)


def build(context: Context, work: UnitOfWork, now: datetime) -> Digest:
    """How the survey stands at `now` (aware)."""
    numbers = work.messages.numbers()
    standings = work.submissions.standings()

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
    )


def _waiting(work: UnitOfWork) -> tuple[Waiting, ...]:
    """What only the coordinator can decide, or what we ourselves failed at."""
    return tuple(
        Waiting(
            item.reference or item.message_sha256[:12], item.province, item.sender or "", item.reason or ""
        )
        for item in waiting(work.connection)
    )


def queue_digest(context: Context) -> bool:
    """Queue today's digest; False where it was queued already."""
    with context.database.unit_of_work() as work:
        mail = digest_mail(context, work)
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
        return work.outbox.by_key(f"digest:{local.date().isoformat()}") is None
