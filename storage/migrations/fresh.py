"""An empty database gets the tables as they are now, all at once: to load Alembic and run every step takes ten times as long.

The steps make the very same ones (`tests/storage/test_migrations.py`); they run where there is something already.
"""

from sqlalchemy import Connection, Engine, inspect, text

import storage.partial_indexes  # noqa: F401 - they belong to the tables
from storage.migrations import HEAD
from storage.tables import Base

# Any number will do, as long as all workers use the same.
_LOCK = 5_230_561
_VERSIONS = """
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
"""


def make_all(engine: Engine) -> bool:
    """Make all tables in one transaction, unless any is there; whether they were made."""
    with engine.begin() as connection:
        one_at_a_time(connection)
        if inspect(connection).get_table_names():
            return False
        Base.metadata.create_all(connection, checkfirst=False)
        connection.execute(text(_VERSIONS))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    return True


def one_at_a_time(connection: Connection) -> None:
    """Until the transaction's end no other worker changes the tables; SQLite's begins with its only lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
