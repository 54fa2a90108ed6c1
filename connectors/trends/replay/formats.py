"""What a recorded format is, and how wide rows become signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from connectors.trends.base import Parsed, conform
from connectors.trends.replay.columns import Rows
from connectors.trends.replay.table import LINE, Table
from domain.signals import Kind, Metric, Origin, Period


@dataclass(frozen=True, slots=True)
class Format:
    """One recorded format. `matches` sees plain column names only; the file's name is never asked.

    `needs` is what a person reads when a header comes close. `platforms` None: only the rows tell.
    """

    id: str
    title: str
    needs: tuple[str, ...]
    platforms: tuple[str, ...] | None
    matches: Callable[[Sequence[str]], bool]
    parse: Callable[[Table, Origin], Parsed]


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric read from one column of a wide row; rows where the column is empty give none."""

    metric: Metric
    column: str
    period: Period


def signals(
    rows: Rows,
    measures: Sequence[Measure],
    *,
    source: str,
    origin: Origin,
    kind: Kind,
    region: pl.Expr,
    term: str,
    url: pl.Expr | None = None,
) -> pl.DataFrame:
    """Long signals of wide rows that hold `observed_at` and `captured_at`."""
    shared = rows.frame.select(
        pl.lit(source).alias("source"),
        pl.lit(origin.value).alias("origin"),
        region.alias("region"),
        pl.col(term).cast(pl.String).alias("term"),
        pl.lit(kind.value).alias("kind"),
        "observed_at",
        "captured_at",
        pl.lit(value=False).alias("is_partial"),
        (pl.lit(None, pl.String) if url is None else url).alias("url"),
        pl.lit(rows.platform).alias("platform"),
        pl.col(LINE).alias("line"),
        *(pl.col(measure.column).alias(f"__{index}") for index, measure in enumerate(measures)),
    )
    parts = []
    for index, measure in enumerate(measures):
        cell = pl.col(f"__{index}")
        ranked = measure.metric is Metric.RANK
        parts.append(
            shared.filter(cell.is_not_null()).with_columns(
                pl.lit(measure.metric.value).alias("metric"),
                pl.lit(measure.period.value).alias("period"),
                (pl.lit(None, pl.Float64) if ranked else cell.cast(pl.Float64)).alias("value"),
                (cell.cast(pl.Int32) if ranked else pl.lit(None, pl.Int32)).alias("rank"),
            )
        )
    return conform(pl.concat(parts))


def optional(table: Table, *columns: str) -> Table:
    """The table with columns it lacks added empty."""
    missing = [name for name in columns if name not in table.frame.columns]
    frame = table.frame.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
    return replace(table, frame=frame)
