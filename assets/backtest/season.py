"""The season of words that are measured by the month: read from earlier years, checked on one.

The season index is that of the score: the model int_season is built on the months before the year
that is checked.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from assets import project
from assets.backtest.card import Span
from assets.backtest.features import FIRST_IDX
from domain.backtest.ranking import Floats
from domain.backtest.season import MONTHS, SeasonCheck, check
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings

EVERY_DAY = Span()
LEAST_MONTHS = 24  # before the year that is checked, so that two years speak


@dataclass(frozen=True, slots=True)
class Season:
    """What was trained on, which year was checked, each word's check, and its index by month."""

    source: str
    trained: tuple[date, date]
    year: int
    words: dict[str, SeasonCheck]
    index: dict[str, list[float]]
    came: dict[str, list[float]]


def check_season(frame: pl.DataFrame, span: Span = EVERY_DAY) -> Season | None:
    """Check the last whole year of monthly interest; None where no word has three years of it.

    Training months count only if they were captured by the second day of the year that is checked.
    The year must lie in the span at least in part, and end in it.
    """
    monthly = frame.filter(
        (pl.col("metric") == "interest")
        & (pl.col("period") == "month")
        & pl.col("value").is_not_null()
        & (pl.lit(span.last is None) | (pl.col("observed_on") <= pl.lit(span.last)))
    )
    for source in sorted(monthly["source"].unique()):
        part = (
            monthly.filter(pl.col("source") == source)
            .group_by("term", "observed_on")
            .agg(pl.col("value").max(), pl.col("captured_at").min())
            .sort("term", "observed_on")
        )
        last = part["observed_on"].max()
        assert isinstance(last, date)
        year = last.year if last.month == MONTHS else last.year - 1
        if span.first is not None and year < span.first.year:
            continue
        found = _checked(str(source), part, year)
        if found is not None:
            return found
    return None


def _checked(source: str, part: pl.DataFrame, year: int) -> Season | None:
    start = date(year, 1, 1)
    known = datetime.combine(start + timedelta(days=1), time())
    before = part.filter((pl.col("observed_on") < start) & (pl.col("captured_at") <= known))
    came = part.filter(pl.col("observed_on").dt.year() == year)
    months = {str(word): rows for (word,), rows in came.group_by("term")}
    trained = {str(word): rows for (word,), rows in before.group_by("term")}
    words = sorted(
        word
        for word, rows in months.items()
        if rows.height == MONTHS
        and float(rows["value"].sum()) > 0
        and word in trained
        and trained[word].height >= LEAST_MONTHS
    )
    if not words:
        return None
    before = before.filter(pl.col("term").is_in(words))
    index = _indexes(before, words, start)
    checks, said, then = {}, {}, {}
    for word in words:
        last_year = trained[word].sort("observed_on")["value"].to_numpy()[-MONTHS:]
        real = months[word].sort("observed_on")["value"].to_numpy().astype(np.float64)
        if word not in index:
            continue
        checks[word] = check(index[word], last_year.astype(np.float64), real)
        said[word], then[word] = index[word].tolist(), real.tolist()
    first, last = before["observed_on"].min(), before["observed_on"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    return Season(source, (first, last), year, checks, said, then) if checks else None


def _indexes(before: pl.DataFrame, words: list[str], start: date) -> dict[str, Floats]:
    """The season index of each word in the middle of each month, as known when the year began."""
    cut = (start - FIRST_IDX).days
    middles = [date(start.year, month, 15) for month in range(1, MONTHS + 1)]
    weeks = [min(day.isocalendar().week, 52) for day in middles]
    number = before["term"].replace_strict(words, range(len(words)), return_dtype=pl.Int32)
    values = pl.DataFrame(
        {
            "series_no": number,
            "term_no": number,
            "period": ["month"] * before.height,
            "day_idx": (before["observed_on"] - FIRST_IDX).dt.total_days().cast(pl.Int32),
            "value": before["value"].cast(pl.Float64),
        }
    )
    series = values.group_by("series_no", "term_no").agg(
        pl.col("day_idx").min().alias("first_idx"), pl.col("day_idx").max().alias("last_idx")
    )
    with tempfile.TemporaryDirectory(prefix="podpusher-season-") as folder:
        settings = WarehouseSettings(data=Path(folder), warehouse_url=None)
        with closing(open_engine(settings)) as engine:
            _fill(engine, values, series.sort("series_no"), cut, weeks)
        project.invoke_apart(
            settings,
            ["run", "--select", "int_season"],
            project.score_variables(datetime.combine(start, time(12)), 1),
        )
        with closing(open_engine(settings)) as engine:
            rows = engine.query(
                "select term_no, week, season_index from intermediate.int_season "
                "where cut_idx = $cut",
                {"cut": cut},
            )
    by_week = {(row["term_no"], row["week"]): row["season_index"] for row in rows}
    found = {}
    for number_of, word in enumerate(words):
        index = [by_week.get((number_of, week)) for week in weeks]
        if all(one is not None for one in index):
            found[word] = np.array(index, dtype=np.float64)
    return found


def _fill(
    engine: Engine, values: pl.DataFrame, series: pl.DataFrame, cut: int, weeks: list[int]
) -> None:
    """The tables that the model reads, as the models before it would have left them."""
    engine.execute("create schema if not exists intermediate")
    engine.execute(
        "create table intermediate.int_daily_value (series_no integer, term_no integer, "
        "period text, day_idx integer, late_known_idx integer, value double)"
    )
    engine.append("intermediate.int_daily_value", values)
    engine.execute(
        "create table intermediate.int_series (series_no integer, term_no integer, metric text, "
        "first_idx integer, last_idx integer)"
    )
    engine.append("intermediate.int_series", series, {"metric": "interest"})
    # Nobody is asked for but those measured: no list of our own, no occasion.
    engine.execute("create table intermediate.int_term (term_no integer, is_curated boolean)")
    engine.execute("create table intermediate.int_term_occasion (term_no integer, is_due integer)")
    engine.execute(
        "create table intermediate.int_score_day (cut_idx integer, week_now integer, "
        "week_ahead integer)"
    )
    rows = pl.DataFrame({"week_now": weeks, "week_ahead": weeks}).with_columns(
        pl.lit(cut).alias("cut_idx")
    )
    engine.append("intermediate.int_score_day", rows)


def season_as_json(found: Season | None) -> dict[str, object] | None:
    """The section `season` of the card."""
    if found is None:
        return None
    return {
        "source": found.source,
        "trained": f"{found.trained[0]:%Y-%m} to {found.trained[1]:%Y-%m}",
        "checked": str(found.year),
        "words": {
            word: {
                **{
                    name: {
                        "spearman": round(shape.spearman, 6),
                        "error": round(shape.error, 6),
                        "peak": list(shape.peak),
                        "peak_agrees": shape.agrees,
                    }
                    for name, shape in (
                        ("index", one.index),
                        ("last_year", one.last_year),
                        ("no_season", one.no_season),
                    )
                },
                "peak": list(one.peak),
                "index_by_month": [round(value, 6) for value in found.index[word]],
                "came_by_month": found.came[word],
            }
            for word, one in found.words.items()
        },
        "mean": {
            name: {
                "spearman": round(float(np.mean([one.spearman for one in shapes])), 6),
                "error": round(float(np.mean([one.error for one in shapes])), 6),
                "peaks_agree": sum(one.agrees for one in shapes),
            }
            for name, shapes in (
                ("index", [one.index for one in found.words.values()]),
                ("last_year", [one.last_year for one in found.words.values()]),
                ("no_season", [one.no_season for one in found.words.values()]),
            )
        },
    }
