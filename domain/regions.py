"""Where a term is measured: countries by ISO 3166 alpha-2, and WW for the world as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WORLD = "WW"
# As the variable `region_days` of the models: a monthly value counts until the next one is known.
REGION_DAYS = 35


@dataclass(frozen=True, slots=True)
class Sighting:
    """A measurement of a term: where, the day it is about, and the day from which it was known."""

    region: str  # ISO 3166 alpha-2, WW, or CC-Place
    observed_on: date
    known_on: date


def country_of(region: str) -> str:
    """The country of a region; a city counts as its country."""
    return region.partition("-")[0]


def regions_on(
    sightings: Iterable[Sighting], day: date, *, days: int = REGION_DAYS
) -> tuple[str, ...]:
    """Countries in which a term was measured within `days` of a day, as known on it; sorted."""
    first = day - timedelta(days=days - 1)
    return tuple(
        sorted(
            {
                country_of(seen.region)
                for seen in sightings
                if first <= seen.observed_on <= day and seen.known_on <= day
            }
        )
    )
