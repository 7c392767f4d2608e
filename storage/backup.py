"""The whole database in files, as it stood at one moment, while others write; and back into an empty one.

SQLite is copied by its own backup API into `database.sqlite`; PostgreSQL's tables by COPY, each into
`database/TABLE.copy`, in one REPEATABLE READ transaction. No program of the database's is needed.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text, update

from storage import tables as t
from storage.engine import READONLY
from storage.unit_of_work import Database
from storage.words import OutboxState

_SQLITE_FILE = "database.sqlite"
_VERSIONS = "alembic_version"
_PIECE = 1 << 20


class BackupUnusableError(Exception):
    """The files are not such a backup, or are of another kind of database; the text says what."""


class DatabaseNotEmptyError(Exception):
    """There is something in the database already."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds.

    Attributes:
        version: Name of the last migration that had run.
        tables: By name, columns in their order.
        rows: By table, how many.
    """

    dialect: str
    version: str
    tables: Mapping[str, Sequence[str]]
    rows: Mapping[str, int]


def save(database: Database, folder: Path) -> Saved:
    """Write the database into a folder that is there; writers are not hindered.

    Raises:
        BackupUnusableError: There are no tables yet.
    """
    version = database.version()
    if version is None:
        raise BackupUnusableError("the database has no tables yet")
    dialect = database.engine.dialect.name
    if dialect == "sqlite":
        path = folder / _SQLITE_FILE
        _copy_sqlite(Path(database.engine.url.database or ""), path)
        copy = Database(f"sqlite:///{path}")
        try:
            with copy.engine.connect() as connection:
                saved = Saved(dialect, _version(connection), *_contents(connection))
        finally:
            copy.close()
        _leave_one_file(path)
        return saved
    options = READONLY[dialect]
    with database.engine.connect().execution_options(**options) as connection:
        columns, rows = _contents(connection)
        (folder / "database").mkdir(mode=0o700)
        for name, its in columns.items():
            _copy_out(connection, name, its, folder / "database" / f"{name}.copy")
        return Saved(dialect, _version(connection), columns, rows)


def messages_of(database: Database, folder: Path) -> list[str]:
    """SHA-256 of every message in a backup, in rising order."""
    if database.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(f"file:{folder / _SQLITE_FILE}?mode=ro", uri=True)) as copy:
            return [sha256 for (sha256,) in copy.execute("SELECT sha256 FROM messages ORDER BY 1")]
    with (folder / "database" / "messages.sha256").open(encoding="ascii") as lines:
        return sorted(line.strip() for line in lines)


def is_empty(database: Database) -> bool:
    """Whether nothing is in it: no tables, or no row in any of ours."""
    path = Path(database.engine.url.database or "")
    if (database.engine.dialect.name == "sqlite" and not path.exists()) or database.version() is None:
        return True
    with database.engine.connect().execution_options(**READONLY[database.engine.dialect.name]) as connection:
        return not any(_contents(connection)[1].values())


def load(folder: Path, saved: Saved, database: Database, *, held_back: str | None = None) -> int:
    """Put a backup into an empty database, whole or not at all, at the version that it was of.

    Args:
        held_back: Why no mail that waited then may leave by itself (it may have left since), or None where it may.
            Such mails become `unknown`: found among the sent mails they are sent, else failed and shown to the
            coordinator.

    Returns:
        How many mails are held back.

    Raises:
        BackupUnusableError: It is of another kind of database.
        DatabaseNotEmptyError: There is something in it.
    """
    dialect = database.engine.dialect.name
    if saved.dialect != dialect:
        raise BackupUnusableError(f"the backup is of {saved.dialect}, the configuration names {dialect}")
    if not is_empty(database):
        raise DatabaseNotEmptyError(database.engine.url.render_as_string())
    if dialect == "sqlite":
        return _load_sqlite(folder / _SQLITE_FILE, saved, database, held_back)
    return _load_postgresql(folder, saved, database, held_back)


def _check_rows(connection: Connection, saved: Saved) -> None:
    if (found := _contents(connection)[1]) != dict(saved.rows):
        raise BackupUnusableError(f"rows by table: {found}, and there should be {dict(saved.rows)}")


def _hold_back(connection: Connection, why: str) -> int:
    waiting = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
    return connection.execute(
        update(t.Outbox)
        .where(t.Outbox.state.in_(waiting))
        .values(state=OutboxState.UNKNOWN, unknowns=2, next_try_at=None, smtp_reply=why,
                lease_owner=None, lease_until=None)
    ).rowcount  # fmt: skip


def _contents(connection: Connection) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Columns and number of rows of each table but Alembic's, those that others refer to first."""
    looked = inspect(connection)
    names = [name for name, _ in looked.get_sorted_table_and_fkc_names() if name and name != _VERSIONS]
    columns = {name: [column["name"] for column in looked.get_columns(name)] for name in names}
    counted = {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}  # noqa: S608
    return columns, counted


def _version(connection: Connection) -> str:
    return str(connection.scalar(text(f"SELECT version_num FROM {_VERSIONS}")))  # noqa: S608


def _copy_sqlite(source: Path, target: Path) -> None:
    target.touch(0o600)
    with (
        closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True, timeout=30)) as old,
        closing(sqlite3.connect(target, timeout=30)) as new,
    ):
        # In one step: it sees one state, and in WAL mode writers go on beside it.
        old.backup(new)
        found = new.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise BackupUnusableError(f"{source}: {found}")


def _leave_one_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path))


def _copy_out(connection: Connection, table: str, columns: Sequence[str], path: Path) -> None:
    statement = _copy_statement(table, columns, "TO STDOUT")
    with path.open("xb") as file, _cursor(connection) as cursor, cursor.copy(statement) as pieces:
        for piece in pieces:
            file.write(piece)
    if table == "messages":
        with path.with_suffix(".sha256").open("x", encoding="ascii") as file:
            for (sha256,) in connection.execute(text("SELECT sha256 FROM messages")):
                file.write(f"{sha256}\n")


def _load_sqlite(source: Path, saved: Saved, database: Database, held_back: str | None) -> int:
    """Made ready beside its place, and renamed: killed at any moment, there is all of it or nothing."""
    database.version()  # makes the folder, and the file, ours alone
    database.close()
    path = Path(database.engine.url.database or "")
    draft = path.with_name(f"{path.name}.restoring")
    draft.unlink(missing_ok=True)
    _copy_sqlite(source, draft)
    copy = Database(f"sqlite:///{draft}")
    try:
        with copy.engine.begin() as connection:
            _check_rows(connection, saved)
            count = _hold_back(connection, held_back) if held_back else 0
    finally:
        copy.close()
    _leave_one_file(draft)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    draft.replace(path)
    return count


def _load_postgresql(folder: Path, saved: Saved, database: Database, held_back: str | None) -> int:
    from storage.migrations.run import upgrade

    upgrade(database.engine, to=saved.version)
    with database.engine.begin() as connection:
        for name, columns in saved.tables.items():
            path, statement = (
                folder / "database" / f"{name}.copy",
                _copy_statement(name, columns, "FROM STDIN"),
            )
            with path.open("rb") as file, _cursor(connection) as cursor, cursor.copy(statement) as copy:
                while piece := file.read(_PIECE):
                    copy.write(piece)
        _let_numbers_go_on(connection, saved.tables)
        _check_rows(connection, saved)
        return _hold_back(connection, held_back) if held_back else 0


def _let_numbers_go_on(connection: Connection, tables: Mapping[str, Sequence[str]]) -> None:
    for name, columns in tables.items():
        for column in columns:
            words = {"table": name, "column": column}
            sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), words)
            if sequence:
                last = f'SELECT setval(:sequence, (SELECT coalesce(max("{column}"), 0) + 1 FROM "{name}"), false)'  # noqa: S608
                connection.execute(text(last), {"sequence": sequence})


def _copy_statement(table: str, columns: Sequence[str], way: str) -> Any:
    from psycopg import sql

    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + way).format(sql.Identifier(table), names)


@contextmanager
def _cursor(connection: Connection) -> Iterator[Any]:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        yield cursor
