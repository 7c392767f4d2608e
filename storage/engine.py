"""How we talk to SQLite and PostgreSQL."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from storage.columns import dumps

BUSY_SECONDS = 30
# A line whose other end is gone without a word ends within a minute; the system itself would wait for hours.
_DEAD_LINE: Mapping[str, Any] = MappingProxyType(
    {
        "connect_timeout": BUSY_SECONDS,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
    }
)
# A reading transaction sees one state of the database throughout, so that numbers add up.
READONLY: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "sqlite": {"sqlite_begin": "BEGIN"},
        "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    }
)


class UnsupportedDatabaseError(Exception):
    """The URL is of a database that we do not keep."""


def make_engine(url: str) -> Engine:
    """The engine for `sqlite:///path` or `postgresql://…` (by psycopg). Nothing is opened yet.

    Raises:
        UnsupportedDatabaseError: For any other URL.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        options = {"application_name": "samruat", **_DEAD_LINE, **parsed.query}
        return create_engine(
            parsed.set(drivername="postgresql+psycopg", query={}),
            connect_args=options,
            pool_pre_ping=True,
            json_serializer=dumps,
            hide_parameters=True,  # an error's text may stand in a log
        )
    raise UnsupportedDatabaseError(parsed.get_backend_name())


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=dumps, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver would begin by itself, and too late
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Two transactions that read first and then both want to write would lock each other out.
        options = connection.get_execution_options()
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN IMMEDIATE"))

    return engine
