"""What a mail costs where many are stored already: CPU of all processes, against a database of a thousand.

    .venv/bin/python bench/growth.py [STORED ...]     (1000 10000 100000)

The stored ones are as a long survey leaves them: ten parts a province, each corrected over and over, every one answered.
Then 300 new mails are worked through from a Maildir. A last line tells the memory of the worker.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import insert

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench.season import Cost, mails, timed, write_senders  # noqa: E402
from storage import tables as t  # noqa: E402
from storage.unit_of_work import Database  # noqa: E402
from storage.words import OutboxState, RowState, SubmissionKind  # noqa: E402
from survey.model import Status  # noqa: E402
from survey.registry import registry  # noqa: E402

NEW = 300
CONFIG = """
[coordinator]
addresses = ["coordinator@dla.example"]
[mailbox]
backend = "maildir"
path = "in"
[outgoing]
backend = "maildir"
path = "out"
from = "survey@dla.example"
[trust]
senders = "senders.csv"
[storage]
database = "sqlite:///{database}"
raw = "raw"
[replies]
per_hour = 1000
per_day = 1000
total_per_day = 100000
"""
_LONG_AGO = datetime(2018, 1, 1, tzinfo=UTC)


def seed(database: Database, stored: int) -> None:
    """Messages that are done with, a version each, and the answer to each."""
    provinces = sorted(registry().provinces)
    with database.engine.begin() as connection:
        for start in range(0, stored, 1000):
            some = range(start, min(start + 1000, stored))
            for table, values in (
                (t.Messages, _messages),
                (t.Deliveries, _deliveries),
                (t.Submissions, lambda ids: _submissions(ids, provinces)),
                (t.Files, _files),
                (t.Cooperations, _rows),
                (t.Outbox, _answers),
            ):
                connection.execute(insert(table), list(values(some)))


def _sha(number: int) -> str:
    return sha256(f"stored {number}".encode()).hexdigest()


def _at(number: int) -> datetime:
    return _LONG_AGO + timedelta(minutes=number)


def _messages(ids: range) -> Iterator[dict[str, Any]]:
    for n in ids:
        yield {
            "sha256": _sha(n), "size": 40_000, "received_at": _at(n), "uid": n, "from_address": f"{n}@office.example",
            "subject": "แบบสำรวจ", "message_id": f"<{n}@office.example>", "content_key": _sha(n), "late": False,
            "status": Status.ACCEPTED, "reason": "", "attempts": 1, "created_at": _at(n),
        }  # fmt: skip


def _deliveries(ids: range) -> Iterator[dict[str, Any]]:
    for n in ids:
        yield {
            "account": "maildir", "folder": "old", "uidvalidity": 0, "uid": n, "message_sha256": _sha(n),
            "internaldate": _at(n), "seen_at": _at(n),
        }  # fmt: skip


def _submissions(ids: range, provinces: list[str]) -> Iterator[dict[str, Any]]:
    for n in ids:
        yield {
            "id": n + 1, "reference": f"SM-2560-{n:06}", "message_sha256": _sha(n), "ordinal": 0,
            "province": provinces[n % 76], "kind": SubmissionKind.SURVEY, "status": Status.ACCEPTED,
            "part": n // 76 % 10 + 1, "late": False, "received_at": _at(n), "uid": n, "sender": f"{n}@office.example",
            "heading": "", "token": _sha(n)[:32], "rows": 3, "rows_asked": 0, "rows_error": 0, "created_at": _at(n),
        }  # fmt: skip


def _files(ids: range) -> Iterator[dict[str, Any]]:
    for n in ids:
        yield {
            "message_sha256": _sha(n), "ordinal": 0, "submission_id": n + 1, "name": "form.xlsx",
            "sha256": _sha(-n), "kind": "survey", "source": "xlsx", "document": {"file": "form.xlsx"},
        }  # fmt: skip


def _rows(ids: range) -> Iterator[dict[str, Any]]:
    for n in ids:
        for ordinal in range(3):
            yield {
                "submission_id": n + 1, "ordinal": ordinal, "cell": "S!A1", "service": f"งานที่ {n // 76 % 10}.{ordinal}",
                "host": "ทต.ตัวอย่าง", "partners": [], "partner_codes": [], "row_state": RowState.OK,
            }  # fmt: skip


def _answers(ids: range) -> Iterator[dict[str, Any]]:
    for n in ids:
        yield {
            "dedupe_key": f"answer:{_sha(n)}", "kind": "acknowledgement", "recipient": f"{n}@office.example",
            "subject": "รับแล้ว", "message_id": f"<{_sha(n)}@dla.example>", "message_sha256": _sha(n),
            "reference": f"SM-2560-{n:06}", "content": b"x" * 4000, "state": OutboxState.SENT, "attempts": 1,
            "unknowns": 0, "created_at": _at(n), "sent_at": _at(n),
        }  # fmt: skip


def fill(folder: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (folder / "in" / part).mkdir(parents=True)
    for number, (at, raw) in enumerate(mails(NEW)):
        path = folder / "in" / "new" / f"{int(at.timestamp())}.{number}.office"
        path.write_bytes(raw)
        os.utime(path, (at.timestamp(),) * 2)
    write_senders(folder)


def cost(stored: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="samruat-growth-") as name:
        folder = Path(name)
        fill(folder)
        path = folder / "samruat.db"
        (folder / "samruat.toml").write_text(CONFIG.format(database=path), encoding="utf-8")
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        seed(database, stored)
        database.close()
        return timed(
            [sys.executable, "-m", "ingest.cli", "poll", "--config", str(folder / "samruat.toml")], ROOT
        )


def main(sizes: list[int]) -> None:
    first: Cost | None = None
    for stored in sizes:
        found = cost(stored)
        first = first or found
        print(
            f"{stored:8,} stored  {1000 * found.cpu / NEW:6.1f} ms of CPU a mail  {found.cpu / first.cpu:5.2f} times"
            f" that of {sizes[0]:,}  {found.peak_mb} MB",
            flush=True,
        )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000])
