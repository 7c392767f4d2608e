"""What a new version is placed by, against all versions of its province."""

import random
from dataclasses import replace
from datetime import timedelta

from make.stored import NOON, add_submission, digest_of, make_stored_row

from storage.records import current_of
from storage.unit_of_work import Database
from survey.model import Status

CNX = "เชียงใหม่"


def test_the_newest_of_each_part_and_what_came_later_are_all_that_a_place_depends_on(
    database: Database,
) -> None:
    dice = random.Random(2561)
    with database.unit_of_work() as work:
        for number in range(1, 40):
            add_submission(
                work,
                number,
                rows=[make_stored_row(number)],
                at=NOON + timedelta(minutes=dice.randrange(20)),
                status=dice.choice([Status.ACCEPTED, Status.NEEDS_CORRECTION, Status.HELD, Status.REJECTED]),
                part=dice.choice([1, 2, 3, None]),
                repeats=dice.choice([None, None, "SM-2561-0001"]),
            )
        everything = work.submissions.versions(CNX)
        assert work.submissions.current(CNX) == [
            replace(v, pairs=frozenset()) for v in current_of(everything)
        ]
        for asked in everything:
            at = (asked.received_at, asked.uid)
            around = work.submissions.around(
                CNX, *at, other_than=asked.message_sha256, answers=asked.reference
            )
            before = [v for v in everything if (v.received_at, v.uid) < at]
            found = [v for v in around if (v.received_at, v.uid) < at]
            assert current_of(found) == current_of(before)
            assert len(found) <= 3 * 4 * 2
            assert [v for v in around if (v.received_at, v.uid) > at] == [
                v for v in everything if (v.received_at, v.uid) > at
            ]


def test_the_version_that_is_answered_is_there_however_old(database: Database) -> None:
    with database.unit_of_work() as work:
        old = add_submission(work, 1)
        newest = add_submission(work, 2)
        asked = {"other_than": digest_of(9), "answers": old}
        around = work.submissions.around(CNX, NOON + timedelta(days=1), 9, **asked)
        assert [version.reference for version in around] == [old, newest]


def test_a_part_that_is_absorbed_goes_over_with_all_its_versions(database: Database) -> None:
    with database.unit_of_work() as work:
        for number, part in enumerate((1, 2, 2, 3), 1):
            add_submission(work, number, part=part)
        work.submissions.absorb(CNX, (2, 3), 1)
        assert [version.part for version in work.submissions.versions(CNX)] == [1, 1, 1, 1]
