"""The cheapest known way to do each step that one mail needs, beside what a mail costs us: CPU of all processes.

    .venv/bin/python bench/floor.py [COUNT]     (300 by default)

Fetch, decode, hash, sync, read with a reader that keeps formats, one durable commit, a reply by hand over one
connection. No isolation, no registry, no rules, no versions, no templates: a sum to measure by, not a program.
"""

import imaplib
import os
import smtplib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.dovecot import PASSWORD, USER, Dovecot, dovecot  # noqa: E402

from bench.season import configured, mails, smtp_sink, timed  # noqa: E402
from parsers.formats import xlsx  # noqa: E402
from parsers.limits import Limits  # noqa: E402

_REPLY = "From: survey@dla.example\r\nTo: office@province.example\r\nSubject: SM-{}\r\n\r\nok\r\n"


class Floor:
    """Steps in one process; `seconds` is the CPU of each."""

    def __init__(self, folder: Path, server: Dovecot, smtp: int) -> None:
        self.folder, self.server, self.smtp = folder, server, smtp
        self.seconds: dict[str, float] = {}

    def step(self, name: str, work: Callable[[], list[object]]) -> list[object]:
        started = time.process_time()
        done = work()
        self.seconds[name] = time.process_time() - started
        return done

    def run(self) -> None:
        raws = self.step("fetch, imaplib, 50 a FETCH", lambda: list(self._fetch()))
        self.step("sha256", lambda: [sha256(raw).hexdigest() for raw in raws])
        self.step("raw file, both synced", lambda: [self._keep(i, raw) for i, raw in enumerate(raws)])
        books = self.step("MIME, compat32", lambda: [self._form(raw) for raw in raws])
        grids = self.step("workbook with formats", lambda: [xlsx.read(book, Limits()) for book in books])
        self.step("one durable commit", lambda: self._commit(grids))
        self.step("SMTP, one connection", lambda: self._send(len(raws)))

    def _fetch(self) -> Iterator[bytes]:
        with imaplib.IMAP4("127.0.0.1", self.server.port) as box:
            box.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            _, [count] = box.select("INBOX", readonly=True)
            for first in range(1, int(count) + 1, 50):
                _, parts = box.fetch(f"{first}:{min(first + 49, int(count))}", "(BODY.PEEK[])")
                yield from (part[1] for part in parts if isinstance(part, tuple))

    def _keep(self, number: int, raw: object) -> None:
        path = self.folder / f"{number}.eml"
        with path.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _form(self, raw: object) -> bytes:
        parts = message_from_bytes(raw).walk()
        return next(p.get_payload(decode=True) for p in parts if "sheet" in p.get_content_type())

    def _commit(self, grids: list[object]) -> list[object]:
        database = sqlite3.connect(self.folder / "floor.db", isolation_level=None)
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (m, a, w)")
        for number, [grid] in enumerate(grids):
            rows: dict[int, list[str]] = {}
            for (row, _), cell in grid.cells.items():
                rows.setdefault(row, []).append(cell.text)
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT INTO t VALUES (?, ?, ?)", [(number, r, "|".join(w)) for r, w in rows.items()]
            )
            database.execute("COMMIT")
        return []

    def _send(self, count: int) -> list[object]:
        with smtplib.SMTP("127.0.0.1", self.smtp) as server:
            for number in range(count):
                server.sendmail("survey@dla.example", "office@province.example", _REPLY.format(number))
        return []


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samruat-floor-") as name, smtp_sink() as smtp:
        folder = Path(name)
        (folder / "dovecot").mkdir()
        with dovecot(folder / "dovecot") as server:
            server.fill(mails(count))
            compare(folder, server, smtp, count)


def compare(folder: Path, server: Dovecot, smtp: int, count: int) -> None:
    floor = Floor(folder, server, smtp)
    floor.run()
    config = configured(folder, server, smtp)
    ours = timed([sys.executable, "-m", "ingest.cli", "poll", "--config", str(config)], ROOT)
    for name, seconds in floor.seconds.items():
        print(f"{name:28} {1000 * seconds / count:6.2f} ms of CPU a mail")
    least = sum(floor.seconds.values())
    print(f"{'sum':28} {1000 * least / count:6.2f} ms")
    print(
        f"{'samruat poll, all processes':28} {1000 * ours.cpu / count:6.2f} ms: {ours.cpu / least:.1f} times the sum"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
