"""Displays of sources whose data may not be stored: shown while they last, then forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from warehouse.state.models.display import DisplayRow
from warehouse.state.upserts import insert


def show(
    session: Session,
    source: str,
    items: Sequence[dict[str, Any]],
    captured_at: datetime,
    expires_at: datetime,
    *,
    notice: str | None = None,
) -> None:
    """Show these items (plain JSON values) of a source in place of its earlier ones.

    Raises ValueError when the display would be over before it began.
    """
    if expires_at <= captured_at:
        raise ValueError(f"the display of {source} would expire before it was captured")
    values = {
        "captured_at": captured_at,
        "expires_at": expires_at,
        "items": list(items),
        "notice": notice,
    }
    session.execute(
        insert(session, DisplayRow)
        .values(source_id=source, **values)
        .on_conflict_do_update(index_elements=["source_id"], set_=values)
    )


def shown(session: Session, now: datetime) -> list[DisplayRow]:
    """What may be shown at that moment, by source."""
    query = sa.select(DisplayRow).where(DisplayRow.expires_at > now)
    ordered = query.order_by(DisplayRow.source_id).execution_options(populate_existing=True)
    return list(session.scalars(ordered))


def forget_expired(session: Session, now: datetime) -> int:
    """Delete what is over; returns how many displays."""
    over = sa.delete(DisplayRow).where(DisplayRow.expires_at <= now)
    return len(session.scalars(over.returning(DisplayRow.source_id)).all())
