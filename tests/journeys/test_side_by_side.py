"""Several workers on one mailbox and one database: each mail is worked on and answered once."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from make.databases import PostgresqlServer
from make.day import configured, mails_of
from make.dovecot import Dovecot
from make.smtp import Faults, smtp_server

from ingest.demo.mails import all_mails

ROOT = Path(__file__).parents[2]


def test_three_polls_at_once_answer_each_mail_once(imap: Dovecot, database_url: str, tmp_path: Path) -> None:
    timed = all_mails()
    imap.fill([(at, mail.raw(number, at)) for number, (at, mail) in enumerate(timed, 1)])
    with smtp_server() as (server, settings):
        config = configured(tmp_path, imap, settings, database_url)
        command = [sys.executable, "-m", "ingest.cli", "poll", "--config", str(config)]
        polls = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        told = [poll.communicate(timeout=120)[1] for poll in polls]
        assert [poll.returncode for poll in polls] == [0, 0, 0], told
        last = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert last.returncode == 0
        sent = mails_of(server)
    assert len({mail["Message-ID"] for mail in sent}) == len(sent)
    assert sum(mail["Auto-Submitted"] == "auto-replied" for mail in sent) == 25


def test_two_workers_on_postgresql_answer_each_mail_once_and_send_one_digest(
    imap: Dovecot, postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    timed = all_mails()
    imap.fill([(at, mail.raw(number, at)) for number, (at, mail) in enumerate(timed[:15], 1)])
    with smtp_server() as (server, settings):
        config = configured(tmp_path, imap, settings, postgresql_server.new_database())
        command = [sys.executable, "-m", "ingest.cli", "run", "--config", str(config)]
        log = (tmp_path / "log").open("w")
        workers = [subprocess.Popen(command, cwd=ROOT, stderr=log) for _ in range(2)]
        try:
            wait_for(lambda: replies(server) == 15, workers)
            imap.fill([(at, mail.raw(number, at)) for number, (at, mail) in enumerate(timed[15:], 16)])
            wait_for(lambda: replies(server) == 25, workers)
            wait_for(lambda: digests(server) == 1, workers)
            time.sleep(2)  # time enough for a second one
        finally:
            for worker in workers:
                worker.send_signal(signal.SIGTERM)
            ended = [worker.wait(60) for worker in workers]
            log.close()
        assert ended == [0, 0]
        assert (replies(server), digests(server)) == (25, 1)
        said = (tmp_path / "log").read_text()
    assert len({mail["Message-ID"] for mail in mails_of(server)}) == len(server.taken)
    assert "Traceback" not in said, said


def replies(server: Faults) -> int:
    return sum(mail["Auto-Submitted"] == "auto-replied" for mail in mails_of(server))


def digests(server: Faults) -> int:
    return sum("สรุป" in str(mail["Subject"]) for mail in mails_of(server))


def wait_for(happened: Callable[[], bool], workers: "list[subprocess.Popen[bytes]]") -> None:
    until = time.monotonic() + 90
    while not happened():
        assert all(worker.poll() is None for worker in workers)
        assert time.monotonic() < until, "the workers did not get there"
        time.sleep(0.2)
