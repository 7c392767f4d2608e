"""What one mail's durable transaction costs: ours against the very same rows by plain sqlite3, in one run.

    .venv/bin/python bench/storing.py [COUNT]     (300 by default; prints ratios, since machines differ)

A survey of twelve rows, one finding, its file, its rendered answer and the message's status, as `ingest.pipeline` stores
them. The plain script has the tables, the indexes and the rows already: it asks nothing, looks for nothing stored before,
allocates no reference. Both in WAL with synchronous=FULL, in turns, a mail each.
"""

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.stored import NOON, add_message, digest_of, make_outgoing, make_stored_row  # noqa: E402

from storage.records import StoredFile, StoredSubmission  # noqa: E402
from storage.unit_of_work import Database, UnitOfWork  # noqa: E402
from storage.words import SubmissionKind  # noqa: E402
from survey.findings import Finding, Severity  # noqa: E402
from survey.model import Status  # noqa: E402
from survey.registry import registry  # noqa: E402

_DERIVED = ("submissions", "files", "cooperations", "problems", "outbox")
_DOUBT = Finding("date_missing", Severity.ERROR, "Sheet1!E9", "ไม่ได้กรอกวันที่ลงนามความร่วมมือ", False, "signed_on")
_ANSWER = ("Subject: x\r\n\r\n" + "ได้รับแบบสำรวจแล้ว " * 400).encode()


class Cost:
    """Of all its transactions, in seconds."""

    def __init__(self) -> None:
        self.clock = self.cpu = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        clock, cpu = time.perf_counter(), _cpu()
        yield
        self.clock += time.perf_counter() - clock
        self.cpu += _cpu() - cpu


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def ours(work: UnitOfWork, number: int, province: str) -> None:
    sha = digest_of(number)
    work.submissions.lock_province(province)
    work.submissions.around(province, NOON, number, other_than=sha, answers=None)
    rows = tuple(make_stored_row(one) for one in range(1, 13))
    submission = StoredSubmission(
        reference=work.submissions.allocate_reference(NOON.date()), message_sha256=sha, ordinal=0,
        kind=SubmissionKind.SURVEY, status=Status.ACCEPTED, received_at=NOON, uid=number, province=province, part=1,
        sender="cnx@sathon.example", rows=rows,
    )  # fmt: skip
    made = work.submissions.add(submission, NOON)
    document = {
        "file": "a.xlsx",
        "rows": [{"cell": f"Sheet1!A{n}", "service": "การกำจัดขยะ"} for n in range(12)],
    }
    file = StoredFile("a.xlsx", digest_of(-number), "survey", "xlsx", document, (_DOUBT,), 0)
    work.submissions.add_files(sha, [file], {0: made})
    answer = make_outgoing(f"ack:{sha}", message_sha256=sha, reference=submission.reference, content=_ANSWER)
    work.outbox.queue(answer, NOON)
    work.messages.finish(sha, Status.ACCEPTED, "fits")
    work.commit()


class Plain:
    """The rows of one database, written into another as they are."""

    def __init__(self, source: Path, target: Path) -> None:
        self.source = sqlite3.connect(source)
        self.target = sqlite3.connect(target, isolation_level=None)
        self.target.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON")
        self.inserts = {table: self._insert(table) for table in _DERIVED}

    def _insert(self, table: str) -> str:
        columns = [row[1] for row in self.source.execute(f"PRAGMA table_info({table})")]
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"

    def rows(self, sha: str) -> dict[str, list[tuple[object, ...]]]:
        found = {}
        for table in _DERIVED:
            by = "message_sha256 = ?"
            if table == "cooperations":
                by = "submission_id = (SELECT id FROM submissions WHERE message_sha256 = ?)"
            found[table] = self.source.execute(f"SELECT * FROM {table} WHERE {by}", (sha,)).fetchall()
        return found

    def store(self, sha: str, rows: dict[str, list[tuple[object, ...]]]) -> None:
        self.target.execute("BEGIN IMMEDIATE")
        self.target.execute("UPDATE counters SET value = value + 1")
        for table, insert in self.inserts.items():
            self.target.executemany(insert, rows[table])
        self.target.execute(
            "UPDATE messages SET status = 'accepted', reason = 'fits', next_try_at = NULL WHERE sha256 = ?",
            (sha,),
        )
        self.target.execute("COMMIT")


def _with_messages(path: Path, count: int) -> Database:
    """A database in which every message was taken in, and nothing read."""
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    with database.unit_of_work() as work:
        for number in range(count):
            add_message(work, number, at=NOON)
        work.commit()
    return database


def main(count: int) -> None:
    provinces = sorted(registry().provinces)
    with tempfile.TemporaryDirectory(prefix="samruat-storing-") as name:
        folder = Path(name)
        database = _with_messages(folder / "ours.db", count)
        _with_messages(folder / "plain.db", count).close()
        plain = Plain(folder / "ours.db", folder / "plain.db")
        costs = {"our unit of work": Cost(), "plain sqlite3": Cost()}
        with closing(plain.source), closing(plain.target):
            for number in range(count):
                with costs["our unit of work"].counted(), database.unit_of_work() as work:
                    ours(work, number, provinces[number % 76])
                rows = plain.rows(digest_of(number))
                with costs["plain sqlite3"].counted():
                    plain.store(digest_of(number), rows)
            _show(costs, count)
            assert _sizes(plain.source.execute) == _sizes(plain.target.execute)
        database.close()


def _sizes(execute: Callable[[str], sqlite3.Cursor]) -> list[int]:
    return [execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _DERIVED]


def _show(costs: dict[str, Cost], count: int) -> None:
    least = costs["plain sqlite3"]
    for name, cost in costs.items():
        print(
            f"{name:18} {1000 * cost.clock / count:6.2f} ms a mail ({cost.clock / least.clock:.1f} times plain)"
            f"  {1000 * cost.cpu / count:6.2f} ms of CPU ({cost.cpu / least.cpu:.1f} times)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
