"""How we talk to SQLite and PostgreSQL."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import PoolProxiedConnection

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


class BeginsAtOnce(SQLiteDialect_pysqlite):
    """SQLite whose transactions take the write lock at their first statement, unless `sqlite_begin` says otherwise.

    Two transactions that read first and then both want to write would lock each other out. Said here and not by an
    event: with a listener on an engine every statement is told to listeners, which costs more than the statement.
    """

    supports_statement_cache = True

    def set_connection_execution_options(self, connection: Connection, opts: Mapping[str, Any]) -> None:
        super().set_connection_execution_options(connection, opts)
        if "sqlite_begin" in opts:
            connection.connection.info["sqlite_begin"] = opts["sqlite_begin"]

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        cursor = dbapi_connection.cursor()
        cursor.execute(dbapi_connection.info.get("sqlite_begin", "BEGIN IMMEDIATE"))
        cursor.close()


registry.register("sqlite.begins_at_once", __name__, BeginsAtOnce.__name__)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite+begins_at_once"),
        connect_args={"timeout": BUSY_SECONDS},
        json_serializer=dumps,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver would begin by itself, and too late
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "checkin")
    def forget_options(connection: Any, record: Any) -> None:
        record.info.pop("sqlite_begin", None)

    return engine
