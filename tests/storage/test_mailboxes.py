from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from make.stored import ACCOUNT, NOON

from storage.unit_of_work import Database


def test_one_polls_a_folder_at_a_time_until_it_lets_go_or_its_lease_ends(database: Database) -> None:
    with database.unit_of_work() as work:
        assert work.mailboxes.take(ACCOUNT, "INBOX", "a", NOON, 60)
        assert work.mailboxes.take(ACCOUNT, "INBOX", "a", NOON, 60)
        assert not work.mailboxes.take(ACCOUNT, "INBOX", "b", NOON, 60)
        assert work.mailboxes.take(ACCOUNT, "Junk", "b", NOON, 60)
        work.mailboxes.release(ACCOUNT, "INBOX", "b")
        assert not work.mailboxes.take(ACCOUNT, "INBOX", "b", NOON, 60)
        work.mailboxes.release(ACCOUNT, "INBOX", "a")
        assert work.mailboxes.take(ACCOUNT, "INBOX", "b", NOON, 60)
        assert work.mailboxes.take(ACCOUNT, "INBOX", "c", NOON + timedelta(seconds=60), 60)


def take(database: Database, owner: str) -> bool:
    with database.unit_of_work() as work:
        taken = work.mailboxes.take(ACCOUNT, "INBOX", owner, NOON, 60)
        work.commit()
    return taken


def test_of_several_workers_that_want_a_new_folder_one_gets_it(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda number: take(database, f"w:{number}:0"), range(8))) == 1


def test_the_folder_of_a_dead_poller_is_free_at_once(database: Database) -> None:
    assert take(database, "host:1:9")
    with database.unit_of_work() as work:
        assert work.free_dead_leases(lambda owner: False) == ["host:1:9"]
        work.commit()
    assert take(database, "host:2:9")


def test_refused_logins_are_counted_until_one_goes_well(database: Database) -> None:
    with database.unit_of_work() as work:
        failures = [work.mailboxes.note_login_failure(ACCOUNT, "INBOX", NOON) for _ in range(3)]
        assert failures == [1, 2, 3]
        work.mailboxes.note_ok_poll(ACCOUNT, "INBOX", 7, NOON)
        [state] = work.mailboxes.all()
    assert (state.login_failures, state.retry_at, state.uidvalidity, state.last_ok_poll) == (0, None, 7, NOON)


def test_fetched_bytes_are_summed_by_day(database: Database) -> None:
    with database.unit_of_work() as work:
        days = (date(2018, 12, 1), date(2018, 12, 1), date(2018, 12, 2))
        assert [work.mailboxes.note_bytes(ACCOUNT, "INBOX", 3 * 2**31, day) for day in days] == [
            3 * 2**31,
            3 * 2**32,
            3 * 2**31,
        ]
        assert work.mailboxes.get(ACCOUNT, "Junk") is None
