"""Everything that one worker works with: made once from the configuration."""

import gc
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingest.config import Config
from ingest.mime.headers import Head
from ingest.settings import limits_of, listed_senders, object_settings
from parsers.limits import Limits
from parsers.sandbox import Sandbox, preload
from storage.raw_backends import open_raw
from storage.raw_store import RawStore
from storage.unit_of_work import Database

log = logging.getLogger(__name__)

VERSION = "0.1.0"
# One reads ahead while the other marks an answer's workbook; more would only wait for the database.
READERS = 2
# What a child works with. Loaded by the process that forks them, each costs nothing to start.
_FOR_READING = (
    "ingest.reading",
    "ingest.marked_copy",
    "notifications.marked.workbook",
    "notifications.marked.filled",
    "lxml.etree",
    "pypdfium2",
    "ingest.warm_start",
)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Context:
    """One worker's tools. Close it, or use it as a context manager.

    Attributes:
        looked_for_heads: Folders in which mails were looked for that an earlier, lower limit kept from being fetched.
        begin_anew: Mails were reopened that stand before those in hand: these are given back, and claimed after them.
        to_mark: There may be mails that are done with and not marked in the mailbox yet.
        heads: By SHA-256, of mails that were just taken in and are to be worked on next.
    """

    config: Config
    database: Database
    raw: RawStore
    limits: Limits
    sandbox: Sandbox
    owner: str
    now: Callable[[], datetime] = utc_now
    looked_for_heads: set[str] = field(default_factory=set)
    to_mark: bool = True
    begin_anew: bool = False
    heads: dict[str, Head] = field(default_factory=dict)

    def __enter__(self) -> "Context":
        return self

    def __exit__(self, *exc: object) -> None:
        self.sandbox.close()
        self.raw.close()
        self.database.close()


def open_context(config: Config, *, readers: int = 1) -> Context:
    """Open database and raw mail, bring the schema up to date (saved as it was), and free what a dead worker held."""
    limits = limits_of(config)
    database = Database(config.storage.database)
    if database.upgrade_is_due():
        from ingest.backup import back_up_before_upgrade

        saved = back_up_before_upgrade(config)
        log.warning("the database is brought up to date; as it was, it lies in %s", saved)
    database.upgrade()
    preload(*_FOR_READING)
    context = Context(
        config,
        database,
        open_raw(config.storage.raw, object_settings(config)),
        limits,
        Sandbox(limits, readers),
        owner_name(),
    )
    with database.unit_of_work() as work:
        work.free_dead_leases(is_alive)
        if config.trust.senders:
            work.senders.add_listed(listed_senders(config.trust.senders), context.now())
        work.commit()
    _collect_seldom()
    return context


def _collect_seldom() -> None:
    # What was loaded stays, and what a mail leaves behind is in few cycles.
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


def owner_name() -> str:
    """`host:pid:starttime`: tells this process from a later one that bears its number."""
    return f"{socket.gethostname()}:{os.getpid()}:{_start_time(os.getpid())}"


def is_alive(owner: str) -> bool:
    """Whether the process that took a lease may still work; True where it is another machine's."""
    host, pid, started = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return True
    return _start_time(int(pid)) == started


def _start_time(pid: int) -> str:
    """Start of a process in clock ticks since boot (proc(5), field 22); "" where there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    after_name = stat.rpartition(")")[2].split()
    return "" if after_name[0] == "Z" else after_name[19]
