"""Is the worker doing its work? Told by what is stored, so that another process can ask."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from ingest.backends import open_configured
from ingest.backup import own_folder
from ingest.config import BANGKOK, Config
from ingest.intake import LOGINS
from storage.unit_of_work import Database
from storage.work_state import WorkState, work_state

FREE_MB = 500
KEYS = ("no_poll", "login", "not_sent", "breaker", "disk", "database")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is not as it should be; `key` is one of `KEYS`, the same as long as it lasts. No word about a person."""

    key: str
    en: str
    th: str


def look(
    config: Config, database: Database, now: datetime, started_at: datetime | None = None
) -> tuple[WorkState | None, list[Trouble]]:
    """How the work stands, and what is wrong with it.

    Args:
        now: Aware.
        started_at: When the worker started: it has its time for the first poll.

    Returns:
        No state where the database can't be asked.
    """
    try:
        _refuse_to_make_it(database)
        with database.unit_of_work(readonly=True) as work:
            state = _of_the_mailbox(config, work_state(work, now))
    except Exception as error:  # noqa: BLE001 - whatever it is, somebody must hear of it
        return None, [_no_database(error)]
    found = [
        _no_poll(config, state, now, started_at),
        _login(state),
        _not_sent(config, state, now),
        _breaker(config, state),
        _disk(config),
    ]
    return state, [trouble for trouble in found if trouble is not None]


def _refuse_to_make_it(database: Database) -> None:
    # SQLite would make an empty file, and for everybody to read.
    path = database.engine.url.database
    if database.engine.dialect.name == "sqlite" and path and not Path(path).exists():
        raise FileNotFoundError(path)


def _of_the_mailbox(config: Config, state: WorkState) -> WorkState:
    """Only the configured mailbox counts: files that were put in by hand are polled well whatever it does."""
    if config.mailbox is None:
        return replace(state, mailboxes=())
    box = open_configured(config)
    return replace(
        state,
        mailboxes=[one for one in state.mailboxes if (one.account, one.folder) == (box.account, box.folder)],
    )


def _no_database(error: Exception) -> Trouble:
    return Trouble(
        "database",
        f"the database can't be asked ({type(error).__name__})",
        f"ติดต่อฐานข้อมูลไม่ได้ ({type(error).__name__})",
    )


def _no_poll(config: Config, state: WorkState, now: datetime, started_at: datetime | None) -> Trouble | None:
    if config.mailbox is None:
        return None
    minutes = config.watch.no_poll_minutes
    last = state.last_ok_poll
    known = [at for at in (last, started_at) if at is not None]
    if known and now - max(known) <= timedelta(minutes=minutes):
        return None
    when = f"{last.astimezone(BANGKOK):%Y-%m-%d %H:%M}" if last else "ever"
    return Trouble(
        "no_poll",
        f"the mailbox was not polled well for over {minutes} minutes (last: {when}, Bangkok)",
        f"ไม่ได้รับอีเมลจากกล่องจดหมายสำเร็จเกิน {minutes} นาที (ครั้งสุดท้าย: {when if last else 'ยังไม่เคย'})",
    )


def _login(state: WorkState) -> Trouble | None:
    refused = max((box.login_failures for box in state.mailboxes), default=0)
    if refused < LOGINS:
        return None
    return Trouble(
        "login",
        f"the mail server refused our login {refused} times; it is tried once in a quarter of an hour",
        f"เครื่องแม่ข่ายอีเมลไม่รับการเข้าสู่ระบบ {refused} ครั้ง จึงลองใหม่ทุก 15 นาที",
    )


def _disk(config: Config) -> Trouble | None:
    folder = own_folder(config)
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free // 1_000_000
    if free >= FREE_MB:
        return None
    return Trouble(
        "disk",
        f"only {free} MB free on the disk of raw mail",
        f"ดิสก์ที่เก็บต้นฉบับอีเมลเหลือพื้นที่เพียง {free} เมกะไบต์",
    )


def _not_sent(config: Config, state: WorkState, now: datetime) -> Trouble | None:
    minutes = config.watch.no_poll_minutes
    since = state.oldest_queued_at
    if since is None or now - since <= timedelta(minutes=minutes):
        return None
    when = f"{since.astimezone(BANGKOK):%Y-%m-%d %H:%M}"
    return Trouble(
        "not_sent",
        f"answers have waited to be sent since {when} (Bangkok)",
        f"มีหนังสือตอบรอส่งตั้งแต่ {when}",
    )


def _breaker(config: Config, state: WorkState) -> Trouble | None:
    most = config.replies.total_per_day
    if state.today < most:
        return None
    return Trouble(
        "breaker",
        f"the breaker is open: {state.today} mails within a day, {most} are allowed; no answer leaves",
        f"หยุดส่งหนังสือตอบแล้ว เพราะส่งครบ {most} ฉบับภายในหนึ่งวัน",
    )


def summary(state: WorkState | None, troubles: Sequence[Trouble]) -> dict[str, object]:
    """For `samruat health --json`: numbers and instants (ISO 8601, UTC) only."""
    told: dict[str, object] = {
        "healthy": not troubles,
        "troubles": [{"key": one.key, "en": one.en, "th": one.th} for one in troubles],
    }
    if state is None:
        return told
    return told | {
        "messages": state.messages.received,
        "waiting": state.waiting,
        "oldest_waiting_at": _iso(state.oldest_waiting_at),
        "outbox": {str(key): count for key, count in sorted(state.outbox.items())},
        "oldest_queued_at": _iso(state.oldest_queued_at),
        "mails_within_a_day": state.today,
        "last_good_poll": _iso(state.last_ok_poll),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
