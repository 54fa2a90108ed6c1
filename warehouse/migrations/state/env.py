"""Alembic's environment of the state database."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from alembic import context

from warehouse.settings import warehouse_settings
from warehouse.state.base import Base, UtcDateTime
from warehouse.state.models import design, display, draft, idea, request, scrape_run, shared

MODELS = (design, display, draft, idea, request, scrape_run, shared)


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our time type as a plain one: revisions must not import the present models."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def migrate(connection: sa.Connection) -> None:
    """Run the revisions on a connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with sa.create_engine(warehouse_settings().state_address).begin() as opened:
        migrate(opened)
