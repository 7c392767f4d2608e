"""Faults of servers, lines, databases and disks, one after the other, each against the real thing."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from make.databases import PostgresqlServer
from make.day import configured
from make.dovecot import Dovecot
from make.faulty_line import Fault, faulty_line
from make.kill_season import RECEIVED, Outcome, outcomes, season_mails, senders, taken_of
from make.smtp import Faults, smtp_server
from sqlalchemy import create_engine, make_url, text

from ingest.config import load
from ingest.context import Context, open_context
from ingest.worker import Worker
from storage.unit_of_work import Database

ROOT = Path(__file__).parents[2]
MAILS = tuple(replace(mail, key=n) for n, mail in enumerate(season_mails(3)))
EXPECTED = {
    0: Outcome("accepted", "survey", 1, 3, 1),
    1: Outcome("needs_correction", "survey_with_errors", 1, 3, 1),
    2: Outcome("held", "no_form_attached", 1, 0, 1),
}


@dataclass
class Scene:
    """Three mails in a mailbox, and lines to every server that fail on demand."""

    folder: Path
    imap: Dovecot
    imap_line: Fault
    smtp: Faults
    smtp_line: Fault
    url: str
    database_line: Fault | None
    context: Context
    worker: Worker
    hours: int = 0
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def round(self) -> None:
        """What `samruat run` does every minute; whatever goes wrong in it is the worker's to bear."""
        self.hours += 5
        self.worker.round()

    def done(self) -> dict[int, Outcome]:
        return outcomes(Database(self.url), self.smtp, MAILS)


@dataclass(frozen=True)
class Scenario:
    """Attributes:
    play: Makes the fault, lets the worker meet it, and mends it.
    answers: How many answers leave in all; three, where the fault is none that only the sender's server can mend.
    twice: Mails that leave twice, the server's word being lost and nothing filed.
    """

    name: str
    database: str
    play: Callable[[Scene], None]
    answers: int = 3
    twice: int = 0


@contextmanager
def scene(folder: Path, imap: Dovecot, database: str, server: PostgresqlServer | None) -> Iterator[Scene]:
    """An office at work, with lines that are still whole."""
    imap.empty()
    imap.fill([(RECEIVED + timedelta(minutes=mail.key), mail.raw) for mail in MAILS])
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        smtp, settings = stack.enter_context(smtp_server())
        imap_port, imap_line = stack.enter_context(faulty_line(imap.port))
        smtp_port, smtp_line = stack.enter_context(faulty_line(settings.port))
        url, database_line = f"sqlite:///{folder / 'samruat.db'}", None
        if server is not None and database == "PostgreSQL":
            name = make_url(server.new_database()).database
            port, database_line = stack.enter_context(faulty_line(server.folder / ".s.PGSQL.5432"))
            url = f"postgresql+psycopg://samruat@127.0.0.1:{port}/{name}"
        config = configured(folder, replace(imap, tls_port=imap_port), replace(settings, port=smtp_port), url)
        words = config.read_text(encoding="utf-8")
        words = words.replace("[outgoing]", 'tls = "none"\ntimeout_seconds = 1\n[outgoing]')
        config.write_text(words.replace("[storage]", "timeout_seconds = 1\n[storage]"), encoding="utf-8")
        senders(folder)
        context = stack.enter_context(open_context(load(config)))
        made = Scene(folder, imap, imap_line, smtp, smtp_line, url, database_line, context, Worker(context))
        context.now = lambda: made.started + timedelta(hours=made.hours)
        yield made


@dataclass(frozen=True)
class Played:
    """What stood when the fault was mended (mails done, mails of ours that left), and what came in the end."""

    done: int
    left: int
    lost: list[Outcome]
    answered: int
    twice: int


def played(one: Scenario, at: Scene) -> Played:
    """Play a fault, mend it, and let the worker go on."""
    one.play(at)
    for line in (at.imap_line, at.smtp_line, at.database_line):
        if line is not None:
            line.heal()
    at.smtp.faults.clear()
    done = sum(outcome.status is not None for outcome in at.done().values())
    left = len(at.smtp.taken)
    for _ in range(6):
        at.round()
    end = at.done()
    return Played(
        done,
        left,
        [one for key, one in end.items() if replace(one, answers=1) != EXPECTED[key]],
        sum(outcome.answers for outcome in end.values()),
        sum(count > 1 for count in taken_of(at.smtp).values()),
    )


def _line(which: str, *, filed: bool = False, **fault: int | bool) -> Callable[[Scene], None]:
    def play(at: Scene) -> None:
        if filed:
            at.smtp.filing = _into_sent(at)
        line: Fault = getattr(at, which)
        at.context.database.close()  # a line that is open already would stay whole
        for name, value in fault.items():
            setattr(line, name, value)
        at.round()
        assert line.used, "the fault was not met"

    return play


def _into_sent(at: Scene) -> Callable[[bytes], None]:
    """As Gmail and Microsoft 365 do."""
    return lambda raw: at.imap.append(raw, folder="Sent")


def _smtp(*faults: str, filed: bool = False) -> Callable[[Scene], None]:
    def play(at: Scene) -> None:
        at.smtp.faults = list(faults)
        if filed:
            at.smtp.filing = _into_sent(at)
        at.round()
        assert not at.smtp.faults, "the fault was not met"

    return play


def _locked_sqlite(seconds: float, patience_ms: int = 30_000) -> Callable[[Scene], None]:
    def play(at: Scene) -> None:
        with at.context.database.engine.connect() as ours:
            ours.exec_driver_sql(f"PRAGMA busy_timeout = {patience_ms}")
        other = sqlite3.connect(at.folder / "samruat.db", check_same_thread=False, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        free = threading.Timer(seconds, other.rollback)
        free.start()
        at.round()
        free.join()
        other.close()

    return play


def _locked_postgresql(at: Scene) -> None:
    other = create_engine(at.url)
    with other.connect() as connection:
        connection.execute(text("LOCK TABLE messages, outbox IN ACCESS EXCLUSIVE MODE"))
        free = threading.Timer(1.5, connection.rollback)
        free.start()
        at.round()
        free.join()
    other.dispose()


def _ended_sessions(at: Scene) -> None:
    """Somebody ends our sessions again and again while we work, as a restart of the server does."""
    other = create_engine(at.url, isolation_level="AUTOCOMMIT")
    stop = threading.Event()
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

    def ends() -> None:
        with other.connect() as connection:
            while not stop.is_set():
                connection.execute(text(kill))
                time.sleep(0.05)

    thread = threading.Thread(target=ends)
    thread.start()
    at.smtp.filing = _into_sent(at)
    at.round()
    stop.set()
    thread.join()
    other.dispose()


_FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from ingest.cli import cli
sys.exit(cli.main(["poll", "--config", sys.argv[2]], standalone_mode=False))
"""


def _full_disk(size: int) -> Callable[[Scene], None]:
    def play(at: Scene) -> None:
        """No file may grow beyond `size`: in a process of its own, since the limit does not come off again."""
        command = [sys.executable, "-c", _FULL, str(size), str(at.folder / "samruat.toml")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode != 0, "the fault was not met"

    return play


SCENARIOS = (
    *(
        Scenario(f"mailbox: line cut after {after:,} bytes", "PostgreSQL", _line("imap_line", after=after))
        for after in (20, 400, 1_500, 6_000, 12_000)
    ),
    Scenario("mailbox: silent in the middle of a literal", "PostgreSQL", _line("imap_line", after=6_000, silent=True)),
    Scenario("mailbox: silent from the beginning", "PostgreSQL", _line("imap_line", after=0, silent=True)),
    Scenario("mail server: 451 at RCPT", "PostgreSQL", _smtp("rcpt 451")),
    Scenario("mail server: 452 after DATA", "PostgreSQL", _smtp("data 452")),
    Scenario("mail server: 550 at RCPT", "PostgreSQL", _smtp("rcpt 550"), answers=2),
    Scenario("mail server: 554 after DATA", "PostgreSQL", _smtp("data 554"), answers=2),
    Scenario("mail server: cut at RCPT", "PostgreSQL", _smtp("cut at rcpt")),
    Scenario("mail server: cut as DATA begins", "PostgreSQL", _smtp("cut in data")),
    Scenario("mail server: cut at the dot", "PostgreSQL", _smtp("cut at the dot")),
    Scenario("mail server: cut in the middle of DATA", "PostgreSQL", _line("smtp_line", sent=900)),
    Scenario("mail server: takes the mail, cut before the 250, sent mail is filed", "PostgreSQL",
             _smtp("cut before answer", filed=True)),
    Scenario("mail server: takes the mail, cut before the 250, nothing is filed", "PostgreSQL",
             _smtp("cut before answer"), twice=1),
    Scenario("mail server: takes the mail, silent before the 250, sent mail is filed", "PostgreSQL",
             _smtp("silent before answer", filed=True)),
    Scenario("mail server: silent before DATA", "PostgreSQL", _line("smtp_line", after=40, silent=True)),
    Scenario("mail server: down", "PostgreSQL", _line("smtp_line", after=0)),
    *(
        Scenario(f"database: line cut after {after:,} bytes", "PostgreSQL", _line("database_line", after=after, filed=True))
        for after in (500, 3_000, 8_000, 15_000)
    ),
    Scenario("database: sessions ended every 50 ms", "PostgreSQL", _ended_sessions),
    Scenario("database: tables locked by another for 1.5 s", "PostgreSQL", _locked_postgresql),
    Scenario("database: locked by another for 1.5 s", "SQLite", _locked_sqlite(1.5)),
    Scenario("database: locked for longer than we wait", "SQLite", _locked_sqlite(2, patience_ms=300)),
    Scenario("disk: full while a mail is stored", "PostgreSQL", _full_disk(4_000)),
    Scenario("disk: full while the database is written", "SQLite", _full_disk(60_000)),
)  # fmt: skip
