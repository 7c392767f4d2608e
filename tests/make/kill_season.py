"""A season in which the worker is killed at random instants, while mail comes in and both servers fail at random.

The mails are the same each time, so that an undisturbed season says what must come of each.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from make.broken_imap import cut_line
from make.day import configured
from make.dovecot import Dovecot
from make.mail_case import form_of, mixed
from make.mails import make_file, make_mail, make_multipart, make_text
from make.smtp import Faults, smtp_server
from sqlalchemy import func, select

from ingest.config import load
from ingest.context import Context, open_context
from ingest.demo.forms import rows
from ingest.rounds import one_round, poll
from storage import tables as t
from storage.unit_of_work import Database, UnitOfWork
from storage.words import OutboxState
from survey.registry import registry

ROOT = Path(__file__).parents[2]
RECEIVED = datetime(2018, 12, 10, 5, tzinfo=UTC)
MAILS_A_KILL = 3
FAULTS = ("rcpt 451", "data 452", "cut at rcpt", "cut in data", "cut before answer")
_LONGEST_LIFE = 8.0
_WORKER = (sys.executable, "-m", "ingest.cli", "run", "--config")


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of the season; `key` is its place in it."""

    key: int
    message_id: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one mail: status and reason, submissions, cooperations, and mails of ours that answer it."""

    status: str | None
    reason: str | None
    submissions: int
    cooperations: int
    answers: int


@dataclass
class Found:
    """What a season came to.

    Attributes:
        where: At which work each kill met a worker.
        lost: Mails, records or answers that are not what an undisturbed season makes of them.
        doubled_records: Mails with more submissions or cooperations than that.
        doubled_inside: Answers that left twice, and whose row says that the server's word was once unknown.
        doubled_outside: Answers that left twice, or are two, for any other reason.
    """

    kills: int = 0
    mails: int = 0
    answers: int = 0
    smtp_faults: int = 0
    imap_cuts: int = 0
    where: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled_records: list[str] = field(default_factory=list)
    doubled_inside: list[str] = field(default_factory=list)
    doubled_outside: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        for name in ("kills", "mails", "answers", "smtp_faults", "imap_cuts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.where += other.where
        for name in ("lost", "doubled_records", "doubled_inside", "doubled_outside"):
            getattr(self, name).extend(getattr(other, name))


class RandomFaults(Faults):
    """Fails at every fourth mail; `filing` puts what it takes into the folder of sent mail, as providers do."""

    def __init__(self, seed: int, filing: Dovecot | None) -> None:
        super().__init__()
        self._random = random.Random(seed)
        if filing is not None:
            self.filing = lambda raw: filing.append(raw, folder="Sent")
        self.failing = True
        self.failed = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.failing and not self.faults:
            self.faults.append(self._random.choice(FAULTS) if self._random.random() < 0.25 else "")
            self.failed += self.faults[0] != ""
        return await super().handle_RCPT(server, session, envelope, address, options)


def season_mails(count: int) -> list[Sent]:
    """Right forms, wrong ones, questions, nil statements, and the mail before once more by another way."""
    provinces = list(registry().provinces)
    made: list[Sent] = []
    for key in range(count):
        province, kind = provinces[key % len(provinces)], key % 5
        message_id = f"<season-{key}@mail.example>"
        body = rows(province, 3)
        if kind == 1:
            body = [replace(body[0], signed_on="31 มิ.ย. 2561"), *body[1:]]
        content = mixed(make_file("form.xlsx", form_of(body, province)))
        if kind == 2:
            content = make_text(f"ขอสอบถามเรื่องแบบสำรวจ จังหวัด{province}")
        if kind == 3:
            content = make_multipart(make_text(f"จังหวัด{province}ไม่มีการจัดทำความร่วมมือ"))
        raw = make_mail(
            content, **{"from": office(key), "message-id": message_id, "subject": f"survey {key}"}
        )
        raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # as a server stores it
        if kind == 4:
            before = made[-4]
            made.append(Sent(key, before.message_id, b"Received: from b by c\r\n" + before.raw))
        else:
            made.append(Sent(key, message_id, raw))
    return made


def office(key: int) -> str:
    return f"office{key % 76}@dla-province.example"


def senders(folder: Path) -> None:
    provinces = list(registry().provinces)
    lines = ["address,province", *(f"{office(i)},{province}" for i, province in enumerate(provinces))]
    (folder / "senders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def undisturbed(folder: Path, imap: Dovecot, url: str, mails: Sequence[Sent]) -> Mapping[int, Outcome]:
    """What must come of each mail."""
    folder.mkdir()
    imap.empty()
    imap.fill([(RECEIVED + timedelta(minutes=mail.key), mail.raw) for mail in mails])
    with smtp_server() as (server, settings):
        config = configured(folder, imap, settings, url)
        senders(folder)
        with open_context(load(config)) as context:
            _drain(context)
        found = outcomes(Database(url), server, mails)
    assert all(one.status in ("accepted", "needs_correction", "held") for one in found.values())
    return found


def season(
    folder: Path,
    imap: Dovecot,
    url: str,
    kills: int,
    seed: int,
    expected: Mapping[int, Outcome],
    *,
    filing: bool,
) -> Found:
    """Kill workers `kills` times while mail comes in; then let one end what is left, and compare.

    Args:
        filing: The mail server files what it takes in the folder of sent mail, as Gmail and Microsoft 365 do.
    """
    folder.mkdir()
    imap.empty()
    lot = random.Random(seed)
    mails = season_mails(kills * MAILS_A_KILL)
    cuts = [lot.randrange(200, 60_000) if lot.random() < 0.25 else None for _ in range(2_000)]
    faults = RandomFaults(seed, imap if filing else None)
    found = Found(mails=len(mails), imap_cuts=0)
    with smtp_server(faults=faults) as (_, settings), cut_line(imap.tls_port, *cuts) as port:
        config = configured(folder, replace(imap, tls_port=port), settings, url)
        senders(folder)
        waiting = iter(mails)
        while found.kills < kills:
            for _ in range(MAILS_A_KILL):
                if (mail := next(waiting, None)) is not None:
                    imap.append(mail.raw, RECEIVED + timedelta(minutes=mail.key))
            several = min(2 if lot.random() < 0.3 else 1, kills - found.kills)
            found.kills += several
            found.where += _killed(config, url, faults, [_instant(lot) for _ in range(several)])
        faults.failing, faults.faults = False, []
        for mail in waiting:
            imap.append(mail.raw, RECEIVED + timedelta(minutes=mail.key))
        config = configured(folder, imap, settings, url)
        senders(folder)
        with open_context(load(config)) as context:
            _drain(context)
        _compare(Database(url), faults, mails, expected, found)
    found.smtp_faults = faults.failed
    found.imap_cuts = sum(cut is not None for cut in cuts[: found.kills])
    return found


def _instant(lot: random.Random) -> tuple[str, float]:
    """What a life is waited for to have begun, and how many seconds later it ends."""
    until = lot.choices(("start", "work", "sending"), (1, 5, 4))[0]
    return until, lot.uniform(*{"start": (0.1, 1.5), "work": (0.0, 2.5), "sending": (0.0, 0.4)}[until])


def _killed(config: Path, url: str, server: Faults, instants: Sequence[tuple[str, float]]) -> Counter[str]:
    """Start a worker an instant, all at once, and kill each with its children at its own."""
    threads = [threading.Thread(target=_one_life, args=(config, server, *instant)) for instant in instants]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter({_what_was_done(Database(url)): len(instants)})


def _one_life(config: Path, server: Faults, until: str, seconds: float) -> None:
    sessions = server.sessions
    worker = subprocess.Popen(
        [*_WORKER, str(config)], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert worker.stderr is not None
    line = "" if until == "start" else " "
    while line and "working; poll" not in line:
        line = worker.stderr.readline()
    rest = threading.Thread(target=worker.stderr.read, daemon=True)
    rest.start()
    latest = time.monotonic() + _LONGEST_LIFE
    while until == "sending" and server.sessions == sessions and time.monotonic() < latest:
        time.sleep(0.005)
    time.sleep(seconds)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    rest.join()
    worker.stderr.close()


def _what_was_done(database: Database) -> str:
    """In the midst of which work a worker has just died, by what it left behind."""
    if database.version() is None:
        return "starting or idle"
    with _reading(database) as work:
        held = {
            name: work.connection.scalar(select(func.count()).where(column.is_not(None)))
            for name, column in (
                ("sending", t.Outbox.lease_owner),
                ("reading and storing", t.Messages.lease_owner),
                ("taking in", t.Mailboxes.lease_owner),
            )
        }
    return next((name for name, count in held.items() if count), "starting or idle")


@contextmanager
def _reading(database: Database) -> Iterator[UnitOfWork]:
    with database.unit_of_work(readonly=True) as work:
        yield work
    database.close()


def _drain(context: Context) -> None:
    """Poll and send until nothing waits any more; the clock goes on by hours, so that no pause is waited for."""
    started = datetime.now(UTC)
    for hour in range(200):
        context.now = lambda hour=hour: started + timedelta(hours=5 * hour)  # type: ignore[misc]
        lost = poll(context).lost
        one_round(context, [])
        with context.database.unit_of_work(readonly=True) as work:
            numbers = work.outbox.numbers()
            waits = work.messages.numbers().in_work
        left = sum(
            numbers.get(state, 0) for state in (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
        )
        if not waits and not left and lost is None:
            return
    raise TimeoutError("work is left after a thousand hours")


def taken_of(server: Faults) -> Counter[str]:
    """How often each of our mails was taken."""
    return _taken(server)[0]


def _taken(server: Faults) -> tuple[Counter[str], dict[str, set[str]]]:
    """How often each of our mails was taken, and which of them answer each mail."""
    times: Counter[str] = Counter()
    answers: dict[str, set[str]] = {}
    for raw in server.taken:
        mail = message_from_bytes(raw)
        times[str(mail["Message-ID"])] += 1
        answers.setdefault(str(mail["In-Reply-To"]), set()).add(str(mail["Message-ID"]))
    return times, answers


def outcomes(database: Database, server: Faults, mails: Sequence[Sent]) -> dict[int, Outcome]:
    """What is stored of each mail, and what left for it."""
    from hashlib import sha256

    _, answers = _taken(server)
    found = {}
    with _reading(database) as work:
        for mail in mails:
            sha = sha256(mail.raw).hexdigest()
            message = work.messages.get(sha)
            versions = work.submissions.of_message(sha)
            count = sum(len(work.submissions.rows(version.id)) for version in versions)
            status = message.status.value if message and message.status else None
            reason = message.reason if message else None
            told = len(answers.get(mail.message_id, ()))
            found[mail.key] = Outcome(status, reason, len(versions), count, told)
    return found


def _compare(
    database: Database, server: Faults, mails: Sequence[Sent], expected: Mapping[int, Outcome], found: Found
) -> None:
    times = taken_of(server)
    found.answers = sum(times.values())
    for key, outcome in outcomes(database, server, mails).items():
        wanted = expected[key]
        more = outcome.submissions > wanted.submissions or outcome.cooperations > wanted.cooperations
        if more:
            found.doubled_records.append(f"mail {key}: {outcome}, not {wanted}")
        if outcome.answers > wanted.answers:
            found.doubled_outside.append(f"mail {key}: {outcome.answers} answers")
        elif replace(outcome, answers=0) != replace(wanted, answers=0) and not more:
            found.lost.append(f"mail {key}: {outcome}, not {wanted}")
        elif outcome.answers < wanted.answers:
            found.lost.append(f"the answer to mail {key}")
    with _reading(database) as work:
        for row in work.outbox.in_states({OutboxState.FAILED}):
            if not times[row.message_id]:
                found.lost.append(f"{row.dedupe_key[:20]}: {row.attempts} attempts, {row.unknowns} unknown")
        for message_id, count in times.items():
            if count > 1:
                row = work.outbox.by_message_id(message_id)
                # Each time more than once has to be explained by a server whose word was not heard.
                inside = row is not None and count - 1 <= row.unknowns
                said = f"{message_id}: left {count} times, unknown {row.unknowns if row else 0} times"
                (found.doubled_inside if inside else found.doubled_outside).append(said)
