"""Regions on the wire."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Wire


class Region(Wire):
    """A part of the world in which sources measured terms."""

    region: str = Field(
        description="ISO 3166 alpha-2, or WW for the world as a whole.", examples=["US"]
    )
    terms: int = Field(description="Scored terms measured there in the 35 days up to the day.")
