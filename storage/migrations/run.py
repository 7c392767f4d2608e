"""Runs the migrations; the only module that imports Alembic, and only where something is to do."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from storage.migrations import HEAD
from storage.migrations.fresh import one_at_a_time


def config() -> Config:
    """Alembic's settings: our folder, wherever the package is installed."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(engine: Engine, to: str = HEAD) -> bool:
    """Bring the tables up to date in one transaction; a second worker waits, and then finds it done.

    Args:
        to: The last step to be taken; an older one only where an old backup is put into a new database.

    Returns:
        Whether anything was changed.

    Raises:
        DatabaseTooNewError: If the database is at a step that this version does not know.
    """
    settings = config()
    with engine.begin() as connection:
        one_at_a_time(connection)
        if inspect(connection).has_table("alembic_version"):
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            if found == to:
                return False
            known = {step.revision for step in ScriptDirectory.from_config(settings).walk_revisions()}
            if found is not None and found not in known:
                raise DatabaseTooNewError(found)
        settings.attributes["connection"] = connection
        command.upgrade(settings, to)
    return True


class DatabaseTooNewError(Exception):
    """A later version of samruat has changed this database: this one must not write into it."""
