import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from make.databases import PostgresqlServer
from sqlalchemy import text

import storage.partial_indexes  # noqa: F401 - they belong to the tables
from storage.migrations import HEAD
from storage.migrations.run import DatabaseTooNewError, config
from storage.tables import Base
from storage.unit_of_work import Database


def test_the_steps_make_exactly_the_tables_that_the_code_knows(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


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
