"""Work that people ask for: a fresh look at the sources, an import of a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.state.base import Base

ACTIVE = ("queued", "running")
_IS_ACTIVE = text("status in ('queued', 'running')")


class Request(Base):
    """One piece of work. Of a kind and subject only one is queued or running at a time."""

    __tablename__ = "requests"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")  # what it is about; empty: everything
    status: Mapped[str] = mapped_column(default="queued")
    requested_by: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(index=True)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    run_id: Mapped[str | None]
    idempotency_key: Mapped[str | None] = mapped_column(unique=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error_code: Mapped[str | None]
    message: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        CheckConstraint("kind in ('refresh', 'import')", name="kind"),
        CheckConstraint("status in ('queued', 'running', 'done', 'failed')", name="status"),
        Index(
            "ix_requests_active",
            "kind",
            "subject",
            unique=True,
            sqlite_where=_IS_ACTIVE,
            postgresql_where=_IS_ACTIVE,
        ),
    )
