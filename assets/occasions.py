"""The calendar as rows of raw.occasions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl


def occasion_frame(years: Iterable[int], countries: Sequence[str]) -> pl.DataFrame:
    """Occasions of the countries in those years, one row each.

    Raises the errors of the calendar for a country or year that it does not know.
    """
    from domain.calendar import occasions

    rows = [
        {
            "occasion_id": f"{found.id}/{found.country}/{found.falls_on}",
            "name": found.name,
            "country": found.country,
            "falls_on": found.falls_on,
            "publish_from": found.publish_from,
            "publish_by": found.publish_by,
        }
        for country in countries
        for year in years
        for found in occasions(country, year)
    ]
    schema = dict.fromkeys(("occasion_id", "name", "country"), pl.String) | dict.fromkeys(
        ("falls_on", "publish_from", "publish_by"), pl.Date
    )
    return pl.DataFrame(rows, schema=schema)
