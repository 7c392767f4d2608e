"""Databases for tests: SQLite in a file, and a PostgreSQL server that is started for the session.

The tables are made once; each test gets a copy.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.unit_of_work import Database

_TEMPLATE = "samruat_template"


@dataclass
class PostgresqlServer:
    """A server of our own, reachable by a Unix socket in its folder."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://samruat@/{database}?host={self.folder}"

    def new_database(self, *, empty: bool = False) -> str:
        """URL of a new database that has our tables, or none where `empty`."""
        name = f"samruat_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else _TEMPLATE}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def prepare(self) -> None:
        self._run(f"CREATE DATABASE {_TEMPLATE}")
        template = Database(self.url(_TEMPLATE))
        template.upgrade()
        template.close()

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running_postgresql(*, fsync: bool = False) -> Iterator[PostgresqlServer]:
    """Start a server of our own, with the template of our tables, and stop it."""
    folder = Path(tempfile.mkdtemp(prefix="samruat-pg-"))  # a short path: it holds a socket
    user = _unprivileged_user()
    if user is not None:
        os.chown(folder, *user)
    data, binaries = folder / "data", _binaries()
    _call([binaries / "initdb", "-D", data, "-U", "samruat", "-A", "trust", "-E", "UTF8", "-N"], user)
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(f"listen_addresses = ''\nunix_socket_directories = '{folder}'\n")
        settings.write(f"fsync = {'on' if fsync else 'off'}\nmax_connections = 60\nshared_buffers = 32MB\n")
    _call([binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "start"], user)
    try:
        server = PostgresqlServer(folder)
        server.prepare()
        yield server
    finally:
        _call([binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "samruat.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database with our tables and no rows, on each kind of database in turn."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "samruat.db")
        yield f"sqlite:///{tmp_path / 'samruat.db'}"
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        url = server.new_database()
        yield url
        server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.close()


def _binaries() -> Path:
    found = [Path(path).parent for path in (shutil.which("pg_ctl"),) if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise FileNotFoundError("PostgreSQL's initdb and pg_ctl: apt-get install postgresql")


def _unprivileged_user() -> tuple[int, int] | None:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise LookupError("no unprivileged user to run PostgreSQL as")


def _call(command: list[str | Path], user: tuple[int, int] | None) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        user=user[0] if user else None,
        group=user[1] if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
