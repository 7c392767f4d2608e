import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from make.dovecot import Dovecot, dovecot


@pytest.fixture(scope="session")
def imap_server() -> Iterator[Dovecot]:
    # Not in pytest's own folder: that is closed again to the server's unprivileged user by every run beside this one.
    with tempfile.TemporaryDirectory(prefix="samruat-imap-") as folder, dovecot(Path(folder)) as server:
        yield server


@pytest.fixture
def imap(imap_server: Dovecot) -> Dovecot:
    """A Dovecot with an empty mailbox."""
    imap_server.empty()
    return imap_server
