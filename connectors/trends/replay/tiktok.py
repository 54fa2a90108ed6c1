"""TikTok: displayed view counters of hashtags, and Creative Center exports."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.trends.base import Parsed
from connectors.trends.regions import WORLD, region_code
from connectors.trends.replay.columns import Rows
from connectors.trends.replay.formats import Format, Measure, optional, signals
from connectors.trends.replay.table import Table
from domain.signals import Kind, Metric, Origin, Period

_TAG = ("tag", "hashtag")
_WHEN = ("date", "day", "ts", "timestamp", "datetime", "as_of")


def _first(columns: Sequence[str], names: Sequence[str]) -> str | None:
    return next((name for name in names if name in columns), None)


def _is_counter(columns: Sequence[str]) -> bool:
    return bool(
        "views" in columns
        and _first(columns, _TAG)
        and _first(columns, _WHEN)
        and not {"title", "rank", "metric"} & set(columns)
    )


def _counter(table: Table, origin: Origin) -> Parsed:
    """A cumulative counter: a date is that day's last reading, a time is a moment."""
    tag, when = _first(table.columns, _TAG), _first(table.columns, _WHEN)
    rows = Rows(table, "tiktok", str(tag))
    rows.moments(str(when), span=None)
    rows.numbers("views")
    rows.refuse(pl.col("views").is_null(), "missing_value", pl.lit("views is empty"))
    rows.frame = rows.frame.with_columns(
        pl.col(str(when)).alias("observed_at"), pl.col(str(when)).alias("captured_at")
    )
    by_day = (pl.col(f"__precision_{when}") != "instant").fill_null(value=False)
    parts = []
    whole = rows.frame
    for period, part in (
        (Period.DAY, whole.filter(by_day)),
        (Period.INSTANT, whole.filter(~by_day)),
    ):
        if part.height:
            rows.frame = part
            parts.append(
                signals(
                    rows,
                    [Measure(Metric.VIEWS_TOTAL, "views", period)],
                    source="tiktok_hashtag_views",
                    origin=origin,
                    kind=Kind.HASHTAG,
                    region=pl.lit(WORLD),
                    term=str(tag),
                )
            )
    rows.frame = whole
    return _parsed(parts, rows, table, "tiktok_counter")


def _parsed(parts: list[pl.DataFrame], rows: Rows, table: Table, name: str) -> Parsed:
    from connectors.trends.base import signal_frame

    frame = pl.concat(parts) if parts else signal_frame([])
    return Parsed(frame, rows.quarantine(), name, table.frame.height + len(table.refused))


def _is_creative_center(columns: Sequence[str]) -> bool:
    return {"hashtag_name", "country", "rank", "crawl_date"} <= set(columns)


def _creative_center(table: Table, origin: Origin) -> Parsed:
    """Popular hashtags of a country. The crawl's clock is taken as UTC; its counts cover a week."""
    table = optional(table, "crawl_time", "video_views", "publish_count")
    rows = Rows(table, "tiktok", "hashtag_name")
    crawl = pl.col("crawl_date").cast(pl.String).str.strip_chars()
    clock = pl.col("crawl_time").cast(pl.String).str.strip_chars()
    rows.frame = rows.frame.with_columns(
        crawled=pl.when(clock.is_null()).then(crawl).otherwise(crawl + "T" + clock)
    )
    rows.moments("crawled", span=None)
    for column in ("video_views", "publish_count"):
        rows.numbers(column)
    rows.ranks()
    countries = rows.frame["country"].cast(pl.String).unique().drop_nulls().to_list()
    codes = {name: region_code(name) for name in countries}
    rows.frame = rows.frame.with_columns(
        pl.col("country")
        .cast(pl.String)
        .replace_strict(codes, default=None, return_dtype=pl.String)
        .alias("region"),
        pl.col("crawled").alias("observed_at"),
        pl.col("crawled").alias("captured_at"),
    )
    rows.refuse(
        pl.col("region").is_null(), "bad_region", pl.format("no known country: {}", "country")
    )
    frame = signals(
        rows,
        [
            Measure(Metric.RANK, "rank", Period.INSTANT),
            Measure(Metric.VIEWS, "video_views", Period.WEEK),
            Measure(Metric.MENTIONS, "publish_count", Period.WEEK),
        ],
        source="tiktok_creative_center",
        origin=origin,
        kind=Kind.HASHTAG,
        region=pl.col("region"),
        term="hashtag_name",
    )
    return _parsed([frame], rows, table, "tiktok_creative_center")


FORMATS = (
    Format(
        "tiktok_counter",
        "TikTok views of hashtags over time",
        ("tag", "date or ts", "views"),
        ("tiktok",),
        _is_counter,
        _counter,
    ),
    Format(
        "tiktok_creative_center",
        "TikTok Creative Center export",
        ("hashtag_name", "country", "rank", "crawl_date"),
        ("tiktok",),
        _is_creative_center,
        _creative_center,
    ),
)
