"""Ideas, and the terms that did not become one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.state.base import Base, now


class Idea(Base):
    """One brief as it was made. `current` falls once a newer run no longer proposes it."""

    __tablename__ = "ideas"

    id: Mapped[str] = mapped_column(primary_key=True)
    term_id: Mapped[str] = mapped_column(index=True)
    term: Mapped[str]
    origin: Mapped[str]
    status: Mapped[str] = mapped_column(default="new")
    current: Mapped[bool] = mapped_column(default=True)
    brief: Mapped[dict[str, Any]]
    score: Mapped[float | None]
    score_low: Mapped[float | None]
    confidence: Mapped[float]
    # score_low, or -1 where there is none: a total order that both engines page by.
    position: Mapped[float]
    as_of: Mapped[date]
    generation: Mapped[str]
    writer: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    __table_args__ = (Index("ix_ideas_current_position_id", "current", "position", "id"),)


class IdeaRefusal(Base):
    """A term that was considered for a snapshot and refused, with the reason."""

    __tablename__ = "idea_refusals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    term_id: Mapped[str]
    display: Mapped[str]
    code: Mapped[str]
    reason: Mapped[str]
    as_of: Mapped[date]
    generation: Mapped[str] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("generation", "term_id"),)
