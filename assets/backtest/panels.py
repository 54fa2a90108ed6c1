"""From a frame of observations to the panels that questions are asked of."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from domain.backtest.counters import CounterPanel
from domain.backtest.lists import ListPanel

COUNTERS = ("views_total", "posts_total")
# The lists that question (c) is defined on; where none of them is recorded, all lists count.
LISTS = ("US", "GB", "WW")


def counter_panels(frame: pl.DataFrame) -> dict[str, CounterPanel]:
    """A panel for each source and metric of counters, by name."""
    found = {}
    counters = frame.filter(pl.col("metric").is_in(COUNTERS) & pl.col("value").is_not_null())
    for (source, metric), part in counters.group_by("source", "metric", maintain_order=True):
        name = str(source) if metric == "views_total" else f"{source}/{metric}"
        found[name] = _counter_panel(part)
    return dict(sorted(found.items()))


def list_panels(frame: pl.DataFrame) -> dict[str, ListPanel]:
    """A panel for each source of lists, and one for each further country of it, by name."""
    found = {}
    lists = frame.filter(pl.col("rank").is_not_null())
    for (source,), part in lists.group_by("source", maintain_order=True):
        volumes = frame.filter((pl.col("source") == source) & (pl.col("metric") == "mentions"))
        country = pl.col("region").str.slice(0, 2)
        main = part.filter(pl.col("region").is_in(LISTS))
        if main.is_empty():
            found[str(source)] = _list_panel(part, volumes)
            continue
        used = sorted(main["region"].unique())
        found[str(source)] = _list_panel(main, volumes.filter(pl.col("region").is_in(used)))
        for code in sorted(part.filter(~country.is_in(used))["region"].str.slice(0, 2).unique()):
            found[f"{source}@{code}"] = _list_panel(
                part.filter(country == code), volumes.filter(country == code)
            )
    return dict(sorted(found.items()))


def _counter_panel(part: pl.DataFrame) -> CounterPanel:
    several = part["region"].n_unique() > 1
    name = pl.format("{} ({})", "term", "region") if several else pl.col("term")
    daily = (
        part.sort("observed_at", "captured_at")
        .with_columns(name.alias("series"))
        .group_by("series", "observed_on")
        .agg(pl.col("value").last(), pl.col("captured_at").last())
    )
    names = sorted(daily["series"].unique())
    first, days = _calendar(daily)
    readings = np.full((len(names), days), np.nan)
    series = daily["series"].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    place = (series.to_numpy(), _day(daily, first))
    readings[place] = daily["value"].to_numpy()
    evidence = readings.copy()
    # What is captured by the end of the next day was known in time.
    late = daily.select(
        pl.col("captured_at") > pl.col("observed_on").cast(pl.Datetime("us")) + pl.duration(days=2)
    ).to_series()
    evidence[place] = np.where(late.to_numpy(), np.nan, evidence[place])
    return CounterPanel(tuple(names), first, readings, evidence)


def _list_panel(part: pl.DataFrame, volumes: pl.DataFrame) -> ListPanel:
    seen = part.group_by("term", "observed_on").agg(pl.col("rank").min())
    shown = volumes.group_by("term", "observed_on").agg(pl.col("value").max().alias("volume"))
    seen = seen.join(shown, on=["term", "observed_on"], how="left")
    names = sorted(seen["term"].unique())
    first, days = _calendar(seen)
    name = seen["term"].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    seen = seen.with_columns(name.alias("name")).sort("name", "observed_on")
    day = _day(seen, first)
    captured = np.zeros(days, dtype=np.bool_)
    captured[day] = True
    return ListPanel(
        tuple(names),
        first,
        seen["name"].to_numpy(),
        day,
        seen["rank"].cast(pl.Float64).to_numpy(),
        seen["volume"].fill_null(float("nan")).to_numpy(),
        captured,
    )


def _calendar(frame: pl.DataFrame) -> tuple[date, int]:
    first, last = frame["observed_on"].min(), frame["observed_on"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    return first, (last - first).days + 1


def _day(frame: pl.DataFrame, first: date) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return (frame["observed_on"] - first).dt.total_days().to_numpy()
