"""A full mailbox worked through by one `samruat run`, then by two beside each other: PostgreSQL, a real Dovecot, SMTP.

Run: .venv/bin/python bench/two_workers.py [COUNT]   (300 by default; prints the ratio, since machines differ)

From the first start until every mail has its status and every answer left; both begin with an empty database.
"""

import importlib.util
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT / "tests")  # in place of this folder, whose mailbox.py is not the standard library's
sys.path.insert(0, str(ROOT))

from make.databases import running_postgresql  # noqa: E402
from make.dovecot import USER, Dovecot, dovecot  # noqa: E402

from storage.unit_of_work import Database  # noqa: E402
from storage.words import OutboxState  # noqa: E402
from survey.registry import registry  # noqa: E402

_spec = importlib.util.spec_from_file_location("bench_mailbox", ROOT / "bench" / "mailbox.py")
assert _spec is not None
assert _spec.loader is not None
bench_mailbox = importlib.util.module_from_spec(_spec)
sys.modules["bench_mailbox"] = bench_mailbox
_spec.loader.exec_module(bench_mailbox)

_DONE = {OutboxState.SENT, OutboxState.FAILED, OutboxState.PREVIEW, OutboxState.CANCELLED}


def worked_through(
    folder: Path, server: Dovecot, smtp: int, database: str, workers: int, count: int
) -> float:
    """Seconds until `count` mails have their status and nothing waits to be sent."""
    folder.mkdir()
    offices = [f"office{i}@province.example,{name}" for i, name in enumerate(sorted(registry().provinces))]
    (folder / "senders.csv").write_text("\n".join(["address,province", *offices]) + "\n", encoding="utf-8")
    text = bench_mailbox.CONFIG.format(imap=server.port, smtp=smtp, user=USER, password=server.password_file)
    text = text.replace("[coordinator]\n", "[coordinator]\ndigest_at = 23:59:59\n")
    text = text.replace("[mailbox]\n", "[mailbox]\npoll_seconds = 1\n")
    config = folder / "samruat.toml"
    config.write_text(f'{text}[storage]\ndatabase = "{database}"\n', encoding="utf-8")
    command = [sys.executable, "-m", "ingest.cli", "run", "--config", str(config)]
    started = time.perf_counter()
    log = (folder / "log").open("w")
    running = [
        subprocess.Popen(command, cwd=ROOT, stderr=log, start_new_session=True) for _ in range(workers)
    ]
    cpu: dict[int, float] = {}
    try:
        while not _is_done(database, count):
            assert all(worker.poll() is None for worker in running), (folder / "log").read_text()
            for worker in running:
                for pid, seconds in bench_mailbox._cpu_of_session(worker.pid):
                    cpu[pid] = max(cpu.get(pid, 0.0), seconds)
            time.sleep(0.25)
        return time.perf_counter() - started, sum(cpu.values())
    finally:
        for worker in running:
            worker.terminate()
        for worker in running:
            worker.wait(60)
        log.close()


def _is_done(url: str, count: int) -> bool:
    database = Database(url)
    try:
        with database.unit_of_work(readonly=True) as work:
            numbers = work.messages.numbers()
            finished = numbers.received == count and numbers.in_work == 0
            return finished and not set(work.outbox.numbers()) - _DONE
    finally:
        database.close()


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as name:
        folder = Path(name)
        (folder / "dovecot").mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            smtp = free.getsockname()[1]
        sink = [
            sys.executable,
            "-m",
            "aiosmtpd",
            "-n",
            "-c",
            "aiosmtpd.handlers.Sink",
            "-l",
            f"127.0.0.1:{smtp}",
        ]
        taking = subprocess.Popen(sink, stderr=subprocess.DEVNULL)
        try:
            with dovecot(folder / "dovecot") as server, running_postgresql(fsync=True) as postgresql:
                print(f"filling the mailbox with {count} mails", file=sys.stderr)
                server.fill(bench_mailbox.mails(count))
                taken: dict[int, float] = {}
                for workers in (1, 2):
                    url = postgresql.new_database()
                    done = worked_through(folder / str(workers), server, smtp, url, workers, count)
                    taken[workers] = done[0]
                    wall, cpu = (1000 * seconds / count for seconds in done)
                    print(f"{workers} worker(s) {wall:6.1f} ms a mail  {cpu:6.1f} ms of CPU a mail")
                print(f"two workers are {taken[1] / taken[2]:.2f} times as fast as one")
        finally:
            taking.terminate()
            taking.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
