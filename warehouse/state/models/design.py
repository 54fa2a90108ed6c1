"""Designs: what was drawn for an idea and where its files lie."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.state.base import Base, now


class Design(Base):
    """One drawn design.

    `files` maps a variant (print, preview, mockup_light, mockup_dark) to `path` in the designs
    folder, `bytes`, `sha256` and `media_type`.
    """

    __tablename__ = "designs"

    id: Mapped[str] = mapped_column(primary_key=True)
    idea_id: Mapped[str] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"), index=True)
    layout: Mapped[str]
    palette: Mapped[str]
    faces: Mapped[list[str]]
    garments: Mapped[list[str]]
    scene_version: Mapped[str]
    sha256: Mapped[str]
    files: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
