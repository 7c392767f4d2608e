"""Alembic's entry: runs the steps on the connection that it is handed, inside that transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

import storage.partial_indexes  # noqa: F401 - they belong to the tables
from storage.columns import IndexedJson
from storage.tables import Base


def render_plainly(kind: str, item: Any, written: Any) -> str | Literal[False]:
    """A step names SQLAlchemy's own types: it must run as it was written when ours have changed."""
    if isinstance(item, IndexedJson):
        written.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
    render_item=render_plainly,
)
with context.begin_transaction():
    context.run_migrations()
