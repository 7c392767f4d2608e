"""INSERT … ON CONFLICT DO NOTHING, which SQLAlchemy words by database."""

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, literal_column
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.dml import ReturningInsert

from storage.tables import Base
from storage.worded import Worded

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def upsert(dialect: str, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """An insert of this kind of database, to which `on_conflict_…` can be added."""
    # To load the words of the one that is not used takes longer than a mail.
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def insert_new(connection: Connection, table: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless an equal key is there; whether it was new."""
    return _new(connection.dialect.name, table).first(connection, values) is not None


def insert_all_new(
    connection: Connection, table: type[Base], values: list[dict[str, Any]], key: InstrumentedAttribute[str]
) -> list[str]:
    """Insert rows, each unless an equal key is there; `key` of those that were new."""
    if not values:
        return []
    statement = _all_new(connection.dialect.name, table, key)
    return [found for (found,) in connection.execute(statement, values)]


@cache
def _all_new(dialect: str, table: type[Base], key: InstrumentedAttribute[str]) -> ReturningInsert[Any]:
    return upsert(dialect, table).on_conflict_do_nothing().returning(key)


@cache
def _new(dialect: str, table: type[Base]) -> Worded:
    is_new: ColumnElement[int] = literal_column("1")
    return Worded(upsert(dialect, table).on_conflict_do_nothing().returning(is_new))
