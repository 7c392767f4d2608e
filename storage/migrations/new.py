"""Writes the next step: what `storage.tables` has more than the steps there are. For developers."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.engine import make_engine
from storage.migrations import HEAD
from storage.migrations.run import config


def main(why: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'empty.db'}")
        settings = config()
        with engine.begin() as connection:
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            command.revision(settings, why, autogenerate=True, rev_id=f"{int(HEAD) + 1:04d}")


if __name__ == "__main__":
    main(sys.argv[1])
