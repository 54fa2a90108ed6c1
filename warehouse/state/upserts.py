"""Inserts that meet a row already there, in the words of either engine."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from warehouse.state.base import Base

Insert = postgresql.Insert | sqlite.Insert


def insert(session: Session, model: type[Base]) -> Insert:
    """An insert that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)


def insert_unless_there(session: Session, model: type[Base], values: dict[str, Any]) -> bool:
    """Add the row; False when a unique key of it is taken. Waits for others who add it now."""
    keys = sa.inspect(model).primary_key
    statement = insert(session, model).values(**values).on_conflict_do_nothing().returning(*keys)
    return session.execute(statement).first() is not None
