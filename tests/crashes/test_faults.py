"""Every fault of mailbox, mail server, database and disk: in the end each mail has its status, its records and its
answer once (docs/fault-table.md)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from make.databases import PostgresqlServer
from make.dovecot import Dovecot, dovecot
from make.fault_scenes import SCENARIOS, Scenario, played, scene


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory(prefix="samruat-imap-") as folder, dovecot(Path(folder)) as server:
        yield server


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: f"{one.name} ({one.database})")
def test_after_a_fault_every_mail_is_stored_and_answered_once(
    one: Scenario, imap: Dovecot, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server: PostgresqlServer | None = None
    if one.database == "PostgreSQL":
        server = request.getfixturevalue("postgresql_server")
    with scene(tmp_path, imap, one.database, server) as at:
        found = played(one, at)
    assert (found.lost, found.answered, found.twice) == ([], one.answers, one.twice)
