"""How often we may write."""

from datetime import timedelta

import pytest
from make.stored import NOON, make_outgoing

from notifications.caps import ReplyCaps, refuses
from storage.unit_of_work import Database


@pytest.mark.parametrize(
    ("sent", "caps", "hours", "reason"),
    [
        (3, ReplyCaps(), 0, "per_hour"),
        (3, ReplyCaps(), 2, None),
        (3, ReplyCaps(per_day=3), 2, "per_day"),
        (3, ReplyCaps(per_thread=3), 30, "per_thread"),
        (3, ReplyCaps(total_per_day=3), 2, "total_per_day"),
    ],
)
def test_a_cap_names_itself(
    database: Database, sent: int, caps: ReplyCaps, hours: int, reason: str | None
) -> None:
    with database.unit_of_work() as work:
        for number in range(sent):
            work.outbox.queue(make_outgoing(f"{number}", thread="t", fingerprint=f"{number}"), NOON)
        mail = make_outgoing("next", thread="t", fingerprint="next")
        assert refuses(work, mail, NOON + timedelta(hours=hours), caps) == reason


def test_the_same_is_said_once_a_day(database: Database) -> None:
    with database.unit_of_work() as work:
        work.outbox.queue(make_outgoing("1", fingerprint="same"), NOON)
        mail = make_outgoing("2", fingerprint="same")
        assert refuses(work, mail, NOON + timedelta(hours=23), ReplyCaps()) == "said_today"
        assert refuses(work, mail, NOON + timedelta(hours=25), ReplyCaps()) is None


def test_what_stayed_here_fills_no_day(database: Database) -> None:
    with database.unit_of_work() as work:
        for number in range(3):
            work.outbox.queue(
                make_outgoing(f"{number}", recipient=f"{number}@x.example"), NOON, preview=number > 0
            )
        mail = make_outgoing("next")
        assert refuses(work, mail, NOON, ReplyCaps(total_per_day=2)) is None
        assert refuses(work, mail, NOON, ReplyCaps(total_per_day=1)) == "total_per_day"
