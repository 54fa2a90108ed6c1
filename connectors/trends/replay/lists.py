"""Recorded rank lists: trending topics of X / Twitter and trending videos of YouTube."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.trends.base import Parsed
from connectors.trends.regions import WORLD, place_code
from connectors.trends.replay.columns import Rows
from connectors.trends.replay.formats import Format, Measure, optional, signals
from connectors.trends.replay.table import Table
from domain.signals import Kind, Metric, Origin, Period


def _is_twitter(columns: Sequence[str]) -> bool:
    return {"as_of", "location", "country", "rank", "name"} <= set(columns)


def _twitter(table: Table, origin: Origin) -> Parsed:
    """One list a place and snapshot. An empty volume means "not shown", never zero."""
    table = optional(table, "tweet_volume")
    rows = Rows(table, "twitter", "name")
    rows.moments("as_of", span=None)
    rows.numbers("tweet_volume")
    rows.ranks()
    rows.frame = rows.frame.with_columns(
        pl.col("country", "location").cast(pl.String),
        pl.col("as_of").alias("observed_at"),
        pl.col("as_of").alias("captured_at"),
    )
    places = rows.frame.select("country", "location").unique()
    codes = [place_code(country, place) for country, place in places.iter_rows()]
    rows.frame = rows.frame.join(
        places.with_columns(pl.Series("region", codes, dtype=pl.String)),
        on=["country", "location"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    rows.refuse(
        pl.col("region").is_null(),
        "bad_region",
        pl.format("no known country: {}", pl.col("country").fill_null("(empty)")),
    )
    rows.refuse(pl.col("rank").is_null(), "missing_rank", pl.lit("rank is empty"))
    frame = signals(
        rows,
        [
            Measure(Metric.RANK, "rank", Period.INSTANT),
            Measure(Metric.MENTIONS, "tweet_volume", Period.DAY),
        ],
        source="twitter_trends",
        origin=origin,
        kind=Kind.TOPIC,
        region=pl.col("region"),
        term="name",
    )
    read = table.frame.height + len(table.refused)
    return Parsed(frame, rows.quarantine(), "twitter_trends", read)


def _is_youtube(columns: Sequence[str]) -> bool:
    return {"trending_date", "rank", "title"} <= set(columns)


def _youtube(table: Table, origin: Origin) -> Parsed:
    """One list a day. The list names no country, so the region is the world.

    Zero views on a trending list is a reading that failed: the rank is kept, no views are.
    """
    table = optional(table, "views", "videoid")
    rows = Rows(table, "youtube", "title")
    rows.moments("trending_date", span="day")
    rows.numbers("views")
    rows.ranks()
    rows.refuse(pl.col("rank").is_null(), "missing_rank", pl.lit("rank is empty"))
    views = pl.col("views")
    unread = rows.frame.filter(views == 0).height
    rows.frame = rows.frame.with_columns(
        pl.when(views != 0).then(views).alias("views"),
        pl.col("trending_date").alias("observed_at"),
        pl.col("trending_date").alias("captured_at"),
    )
    frame = signals(
        rows,
        [
            Measure(Metric.RANK, "rank", Period.DAY),
            Measure(Metric.VIEWS_TOTAL, "views", Period.DAY),
        ],
        source="youtube_trending",
        origin=origin,
        kind=Kind.TITLE,
        region=pl.lit(WORLD),
        term="title",
        url="https://www.youtube.com/watch?v=" + pl.col("videoid"),
    )
    notes = (f"{unread} rows show zero views; only their rank was kept",) if unread else ()
    read = table.frame.height + len(table.refused)
    return Parsed(frame, rows.quarantine(), "youtube_trending", read, notes)


FORMATS = (
    Format(
        "twitter_trends",
        "X / Twitter trending topics",
        ("as_of", "location", "country", "rank", "name"),
        ("twitter",),
        _is_twitter,
        _twitter,
    ),
    Format(
        "youtube_trending",
        "YouTube trending videos",
        ("trending_date", "rank", "title"),
        ("youtube",),
        _is_youtube,
        _youtube,
    ),
)
