from collections.abc import Iterator
from pathlib import Path

import pytest
from make.dovecot import Dovecot, dovecot


@pytest.fixture
def imap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    """A Dovecot with an empty mailbox."""
    folder: Path = tmp_path_factory.mktemp("dovecot")
    with dovecot(folder) as server:
        yield server
