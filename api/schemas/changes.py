"""What changed between two snapshots, on the wire."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from api.schemas.common import Locale, Wire


class ChangeKind(StrEnum):
    """How a term differs from an earlier snapshot."""

    NEW = "new"
    RISEN = "risen"
    FALLEN = "fallen"
    GONE = "gone"


class Standing(Wire):
    """Where a term stands in one snapshot."""

    score: float | None
    rank: int | None
    stage: str


class Change(Wire):
    """One term whose standing differs."""

    change: ChangeKind
    term_id: str
    display: str
    now: Standing | None = Field(description="null: it is gone.")
    before: Standing | None = Field(description="null: it is new.")


class Changes(Wire):
    """What differs between two snapshots, the greatest change of score first."""

    items: list[Change]
    since: str = Field(description="The earlier snapshot.")
    since_as_of: date | None = Field(description="The day it stood for.")
    generation: str = Field(description="The later one. Ask with it as `since` next time.")
    as_of: date | None
    next_cursor: str | None = None
    locale: Locale = Field(default_factory=Locale)
