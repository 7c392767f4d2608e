"""During the survey: who is silent, who has not corrected, who owes the copy of an MOU; each told once a day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.answers import REPLY_KINDS
from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log
from ingest.evidence import BANGKOK
from ingest.season import SURVEY, closed, notice_to, queue
from ingest.settings import handing_in
from storage.mou_matches import matched_rows
from storage.provinces import ProvinceStanding
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from storage.words import OutboxState, ProvinceState
from survey.model import Status

_SILENT = (ProvinceState.SILENT, ProvinceState.UNREADABLE, ProvinceState.REJECTED)
_SERVICES = 10
WORKER = "samruat"


@dataclass(slots=True)
class Due:
    """What one address is to be reminded of about a province.

    Attributes:
        heading: What is wanted, in a few words.
        reference: The submission that it is about, or None where there is none.
    """

    province: str
    address: str
    heading: str
    reference: str | None = None
    lines: list[str] = field(default_factory=list)


def due(context: Context, work: UnitOfWork) -> list[Due]:
    """Who is to be reminded now, in the order of the provinces' codes.

    A province that has something waiting for the coordinator did answer: it is left alone.
    """
    found: dict[tuple[str, str], Due] = {}
    for standing in work.submissions.standings():
        if standing.waiting:
            continue
        for one in _of_province(context, work, standing):
            known = found.setdefault((one.province, one.address), one)
            if known is not one:
                known.lines += one.lines
    return list(found.values())


def remind(context: Context, progress: Callable[[str], None], *, who: str | None) -> list[Due]:
    """Queue today's reminders; whom they go to, those left out that were reminded today.

    Raises:
        DecisionRefused: The survey is closed.
    """
    now = context.now()
    told = []
    with context.database.unit_of_work() as work:
        if (end := closed(work)) is not None:
            raise DecisionRefused(f"the survey was closed by {end.who}", f"ปิดการสำรวจแล้วโดย {end.who}")
        for one in due(context, work):
            notice = notice_to(
                context, one.address, one.province, heading=one.heading, lines=tuple(one.lines),
                reference=one.reference,
            )  # fmt: skip
            key = f"{_prefix(one)}{now.astimezone(BANGKOK).date()}"
            if queue(context, work, "reminder", key, notice, now):
                told.append(one)
                progress(f"reminded {len(told)}: {one.province}")
        log(context, work, SURVEY, "remind", who, f"{len(told)} addresses")
        work.commit()
    return told


def reminders_are_due(context: Context) -> bool:
    """Whether this is a configured day, at the digest's hour or later, on which the worker reminded nobody yet."""
    local = context.now().astimezone(BANGKOK)
    if (
        local.date() not in context.config.survey.remind_on
        or local.time() < context.config.coordinator.digest_at
    ):
        return False
    with context.database.unit_of_work(readonly=True) as work:
        done = [d for d in work.decisions.of(SURVEY) if d.what == "remind" and d.who == WORKER]
        return not closed(work) and all(d.at.astimezone(BANGKOK).date() != local.date() for d in done)


def reminded_today(context: Context, work: UnitOfWork, one: Due) -> bool:
    return work.outbox.by_key(f"{_prefix(one)}{context.now().astimezone(BANGKOK).date()}") is not None


def drop_outdated(context: Context) -> int:
    """Cancel reminders that have not left yet, of those who answered meanwhile; how many."""
    with context.database.unit_of_work(readonly=True) as work:
        if not work.outbox.of_kind("reminder", OutboxState.QUEUED):
            return 0
    dropped = 0
    with context.database.unit_of_work() as work:
        still = () if closed(work) else tuple(_prefix(one) for one in due(context, work))
        for row in work.outbox.of_kind("reminder", OutboxState.QUEUED):
            if not row.dedupe_key.startswith(still):
                dropped += work.outbox.cancel(row.id)
        work.commit()
    return dropped


def _prefix(one: Due) -> str:
    return f"remind:{one.province}:{one.address}:"


def _of_province(context: Context, work: UnitOfWork, standing: ProvinceStanding) -> Iterator[Due]:
    province = standing.province
    if standing.state in _SILENT:
        line = "ยังไม่ได้รับแบบสำรวจของจังหวัด หรือได้รับแล้วแต่อ่านไม่ได้ หากไม่มีการจัดทำความร่วมมือ กรุณาตอบว่า “ไม่มีการจัดทำความร่วมมือ”"
        for address in work.senders.of_province(province):
            yield Due(province, address, "ยังไม่ได้รับแบบสำรวจ", None, [line])
        return
    fitting = matched_rows(work, province).values() if standing.current else ()
    here = {(one.reference, one.index) for rows in fitting for one in rows}
    for version in standing.current:
        addresses = _addresses(context, work, version)
        if version.status is Status.NEEDS_CORRECTION:
            line = f"แบบสำรวจตามรหัสอ้างอิง {version.reference} ยังมี {version.rows_error} รายการที่ขอให้แก้ไข ตามที่ได้แจ้งไว้แล้ว"
            for address in addresses:
                yield Due(province, address, "ขอให้แก้ไขแบบสำรวจ", version.reference, [line])
        owed = _owed_mous(work, version, here)
        if owed:
            for address in addresses:
                yield Due(province, address, "ขอสำเนาบันทึกข้อตกลง", version.reference, _mou_lines(owed))


def _addresses(context: Context, work: UnitOfWork, version: Version) -> Sequence[str]:
    """Whoever was answered about a submission; the province's record where nobody was, or the coordinator put it in."""
    replies = [row for row in work.outbox.of_message(version.message_sha256) if row.kind in REPLY_KINDS]
    if replies and replies[-1].recipient not in handing_in(context.config):
        return [replies[-1].recipient]
    return work.senders.of_province(version.province or "")


def _owed_mous(work: UnitOfWork, version: Version, here: set[tuple[str, int]]) -> list[str]:
    """Services of the rows that tick ทำ MOU and have no copy yet."""
    return [
        stored.row.service or "-"
        for index, stored in enumerate(work.submissions.rows(version.id))
        if stored.row.mou and (version.reference, index) not in here
    ]


def _mou_lines(services: Sequence[str]) -> list[str]:
    lines = [f"ยังไม่ได้รับสำเนาบันทึกข้อตกลง “{service}”" for service in services[:_SERVICES]]
    rest = len(services) - _SERVICES
    return [*lines, f"และอีก {rest} รายการ"] if rest > 0 else lines
