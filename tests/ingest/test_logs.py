import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from email.utils import getaddresses
from io import StringIO
from pathlib import Path

import pytest
from make.demo_box import box
from sqlalchemy import text

from ingest.demo.mails import all_mails
from ingest.operation.logs import JsonLines, PlainLines, masked
from storage.unit_of_work import Database

ROOT = Path(__file__).parents[2]


def whole_run(config: Path, *more: str) -> str:
    """What the worker logs from the first mail to the end."""
    command = [sys.executable, "-m", "ingest.cli", "run", "--config", str(config), *more]
    running = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )
    database = Database(f"sqlite:///{config.with_name('samruat.db')}")
    try:
        for _ in range(600):
            time.sleep(0.1)
            if (config.with_name("samruat.db")).exists() and _is_done(database):
                break
        running.send_signal(signal.SIGTERM)
        _, logged = running.communicate(timeout=60)
    finally:
        running.kill()
        running.wait()
        database.close()
    assert running.returncode == 0, logged
    return logged


def _is_done(database: Database) -> bool:
    if database.version() is None:
        return False
    with database.unit_of_work(readonly=True) as work:
        numbers = work.messages.numbers()
        waiting = work.outbox.numbers()
    return numbers.received >= 25 and not numbers.in_work and not waiting.get("queued")  # type: ignore[call-overload]


def test_the_log_of_a_whole_run_names_every_mail_and_nobody(tmp_path: Path) -> None:
    logged = whole_run(box(tmp_path), "--log-json")
    lines = [json.loads(line) for line in logged.splitlines()]
    assert all(set(line) >= {"at", "level", "logger", "mail", "reference", "text"} for line in lines)
    with Database(f"sqlite:///{tmp_path / 'samruat.db'}").engine.connect() as connection:
        mails = {sha[:12] for (sha,) in connection.execute(text("SELECT sha256 FROM messages"))}
        references = {name for (name,) in connection.execute(text("SELECT min(reference) FROM submissions GROUP BY message_sha256"))}  # fmt: skip
    assert {line["mail"] for line in lines} >= mails
    assert {line["reference"] for line in lines} >= references
    assert not re.search("[ก-๛]", logged)
    assert "@" not in logged
    assert not re.search(r"(?<!\d)0\d([ -]?\d){7,8}(?!\d)", " ".join(line["text"] for line in lines))
    for at, mail in all_mails():
        message = message_from_bytes(mail.raw(1, at), policy=policy.default)
        for name, address in getaddresses([str(message["From"])]):
            assert not address or address not in logged
            assert not name or name not in logged


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("550 no such user <somying@nan.example>", "550 no such user <…>"),
        ("{'a@b.example': (550, b'x')}", "{'…': (550, b'x')}"),
        ("could not read แบบสำรวจ น่าน.xlsx: bad", "could not read ….xlsx: bad"),
        ("call 081-234-5678 or 0 2000 0000 or 054 123456", "call … or … or …"),
        ("UID 12 of 7, 2018-12-03 05:04:03, 0123456789ab: held", "UID 12 of 7, 2018-12-03 05:04:03, 0123456789ab: held"),
        ("poll every 60 s at 16:30:00; port 993", "poll every 60 s at 16:30:00; port 993"),
    ],
)  # fmt: skip
def test_what_a_library_says_of_a_person_is_masked(said: str, told: str) -> None:
    assert masked(said) == told


@pytest.mark.parametrize("formatter", [PlainLines(), JsonLines()])
def test_an_error_is_logged_with_its_trace_and_without_its_persons(formatter: logging.Formatter) -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.Logger("x")
    logger.addHandler(handler)
    try:
        raise ValueError("นางสมหญิง <somying@nan.example> 081 234 5678")
    except ValueError:
        logger.exception("%s: our own fault", "0123456789ab", extra={"reference": "SM-2561-0001"})
    logged = stream.getvalue()
    assert "ValueError" in logged
    assert "test_logs.py" in logged
    assert "SM-2561-0001" in logged
    assert "0123456789ab" in logged
    assert not re.search("[ก-๛]|@|234 5678", logged)


def test_a_database_error_says_no_values(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.engine.connect() as connection, pytest.raises(Exception, match="no such table") as raised:
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Somying"})
    database.close()
    assert "Somying" not in str(raised.value)
