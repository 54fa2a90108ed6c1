"""What a source shows whose data may not be stored: a cache with a lifetime."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from warehouse.state.base import Base


class DisplayRow(Base):
    """The display of one source. Nothing is computed from it, and it ends at `expires_at`."""

    __tablename__ = "display_rows"

    source_id: Mapped[str] = mapped_column(primary_key=True)
    captured_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    items: Mapped[list[Any]]
    notice: Mapped[str | None]
