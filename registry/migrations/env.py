"""Alembic's entry: runs the scripts on the connection it is handed."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from registry.db import Base


def plain_type(kind: str, item: Any, autogenerate: Any) -> str | Literal[False]:
    """Scripts name the database's own types, so that they outlive our classes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_type,
    include_object=context.config.attributes.get("include_object"),
    transactional_ddl=False,  # the caller holds one transaction around everything
)
context.run_migrations()
