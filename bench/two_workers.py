"""A full mailbox worked through by one `samruat run`, then by two beside each other: PostgreSQL, a real Dovecot, SMTP.

Run: .venv/bin/python bench/two_workers.py [COUNT]   (300 by default; prints the ratio, since machines differ)

From the first start until every mail has its status and every answer left; each begins with an empty database.

One worker reads with two children and leaves no core of two free, so a second one on the same machine has nothing to
work with. Whether queue and database let workers work beside each other shows where each has one core, as two small
machines have: the second half of the table. The servers share those cores.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT / "tests")  # in place of this folder, whose mailbox.py is not the standard library's
sys.path.insert(0, str(ROOT))

from make.databases import running_postgresql  # noqa: E402
from make.dovecot import Dovecot, dovecot  # noqa: E402

from bench.season import CONFIG, configured, cpu_of_session, mails, smtp_sink  # noqa: E402
from storage.unit_of_work import Database  # noqa: E402
from storage.words import OutboxState  # noqa: E402

_DONE = {OutboxState.SENT, OutboxState.FAILED, OutboxState.PREVIEW, OutboxState.CANCELLED}


def worked_through(
    folder: Path, server: Dovecot, smtp: int, database: str, workers: int, count: int, *, confined: bool
) -> tuple[float, float]:
    """Seconds until `count` mails have their status and nothing waits to be sent, and seconds of CPU.

    Args:
        confined: Each worker, with its children, runs on one core of its own.
    """
    folder.mkdir()
    text = CONFIG.replace("[coordinator]\n", "[coordinator]\ndigest_at = 23:59:59\n")
    text = text.replace("[mailbox]\n", "[mailbox]\npoll_seconds = 1\n")
    config = configured(folder, server, smtp, f'{text}[storage]\ndatabase = "{database}"\n')
    command = [sys.executable, "-m", "ingest.cli", "run", "--config", str(config)]
    started = time.perf_counter()
    log = (folder / "log").open("w")
    cores = sorted(os.sched_getaffinity(0))
    running = [
        subprocess.Popen(
            [*(("taskset", "-c", str(cores[number % len(cores)])) if confined else ()), *command],
            cwd=ROOT, stderr=log, start_new_session=True,
        )
        for number in range(workers)
    ]  # fmt: skip
    cpu: dict[int, float] = {}
    try:
        while not _is_done(database, count):
            assert all(worker.poll() is None for worker in running), (folder / "log").read_text()
            for worker in running:
                for pid, seconds in cpu_of_session(worker.pid):
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
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as name, smtp_sink() as smtp:
        folder = Path(name)
        (folder / "dovecot").mkdir()
        with dovecot(folder / "dovecot") as server, running_postgresql(fsync=True) as postgresql:
            print(f"filling the mailbox with {count} mails", file=sys.stderr)
            server.fill(mails(count))
            for confined, where in ((False, "on all cores"), (True, "on a core each")):
                taken: dict[int, float] = {}
                for workers in (1, 2):
                    url, name = postgresql.new_database(), f"{workers}-{confined}"
                    done = worked_through(folder / name, server, smtp, url, workers, count, confined=confined)
                    taken[workers] = done[0]
                    wall, cpu = (1000 * seconds / count for seconds in done)
                    print(f"{workers} worker(s) {where} {wall:6.1f} ms a mail  {cpu:6.1f} ms of CPU a mail")
                print(f"two workers {where} are {taken[1] / taken[2]:.2f} times as fast as one")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
