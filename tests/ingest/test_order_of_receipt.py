"""Whatever is worked on first, mails count in the order of receipt: the end is the same (contract, section 7)."""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import pytest
from make.desk import NOON, Desk, desk
from make.walks import PROVINCE, Step, walk
from sqlalchemy import delete

from storage.tables import Base
from storage.words import SenderSource

LENGTH = 6
# Of sixty these ended otherwise before places were taken anew from the first mail on.
SEEDS = (9, 16, 24, 25, 31, 33, 34, 37, 41, 44, 48, 52)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("walks")) as made:
        yield made


@dataclass(frozen=True)
class End:
    """What became of each mail, which of them count, and with which cooperations."""

    verdicts: list[tuple[str, str]]
    counting: list[int]
    pairs: list[tuple[str, str]]


def work_on(at: Desk, steps: Sequence[Step], order: Sequence[int], at_once: int) -> End:
    """Have the mails, received an hour apart, come in another order, some at once."""
    with at.context.database.unit_of_work() as work:
        for table in reversed(Base.metadata.sorted_tables):
            kept = table.c.source == SenderSource.LIST if table.name == "senders" else None
            work.connection.execute(delete(table) if kept is None else delete(table).where(~kept))
        work.commit()
    box = at.folder / "mailbox" / "new"
    for path in box.glob("*"):
        path.unlink()
    for first in range(0, len(order), at_once):
        for number in order[first : first + at_once]:
            stamp = int((NOON + timedelta(hours=number)).timestamp())
            path = box / f"{stamp}.walk{number}.mx"
            path.write_bytes(steps[number].raw)
            os.utime(path, (stamp, stamp))
        at.now = NOON + timedelta(hours=len(steps) + first)
        at.round()
    return _end(at, steps)


def _end(at: Desk, steps: Sequence[Step]) -> End:
    hashes = [sha256(step.raw).hexdigest() for step in steps]
    lines = [at.lines(one)[0] for one in hashes]
    with at.context.database.unit_of_work(readonly=True) as work:
        current = work.submissions.current(PROVINCE)
    return End(
        [(line["status"], line["reason"]) for line in lines],
        sorted(hashes.index(version.message_sha256) for version in current),
        sorted(pair for version in current for pair in version.pairs),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_walk_ends_the_same_in_every_order_and_counts_no_cooperation_twice(
    seed: int, shared_desk: Desk
) -> None:
    steps = walk(seed, LENGTH)
    end = work_on(shared_desk, steps, range(LENGTH), 1)
    chance = random.Random(seed)
    order = chance.sample(range(LENGTH), LENGTH)
    assert work_on(shared_desk, steps, order, chance.choice((1, 2, 3))) == end
    assert len(end.pairs) == len(set(end.pairs))
    assert "failed" not in {status for status, _ in end.verdicts}
