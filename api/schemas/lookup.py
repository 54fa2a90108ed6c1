"""Many terms at once, on the wire."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.common import Locale, Wire
from api.schemas.trends import Trend


class LookupQuestion(Wire):
    """Terms to look up at once."""

    terms: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        min_length=1,
        max_length=500,
        description="As written, as match key or as id, up to 500.",
        examples=[["book club", "cottagecore"]],
    )
    as_of: date | None = Field(
        default=None, description="The latest scores on or before that day; default: the last."
    )

    model_config = ConfigDict(extra="forbid")


class Looked(Wire):
    """What one asked term is."""

    asked: str
    trend: Trend | None = Field(description="null: it is not among the scored ones.")


class Lookup(Wire):
    """An answer for each asked term, in the order asked."""

    items: list[Looked]
    as_of: date
    generation: str
    locale: Locale = Field(default_factory=Locale)
