from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from make.stored import ACCOUNT, NOON, add_message, add_submission, digest_of

from storage.messages import Delivery, LeaseLost, NewMessage
from storage.unit_of_work import Database
from survey.model import Status

LATER = NOON + timedelta(days=1)


def test_what_was_not_committed_never_happened(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work)
    with database.unit_of_work() as work:
        assert work.messages.get(digest_of(1)) is None


def test_a_known_mail_met_elsewhere_gets_a_delivery_only(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work)
        mail = NewMessage(digest_of(1), 1_000, NOON)
        assert not work.messages.add(mail, Delivery(ACCOUNT, "Junk", 3, 9, NOON), NOON)
        assert not work.messages.add(mail, Delivery(ACCOUNT, "Junk", 3, 9, NOON), NOON)
        work.commit()
        assert [(met.folder, met.uid) for met in work.messages.deliveries(digest_of(1))] == [
            ("Junk", 9),
            ("INBOX", 1),
        ]
        assert work.messages.numbers().received == 1
        assert work.messages.known_uids(ACCOUNT, "INBOX", 7) == {1}
        assert work.messages.known_uids(ACCOUNT, "INBOX", 8) == set()


def test_one_visit_may_meet_known_mail_and_the_same_new_mail_twice(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work)
        old, new = NewMessage(digest_of(1), 1_000, NOON), NewMessage(digest_of(2), 5, NOON)
        met = [(one, Delivery(ACCOUNT, "INBOX", 8, uid, NOON)) for uid, one in ((1, old), (2, new), (3, new))]
        assert work.messages.add_all(met, NOON) == {digest_of(2)}
        work.commit()
        assert work.messages.numbers().received == 2
        assert work.messages.among([digest_of(2)])[digest_of(2)].uid == 2
        assert work.messages.known_uids(ACCOUNT, "INBOX", 8) == {1, 2, 3}
        assert work.messages.add_all([], NOON) == set()


def test_other_bytes_under_a_known_uid_are_not_lost(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work)
        other = NewMessage(digest_of(2), 5, NOON)
        assert work.messages.add(other, Delivery(ACCOUNT, "INBOX", 7, 1, NOON), NOON)
        work.commit()
        assert work.messages.numbers().received == 2


def test_messages_are_handed_out_in_the_order_of_receipt_then_uid(database: Database) -> None:
    with database.unit_of_work() as work:
        for number, minute in ((1, 9), (3, 5), (2, 5), (4, 1)):
            add_message(work, number, at=NOON + timedelta(minutes=minute))
        work.commit()
        claimed = [m.uid for m in work.messages.claim("a", LATER, 60, 10)]
    assert claimed == [4, 2, 3, 1]


def test_a_claimed_message_comes_back_when_its_lease_ends(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work)
        [first] = work.messages.claim("a", LATER, 60, 10)
        assert work.messages.claim("b", LATER + timedelta(seconds=59), 60, 10) == []
        [second] = work.messages.claim("b", LATER + timedelta(seconds=60), 60, 10)
    assert (first.attempts, second.attempts, second.lease_owner) == (1, 2, "b")


def test_who_lost_the_lease_can_not_finish(database: Database) -> None:
    with database.unit_of_work() as work:
        sha = add_message(work)
        work.messages.claim("a", LATER, 60, 10)
        work.messages.claim("b", LATER + timedelta(hours=1), 60, 10)
        with pytest.raises(LeaseLost):
            work.messages.finish(sha, Status.ACCEPTED, owner="a")
        with pytest.raises(LeaseLost):
            work.messages.fail(sha, "disk full", LATER, owner="a")
        work.messages.finish(sha, Status.ACCEPTED, owner="b")


def test_a_failed_message_is_taken_again_only_when_it_is_due(database: Database) -> None:
    due = LATER + timedelta(minutes=5)
    with database.unit_of_work() as work:
        sha = add_message(work)
        work.messages.claim("a", LATER, 60, 10)
        work.messages.fail(sha, "disk full", due, owner="a")
        assert work.messages.claim("a", due - timedelta(seconds=1), 60, 10) == []
        [again] = work.messages.claim("a", due, 60, 10)
        assert (again.status, again.reason) == (Status.FAILED, "disk full")
        work.messages.fail(sha, "disk full", None, owner="a")
        assert work.messages.claim("a", due + timedelta(days=99), 60, 10) == []
        assert work.messages.reopen([sha], due) == 1
        assert [m.attempts for m in work.messages.claim("a", due, 60, 10)] == [1]


def test_a_finished_message_is_not_handed_out(database: Database) -> None:
    with database.unit_of_work() as work:
        add_submission(work)
        assert work.messages.claim("a", LATER, 60, 10) == []


def test_only_a_worker_that_died_of_it_has_used_up_an_attempt(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work)
        work.messages.claim("host:1:9", LATER, 60, 10)
        work.release_leases("host:1:9")
        [message] = work.messages.claim("host:1:9", LATER, 60, 10)
        assert message.attempts == 1
        assert work.free_dead_leases(lambda owner: owner != "host:1:9") == ["host:1:9"]
        [message] = work.messages.claim("host:2:9", LATER, 60, 10)
        assert message.attempts == 2


def test_the_leases_of_the_living_stay(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work)
        work.messages.claim("host:1:9", LATER, 60, 10)
        assert work.free_dead_leases(lambda owner: True) == []
        assert work.messages.claim("host:2:9", LATER, 60, 10) == []


def test_instants_come_back_aware_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    bangkok = timezone(timedelta(hours=7))
    with database.unit_of_work() as work:
        sha = add_message(work, at=datetime(2018, 12, 1, 3, 0, 0, 5, tzinfo=bangkok))
        message = work.messages.get(sha)
        assert message is not None
        assert message.received_at == datetime(2018, 11, 30, 20, 0, 0, 5, tzinfo=UTC)
        assert message.received_at.tzinfo is UTC
        with pytest.raises(Exception, match="naive"):
            add_message(work, 2, at=datetime(2018, 12, 1))


@pytest.mark.parametrize("subject", ["ก\x00ข", "\ud83d", "😀", "x" * 100_000])
def test_any_head_can_be_stored(database: Database, subject: str) -> None:
    with database.unit_of_work() as work:
        sha = add_message(work, 1, subject=subject, message_id=f"<{subject}@x.example>")
        work.commit()
        message = work.messages.get(sha)
        assert message is not None
        assert message.subject == subject.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")
        assert [m.sha256 for m in work.messages.by_message_id(f"<{subject}@x.example>")] == [sha]


def test_numbers_add_up_in_a_period_and_in_all(database: Database) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1)
        add_submission(work, 2, status=Status.HELD, part=None)
        add_message(work, 3)
        everything = work.messages.numbers()
        assert everything.received == 3 == sum(everything.by_status.values()) + everything.in_work
        period = work.messages.numbers(NOON + timedelta(minutes=2), NOON + timedelta(minutes=3))
        assert (period.received, period.by_status, period.in_work) == (1, {Status.HELD: 1}, 0)


def test_the_same_mail_by_another_way_is_found_by_its_content(database: Database) -> None:
    with database.unit_of_work() as work:
        for number in (1, 2):
            sha = add_message(work, number)
            work.messages.claim("a", LATER, 60, 10)
            work.messages.finish(sha, Status.ACCEPTED, content_key="same")
        found = work.messages.by_content_key("same", other_than=digest_of(2))
        assert [message.sha256 for message in found] == [digest_of(1)]


MAILS = 60


def hand_out(url: str, owner: str) -> list[str]:
    """Claim and finish until nothing is left, as a worker does."""
    database, done = Database(url), []
    while True:
        with database.unit_of_work() as work:
            taken = work.messages.claim(owner, LATER, 600, 3)
            work.commit()
        if not taken:
            break
        for message in taken:
            with database.unit_of_work() as work:
                work.messages.finish(message.sha256, Status.IGNORED, owner=owner)
                work.commit()
            done.append(message.sha256)
    database.close()
    return done


def test_several_workers_in_threads_never_get_the_same_message(database: Database) -> None:
    with database.unit_of_work() as work:
        for number in range(MAILS):
            add_message(work, number)
        work.commit()
    with ThreadPoolExecutor(4) as pool:
        done = [
            sha for each in pool.map(lambda i: hand_out(database.url, f"w:{i}:0"), range(4)) for sha in each
        ]
    assert sorted(done) == sorted(digest_of(number) for number in range(MAILS))
    with database.unit_of_work() as work:
        assert {message.attempts for message in work.messages.received()} == {1}
