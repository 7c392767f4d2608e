"""What a mail may cost, counted and not timed: commits and questions to the database, however much is stored."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from make.desk import Desk, desk
from sqlalchemy import event

from ingest.demo.forms import replace, rows, workbook
from ingest.demo.mails import Attachment, DemoMail, address

PROVINCES = ("กระบี่", "ตรัง", "เลย", "น่าน", "แพร่")


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def deliver(desk: Desk, number: int) -> None:
    """A part of each province's form, all in one mailbox."""
    for province in PROVINCES:
        body = [replace(row, service=f"{row.service} {number}") for row in rows(province, 6)]
        book = workbook(province, body, heading=f"ส่วนที่ {number}")
        mail = DemoMail(
            "", address(province), f"ส่วนที่ {number}", attachments=(Attachment(f"ส่วนที่ {number}.xlsx", book),)
        )
        desk.count += 1
        path = desk.folder / "mailbox" / "new" / f"{desk.count}.mx"
        path.write_bytes(mail.raw(desk.count, desk.now))


@contextmanager
def asked(desk: Desk) -> Iterator[Counter[str]]:
    """How often the database was asked for what, by the first word; rows of one insert count once."""
    found: Counter[str] = Counter()
    last = ""

    def note(statement: str) -> None:
        nonlocal last
        word = statement.split(None, 1)[0]
        begins = statement.partition("VALUES")[0]
        if word != "INSERT" or begins != last:
            found[word] += 1
        last = begins

    def checked_out(connection: Any, *_: object) -> None:
        connection.set_trace_callback(note)

    engine = desk.context.database.engine
    event.listen(engine, "checkout", checked_out)
    yield found
    event.remove(engine, "checkout", checked_out)


def test_a_mail_costs_few_commits_and_questions_however_many_came_before(at_desk: Desk) -> None:
    costs = []
    for number in range(1, 7):
        deliver(at_desk, number)
        with asked(at_desk) as found:
            met = at_desk.round().met
        assert [line["status"] for sha256 in met for line in at_desk.lines(sha256)] == ["accepted"] * len(
            PROVINCES
        )
        costs.append(found)
    # Two a mail, one more where its sender found nothing to do in between, and those of the round.
    assert all(found["COMMIT"] <= 3 * len(PROVINCES) + 20 for found in costs)
    assert all(found["SELECT"] + found["INSERT"] + found["UPDATE"] <= 35 * len(PROVINCES) for found in costs)
    assert costs[-1]["SELECT"] <= 1.2 * costs[1]["SELECT"]
