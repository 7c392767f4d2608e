import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from make.demo_box import box
from make.stored import add_message, make_outgoing
from prometheus_client.parser import text_string_to_metric_families

from ingest import measures
from ingest.backends import open_configured
from ingest.cli import cli
from ingest.config import Config, load
from ingest.context import open_context
from ingest.demo.__main__ import CONFIG
from ingest.operation.alarm import Alarm
from ingest.operation.health import Trouble, look
from ingest.operation.metrics import as_text, families, write_file
from ingest.operation.watch import Watch
from storage.unit_of_work import Database
from storage.work_state import work_state
from survey.model import Status

ROOT = Path(__file__).parents[2]
NOW = datetime(2018, 12, 3, 5, 0, tzinfo=UTC)
NO_POLL = Trouble("no_poll", "not polled", "ไม่ได้รับอีเมล")
BREAKER = Trouble("breaker", "open", "หยุดส่ง")


def configured(folder: Path, watch: str = "", wanted: list[str] | None = None) -> Path:
    return box(folder, wanted or ["แบบถูกต้อง"], config=f"{CONFIG}[watch]\n{watch}")


def keys(config: Config, database: Database, now: datetime, started_at: datetime | None = None) -> list[str]:
    return [trouble.key for trouble in look(config, database, now, started_at)[1]]


def note_poll(database: Database, at: datetime, config: Config | None = None) -> None:
    """Of the configured mailbox, or of any."""
    box = open_configured(config) if config else None
    account, folder = (box.account, box.folder) if box else ("survey@dla.example", "INBOX")
    with database.unit_of_work() as work:
        work.mailboxes.note_ok_poll(account, folder, 7, at)
        work.commit()


def numbers(text: bytes) -> dict[tuple[str, str], float]:
    """By name and the only label's value."""
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
        if "le" not in sample.labels
    }


def test_what_is_stored_is_told_as_numbers(database: Database) -> None:
    note_poll(database, NOW - timedelta(minutes=2))
    with database.unit_of_work() as work:
        for number in (1, 2, 3):
            add_message(work, number, at=NOW - timedelta(minutes=10 * number))
        work.outbox.queue(make_outgoing("a"), NOW - timedelta(minutes=5))
        work.outbox.queue(make_outgoing("b"), NOW - timedelta(days=2), preview=True)
        work.mailboxes.note_login_failure("survey@dla.example", "INBOX")
        work.commit()
    with database.unit_of_work() as work:
        for message in work.messages.claim("me", NOW, 900, 1):
            work.messages.finish(message.sha256, Status.ACCEPTED, "x", owner="me")
        work.commit()
    with database.unit_of_work(readonly=True) as work:
        state = work_state(work, NOW)
    told = numbers(as_text(families(state, ["breaker"], NOW, 1000)))
    assert told["samruat_messages", "accepted"] == 1
    assert told["samruat_messages", "in_work"] == told["samruat_queue_messages", ""] == 2
    assert told["samruat_queue_oldest_seconds", ""] == 20 * 60
    assert (told["samruat_outbox_mails", "queued"], told["samruat_outbox_mails", "preview"]) == (1, 1)
    assert told["samruat_outbox_oldest_seconds", ""] == 5 * 60
    assert told["samruat_mails_within_a_day", ""] == 1
    assert (
        told["samruat_last_good_poll_timestamp_seconds", "INBOX"] == (NOW - timedelta(minutes=2)).timestamp()
    )
    assert told["samruat_login_failures", "INBOX"] == 1
    assert (told["samruat_trouble", "breaker"], told["samruat_trouble", "no_poll"]) == (1, 0)


def test_no_metric_names_a_person(database: Database) -> None:
    note_poll(database, NOW)
    with database.unit_of_work(readonly=True) as work:
        text = as_text(families(work_state(work, NOW), [], NOW, 1000)).decode()
    assert "INBOX" in text
    assert not re.search("@|[ก-๛]", text)


def test_seconds_of_reading_are_counted_by_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "reading", {})
    measures.note_reading([("xlsx", 0.02), ("xlsx", 0.5), ("pdf-ocr", 500.0)])
    families_found = list(text_string_to_metric_families(as_text(families(None, [], NOW, 1)).decode()))
    [reading] = [family for family in families_found if family.name == "samruat_reading_seconds"]
    buckets = {(s.labels["format"], s.labels["le"]): s.value for s in reading.samples if "le" in s.labels}
    assert (buckets["xlsx", "0.01"], buckets["xlsx", "0.03"], buckets["xlsx", "1.0"]) == (0, 1, 2)
    assert (buckets["pdf-ocr", "120.0"], buckets["pdf-ocr", "+Inf"]) == (0, 1)
    totals = {s.labels["format"]: s.value for s in reading.samples if s.name.endswith("_sum")}
    assert totals == {"xlsx": pytest.approx(0.52), "pdf-ocr": 500}


def test_the_file_of_metrics_is_never_seen_half_and_can_be_read_by_the_collector(tmp_path: Path) -> None:
    path, size = tmp_path / "samruat.prom", 200_000
    old_mask = os.umask(0o077)
    stop = threading.Event()
    seen: set[bytes] = set()

    def collect() -> None:
        while not stop.is_set():
            if path.exists():
                seen.add(path.read_bytes())

    reader = threading.Thread(target=collect)
    reader.start()
    try:
        for letter in (b"a", b"b", b"c"):
            write_file(path, letter * size)
            time.sleep(0.02)
    finally:
        stop.set()
        reader.join()
        os.umask(old_mask)
    assert seen <= {letter * size for letter in (b"a", b"b", b"c")}
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_too_long_without_a_poll_is_trouble_and_a_fresh_start_has_its_time(
    database: Database, tmp_path: Path
) -> None:
    config = load(configured(tmp_path))
    assert keys(config, database, NOW) == ["no_poll"]
    assert keys(config, database, NOW, started_at=NOW - timedelta(minutes=29)) == []
    assert keys(config, database, NOW, started_at=NOW - timedelta(minutes=31)) == ["no_poll"]
    note_poll(database, NOW - timedelta(minutes=29), config)
    assert keys(config, database, NOW) == []
    assert keys(config, database, NOW + timedelta(minutes=2)) == ["no_poll"]


def test_files_that_are_put_in_by_hand_do_not_hide_a_mailbox_that_is_not_polled(
    database: Database, tmp_path: Path
) -> None:
    config = load(configured(tmp_path))
    note_poll(database, NOW)
    assert keys(config, database, NOW) == ["no_poll"]


def test_a_login_that_is_refused_again_and_again_is_trouble_at_once(
    database: Database, tmp_path: Path
) -> None:
    config = load(configured(tmp_path))
    note_poll(database, NOW, config)
    box = open_configured(config)
    for wanted in ([], [], ["login"]):
        with database.unit_of_work() as work:
            work.mailboxes.note_login_failure(box.account, box.folder)
            work.commit()
        assert keys(config, database, NOW) == wanted
    note_poll(database, NOW, config)
    assert keys(config, database, NOW) == []


def test_answers_that_can_not_leave_and_the_open_breaker_are_trouble(
    database: Database, tmp_path: Path
) -> None:
    config = load(box(tmp_path, [], config=f"{CONFIG}[replies]\ntotal_per_day = 2\n"))
    note_poll(database, NOW, config)
    with database.unit_of_work() as work:
        work.outbox.queue(make_outgoing("a"), NOW - timedelta(minutes=31))
        work.commit()
    assert keys(config, database, NOW) == ["not_sent"]
    with database.unit_of_work() as work:
        work.outbox.queue(make_outgoing("b"), NOW)
        work.commit()
    assert keys(config, database, NOW) == ["not_sent", "breaker"]


def test_a_database_that_is_not_there_is_trouble_and_is_not_made(tmp_path: Path) -> None:
    config = configured(tmp_path)
    told = CliRunner().invoke(cli, ["health", "--json", "--config", str(config)])
    assert (told.exit_code, json.loads(told.output)["troubles"][0]["key"]) == (1, "database")
    assert not (tmp_path / "samruat.db").exists()


def test_health_tells_a_service_manager_by_its_exit_status(tmp_path: Path) -> None:
    config = configured(tmp_path)
    assert CliRunner().invoke(cli, ["poll", "--config", str(config)]).exit_code == 0
    well = CliRunner().invoke(cli, ["health", "--json", "--config", str(config)])
    assert (well.exit_code, json.loads(well.output)["healthy"]) == (0, True)
    with Database(load(config).storage.database).unit_of_work() as work:
        [polled] = work.mailboxes.all()
        work.mailboxes.note_ok_poll(polled.account, polled.folder, 1, datetime.now(UTC) - timedelta(hours=1))
        work.commit()
    ill = CliRunner().invoke(cli, ["health", "--config", str(config)])
    assert (ill.exit_code, "WRONG  no_poll" in ill.output) == (1, True)
    assert "ไม่ได้รับอีเมล" in ill.output


def a_command(folder: Path, watch: str = "") -> Path:
    """A configuration whose alarm goes into the file `heard`, and fails where `deaf` lies beside it."""
    script = folder / "tell"
    script.write_text(
        f"#!/bin/sh\ntest -e {folder}/deaf && exit 3\ncat >> {folder}/heard\necho ---- >> {folder}/heard\n"
    )
    script.chmod(0o700)
    return configured(folder, f'alarm_command = ["{script}"]\n{watch}')


def heard(folder: Path) -> list[str]:
    path = folder / "heard"
    return path.read_text(encoding="utf-8").split("----\n")[:-1] if path.exists() else []


def test_an_alarm_is_told_once_when_it_begins_and_once_when_it_is_over(tmp_path: Path) -> None:
    config = load(a_command(tmp_path))
    for troubles in ([], [NO_POLL], [NO_POLL], [NO_POLL, BREAKER], [BREAKER], [BREAKER], []):
        Alarm(config).tell(troubles)  # a new one each time, as after a restart
    told = heard(tmp_path)
    assert [("no_poll" in text, "breaker" in text, "well again" in text) for text in told] == [
        (False, False, False), (False, False, False), (True, False, True), (False, True, True),
    ]  # fmt: skip
    assert "ไม่ได้รับอีเมล" in told[0]
    assert "หยุดส่ง" in told[1]


def test_an_alarm_that_the_channel_did_not_take_is_told_again(tmp_path: Path) -> None:
    config = load(a_command(tmp_path))
    (tmp_path / "deaf").touch()
    assert Alarm(config).tell([NO_POLL]) == []
    (tmp_path / "deaf").unlink()
    assert len(Alarm(config).tell([NO_POLL])) == 1
    (tmp_path / "deaf").touch()
    assert Alarm(config).tell([]) == []
    (tmp_path / "deaf").unlink()
    assert len(Alarm(config).tell([])) == 1
    assert len(heard(tmp_path)) == 2


def test_two_processes_that_look_at_once_tell_an_alarm_once(tmp_path: Path) -> None:
    config = load(a_command(tmp_path))
    threads = [threading.Thread(target=lambda: Alarm(config).tell([NO_POLL])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard(tmp_path)) == 1


@contextmanager
def webhook(status: int = 200) -> Iterator[tuple[list[dict[str, str]], str]]:
    taken: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield taken, f"http://127.0.0.1:{server.server_port}/geheim"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_webhook_gets_the_words_and_its_address_is_never_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = load(configured(tmp_path, 'alarm_webhook_file = "hook"\n'))
    with webhook() as (taken, url):
        (tmp_path / "hook").write_text(url + "\n")
        assert len(Alarm(config).tell([NO_POLL])) == 1
        assert len(taken) == 1
        assert "ไม่ได้รับอีเมล" in taken[0]["text"]
    with webhook(500) as (taken, url):
        (tmp_path / "hook").write_text(url)
        assert Alarm(config).tell([]) == []
    (tmp_path / "hook").write_text("http://elsewhere.example/geheim")
    assert Alarm(config).tell([]) == []
    assert "must begin with https" in caplog.text
    assert "geheim" not in caplog.text


def test_the_worker_itself_tells_when_nothing_was_polled_for_too_long(tmp_path: Path) -> None:
    with open_context(load(a_command(tmp_path))) as context:
        start = datetime.now(UTC)
        watch = Watch(context, every_seconds=0)
        for minutes in (0, 29, 31, 32):
            context.now = partial(start.__add__, timedelta(minutes=minutes))
            watch.look()
        note_poll(context.database, start + timedelta(minutes=32), context.config)
        watch.look()
    assert ["well again" in text for text in heard(tmp_path)] == [False, True]


def test_a_fault_of_the_watch_is_logged_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = configured(tmp_path, 'metrics_file = "not-there/samruat.prom"\n')
    with open_context(load(config)) as context:
        Watch(context, every_seconds=0).look()
    assert "the watch failed" in caplog.text


def test_the_worker_serves_its_numbers_and_tells_what_went_wrong(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = a_command(
        tmp_path, f'metrics_file = "samruat.prom"\nmetrics_port = {port}\nno_poll_minutes = 1\n'
    )
    running = subprocess.Popen(
        [sys.executable, "-m", "ingest.cli", "run", "--config", str(config)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        told = _until(port, ("samruat_messages", "accepted"), 2)
        assert told["samruat_trouble", "no_poll"] == 0
        assert told["samruat_reading_seconds_count", "xlsx"] == 2
        assert numbers((tmp_path / "samruat.prom").read_bytes())["samruat_queue_messages", ""] >= 0
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/other", timeout=5)
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0
    finally:
        running.kill()
        running.wait()
    assert heard(tmp_path) == []


def _until(port: int, key: tuple[str, str], wanted: float) -> dict[tuple[str, str], float]:
    told: dict[tuple[str, str], float] = {}
    for _ in range(300):
        time.sleep(0.1)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                told = numbers(answer.read())
        except OSError:
            continue
        if told.get(key) == wanted:
            return told
    raise AssertionError(told)
