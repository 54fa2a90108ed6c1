"""Listing drafts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.money import Money
from warehouse.state.base import Base, now


class Draft(Base):
    """One listing draft of a design. Cents, because SQLite knows no exact decimals."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(primary_key=True)
    idea_id: Mapped[str] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"), index=True)
    design_id: Mapped[str] = mapped_column(ForeignKey("designs.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    tags: Mapped[list[str]]
    description: Mapped[str]
    materials: Mapped[list[str]]
    price_cents: Mapped[int]
    currency: Mapped[str]
    pricing: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    quality: Mapped[dict[str, Any]]
    current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    @property
    def price(self) -> Money:
        """The price asked."""
        return Money(Decimal(self.price_cents) / 100, self.currency)
