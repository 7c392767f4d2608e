"""A few random kills, of the many that `make kills` does: nothing is lost, and nothing is told twice."""

import tempfile
from pathlib import Path

import pytest
from crashes.random_kills import kill, table
from make.databases import PostgresqlServer
from make.dovecot import dovecot


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_worker_that_is_killed_at_random_loses_and_doubles_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    numbers = iter(range(100))

    def new() -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        return server.new_database()

    with tempfile.TemporaryDirectory(prefix="samruat-imap-") as folder, dovecot(Path(folder)) as imap:
        both = kill(tmp_path, imap, new, 5, a_season=5)
    for found in both:
        assert (found.lost, found.doubled_records, found.doubled_outside) == ([], [], [])
    assert sum(found.kills for found in both) == 5
    assert "| kills |" in table({kind: both})
