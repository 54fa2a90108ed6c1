"""Columns of strings, dates or numbers to UTC moments and counts, whole columns at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import polars as pl

from connectors.trends.base import QUARANTINE_SCHEMA
from connectors.trends.replay.table import LINE, Table
from domain.frames import distinct

Span = Literal["day", "week", "month"]
_MICROSECOND = pl.duration(microseconds=1)
_LENGTHS = {"day": "1d", "week": "7d", "month": "1mo"}


class Rows:
    """A table on its way to signals; rows that cannot be read leave it with a reason."""

    def __init__(self, table: Table, platform: str, term: str) -> None:
        """`platform` counts for rows that have no column `platform` yet."""
        self.frame = table.frame
        self.platform = platform
        self.term = term
        self.refused = [table.refused_frame(platform)]

    def refuse(
        self, where: pl.Expr, reason: str, detail: pl.Expr, *, keep_row: bool = False
    ) -> None:
        """Take the rows `where` out, with a reason code and a detail in words.

        `keep_row` records the refusal of one cell and leaves the rest of its row in place.
        """
        where = where.fill_null(value=False)
        bad = self.frame.filter(where)
        if not bad.height:
            return
        if not keep_row:
            self.frame = self.frame.filter(~where)
        self.refused.append(
            bad.select(
                (pl.col("platform") if "platform" in bad.columns else pl.lit(self.platform)).alias(
                    "platform"
                ),
                pl.col(LINE).alias("line"),
                pl.lit(reason).alias("reason"),
                detail.cast(pl.String).str.slice(0, 200).alias("detail"),
                pl.col(self.term).cast(pl.String).str.slice(0, 200).alias("term"),
            ).select(pl.col(name).cast(kind) for name, kind in QUARANTINE_SCHEMA.items())
        )

    def moments(self, column: str, *, span: Span | None, required: bool = True) -> None:
        """Replace a column by naive UTC moments: the end of the span that each cell begins.

        `span` None keeps the time of day; cells that hold only a date or month then become the end
        of that day or month. Cells that are no ISO 8601 date are refused.
        """
        raw = f"__raw_{column}"
        self.frame = self.frame.rename({column: raw})
        moment, precision = read_moments(self.frame[raw])
        self.frame = self.frame.with_columns(
            moment.alias("__moment"), precision.alias("__precision")
        )
        unreadable = pl.col("__moment").is_null()
        if not required:
            unreadable &= pl.col(raw).is_not_null()
        self.refuse(
            unreadable,
            "bad_date",
            pl.format("{} is not an ISO 8601 date: {}", pl.lit(column), _shown(raw)),
        )
        if not span and isinstance(self.frame.schema[raw], pl.Datetime):
            end = pl.col("__moment")
        elif span:
            start = pl.col("__moment").dt.truncate("1mo" if span == "month" else "1d")
            end = start.dt.offset_by(_LENGTHS[span]) - _MICROSECOND
        else:
            end = end_of(pl.col("__moment"), pl.col("__precision"))
        self.frame = self.frame.with_columns(
            end.alias(column), pl.col("__precision").alias(f"__precision_{column}")
        ).drop("__moment", "__precision", raw)

    def numbers(self, column: str, *, keep_row: bool = False) -> None:
        """Replace a column by doubles; displayed counts ("1.2M") are read, other text refused."""
        raw = f"__raw_{column}"
        self.frame = self.frame.rename({column: raw})
        self.frame = self.frame.with_columns(read_numbers(self.frame[raw]).alias(column))
        unreadable = pl.col(column).is_null() & pl.col(raw).is_not_null()
        self.refuse(
            unreadable,
            "bad_number",
            pl.format("{} is not a number: {}", pl.lit(column), _shown(raw)),
            keep_row=keep_row,
        )
        self.frame = self.frame.drop(raw)

    def ranks(self, column: str = "rank") -> None:
        """Replace a column by whole numbers; fractions and numbers out of range are refused."""
        self.numbers(column)
        value = pl.col(column)
        self.refuse(
            value.is_not_null() & ((value != value.floor()) | (value.abs() > 2**31 - 1)),
            "bad_rank",
            pl.format("{} is not a place on a list", value),
        )
        self.frame = self.frame.with_columns(value.cast(pl.Int32))

    def quarantine(self) -> pl.DataFrame:
        """All refused rows."""
        return pl.concat(self.refused)


def each_once(frame: pl.DataFrame, name: str, clean: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """A column of words with each distinct word cleaned once; empty stays empty."""
    words = frame[name].cast(pl.String)
    given = distinct(words).drop_nulls()
    cleaned = given.to_frame("word").select(clean(pl.col("word"))).to_series()
    if cleaned.equals(given, null_equal=True):
        return words
    return words.replace_strict(given, cleaned, default=None, return_dtype=pl.String)


def _shown(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("(empty)").str.slice(0, 80)


def end_of(moment: pl.Expr, precision: pl.Expr) -> pl.Expr:
    """The moment, or the last microsecond of its day or month when it names no more than that."""
    return (
        pl.when(precision == "day")
        .then(moment.dt.offset_by("1d") - _MICROSECOND)
        .when(precision == "month")
        .then(moment.dt.offset_by("1mo") - _MICROSECOND)
        .otherwise(moment)
    )


def read_moments(series: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Naive UTC moments, and what each cell named: month, day or instant (null: unreadable).

    A time without a zone is taken as UTC.
    """
    kind = series.dtype
    if kind == pl.Date:
        return series.cast(pl.Datetime("us")), _precision(series, "day")
    if isinstance(kind, pl.Datetime):
        if kind.time_zone:
            series = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        return series.cast(pl.Datetime("us")), _precision(series, "instant")
    text = series.cast(pl.String)
    unique = text.unique().drop_nulls()
    cell = unique.str.strip_chars()
    month = (cell + "-01").str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))
    day = cell.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))
    dated = cell.str.contains(r"^\d{4}-\d{2}-\d{2}$")
    monthly = cell.str.contains(r"^\d{4}-\d{2}$")
    instant = _instants(cell)
    known = pl.DataFrame({"cell": unique, "m": month, "d": day, "i": instant}).select(
        "cell",
        moment=pl.when(dated).then("d").when(monthly).then("m").otherwise("i"),
        precision=pl.when(dated)
        .then(pl.lit("day"))
        .when(monthly)
        .then(pl.lit("month"))
        .otherwise(pl.lit("instant")),
    )
    found = pl.DataFrame({"cell": text}).join(known, on="cell", how="left", maintain_order="left")
    return found["moment"], found["precision"]


def _precision(series: pl.Series, name: str) -> pl.Series:
    return (
        pl.Series([name]).new_from_index(0, len(series))
        if len(series)
        else pl.Series([], dtype=pl.String)
    )


def _instants(cell: pl.Series) -> pl.Series:
    """`2024-12-31T18:00[:00[.123]][Z|+02:00]`, the T may be a space; else null."""
    shape = (
        r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}| ?UTC)?$"
    )
    frame = pl.DataFrame({"cell": cell}).select(
        pl.when(pl.col("cell").str.contains(shape)).then("cell").str.replace(" ?UTC$|Z$", "+00:00")
    )
    text = pl.col("cell").str.replace(" ", "T", literal=True)
    text = text.str.replace(r"(T\d{2}:\d{2})($|[+-])", "${1}:00${2}")
    text = pl.when(text.str.contains(r"[+-]\d{2}:?\d{2}$")).then(text).otherwise(text + "+00:00")
    moment = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", strict=False, time_unit="us")
    return frame.select(moment.dt.convert_time_zone("UTC").dt.replace_time_zone(None)).to_series()


def read_numbers(series: pl.Series) -> pl.Series:
    """Doubles; text that is no plain number goes through the parser of displayed counts."""
    if series.dtype.is_numeric() or series.dtype == pl.Boolean:
        return series.cast(pl.Float64)
    from domain.counts import parse_count

    text = series.cast(pl.String).str.strip_chars()
    numbers = text.cast(pl.Float64, strict=False)
    odd = text.filter(numbers.is_null() & text.is_not_null()).unique()
    if not len(odd):
        return numbers
    read = {}
    for cell in odd:
        try:
            read[cell] = float(parse_count(cell).value)
        except ValueError:
            continue
    displayed = (
        text.replace_strict(list(read), list(read.values()), default=None, return_dtype=pl.Float64)
        if read
        else pl.Series([None], dtype=pl.Float64).new_from_index(0, len(text))
    )
    return pl.select(pl.coalesce(numbers, displayed)).to_series()
