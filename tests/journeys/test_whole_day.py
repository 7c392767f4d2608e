"""The coordinator's day as an operator runs it: a real Dovecot, SMTP server and database, and the command itself."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from make.day import configured, mails_of
from make.dovecot import Dovecot
from make.smtp import accepts, certificate, smtp_server

from ingest.demo.mails import all_mails
from notifications.transports.smtp import SmtpSettings

ROOT = Path(__file__).parents[2]


def samruat(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)


def test_thirty_mails_are_stored_and_answered_once_however_often_one_polls(
    imap: Dovecot, database_url: str, tmp_path: Path
) -> None:
    timed = all_mails()
    imap.fill([(at, mail.raw(number, at)) for number, (at, mail) in enumerate(timed, 1)])
    with smtp_server() as (server, settings):
        config = configured(tmp_path, imap, settings, database_url)
        first = samruat("poll", "--json", "--config", str(config))
        assert first.returncode == 0, first.stderr
        lines = [json.loads(line) for line in first.stdout.splitlines()]
        sent = len(server.taken)
        again = samruat("poll", "--json", "--config", str(config))
        assert (again.returncode, again.stdout) == (0, "")
        assert len(server.taken) == sent
    assert len({line["message"] for line in lines}) == len(timed)
    counts = {
        status: sum(line["status"] == status for line in lines) for status in ("ignored", "held", "failed")
    }
    assert counts == {"ignored": 4, "held": 3, "failed": 0}
    assert {line["uid"] for line in lines} == set(range(1, len(timed) + 1))
    answered = [line for line in lines if line["reply"] == "sent"]
    replies = [mail for mail in mails_of(server) if mail["Auto-Submitted"] == "auto-replied"]
    assert len(replies) == len({line["message"] for line in answered})
    assert len({mail["Message-ID"] for mail in mails_of(server)}) == sent
    stored = samruat("status", "--json", "--config", str(config))
    told = [json.loads(line) for line in stored.stdout.splitlines()]
    assert sorted((line["message"], line["status"], line["reference"] or "") for line in told) == sorted(
        (line["message"], line["status"], line["reference"] or "") for line in lines
    )


def test_the_worker_answers_what_arrives_sends_the_digest_and_ends_on_sigterm(
    imap: Dovecot, tmp_path: Path
) -> None:
    at, mail = all_mails()[0]
    with smtp_server() as (server, settings):
        config = configured(tmp_path, imap, settings, "sqlite:///samruat.db")
        worker = subprocess.Popen(
            [sys.executable, "-m", "ingest.cli", "run", "--config", str(config)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        try:
            imap.append(mail.raw(1, at), at)
            _wait_for(lambda: len(server.taken) >= 2, worker)
            worker.send_signal(signal.SIGTERM)
            _, log = worker.communicate(timeout=30)
        finally:
            worker.kill()
            worker.wait()
    assert worker.returncode == 0, log
    assert "stopped" in log
    assert "chiangmai@" not in log
    to = sorted(str(mail["To"]) for mail in mails_of(server))
    assert to == ["chiangmai@dla-province.example", "coordinator@dla.example"]
    assert "Traceback" not in log


def test_the_worker_outlives_a_mailbox_and_a_mail_server_that_are_down(imap: Dovecot, tmp_path: Path) -> None:
    down = SmtpSettings("localhost", port=1, tls="none")
    config = configured(tmp_path, imap, down, "sqlite:///samruat.db")
    at, mail = all_mails()[0]
    imap.append(mail.raw(1, at), at)
    polled = samruat("poll", "--json", "--config", str(config))
    [line] = [json.loads(text) for text in polled.stdout.splitlines()]
    assert (polled.returncode, line["status"], line["reply"]) == (0, "accepted", "queued")
    config.write_text(config.read_text().replace(f"port = {imap.tls_port}", "port = 2"))
    lost = samruat("poll", "--config", str(config))
    assert lost.returncode == 1
    assert "MailboxLost" in lost.stderr
    assert "Traceback" not in lost.stderr


def test_doctor_says_of_each_step_whether_it_is_well_and_what_to_do(imap: Dovecot, tmp_path: Path) -> None:
    with smtp_server() as (_, settings):
        config = configured(tmp_path, imap, settings, "sqlite:///samruat.db")
        imap.password_file.chmod(0o600)
        told = samruat("doctor", "--config", str(config))
        assert told.returncode == 0, told.stdout
        assert told.stdout.count("well ") >= 8
    config.write_text(config.read_text().replace(f"port = {imap.tls_port}", "port = 2"))
    told = samruat("doctor", "--config", str(config))
    assert told.returncode == 1
    assert "WRONG  mailbox" in told.stdout
    assert "→ Look at [mailbox]" in told.stdout


def test_the_whole_data_set_comes_out_of_the_database(imap: Dovecot, tmp_path: Path) -> None:
    at, mail = all_mails()[0]
    imap.append(mail.raw(1, at), at)
    with smtp_server() as (_, settings):
        config = configured(tmp_path, imap, settings, "sqlite:///samruat.db")
        assert samruat("poll", "--config", str(config)).returncode == 0
    out = tmp_path / "all.jsonl"
    told = samruat("export", "--format", "jsonl", "-o", str(out), "--config", str(config))
    assert told.returncode == 0, told.stderr
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["province"] for row in rows] == ["เชียงใหม่"] * 6
    preview = samruat("digest", "--preview", "--config", str(config))
    assert preview.returncode == 0
    assert "เชียงใหม่" in preview.stdout


def _wait_for(happened: Callable[[], bool], worker: "subprocess.Popen[str]", seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert worker.poll() is None, worker.stderr and worker.stderr.read()
        assert time.monotonic() < until, "the worker did not answer"
        time.sleep(0.1)


def test_answers_leave_by_starttls_with_a_password(imap: Dovecot, tmp_path: Path) -> None:
    context, ca_file = certificate(tmp_path)
    password = tmp_path / "smtp-password"
    password.write_text("secret\n")
    at, mail = all_mails()[0]
    imap.append(mail.raw(1, at), at)
    secured = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with smtp_server(**secured, authenticator=accepts("survey", "secret")) as (server, settings):
        config = configured(tmp_path, imap, settings, "sqlite:///samruat.db")
        login = f'tls = "starttls"\nca_file = "{ca_file}"\nuser = "survey"\npassword_file = "smtp-password"'
        config.write_text(config.read_text().replace('tls = "none"', login))
        told = samruat("poll", "--config", str(config))
        assert told.returncode == 0, told.stderr
        assert len(server.taken) == 1
