"""The canonical signal file, for anybody's own data; docs/user/signals.md is its contract."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from connectors.trends.base import Parsed, conform
from connectors.trends.regions import WORLD, region_code
from connectors.trends.replay.columns import Rows, each_once
from connectors.trends.replay.formats import Format, optional
from connectors.trends.replay.table import LINE, Table
from domain.frames import distinct
from domain.signals import Kind, Metric, Origin, Period
from domain.sources.registry import ALIASES, platform_of

REQUIRED = ("term", "metric", "observed_at")
OPTIONAL = (
    "source",
    "origin",
    "region",
    "kind",
    "period",
    "value",
    "rank",
    "captured_at",
    "is_partial",
    "url",
)
IGNORED = ("run_id", "slice_id", "platform")  # an export of our own tables may carry them
_TRUE, _FALSE = ("true", "1", "1.0", "yes", "t", "y"), ("false", "0", "0.0", "no", "f", "n")
_SOURCE = r"^[a-z][a-z0-9_]{0,59}$"
_PERIOD_OF = {"month": Period.MONTH.value, "day": Period.DAY.value}


def _matches(columns: Sequence[str]) -> bool:
    return set(REQUIRED) <= set(columns) and bool({"value", "rank"} & set(columns))


def _parse(table: Table, origin: Origin) -> Parsed:
    """One signal a row. Empty optional cells take the defaults of the contract."""
    extra = sorted(set(table.columns) - {*REQUIRED, *OPTIONAL, *IGNORED})
    read = table.frame.height + len(table.refused)
    table = optional(table, *OPTIONAL)
    rows = Rows(table, "user", "term")
    rows.frame = rows.frame.with_columns(
        each_once(rows.frame, name, _word) for name in ("origin", "kind", "metric", "period")
    )
    _sources(rows)
    _origins(rows, origin)
    rows.moments("observed_at", span=None)
    if rows.frame["period"].null_count():
        rows.frame = rows.frame.with_columns(
            pl.col("period").fill_null(
                pl.col("__precision_observed_at").replace_strict(
                    _PERIOD_OF, default=Period.INSTANT.value, return_dtype=pl.String
                )
            )
        )
    rows.frame = rows.frame.with_columns(pl.col("kind").fill_null(Kind.KEYWORD.value))
    rows.moments("captured_at", span=None, required=False)
    rows.frame = rows.frame.with_columns(pl.col("captured_at").fill_null(pl.col("observed_at")))
    rows.numbers("value")
    rows.ranks()
    _regions(rows)
    _flags(rows)
    frame = conform(
        rows.frame.with_columns(pl.col("term", "url").cast(pl.String), pl.col(LINE).alias("line"))
    )
    refused = rows.quarantine()
    notes = (f"columns ignored: {', '.join(extra)[:300]}",) if extra else ()
    return Parsed(frame, refused, "canonical", read, notes)


def platforms(table: Table) -> list[str]:
    """Raw tables that the rows belong to; no more than the column of sources is read."""
    _, names = _named(optional(table, "source").frame)
    unread = table.refused_frame("user")["platform"].unique()
    return sorted({*map(platform_of, names), *unread})


def _word(given: pl.Expr) -> pl.Expr:
    text = given.str.strip_chars().str.to_lowercase()
    return pl.when(text != "").then(text)


def _source(given: pl.Expr) -> pl.Expr:
    aliases = {**ALIASES, "wikimedia": "wikimedia_article", "wikipedia": "wikimedia_article"}
    return _word(given).str.replace_all(r"[\s.-]+", "_").replace(aliases)


def _named(frame: pl.DataFrame) -> tuple[pl.Series, list[str]]:
    """The source of each row, and which there are."""
    source = each_once(frame, "source", _source).fill_null("user_file")
    return source, distinct(source).to_list()


def _sources(rows: Rows) -> None:
    source, names = _named(rows.frame)
    rows.frame = rows.frame.with_columns(source.alias("source"))
    if any(not re.match(_SOURCE, name) for name in names):
        rows.refuse(
            ~pl.col("source").str.contains(_SOURCE),
            "bad_source",
            pl.lit("source is a short name: letters, digits and underscores"),
        )
    platform = {name: platform_of(name) for name in names}
    rows.frame = rows.frame.with_columns(
        (
            pl.lit(platform[names[0]])
            if len(names) == 1
            else pl.col("source").replace_strict(platform, return_dtype=pl.String)
        ).alias("platform")
    )


def _origins(rows: Rows, default: Origin) -> None:
    """What was live for somebody else is a replay here; only unmeasured rows may be curated."""
    if rows.frame["origin"].null_count() == rows.frame.height:
        rows.frame = rows.frame.with_columns(pl.lit(default.value).alias("origin"))
        return
    given = pl.col("origin").fill_null(default.value)
    rows.refuse(
        ~given.is_in([item.value for item in Origin]),
        "bad_origin",
        pl.format("origin is one of live, replay, import, curated, not {}", given),
    )
    rows.refuse(
        (given == Origin.CURATED.value) & (pl.col("metric") != Metric.LISTED.value),
        "bad_origin",
        pl.lit("a curated row has the metric listed; measured rows are imports"),
    )
    rows.frame = rows.frame.with_columns(
        pl.when(given == Origin.LIVE.value)
        .then(pl.lit(Origin.REPLAY.value))
        .otherwise(given)
        .alias("origin")
    )


def _regions(rows: Rows) -> None:
    given = each_once(rows.frame, "region", _stripped).alias("__region")
    names = distinct(given).drop_nulls().to_list()
    codes = {name: region_code(name) for name in names}
    code = given
    if any(known != name for name, known in codes.items()):
        code = given.replace_strict(codes, default=None, return_dtype=pl.String)
    rows.frame = rows.frame.with_columns(
        given, pl.when(given.is_null()).then(pl.lit(WORLD)).otherwise(code).alias("region")
    )
    rows.refuse(
        pl.col("region").is_null(),
        "bad_region",
        pl.format("no ISO country, WW or CC-Place: {}", pl.col("__region").str.slice(0, 80)),
    )


def _stripped(given: pl.Expr) -> pl.Expr:
    text = given.str.strip_chars()
    return pl.when(text != "").then(text)


def _flags(rows: Rows) -> None:
    if rows.frame.schema["is_partial"] == pl.Boolean:
        rows.frame = rows.frame.with_columns(pl.col("is_partial").fill_null(value=False))
        return
    given = pl.col("is_partial").cast(pl.String).str.strip_chars().str.to_lowercase()
    rows.frame = rows.frame.with_columns(
        pl.when(given.is_null() | (given == "") | given.is_in(_FALSE))
        .then(pl.lit(value=False))
        .when(given.is_in(_TRUE))
        .then(pl.lit(value=True))
        .alias("__partial"),
    )
    rows.refuse(
        pl.col("__partial").is_null(),
        "bad_flag",
        pl.format("is_partial is true or false, not {}", given.str.slice(0, 40)),
    )
    rows.frame = rows.frame.with_columns(pl.col("__partial").alias("is_partial"))


FORMATS = (
    Format(
        "canonical",
        "canonical signals",
        (*REQUIRED, "value or rank"),
        None,
        _matches,
        _parse,
    ),
)
