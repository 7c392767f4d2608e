"""Alembic's entry: runs the steps on the connection that it is handed, inside that transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from storage.tables import Base


def render_plainly(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A step names SQLAlchemy's own types: it must run as it was written when ours have changed."""
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
