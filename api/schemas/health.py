"""Health and readiness on the wire."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, Field

from api.schemas.common import Wire


class HealthAnswer(Wire):
    """The process is alive."""

    status: str = Field(default="ok", examples=["ok"])
    version: str


class ReadyAnswer(Wire):
    """The process can answer from a published snapshot."""

    status: str = Field(default="ready", examples=["ready"])
    generation: str
    as_of: date
    mode: str
    published_at: AwareDatetime
