"""Runs of the sources. They live in state, so that they are seen even when every source fails."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.state.base import Base

STATUSES = ("ok", "empty", "failed", "unchanged")


class SourceRun(Base):
    """One try of one source."""

    __tablename__ = "source_runs"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source_id: Mapped[str]
    origin: Mapped[str]
    run_id: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    status: Mapped[str]
    rows: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None]
    message: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("status in ('ok', 'empty', 'failed', 'unchanged')", name="status"),
        Index("ix_source_runs_source_id_finished_at", "source_id", "finished_at"),
    )
