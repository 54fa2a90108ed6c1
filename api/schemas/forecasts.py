"""What is forecast of a term, and what the forecasts are made of."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field

from api.schemas.common import Wire


class Chance(Wire):
    """A stated chance, and between which shares days with a like chance came true."""

    chance: float = Field(description="0-1.", examples=[0.42])
    low: float | None = Field(
        description="95 %, measured by the back-test; null where it is not known.", examples=[0.39]
    )
    high: float | None = Field(examples=[0.45])


class Growth(Wire):
    """The place by what is expected of next week's relative growth."""

    place: int = Field(examples=[3])
    of: int = Field(description="Terms that have a place on that day.", examples=[61])


class ForecastPart(Wire):
    """What one feature adds to a forecast; the parts of a forecast add up to its log odds."""

    forecast: str = Field(examples=["rise"])
    feature: str = Field(description="intercept, or what was looked at.", examples=["place_12"])
    value: float | None = Field(description="The feature; null when not known.", examples=[0.4])
    part: float = Field(examples=[-0.21])


class TermForecast(Wire):
    """The latest forecasts of a term within a week; each null where nothing can be said.

    rise: next week's gain is higher than this week's. growth: the order of next week's relative
    growth. return: back on the list in five to nine days. sustain: the next 28 days bring at least
    1.3 times the gain of the last 28.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    made_on: date
    version: str = Field(description="Version of the weights.", examples=["f1"])
    rise: Chance | None
    growth: Growth | None
    back: Chance | None = Field(alias="return")
    sustain: Chance | None
    parts: list[ForecastPart] = Field(
        description="Of the newest forecast only; empty for one of the past."
    )
