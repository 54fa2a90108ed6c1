"""The opportunity score of each counter on each day of its panel, by the models that score today.

Readings go where the pipeline loads them, terms where it reads them, and dbt builds the score of
each day from what was known on it. Only the forecasts are not those of the shipped weights, which
saw the days to come: what was forecast walk-forward stands in their place.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from assets import project
from assets.backtest.features import FIRST_IDX, Columns
from assets.backtest.forecasts import COUNTER_FORECASTS, Forecaster, everywhere
from assets.occasions import occasion_frame
from domain.backtest.counters import CounterPanel, Rows
from domain.backtest.ranking import Floats
from domain.calendar import occasion_for
from domain.ideas.fit import buying_intent, product_fit
from domain.signals import Kind
from domain.sources.registry import SOURCES
from domain.terms.normalise import normalise
from domain.terms.term import UnusableTerm
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings
from warehouse.tables import SOURCES as SOURCES_TABLE
from warehouse.tables import signals_table

MART = "fct_term_score_daily"
# What forecasts are made of and of what; the table of forecasts is written here instead.
FORECASTING = (
    *("int_counter_reading", "int_counter_feature", "int_counter_forecast"),
    *("int_list_sighting", "int_list_capture", "int_list_history", "int_list_name"),
    *("int_list_feature", "int_list_forecast", "int_term_forecast"),
)
FORECAST_TABLE = (
    "create table intermediate.int_term_forecast (term_no integer, day_idx integer, "
    "rise_sum double, rank_sum double, sustain_sum double, return_sum double, "
    "n_counters integer, n_lists integer)"
)
ONSET_DAYS = 40  # more than how far back the start of a rise is looked for
COUNTRIES = ("US", "GB")  # whose occasions are known
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A panel to be scored, with its features and how its forecasts are made."""

    name: str  # the source, and /metric unless it counts views
    panel: CounterPanel
    columns: Columns
    rows: Mapping[str, Rows]  # what each forecast is fitted on
    by: Forecaster


def score_versions() -> list[str]:
    """Versions of the opportunity score that are shipped, oldest first."""
    with (project.PROJECT / "seeds" / "score_weights.csv").open(encoding="utf-8") as lines:
        return list(dict.fromkeys(row["score_version"] for row in csv.DictReader(lines)))


def opportunity(asked: Sequence[Asked]) -> list[dict[str, Floats]]:
    """Log score by version: of each panel a matrix (series, days), not a number where unscored."""
    if not asked:
        return []
    ends = [one.panel.first_day + timedelta(days=one.panel.days - 1) for one in asked]
    first = min(one.panel.first_day for one in asked)
    as_of = datetime.combine(max(ends) + timedelta(days=1), datetime.min.time())
    with tempfile.TemporaryDirectory(prefix="podpusher-opportunity-") as folder:
        settings = WarehouseSettings(data=Path(folder), warehouse_url=None)
        with closing(open_engine(settings)) as engine:
            _write(engine, asked, range(first.year - 1, as_of.year + 3))
        days = project.score_variables(as_of, (max(ends) - first).days + 1)
        days["history_days"] = days["score_days"] + ONSET_DAYS  # windows are kept for so long
        models = ["build", "--resource-type", "seed", "--resource-type", "model", "--select"]
        rest = ["--exclude", *FORECASTING]
        selected = f"+{MART}"
        for version in reversed(score_versions()):
            variables = {**days, "score_version": version}
            project.invoke_apart(settings, [*models, selected, *rest], variables)
            selected = f"int_term_day {MART}"
        with closing(open_engine(settings)) as engine:
            found = engine.frame(
                f"select term_id, scored_on, score_version, log_score from marts.{MART}"  # noqa: S608  # our own name
            )
    return [
        _matrices(found, one.panel, start) for one, start in zip(asked, _starts(asked), strict=True)
    ]


def _starts(asked: Sequence[Asked]) -> list[int]:
    """Every series is a term of its own: the number of the first of each panel."""
    counts = [len(one.panel.names) for one in asked]
    return [int(start) for start in np.cumsum([0, *counts[:-1]])]


def _term_id(number: int) -> str:
    """Terms are numbered in this order by the models."""
    return f"{number:08}"


def _matrices(found: pl.DataFrame, panel: CounterPanel, start: int) -> dict[str, Floats]:
    ids = {_term_id(start + number): number for number in range(len(panel.names))}
    mine = found.filter(pl.col("term_id").is_in(list(ids)))
    matrices = {}
    for version in score_versions():
        rows = mine.filter(pl.col("score_version") == version)
        matrix = np.full(panel.evidence.shape, np.nan)
        day = (rows["scored_on"] - panel.first_day).dt.total_days().to_numpy()
        held = (day >= 0) & (day < panel.days)
        series = np.array([ids[one] for one in rows["term_id"]], dtype=np.int64)
        matrix[series[held], day[held]] = rows["log_score"].to_numpy()[held]
        matrices[version] = matrix
    return matrices


def _write(engine: Engine, asked: Sequence[Asked], years: range) -> None:
    engine.execute("create schema if not exists intermediate")
    engine.execute(FORECAST_TABLE)
    starts = _starts(asked)
    used = {one.name.partition("/")[0] for one in asked}
    engine.append("raw.sources", pl.DataFrame([_source(name) for name in sorted(used)]))
    terms: list[dict[str, Any]] = []
    for one, start in zip(asked, starts, strict=True):
        source, _, metric = one.name.partition("/")
        terms += [
            _term(name, _term_id(start + number)) for number, name in enumerate(one.panel.names)
        ]
        platform = SOURCES[source].platform if source in SOURCES else SOURCES["user_file"].platform
        engine.append(
            signals_table(platform).name, _signals(one, start, source, metric or "views_total")
        )
        engine.append("intermediate.int_term_forecast", _forecasts(one, start))
    frame = pl.DataFrame(terms)
    # The id is the text that was seen: one name in two panels is two terms.
    links = frame.select(pl.col("term_id").alias("seen"), "kind", "term_id", "rules_version")
    engine.append("raw.term_links", links)
    named = frame.filter(pl.col("occasion").is_not_null()).select("term_id", "occasion")
    if named.height:
        engine.append("raw.term_occasions", named)
    engine.append("raw.terms", frame.drop("occasion"))
    engine.append("raw.occasions", occasion_frame(years, COUNTRIES))


def _source(name: str) -> dict[str, Any]:
    spec = SOURCES.get(name, SOURCES["user_file"])
    known = {"source_id": name, "counts_as": name}
    return {
        column.name: known.get(column.name, getattr(spec, column.name, None))
        for column in SOURCES_TABLE.columns
    }


def _term(name: str, identity: str) -> dict[str, Any]:
    """A term for each series, read by the rules of words; the gate changes no score."""
    row: dict[str, Any] = {
        "term_id": identity, "term": identity, "display": name, "language": "und",
        "kind": Kind.HASHTAG.value, "is_noise": False, "is_weekday": False, "is_curated": False,
        "fit": 0.02, "fit_reason": "unread", "intent": 0.02, "risk_status": "clear",
        "risk_category": "none", "risk_code": "none", "risk_reason": "not asked",
        "risk_evidence": "[]", "rules_version": "backtest", "occasion": None,
    }  # fmt: skip
    try:
        term = normalise(name, kind=Kind.HASHTAG)
    except UnusableTerm:
        return row
    fit = product_fit(
        term.words,
        display=term.display,
        language=term.language,
        is_noise=term.is_noise,
        category=None,
    )
    return row | {
        "language": term.language,
        "fit": fit.value,
        "fit_reason": fit.reason,
        "intent": buying_intent(term.words).value,
        "occasion": occasion_for(term.words),
    }


def _signals(one: Asked, start: int, source: str, metric: str) -> pl.DataFrame:
    """What was known in time: each reading at the end of its day."""
    series, day = np.nonzero(np.isfinite(one.panel.evidence))
    names = np.array([_term_id(start + number) for number in range(len(one.panel.names))])
    midnight = datetime.combine(one.panel.first_day + timedelta(days=1), datetime.min.time())
    moment = pl.lit(midnight - _TICK) + pl.duration(days=pl.col("day"))
    return pl.DataFrame(
        {
            "term": pl.Series(names[series], dtype=pl.String),
            "value": one.panel.evidence[series, day],
            "day": day,
        }
    ).select(
        pl.lit(source).alias("source"),
        pl.lit("replay").alias("origin"),
        pl.lit("WW").alias("region"),
        "term",
        pl.lit(Kind.HASHTAG.value).alias("kind"),
        pl.lit(metric).alias("metric"),
        pl.lit("day").alias("period"),
        "value",
        moment.alias("observed_at"),
        moment.alias("captured_at"),
        pl.lit(value=False).alias("is_partial"),
        pl.lit("backtest").alias("run_id"),
        pl.lit(source).alias("slice_id"),
    )


def _forecasts(one: Asked, start: int) -> pl.DataFrame:
    sums = {
        f"{COUNTER_FORECASTS[question].name}_sum": everywhere(question, one.columns, rows, one.by)
        for question, rows in one.rows.items()
    }
    series, day = np.nonzero(np.any([np.isfinite(each) for each in sums.values()], axis=0))
    return pl.DataFrame(
        {
            "term_no": (start + series + 1).astype(np.int32),
            "day_idx": (day + (one.panel.first_day - FIRST_IDX).days).astype(np.int32),
            **{name: each[series, day] for name, each in sums.items()},
            "n_counters": np.ones(len(day), dtype=np.int32),
            "n_lists": np.zeros(len(day), dtype=np.int32),
        }
    ).with_columns(pl.col(*sums).fill_nan(None))
