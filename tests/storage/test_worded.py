"""Statements that bypass SQLAlchemy's execution convert values as it does, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from make.stored import NOON
from sqlalchemy import bindparam, insert, select, update

from storage import tables as t
from storage.unit_of_work import Database
from storage.worded import Worded, one_of
from storage.words import SenderSource

_ADD = Worded(insert(t.Senders))
_OF = Worded(
    select(t.Senders.address, t.Senders.source, t.Senders.since).where(
        t.Senders.province == bindparam("province"),
        one_of(t.Senders.source, (SenderSource.LIST, SenderSource.TOKEN)),
    )
)
_MOVE = Worded(
    update(t.Senders).where(t.Senders.address == bindparam("who")).values(source=SenderSource.LIST)
)
_ROWS = [
    {"address": "a\ud800\0@x.example", "province": "น่าน", "source": SenderSource.LIST, "since": NOON},
    {"address": "b@x.example", "province": "น่าน", "source": "decision", "since": NOON.astimezone(UTC)},
]


def test_what_goes_in_and_comes_out_is_converted_as_the_columns_say(database: Database) -> None:
    with database.unit_of_work() as work:
        _ADD.each(work.connection, _ROWS)
        work.commit()
    with database.unit_of_work(readonly=True) as work:
        found = _OF.all(work.connection, {"province": "น่าน"})
        by_sqlalchemy = work.connection.execute(
            select(t.Senders.address).order_by(t.Senders.source.desc())
        ).first()
    assert found == [("a\ufffd\ufffd@x.example", SenderSource.LIST, NOON)]
    assert found[0][2].tzinfo is UTC
    assert by_sqlalchemy is not None
    assert by_sqlalchemy[0] == found[0][0]


def test_a_change_says_how_many_rows_and_counts_only_when_committed(database: Database) -> None:
    with database.unit_of_work() as work:
        _ADD.each(work.connection, _ROWS)
        work.commit()
    with database.unit_of_work() as work:
        assert _MOVE.change(work.connection, {"who": "b@x.example"}) == 1
        assert _MOVE.change(work.connection, {"who": "nobody@x.example"}) == 0
        assert len(_OF.all(work.connection, {"province": "น่าน"})) == 2
    with database.unit_of_work(readonly=True) as work:
        assert len(_OF.all(work.connection, {"province": "น่าน"})) == 1
        assert _OF.first(work.connection, {"province": "เลย"}) is None


def test_no_rows_are_no_statement(database: Database) -> None:
    with database.unit_of_work() as work:
        _ADD.each(work.connection, [])
        assert not work.connection.in_transaction()


def test_a_value_that_its_column_refuses_is_refused_here_too(database: Database) -> None:
    naive = _ROWS[1] | {"since": datetime(2018, 11, 1)}
    elsewhere = NOON.astimezone(timezone(timedelta(hours=7)))
    with database.unit_of_work() as work:
        with pytest.raises(ValueError, match="naive"):
            _ADD.each(work.connection, [naive])
        _ADD.each(work.connection, [_ROWS[0] | {"since": elsewhere}])
        assert _OF.all(work.connection, {"province": "น่าน"})[0][2] == NOON


def test_a_parameter_for_several_values_is_refused(database: Database) -> None:
    several = Worded(select(t.Senders.address).where(t.Senders.source.in_(["list", "decision"])))
    with database.unit_of_work() as work, pytest.raises(TypeError, match="several values"):
        several.all(work.connection, {})
