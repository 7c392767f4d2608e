"""Stores one mail and its outcome, killed at each point in turn; a script, as only a process without threads may fork.

Arguments: URL of an empty database, a folder. Prints a JSON object a point, then the one of an undisturbed run.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from make.stored import ACCOUNT, NOON, make_outgoing, make_stored_mou, make_stored_row
from sqlalchemy import Connection, delete, event, select

from storage import tables as t
from storage.messages import Delivery, NewMessage
from storage.raw_mail import RawMail
from storage.records import StoredFile, StoredSubmission
from storage.unit_of_work import Database
from storage.worded import Worded
from storage.words import OutboxState, SubmissionKind
from survey.model import Status

MAIL = b"From: cnx@sathon.example\r\n\r\n" + b"x" * 30_000
SHA = sha256(MAIL).hexdigest()
LATER = NOON + timedelta(hours=1)
_RESTLESS = {
    "id",
    "submission_id",
    "token",
    "attempts",
    "unknowns",
    "created_at",
    "seen_at",
    "sent_at",
    "smtp_reply",
}


def work_through(database: Database, folder: Path, owner: str) -> bool:
    """What a worker does from its start on; whether nothing is left to do."""
    with database.unit_of_work() as work:
        work.free_dead_leases(_is_alive)
        work.commit()
    with database.unit_of_work(readonly=True) as work:
        new = 1 not in work.messages.known_uids(ACCOUNT, "INBOX", 7)
    if new:
        _take_in(database, folder)
    with database.unit_of_work() as work:
        claimed = work.messages.claim(owner, LATER, 600, 1)
        work.commit()
    if claimed:
        _conclude(database, owner)
    _send(database, folder, owner)
    with database.unit_of_work(readonly=True) as work:
        message = work.messages.get(SHA)
        sent = work.outbox.numbers() == {OutboxState.SENT: 1}
    return message is not None and message.status is Status.ACCEPTED and sent


def _take_in(database: Database, folder: Path) -> None:
    raw = RawMail(folder / "raw").store([MAIL[:10_000], MAIL[10_000:]])
    with database.unit_of_work() as work:
        message = NewMessage(raw.sha256, raw.size, NOON, "cnx@sathon.example", "แบบสำรวจ", "<1@x.example>")
        work.messages.add(message, Delivery(ACCOUNT, "INBOX", 7, 1, NOON), NOON)
        work.commit()


def _conclude(database: Database, owner: str) -> None:
    with database.unit_of_work() as work:
        work.submissions.lock_province("เชียงใหม่")
        reference = work.submissions.allocate_reference(NOON.date())
        submission = StoredSubmission(
            reference, SHA, 0, SubmissionKind.SURVEY, Status.ACCEPTED, NOON, 1, province="เชียงใหม่", part=1,
            rows=tuple(make_stored_row(number) for number in range(1, 33)), mous=(make_stored_mou(),),
        )  # fmt: skip
        submission_id = work.submissions.add(submission, LATER)
        file = StoredFile("a.xlsx", "a" * 64, "survey", "xlsx", {"file": "a.xlsx"}, (), 0)
        work.submissions.add_files(SHA, [file], {0: submission_id})
        work.outbox.queue(make_outgoing(f"ack:{SHA}", message_sha256=SHA, reference=reference), LATER)
        work.messages.finish(SHA, Status.ACCEPTED, "fits", owner=owner)
        work.commit()


def _send(database: Database, folder: Path, owner: str) -> None:
    sent = folder / "sent"
    with database.unit_of_work() as work:
        unknown = work.outbox.claim_unknown(owner, LATER, 600)
        work.commit()
    if unknown is not None:
        with database.unit_of_work() as work:
            if sent.exists() and unknown.message_id in sent.read_text().splitlines():
                work.outbox.mark_sent(unknown.id, "found in Sent", LATER)
            else:
                work.outbox.requeue(unknown.id, LATER)
            work.commit()
    with database.unit_of_work() as work:
        row = work.outbox.claim(owner, LATER, 600)
        work.commit()
    if row is None:
        return
    with sent.open("a") as out:
        out.write(f"{row.message_id}\n")
    with database.unit_of_work() as work:
        work.outbox.mark_sent(row.id, "250 OK", LATER)
        work.commit()


class Points:
    """Counts the points that a process passes, and kills it at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.seen = 0

    def passing(self, *_: Any) -> None:
        self.seen += 1
        if self.seen == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def wrapped(*args: Any, **more: Any) -> Any:
            self.passing()
            done = original(*args, **more)
            self.passing()
            return done

        setattr(owner, name, wrapped)

    def watch(self, database: Database) -> None:
        event.listen(database.engine, "before_cursor_execute", self.passing)
        event.listen(database.engine, "after_cursor_execute", self.passing)
        for name in ("all", "change", "each"):
            self.around(Worded, name)
        self.around(Connection, "commit")
        for name in ("fsync", "open", "replace", "mkdir"):
            self.around(os, name)
        write = os.write
        # Half of it only, as a full pipe or a signal may have it: the rest must follow.
        os.write = lambda descriptor, data: write(descriptor, data[: max(len(data) // 2, 1)])
        self.around(os, "write")


def child(url: str, folder: Path, kill_at: int) -> int:
    """Work through in a process that is killed at a point; the points that it passed, or 0 where it died."""
    inlet, outlet = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(inlet)
        database, points = Database(url), Points(kill_at)
        tell = os.write
        points.watch(database)
        work_through(database, folder, f"host:{os.getpid()}:1")
        tell(outlet, str(points.seen).encode())
        os._exit(0)
    os.close(outlet)
    _, status = os.waitpid(pid, 0)
    told = os.read(inlet, 20)
    os.close(inlet)
    assert told or os.waitstatus_to_exitcode(status) == -signal.SIGKILL, status
    return int(told or b"0")


def end_state(database: Database, folder: Path) -> dict[str, Any]:
    """All that is stored, but times, numbers of attempts and what is random."""
    found: dict[str, Any] = {}
    with database.unit_of_work(readonly=True) as work:
        for table in t.Base.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in _RESTLESS]
            rows = work.connection.execute(select(*columns).order_by(*table.primary_key.columns))
            found[table.name] = [[str(value) for value in row] for row in rows]
    found["sent"] = (folder / "sent").read_text().splitlines()
    found["raw"] = sorted(path.name for path in (folder / "raw").rglob("*.eml"))
    return found


def one_point(url: str, folder: Path, kill_at: int) -> dict[str, Any]:
    """Kill a process at a point and let another go on."""
    folder.mkdir()
    database = Database(url)
    with database.unit_of_work() as work:
        for table in reversed(t.Base.metadata.sorted_tables):
            work.connection.execute(delete(table))
        work.commit()
    passed = child(url, folder, kill_at)
    whole = all(path.read_bytes() == MAIL for path in folder.rglob("*.eml"))
    stored = RawMail(folder / "raw").has(SHA)
    with database.unit_of_work(readonly=True) as work:
        lost = work.messages.get(SHA) is not None and not stored
    until = time.monotonic() + 10
    # PostgreSQL may need a moment to see that the client is gone, and holds its rows till then.
    while not work_through(database, folder, f"host:{os.getpid()}:1") and time.monotonic() < until:
        time.sleep(0.01)
    end = end_state(database, folder)
    database.close()
    return {"point": kill_at, "passed": passed, "whole": whole, "lost": lost, "end": end}


def _is_alive(owner: str) -> bool:
    return Path(f"/proc/{owner.split(':')[1]}").exists()


def main(url: str, folder: Path) -> None:
    point, passed = 1, 0
    while not passed:
        told = one_point(url, folder / str(point), point)
        passed = told["passed"]
        print(json.dumps(told))
        point += 1


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
