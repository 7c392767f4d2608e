"""Mails are claimed in time, read once, and left to whoever was quicker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from make.desk import Desk, desk, office
from sqlalchemy import func, select, update

from ingest import pipeline
from ingest.context import Context
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, DemoMail, address
from ingest.evidence import Evidence
from ingest.mime.headers import Head
from ingest.pipeline import Started
from storage.messages import Message
from storage.tables import Messages
from storage.unit_of_work import UnitOfWork
from survey.model import Status


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def test_mails_are_claimed_before_the_readers_run_out_of_work(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    claim, finish = pipeline._claim, pipeline._finish

    def claims(context: Context) -> list[Message]:
        steps.append("claim")
        return claim(context)

    def finishes(context: Context, one: Started) -> None:
        steps.append("finish")
        finish(context, one)

    monkeypatch.setattr(pipeline, "BATCH", 2)
    monkeypatch.setattr(pipeline, "_claim", claims)
    monkeypatch.setattr(pipeline, "_finish", finishes)
    deliver_five(at_desk)
    assert len(at_desk.round().met) == 5
    assert steps == ["claim", "finish", "claim", "finish", "claim", *["finish"] * 3, "claim"]


def test_leases_that_run_out_over_slow_files_have_nothing_read_twice(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    start = pipeline.start_reading

    def starts(context: Context, message: Message, head: Head, evidence: Evidence) -> Started:
        read.append(message.sha256)
        return start(context, message, head, evidence)

    monkeypatch.setattr(pipeline, "BATCH", 2)
    monkeypatch.setattr(pipeline, "LEASE_SECONDS", -1)
    monkeypatch.setattr(pipeline, "start_reading", starts)
    deliver_five(at_desk)
    done = at_desk.round()
    assert sorted(read) == sorted(done.met)
    assert numbers(at_desk) == {Status.ACCEPTED: 5}


def test_what_another_worker_finished_meanwhile_ends_no_round(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = pipeline._store
    overtaken: list[str] = []

    def stores(context: Context, work: UnitOfWork, one: Started, *more: Any) -> None:
        if not overtaken:
            overtaken.append(one.message.sha256)
            # The other one's lease, its work and its end, before ours is stored.
            monkeypatch.setattr(context, "owner", "elsewhere:1:1")
            work.connection.execute(update(Messages).values(lease_owner="elsewhere:1:1"))
            store(context, work, one, *more)
            monkeypatch.setattr(context, "owner", mine)
            work.connection.execute(
                update(Messages).where(Messages.lease_owner.is_not(None)).values(lease_owner=mine)
            )
            work.commit()
        store(context, work, one, *more)

    mine = at_desk.context.owner
    monkeypatch.setattr(pipeline, "_store", stores)
    deliver_five(at_desk)
    at_desk.round()
    assert numbers(at_desk) == {Status.ACCEPTED: 5}
    assert len(at_desk.mails(address("น่าน"))) == 1


def test_a_fault_over_a_mail_that_another_worker_has_by_now_ends_no_round(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = pipeline._store
    overtaken: list[str] = []

    def stores(context: Context, work: UnitOfWork, one: Started, *more: Any) -> None:
        if not overtaken:
            overtaken.append(one.message.sha256)
            mine = update(Messages).where(Messages.sha256 == one.message.sha256)
            work.connection.execute(mine.values(lease_owner="elsewhere:1:1"))
            work.commit()
            raise RuntimeError("what the other one stored is in our way")
        store(context, work, one, *more)

    monkeypatch.setattr(pipeline, "_store", stores)
    deliver_five(at_desk)
    at_desk.round()
    assert numbers(at_desk) == {None: 1, Status.ACCEPTED: 4}


def numbers(at: Desk) -> dict[Status | None, int]:
    """How many messages have each status."""
    with at.context.database.unit_of_work(readonly=True) as work:
        found = work.connection.execute(select(Messages.status, func.count()).group_by(Messages.status))
        return {row[0]: row[1] for row in found}


def deliver_five(at_desk: Desk) -> None:
    """A right form of each of five provinces, not yet taken in."""
    for number, province in enumerate(("น่าน", "แพร่", "พะเยา", "ลำปาง", "ลำพูน")):
        mail = DemoMail(
            "",
            office(province),
            "แบบสำรวจ",
            attachments=(Attachment("แบบสำรวจ.xlsx", workbook(province, rows(province, 3))),),
        )
        (at_desk.folder / "mailbox" / "new" / f"154440000{number}.a.mx").write_bytes(
            mail.raw(number, at_desk.now)
        )
