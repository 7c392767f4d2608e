import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from make.databases import PostgresqlServer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.migrations import HEAD
from storage.migrations.fresh import make_all
from storage.migrations.run import DatabaseTooNewError, config, upgrade
from storage.tables import Base
from storage.unit_of_work import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in which nothing was made yet, of each kind in turn."""
    if request.param == "sqlite":
        yield (database := Database(f"sqlite:///{tmp_path / 'samruat.db'}"))
        database.close()
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.new_database(empty=True)
    yield (database := Database(url))
    database.close()
    server.drop(url)


def test_the_steps_make_exactly_the_tables_that_the_code_knows(empty: Database) -> None:
    assert upgrade(empty.engine) is True
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def tables_of_sqlite(path: Path) -> list[tuple[object, ...]]:
    """All that is in the file: columns in their order, and what each constraint and index says."""
    found: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(path)) as connection:
        asked = "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"
        for kind, name, sql in connection.execute(asked).fetchall():
            columns = connection.execute("SELECT * FROM pragma_table_info(?)", (name,)).fetchall()
            lines = {line.strip().rstrip(",") for line in sql.splitlines()}
            rules = sorted(
                line for line in lines if line.startswith(("CONSTRAINT", "CHECK", "UNIQUE", "FOREIGN"))
            )
            found.append((kind, name, columns, rules, sql if kind != "table" else ""))
    return found


def test_a_new_sqlite_file_has_the_tables_that_the_steps_make(tmp_path: Path) -> None:
    made = []
    for name, make in (("fresh", make_all), ("steps", upgrade)):
        database = Database(f"sqlite:///{tmp_path / name}.db")
        assert make(database.engine) is True
        assert database.version() == HEAD
        database.close()
        made.append(tables_of_sqlite(tmp_path / f"{name}.db"))
    assert len(made[0]) > 40
    assert made[0] == made[1]


TABLES_OF_POSTGRESQL = """
SELECT c.relname, 'column', a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull,
       a.attidentity, a.attgenerated, a.attcollation, pg_get_expr(d.adbin, d.adrelid)),
       row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT conrelid::regclass::text, 'constraint', conname, pg_get_constraintdef(oid), 0
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tablename, 'index', indexname, indexdef, 0 FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT relname, 'relation', relkind::text, '', 0 FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT tgrelid::regclass::text, 'trigger', tgname, '', 0 FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2, 5, 3
"""


def test_a_new_postgresql_database_has_the_tables_that_the_steps_make(
    postgresql_server: PostgresqlServer,
) -> None:
    made = []
    for make in (make_all, upgrade):
        url = postgresql_server.new_database(empty=True)
        database = Database(url)
        assert make(database.engine) is True
        assert database.version() == HEAD
        with database.engine.connect() as connection:
            made.append([tuple(row) for row in connection.execute(text(TABLES_OF_POSTGRESQL))])
        database.close()
        postgresql_server.drop(url)
    assert len(made[0]) > 200
    assert made[0] == made[1]


def test_where_there_is_a_table_already_the_steps_are_left_to_say_what_is_wrong(empty: Database) -> None:
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE messages (whose INTEGER)"))
    assert make_all(empty.engine) is False
    with pytest.raises(DBAPIError):
        empty.upgrade()
    assert empty.version() is None


def test_a_database_that_is_made_by_another_worker_meanwhile_is_left_as_it_is(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert make_all(empty.engine) is True
    monkeypatch.setattr(empty, "version", lambda: None)  # as it was asked before
    assert empty.upgrade() is False


def test_the_last_step_is_the_one_that_a_start_compares_with() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_a_new_step_names_the_types_of_both_databases(tmp_path: Path) -> None:
    # All tables are new to a database that is empty, and to a folder without steps.
    database, settings = Database(f"sqlite:///{tmp_path / 'empty.db'}"), config()
    settings.set_main_option("version_locations", str(tmp_path))
    with database.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.revision(settings, "why", autogenerate=True, rev_id="0001", version_path=str(tmp_path))
    database.close()
    written = (tmp_path / "0001_why.py").read_text()
    assert "from sqlalchemy.dialects import postgresql\n" in written
    assert (
        "sa.Column('changes', sa.JSON().with_variant(postgresql.JSONB(), \"postgresql\"), nullable" in written
    )
    compile(written, "0001_why.py", "exec")


def test_an_upgrade_with_nothing_to_do_says_so(database: Database) -> None:
    assert database.upgrade() is False


def test_a_new_sqlite_file_is_made_with_its_folder_and_for_our_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / "ข้อมูล 100%" / "samruat.db"
    database = Database(f"sqlite:///{path}")
    assert database.upgrade() is True
    with database.unit_of_work(readonly=True) as work:
        assert work.messages.numbers().received == 0
        assert path.with_name("samruat.db-wal").stat().st_mode & 0o777 == 0o600
    database.close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_new_postgresql_database_gets_its_tables(postgresql_server: PostgresqlServer) -> None:
    url = postgresql_server.new_database(empty=True)
    database = Database(url)
    assert database.upgrade() is True
    assert database.version() == HEAD
    database.close()
    postgresql_server.drop(url)


def test_a_database_of_a_later_version_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNewError):
        database.upgrade()


_TAKE_THE_FILE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
"""


def test_asking_for_the_version_leaves_sqlites_own_locks_alone(tmp_path: Path) -> None:
    # SQLite keeps its shared lock on these bytes (its file format, "File Locking"); any close of the file drops it.
    path = tmp_path / "samruat.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    take = [sys.executable, "-c", _TAKE_THE_FILE, str(path)]
    for _ in range(2):  # a connection that is kept open holds the lock, also between transactions
        assert database.version() == HEAD
        assert subprocess.run(take, capture_output=True, check=False).returncode == 1
    database.close()
    assert subprocess.run(take, capture_output=True, check=False).returncode == 0
