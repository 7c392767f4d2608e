"""The database: its schema brought up to date, and one transaction at a time."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, inspect, select, text

from storage import tables as t
from storage.copies import Copies
from storage.corrections import Corrections
from storage.decisions import Decisions
from storage.engine import READONLY, make_engine
from storage.forgotten import Forgotten
from storage.hand_ins import HandIns
from storage.mailboxes import Mailboxes
from storage.messages import Messages
from storage.migrations import HEAD
from storage.outbox import Outbox
from storage.senders import Senders
from storage.submissions import Submissions
from storage.waivers import Waivers


class UnitOfWork:
    """One transaction: what happens inside is stored together or not at all. Nothing is without commit().

    On SQLite it holds the only write lock from its first question on (unless `readonly`), so keep it short.
    After commit() it can be used on, in a new transaction.
    """

    def __init__(
        self, engine: Engine, *, readonly: bool = False, turn: AbstractContextManager[Any] | None = None
    ) -> None:
        self._engine = engine
        self._readonly = readonly
        self._turn = turn or nullcontext()

    def __enter__(self) -> Self:
        self._turn.__enter__()
        try:
            self.connection: Connection = self._engine.connect()
            if self._readonly:
                self.connection = self.connection.execution_options(**READONLY[self._engine.dialect.name])
        except BaseException:
            self._turn.__exit__(None, None, None)
            raise
        self.messages = Messages(self.connection)
        self.submissions = Submissions(self.connection)
        self.copies = Copies(self.connection)
        self.outbox = Outbox(self.connection)
        self.senders = Senders(self.connection)
        self.decisions = Decisions(self.connection)
        self.waivers = Waivers(self.connection)
        self.corrections = Corrections(self.connection)
        self.hand_ins = HandIns(self.connection)
        self.forgotten = Forgotten(self.connection)
        self.mailboxes = Mailboxes(self.connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.connection.close()  # rolls back what was not committed
        finally:
            self._turn.__exit__(None, None, None)

    def commit(self) -> None:
        self.connection.commit()
        self.submissions.look_again()

    def now(self) -> datetime:
        """The database server's clock (aware UTC); SQLite's is this machine's."""
        if self.connection.dialect.name == "sqlite":
            return datetime.now(UTC)
        found: datetime = self.connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return found.astimezone(UTC)

    def release_leases(self, owner: str) -> None:
        """Give back all that `owner` holds; what it was sending becomes `unknown`."""
        self._release(owner, died=False)

    def free_dead_leases(self, is_alive: Callable[[str], bool]) -> list[str]:
        """Give back what dead workers hold, so that nobody waits for their leases to end.

        Args:
            is_alive: Whether the owner (`host:pid:starttime`) may still be working; true where unsure.

        Returns:
            The dead owners.
        """
        owners: set[str] = set()
        for column in (t.Messages.lease_owner, t.Outbox.lease_owner, t.Mailboxes.lease_owner):
            held = select(column).where(column.is_not(None)).distinct()
            owners.update(owner for (owner,) in self.connection.execute(held) if owner)
        dead = sorted(owner for owner in owners if not is_alive(owner))
        for owner in dead:
            self._release(owner, died=True)
        return dead

    def _release(self, owner: str, *, died: bool) -> None:
        self.messages.release_leases(owner, died=died)
        self.outbox.release_leases(owner)
        self.mailboxes.release_leases(owner)


class Database:
    """The database of a URL: `sqlite:///samruat.db`, `postgresql+psycopg://…`. Opened when it is first used.

    May be shared between threads, not across a fork.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        # Who finds SQLite's lock taken sleeps and tries again; a thread that waits here begins at once.
        self._turn = RLock() if url.startswith("sqlite") else None

    @cached_property
    def engine(self) -> Engine:
        return make_engine(self.url)

    def unit_of_work(self, *, readonly: bool = False) -> UnitOfWork:
        """One transaction; `readonly` sees one state of the database and hinders nobody."""
        return UnitOfWork(self.engine, readonly=readonly, turn=None if readonly else self._turn)

    def upgrade(self) -> bool:
        """Create the tables, or bring them up to date; quick where nothing is to do.

        Returns:
            Whether anything was changed.

        Raises:
            DatabaseTooNewError: If a later version of samruat has been here.
        """
        found = self.version()
        if found == HEAD:
            return False
        if found is None:
            from storage.migrations.fresh import make_all

            if make_all(self.engine):
                return True
        from storage.migrations.run import upgrade

        return upgrade(self.engine)

    def upgrade_is_due(self) -> bool:
        """Whether there are tables that `upgrade` would change."""
        found = self.version()
        return found is not None and found < HEAD

    def version(self) -> str | None:
        """Name of the last migration that ran here, or None in a new database."""
        if self.engine.dialect.name == "sqlite":
            _make_private(self.engine.url.database)
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    def empty_log(self) -> None:
        """Have SQLite write its log into the file and empty it: what was deleted stands in neither."""
        if self.engine.dialect.name == "sqlite":
            import sqlite3
            from contextlib import closing

            # Not by the engine: its connections begin a transaction, and within one there is no checkpoint.
            with closing(sqlite3.connect(self.engine.url.database or "")) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _make_private(path: str | None) -> None:
    # Reports hold names and telephone numbers; SQLite's own files beside it take over the mode.
    if path and not path.startswith((":", "file:")) and not Path(path).exists():
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never one that is there: closing it would take from SQLite the locks that this process holds on it.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
