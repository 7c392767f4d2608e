"""Several processes on one database, and what a question costs when much is stored."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from make.stored import ACCOUNT, NOON, add_message, add_submission, digest_of, make_outgoing, make_stored_row

from storage.unit_of_work import Database
from storage.words import OutboxState
from survey.model import Status

ROOT = Path(__file__).parents[2]
MAILS = 40
WORKER = """
import json, os, sys
from datetime import timedelta
from make.stored import NOON, make_outgoing
from storage.unit_of_work import Database
from survey.model import Status

database, owner, done = Database(sys.argv[1]), f"host:{os.getpid()}:1", []
later = NOON + timedelta(days=1)
while True:
    with database.unit_of_work() as work:
        taken = work.messages.claim(owner, later, 600, 2)
        work.commit()
    if not taken:
        break
    for message in taken:
        with database.unit_of_work() as work:
            reference = work.submissions.allocate_reference(NOON.date())
            queued = work.outbox.queue(make_outgoing(f"ack:{message.sha256}"), later)
            work.messages.finish(message.sha256, Status.IGNORED, owner=owner)
            work.commit()
        done.append([message.sha256, reference, queued])
print(json.dumps(done))
"""


def test_processes_share_the_mails_and_none_is_worked_on_twice(database: Database) -> None:
    with database.unit_of_work() as work:
        for number in range(MAILS):
            add_message(work, number)
        work.commit()
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    command = [sys.executable, "-c", WORKER, database.url]
    workers = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    told = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    done = [tuple(each) for words in told for each in json.loads(words)]
    assert sorted(sha for sha, _, _ in done) == sorted(digest_of(number) for number in range(MAILS))
    assert sorted(reference for _, reference, _ in done) == [
        f"SM-2561-{number:04}" for number in range(1, MAILS + 1)
    ]
    assert all(queued for *_, queued in done)
    with database.unit_of_work() as work:
        assert work.outbox.numbers() == {OutboxState.QUEUED: MAILS}


def test_a_senders_mails_go_to_one_worker_at_a_time(database: Database) -> None:
    later = NOON + timedelta(days=1)
    with database.unit_of_work() as work:
        for number, sender in enumerate(("a@x.example", "b@x.example", "a@x.example", "c@x.example")):
            add_message(work, number, from_address=sender)
        work.commit()
    taken = []
    for owner in ("host:1:1", "host:2:1"):
        with database.unit_of_work() as work:
            taken.append([message.sha256 for message in work.messages.claim(owner, later, 600, 1)])
            work.commit()
    with database.unit_of_work() as work:
        rest = work.messages.claim("host:2:1", later, 600, 10)
        first = work.messages.claim("host:1:1", later, 600, 10)
    assert taken == [[digest_of(0)], [digest_of(1)]]
    assert [m.sha256 for m in rest] == [digest_of(3)]
    assert [m.sha256 for m in first] == [digest_of(2)]


def test_whoever_hands_in_for_many_is_worked_on_by_several(database: Database) -> None:
    later = NOON + timedelta(days=1)
    with database.unit_of_work() as work:
        for number in range(2):
            add_message(work, number, from_address="saraban@dla.example")
        for number, owner in enumerate(("host:1:1", "host:2:1")):
            [taken] = work.messages.claim(owner, later, 600, 1, of_many={"saraban@dla.example"})
            assert taken.sha256 == digest_of(number)


def test_no_question_on_a_mails_way_reads_a_whole_table(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'samruat.db'}")
    database.upgrade()
    asked: list[str] = []
    later = NOON + timedelta(days=1)
    with database.unit_of_work() as work:
        line: Any = work.connection.connection.dbapi_connection
        line.set_trace_callback(asked.append)
        sha = add_message(work, 1)
        reference = add_submission(work, 2, rows=[make_stored_row()])
        work.outbox.queue(make_outgoing("ack:1", message_sha256=sha), NOON)
        work.submissions.versions("เชียงใหม่")
        work.submissions.of_message(sha)
        work.submissions.by_reference(reference)
        work.submissions.by_token("x")
        work.copies.file_seen("เชียงใหม่", "a" * 64, later, 1, before=sha)
        work.submissions.mous("เชียงใหม่")
        work.senders.provinces_of("a@x.example")
        work.messages.claim("a", later, 60, 1)
        work.messages.finish(sha, Status.ACCEPTED, owner="a")
        work.messages.by_message_id("<a@x.example>")
        work.messages.by_content_key("a")
        work.messages.known_uids(ACCOUNT, "INBOX", 7)
        work.outbox.told(make_outgoing("a", thread="t", fingerprint="f"), NOON, NOON)
        work.outbox.left_since(NOON)
        work.outbox.of_message(sha)
        work.outbox.by_message_id("<a@x.example>")
        row = work.outbox.claim("a", later, 60)
        assert row is not None
        work.outbox.mark_sent(row.id, "250 OK", later)
        work.outbox.claim_unknown("a", later, 60)
        work.free_dead_leases(lambda owner: True)
        line.set_trace_callback(None)
        plans = {
            f"{plan[3]}: {statement}"
            for statement in asked
            if statement.startswith(("SELECT", "UPDATE", "DELETE"))
            for plan in line.execute(f"EXPLAIN QUERY PLAN {statement}")
        }
    database.close()
    assert len(plans) > 20
    # A handful of folders is polled; and an index that holds only what waits may be read whole.
    harmless = ("SCAN CONSTANT ROW", "SCAN mailboxes")
    whole = [plan for plan in plans if plan.startswith("SCAN") and not plan.startswith(harmless)]
    assert [plan for plan in whole if "_waiting" not in plan and "_leased" not in plan] == []
    # The same file is looked for by its hash, not among all versions of a province.
    assert any("ix_files_sha256" in plan for plan in plans)
    assert not any("ix_files_submission_id" in plan and "files.sha256" in plan for plan in plans)
