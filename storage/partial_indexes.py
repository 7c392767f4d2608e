"""Indexes of what waits alone: to find it costs the same after 100 and after 100,000 messages.

Apart from `storage.tables`, and loaded only where tables are made or compared: SQLAlchemy loads each kind of database
that a condition is for, and a worker needs one.
"""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import InstrumentedAttribute

from storage.tables import Messages, Outbox


def _where_set(column: InstrumentedAttribute[Any], name: str, *columns: InstrumentedAttribute[Any]) -> None:
    there = column.is_not(None)
    Index(name, *columns, sqlite_where=there, postgresql_where=there)


_where_set(Messages.next_try_at, "ix_messages_waiting", Messages.received_at, Messages.uid)
_where_set(Messages.lease_owner, "ix_messages_leased", Messages.lease_owner)
_where_set(Outbox.next_try_at, "ix_outbox_waiting", Outbox.next_try_at, Outbox.id)
_where_set(Outbox.lease_owner, "ix_outbox_leased", Outbox.lease_owner)
