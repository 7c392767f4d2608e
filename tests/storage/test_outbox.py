from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from make.stored import NOON, add_message, digest_of, make_outgoing

from storage.outbox import OutboxRow, Told
from storage.unit_of_work import Database, UnitOfWork
from storage.words import OutboxState

LATER = NOON + timedelta(hours=1)
QUEUED, SENDING, SENT, UNKNOWN, FAILED = (
    OutboxState(word) for word in ("queued", "sending", "sent", "unknown", "failed")
)


def sending(work: UnitOfWork, key: str = "ack:1", owner: str = "host:1:9") -> OutboxRow:
    work.outbox.queue(make_outgoing(key), NOON)
    row = work.outbox.claim(owner, LATER, 60)
    assert row is not None
    return row


def state(work: UnitOfWork, key: str = "ack:1") -> OutboxState:
    row = work.outbox.by_key(key)
    assert row is not None
    return row.state


def test_the_same_is_queued_once_and_keeps_its_first_words(database: Database) -> None:
    with database.unit_of_work() as work:
        assert work.outbox.queue(make_outgoing("ack:1", content=b"first"), NOON)
        assert not work.outbox.queue(make_outgoing("ack:1", content=b"second"), NOON)
        work.commit()
        row = work.outbox.by_key("ack:1")
        assert row is not None
        assert (row.content, row.state, row.attempts) == (b"first", QUEUED, 0)
        assert work.outbox.by_message_id(row.message_id) == row


def queue_all(database: Database, keys: Collection[int]) -> list[bool]:
    found = []
    for number in keys:
        with database.unit_of_work() as work:
            found.append(work.outbox.queue(make_outgoing(f"ack:{number}"), NOON))
            work.commit()
    return found


def test_workers_that_queue_the_same_at_once_queue_it_once(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: queue_all(database, range(10)), range(4)))
    assert sum(map(sum, found)) == 10
    with database.unit_of_work() as work:
        assert work.outbox.numbers() == {QUEUED: 10}


def send_all(database: Database, owner: str) -> list[str]:
    sent = []
    while True:
        with database.unit_of_work() as work:
            row = work.outbox.claim(owner, LATER, 600)
            work.commit()
        if row is None:
            return sent
        sent.append(row.dedupe_key)
        with database.unit_of_work() as work:
            work.outbox.mark_sent(row.id, "250 2.0.0 OK", LATER)
            work.commit()


def test_several_senders_never_send_the_same_mail(database: Database) -> None:
    queue_all(database, range(30))
    with ThreadPoolExecutor(4) as pool:
        sent = [key for each in pool.map(lambda i: send_all(database, f"w:{i}:0"), range(4)) for key in each]
    assert sorted(sent) == sorted(f"ack:{number}" for number in range(30))
    with database.unit_of_work() as work:
        assert work.outbox.numbers() == {SENT: 30}


def test_a_preview_never_leaves_before_it_is_asked_for(database: Database) -> None:
    with database.unit_of_work() as work:
        work.outbox.queue(make_outgoing("ack:1"), NOON, preview=True)
        assert work.outbox.claim("a", LATER, 60) is None
        row = work.outbox.by_key("ack:1")
        assert row is not None
        assert work.outbox.requeue(row.id, NOON)
        assert work.outbox.claim("a", LATER, 60) is not None


def test_a_mail_refused_for_now_leaves_later(database: Database) -> None:
    with database.unit_of_work() as work:
        row = sending(work)
        assert work.outbox.retry(row.id, LATER + timedelta(minutes=9), "451 4.7.1 later")
        assert work.outbox.claim("a", LATER + timedelta(minutes=8), 60) is None
        again = work.outbox.claim("a", LATER + timedelta(minutes=9), 60)
        assert again is not None
        assert (again.attempts, again.smtp_reply) == (2, "451 4.7.1 later")


def test_what_a_dead_sender_was_sending_is_unknown_and_not_sent_again_by_itself(database: Database) -> None:
    with database.unit_of_work() as work:
        sending(work)
        assert work.free_dead_leases(lambda owner: False) == ["host:1:9"]
        assert state(work) is UNKNOWN
        assert work.outbox.claim("a", LATER + timedelta(days=9), 60) is None
        looked_up = work.outbox.claim_unknown("a", LATER, 60)
        assert looked_up is not None
        assert (looked_up.state, looked_up.unknowns) == (UNKNOWN, 1)
        assert work.outbox.claim_unknown("b", LATER, 60) is None


def test_sending_that_outlived_its_lease_is_unknown(database: Database) -> None:
    with database.unit_of_work() as work:
        sending(work)
        assert work.outbox.claim_unknown("b", LATER + timedelta(seconds=59), 60) is None
        row = work.outbox.claim_unknown("b", LATER + timedelta(seconds=60), 60)
        assert row is not None
        assert row.state is UNKNOWN


def test_an_answer_that_comes_late_settles_what_was_unknown(database: Database) -> None:
    with database.unit_of_work() as work:
        row = sending(work)
        assert work.outbox.mark_unknown(row.id, "timeout")
        work.outbox.mark_sent(row.id, "250 OK", LATER)
        assert state(work) is SENT
        assert not work.outbox.retry(row.id, LATER)
        assert not work.outbox.mark_failed(row.id, "550")
        assert not work.outbox.mark_unknown(row.id)
        assert not work.outbox.requeue(row.id, LATER)
        assert not work.outbox.cancel(row.id)
        assert state(work) is SENT


def test_a_look_up_that_failed_waits(database: Database) -> None:
    with database.unit_of_work() as work:
        row = sending(work)
        work.outbox.mark_unknown(row.id)
        assert [unknown.id for unknown in work.outbox.unknown_rows()] == [row.id]
        assert work.outbox.claim_unknown("a", LATER, 60) is not None
        work.outbox.retry_look_up(row.id, LATER + timedelta(minutes=9))
        assert work.outbox.claim_unknown("a", LATER + timedelta(minutes=8), 60) is None
        assert work.outbox.claim_unknown("a", LATER + timedelta(minutes=9), 60) is not None


def test_a_mail_that_was_given_up_can_be_sent_with_the_same_message_id(database: Database) -> None:
    with database.unit_of_work() as work:
        row = sending(work)
        assert work.outbox.mark_failed(row.id, "550 5.1.1 unknown")
        assert state(work) is FAILED
        assert work.outbox.requeue(row.id, LATER)
        again = work.outbox.claim("a", LATER, 60)
        assert again is not None
        assert again.message_id == row.message_id


def test_a_cancelled_mail_does_not_leave(database: Database) -> None:
    with database.unit_of_work() as work:
        work.outbox.queue(make_outgoing("ack:1"), NOON)
        row = work.outbox.by_key("ack:1")
        assert row is not None
        assert work.outbox.cancel(row.id)
        assert work.outbox.claim("a", LATER, 60) is None
        assert state(work) is OutboxState.CANCELLED


def test_a_bounce_is_noted_on_the_mail_that_came_back(database: Database) -> None:
    with database.unit_of_work() as work:
        row = sending(work)
        work.outbox.mark_sent(row.id, "250 OK", LATER)
        assert work.outbox.note_bounce(row.message_id, "550 5.1.1 no such user")
        assert not work.outbox.note_bounce("<foreign@x.example>", "550")
        assert [bounced.bounced for bounced in work.outbox.bounced()] == ["550 5.1.1 no such user"]


def test_the_caps_count_what_left_or_will_and_nothing_else(database: Database) -> None:
    with database.unit_of_work() as work:
        for number, preview in ((1, False), (2, False), (3, True)):
            mail = make_outgoing(f"ack:{number}", thread="t", fingerprint="same")
            work.outbox.queue(mail, NOON + timedelta(minutes=number), preview=preview)
        work.outbox.queue(make_outgoing("ack:4", recipient="other@x.example"), NOON)
        since = NOON + timedelta(minutes=2)
        one_more = make_outgoing("ack:5", thread="t", fingerprint="same")
        assert work.outbox.told(one_more, since, NOON) == Told(1, 2, 2, 2, today_at_most=4)
        other = make_outgoing("ack:6", thread="u", fingerprint="other")
        assert work.outbox.told(other, since, NOON) == Told(1, 2, 0, 0, today_at_most=4)
        assert work.outbox.left_since(NOON) == 3


def test_answers_are_found_by_the_mail_that_they_answer(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work, 1)
        for key in ("receipt:1", "ack:1"):
            work.outbox.queue(make_outgoing(key, message_sha256=digest_of(1)), NOON)
        work.outbox.queue(make_outgoing("digest"), NOON)
        assert [row.dedupe_key for row in work.outbox.of_message(digest_of(1))] == ["receipt:1", "ack:1"]
        assert len(work.outbox.in_states([QUEUED])) == 3
        assert work.outbox.numbers(LATER) == {}


@pytest.mark.parametrize("content", [b"", bytes(range(256)), b"\r\n.\r\n" * 1_000_000])
def test_content_comes_back_to_the_byte(database: Database, content: bytes) -> None:
    with database.unit_of_work() as work:
        work.outbox.queue(make_outgoing("ack:1", content=content), NOON)
        work.commit()
        row = work.outbox.claim("a", LATER, 60)
        assert row is not None
        assert row.content == content
