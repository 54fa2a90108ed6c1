"""Google Trends as its own buttons export it: interest over time, related and trending searches."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from connectors.trends.base import Parsed, signal_frame
from connectors.trends.regions import WORLD
from connectors.trends.replay.columns import Rows, Span
from connectors.trends.replay.dates import as_known, noted_moment
from connectors.trends.replay.formats import Format, Measure, signals
from connectors.trends.replay.interest import PERIODS, span_of
from connectors.trends.replay.pastes import is_growth, lines_of, table_of, without_dates
from connectors.trends.replay.places import place_named
from connectors.trends.replay.table import LINE, Table
from domain.signals import Kind, Metric, Origin, Period

_SERIES = re.compile(r"^(?P<term>.+):\s*\((?P<place>[^()]*(?:\([^()]*\))?[^()]*)\)$")
_PLAIN_SERIES = re.compile(r"^.+:_*\((?P<place>.+)\)$")
_NAMED_SPANS: dict[str, Span] = {"day": "day", "week": "week", "month": "month"}
_SECTIONS = ("section", "related_query", "shown")
_TRENDING = {"trends", "search_volume", "started"}


def _is_over_time(columns: Sequence[str]) -> bool:
    places = _places(columns)
    return bool(places) and not any(_is_span(place) for place in places)


def is_map(columns: Sequence[str]) -> bool:
    """Whether a header is that of interest by region, which compares places and has no dates."""
    places = _places(columns)
    return bool(places) and all(_is_span(place) for place in places)


def _places(columns: Sequence[str]) -> list[str]:
    """What stands in brackets after each term of a header; [] when a column has none."""
    found = [_PLAIN_SERIES.match(name) for name in columns[1:]]
    return [match["place"] for match in found if match] if all(found) else []


def _is_span(place: str) -> bool:
    """Whether a bracket holds a span of dates and no place."""
    return sum(char.isdigit() for char in place) >= 6


def _over_time(table: Table, origin: Origin) -> Parsed:
    """Interest of each term and place of the header; "<1" is nought, as Google's own data has it.

    Months and days mean themselves, steps of seven days are weeks that begin on their date. Hours
    name no zone and are taken as UTC. A place that is no country is refused with its column.
    """
    when, *series = table.columns
    titles = {column: table.titles[column].strip() for column in series}
    named = {column: _SERIES.match(title) for column, title in titles.items()}
    codes = {
        column: place_named(match["place"], table.region) if match else None
        for column, match in named.items()
    }
    date = pl.col(when).cast(pl.String).str.strip_chars()
    hourly_cell = date.str.contains(r"T\d{2}$")
    frame = table.frame.select(
        LINE, *series, pl.when(hourly_cell).then(date + ":00").otherwise(date).alias("date")
    )
    long = frame.unpivot(
        series, index=[LINE, "date"], variable_name="series", value_name="interest"
    )
    cell = pl.col("interest").cast(pl.String).str.strip_chars()
    terms = {column: match["term"].strip() if match else column for column, match in named.items()}
    long = long.with_columns(
        pl.col("series").replace_strict(terms, return_dtype=pl.String).alias("keyword"),
        pl.col("series").replace_strict(codes, return_dtype=pl.String).alias("region"),
        pl.when(cell.str.contains(r"^<\s*1$")).then(pl.lit("0")).otherwise(cell).alias("interest"),
    ).sort(LINE, maintain_order=True)
    rows = Rows(replace(table, frame=long), "google_trends", "keyword")
    rows.refuse(
        pl.col("region").is_null(),
        "bad_region",
        pl.format("no known country in {}; name the country", pl.col("series").replace(titles)),
    )
    span = _NAMED_SPANS.get(when) or span_of(rows.frame["date"])
    hourly = bool(rows.frame["date"].cast(pl.String).str.contains("T").any())
    rows.moments("date", span=None if hourly else span)
    rows.numbers("interest")
    rows.frame = rows.frame.with_columns(observed_at=pl.col("date"), captured_at=pl.col("date"))
    found = signals(
        rows,
        [Measure(Metric.INTEREST, "interest", Period.INSTANT if hourly else PERIODS[span])],
        source="google_trends_explore",
        origin=origin,
        kind=Kind.KEYWORD,
        region=pl.col("region"),
        term="keyword",
    )
    notes = ("hours name no time zone; they were taken as UTC",) if hourly else ()
    read = table.frame.height + len(table.refused)
    known = as_known(found, table.noted_at)
    return Parsed(known, rows.quarantine(), "google_trends_interest_over_time", read, notes)


def related(text: str) -> Table | None:
    """The sections TOP and RISING of a related searches export as a table; None when not there."""
    lines, dates = without_dates(lines_of(text, quotes=True))
    rows: list[tuple[int, list[str | None]]] = []
    preamble: list[str] = []
    section = None
    for line, cells in lines:
        whole = "\t".join(cells)
        if whole.strip().upper() in ("TOP", "RISING"):
            section = whole.strip().lower()
        elif section is None:
            preamble.append(whole)
        else:
            query, *shown = (cells if len(cells) > 1 else next(csv.reader([whole]), [])) or [""]
            rows.append((line, [section, query or None, shown[0] if shown else None]))
    if section is None or (rows and not any(cells[2] for _, cells in rows)):
        return None
    return table_of(_SECTIONS, rows, [*preamble, *dates])


def _related(table: Table, origin: Origin) -> Parsed:
    """Interest of top searches on their own scale, and the order of rising ones.

    How much a rising search grew is a change, which no signal measures; its place is kept.
    """
    read = table.frame.height
    rows = Rows(table, "google_trends", "related_query")
    rows.refuse(pl.col("related_query").is_null(), "missing_term", pl.lit("no search term"))
    growing = pl.col("shown").map_elements(_is_rise, return_dtype=pl.Boolean)
    rising = pl.col("section") == "rising"
    rows.refuse(
        rising & ~growing.fill_null(value=False),
        "bad_number",
        pl.format("no growth: {}", pl.col("shown").fill_null("(empty)")),
    )
    rows.refuse(~rising & pl.col("shown").is_null(), "missing_value", pl.lit("no interest"))
    rows.frame = rows.frame.with_columns(
        interest=pl.when(~rising).then(pl.col("shown").str.replace(r"^<\s*1$", "0")),
        rank=pl.when(rising).then(rising.cast(pl.Int32).cum_sum()).cast(pl.Int32),
    )
    rows.numbers("interest")
    if not rows.frame.height:
        return Parsed(signal_frame([]), rows.quarantine(), "google_trends_related", read)
    moment = pl.lit(noted_moment(table), pl.Datetime("us"))
    rows.frame = rows.frame.with_columns(observed_at=moment, captured_at=moment)
    frame = signals(
        rows,
        [
            Measure(Metric.INTEREST, "interest", Period.INSTANT),
            Measure(Metric.RANK, "rank", Period.INSTANT),
        ],
        source="google_trends_explore",
        origin=origin,
        kind=Kind.SEARCH,
        region=pl.lit(table.region or WORLD),
        term="related_query",
    )
    return Parsed(frame, rows.quarantine(), "google_trends_related", read)


def _is_rise(cell: str) -> bool:
    """The export writes growth in the language of the page; "Breakout" has a word for each."""
    return is_growth(cell) or (cell.isalpha() and len(cell) <= 20)


def _is_trending(columns: Sequence[str]) -> bool:
    return _TRENDING.issubset(columns)


def _trending(table: Table, origin: Origin) -> Parsed:
    """The list of trending searches: place on it, and searches so far as displayed ("200K+")."""
    rows = Rows(table, "google_trends", "trends")
    rows.numbers("search_volume", keep_row=True)
    moment = pl.lit(noted_moment(table), pl.Datetime("us"))
    rows.frame = rows.frame.with_columns(
        (pl.int_range(pl.len(), dtype=pl.Int32) + 1).alias("rank"),
        observed_at=moment,
        captured_at=moment,
        region=_linked_region(table),
    )
    frame = signals(
        rows,
        [
            Measure(Metric.RANK, "rank", Period.INSTANT),
            Measure(Metric.SEARCHES, "search_volume", Period.DAY),
        ],
        source="google_trends_explore",
        origin=origin,
        kind=Kind.SEARCH,
        region=pl.col("region"),
        term="trends",
    )
    read = table.frame.height + len(table.refused)
    return Parsed(frame, rows.quarantine(), "google_trends_trending", read)


def _linked_region(table: Table) -> pl.Expr:
    """The country that each row's link names, else what the person says, else the world."""
    told = pl.lit(table.region or WORLD)
    if "explore_link" not in table.columns:
        return told
    return pl.col("explore_link").str.extract(r"[?&]geo=([A-Z]{2})\b").fill_null(told)


FORMATS = (
    Format(
        "google_trends_interest_over_time",
        "Google Trends interest over time (export)",
        ("a date", "one column a term, named 'term: (Country)'"),
        ("google_trends",),
        _is_over_time,
        _over_time,
    ),
    Format(
        "google_trends_related",
        "Google Trends related searches (export)",
        _SECTIONS,
        ("google_trends",),
        lambda columns: tuple(columns) == _SECTIONS,
        _related,
    ),
    Format(
        "google_trends_trending",
        "Google Trends trending searches (export)",
        ("Trends", "Search volume", "Started"),
        ("google_trends",),
        _is_trending,
        _trending,
    ),
)
