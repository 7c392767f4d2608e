"""INSERT … ON CONFLICT DO NOTHING, which SQLAlchemy words by database."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, literal_column
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Base


def upsert(connection: Connection, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An insert of this database's kind, to which `on_conflict_…` can be added."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def insert_new(connection: Connection, table: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless an equal key is there; whether it was new."""
    # Not by rowcount: SQLAlchemy keeps that of an INSERT on some databases only.
    is_new: ColumnElement[int] = literal_column("1")
    statement = upsert(connection, table).on_conflict_do_nothing().returning(is_new)
    return connection.execute(statement, values).first() is not None
