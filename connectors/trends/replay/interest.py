"""Search interest on a scale of 0-100: Google Trends tables and Pinterest Trends exports."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime, time

import polars as pl

from connectors.trends.base import Parsed, quarantine_frame
from connectors.trends.regions import WORLD, region_code
from connectors.trends.replay.columns import Rows, Span, read_moments
from connectors.trends.replay.dates import noted_moment
from connectors.trends.replay.formats import Format, Measure, signals
from connectors.trends.replay.table import Table
from domain.signals import Kind, Metric, Origin, Period

_WHEN = ("month", "week", "date", "day")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PERIODS: dict[Span, Period] = {"day": Period.DAY, "week": Period.WEEK, "month": Period.MONTH}


def _is_google(columns: Sequence[str]) -> bool:
    return {"keyword", "interest"} <= set(columns) and any(name in columns for name in _WHEN)


def _google(table: Table, origin: Origin) -> Parsed:
    """Interest of keywords over time; the first days of months are months, steps of 7 are weeks."""
    when = next(name for name in _WHEN if name in table.columns)
    span = span_of(table.frame[when])
    rows = Rows(table, "google_trends", "keyword")
    rows.moments(when, span=span)
    rows.numbers("interest")
    rows.refuse(pl.col("interest").is_null(), "missing_value", pl.lit("interest is empty"))
    rows.frame = rows.frame.with_columns(
        pl.col(when).alias("observed_at"), pl.col(when).alias("captured_at")
    )
    frame = signals(
        rows,
        [Measure(Metric.INTEREST, "interest", PERIODS[span])],
        source="google_trends_explore",
        origin=origin,
        kind=Kind.KEYWORD,
        region=pl.lit(WORLD),
        term="keyword",
    )
    read = table.frame.height + len(table.refused)
    return Parsed(frame, rows.quarantine(), "google_trends_explore", read)


def span_of(cells: pl.Series) -> Span:
    """What each cell of a column of dates stands for: a month, a week or a day."""
    moments, precision = read_moments(cells)
    known = moments.drop_nulls().unique().sort()
    if not len(known):
        return "month"
    if (precision == "month").any() or (known.dt.day() == 1).all():
        return "month"
    steps = known.diff().drop_nulls().dt.total_days()
    return "week" if len(steps) and steps.min() == 7 else "day"


def _is_pinterest(columns: Sequence[str]) -> bool:
    weeks = any(_as_day(name) for name in columns)
    return {"rank", "trend"} <= set(columns) and (weeks or "weekly_change" in columns)


def _as_day(name: str) -> date | None:
    """The date a column is named after; plain names write dashes as underscores."""
    text = name.replace("_", "-")
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _pinterest(table: Table, origin: Origin) -> Parsed:
    """Weekly interest; a column's date ends its week. All became known with the export.

    An export cut to its ranks and changes has no date of its own. Changes are not read: no signal
    measures them.
    """
    weeks = {name: day for name in table.columns if (day := _as_day(name))}
    exported = _export_date(table.preamble) or max(weeks.values(), default=None)
    captured = datetime.combine(exported, time.max) if exported else noted_moment(table)
    exported = captured.date()
    rows = Rows(table, "pinterest", "trend")
    rows.ranks()
    rows.frame = rows.frame.with_columns(
        pl.lit(captured).alias("observed_at"), pl.lit(captured).alias("captured_at")
    )
    named = _filter(table.preamble, ("region", "country", "location"))
    region = pl.lit(named or table.region or WORLD)
    parts = [
        signals(
            rows,
            [Measure(Metric.RANK, "rank", Period.INSTANT)],
            source="pinterest_trends_export",
            origin=origin,
            kind=Kind.SEARCH,
            region=region,
            term="trend",
        )
    ]
    late = [name for name, day in weeks.items() if day > exported]
    refused = quarantine_frame(
        [
            {
                "platform": "pinterest",
                "line": None,
                "reason": "captured_before_observed",
                "detail": f"week {weeks[name]} lies after the export of {exported}",
                "term": None,
            }
            for name in late
        ]
    )
    columns = [name for name in weeks if name not in late]
    for name in columns:
        rows.numbers(name, keep_row=True)
    whole = rows.frame
    for name in columns:
        rows.frame = whole.with_columns(
            pl.lit(datetime.combine(weeks[name], time.max)).alias("observed_at")
        )
        parts.append(
            signals(
                rows,
                [Measure(Metric.INTEREST, name, Period.WEEK)],
                source="pinterest_trends_export",
                origin=origin,
                kind=Kind.SEARCH,
                region=region,
                term="trend",
            )
        )
    frame = pl.concat(parts).sort("line", maintain_order=True)
    quarantine = pl.concat([rows.quarantine(), refused])
    read = table.frame.height + len(table.refused)
    return Parsed(frame, quarantine, "pinterest_trends_export", read)


def _export_date(preamble: Sequence[str]) -> date | None:
    for line in preamble:
        days = _DAY.findall(line)
        if days and "date" in line.casefold():
            return _as_day(days[-1])
    return None


def _filter(preamble: Sequence[str], names: Sequence[str]) -> str | None:
    for line in preamble:
        cells = next(csv.reader([line]), [])
        if len(cells) > 1 and cells[0].strip().casefold() in names:
            return region_code(cells[1])
    return None


FORMATS = (
    Format(
        "google_trends_explore",
        "Google Trends interest over time",
        ("keyword", "month, week or date", "interest"),
        ("google_trends",),
        _is_google,
        _google,
    ),
    Format(
        "pinterest_trends_export",
        "Pinterest Trends export",
        ("Rank", "Trend", "one column a week, named by its date, or Weekly change"),
        ("pinterest",),
        _is_pinterest,
        _pinterest,
    ),
)
