"""The score card: every question, every universe, every rule, with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.backtest import forecasts
from assets.backtest.features import Columns, features, weekday_names
from assets.backtest.forecasts import COUNTERS_LEARN, LISTS_LEARN, Forecaster, Weights
from assets.backtest.panels import counter_panels, list_panels
from domain.backtest import counter_rules, counters, list_rules, lists
from domain.backtest.calibration import Calibration, calibration
from domain.backtest.counters import CounterPanel, Rows
from domain.backtest.grading import Grade, Universe, grade_orders, grade_outcomes
from domain.backtest.lists import ListPanel
from domain.backtest.ranking import Flags, Floats
from domain.backtest.resampling import Interval
from domain.forecast.walk import LEAST_ROWS

MONDAY = date(2001, 1, 1)
WEEK, MONTH = 7, 28
FORECAST = "forecast"
HEADLINE = {"a": "auc", "b": "spearman", "c": "auc", "d": "auc"}
CounterForecast = Callable[[Columns, Rows, Forecaster], Floats]
QUESTIONS = {
    "a": "Will next week's gain be higher than this week's?",
    "b": "Which will grow most next week, relative to their size?",
    "c": "Will a name be back on the list in five to nine days?",
    "d": "Will the next 28 days bring at least 1.3 times the gain of the last 28?",
}


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are graded; an open end reaches to the end of the data."""

    first: date | None = None
    last: date | None = None

    def holds(self, first_day: date, day: NDArray[np.int64]) -> Flags:
        """Which day numbers of a calendar lie within."""
        low = -1 if self.first is None else (self.first - first_day).days
        high = np.iinfo(np.int64).max if self.last is None else (self.last - first_day).days
        return (day >= low) & (day <= high)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How good the forecast is on the rows it was made for, and how much better than each rule.

    calibration: of a stated chance. top_tenth: share that came true among the tenth with the
    highest chances. Both None where an order is forecast.
    """

    result: Universe
    calibration: Calibration | None
    top_tenth: float | None


@dataclass(frozen=True, slots=True)
class Graded:
    """One universe of one question: the rules on all rows, the forecast on those it reached."""

    question: str
    universe: str
    result: Universe
    forecast: Forecast | None = None


def grade(frame: pl.DataFrame, span: Span, weights: Weights | None = None) -> Iterator[Graded]:
    """Grade every rule and our forecasts on every universe; yields each as it is done.

    weights: given ones are graded as they are; without, they are fitted on earlier days only.
    """
    panels, listed = counter_panels(frame), list_panels(frame)
    by = {name: _forecaster(one, span, COUNTERS_LEARN, weights) for name, one in panels.items()}
    long = {
        name: one
        for name, one in panels.items()
        if _can_learn(one.days, len(counters.rise(one)), by[name])
    }
    lists_by = {name: _forecaster(one, span, LISTS_LEARN, weights) for name, one in listed.items()}
    long_lists = {
        name: one for name, one in listed.items() if _can_learn(one.days, len(one), lists_by[name])
    }
    made, made_lists = features(list(long.values()), list(long_lists.values()))
    found, lists_found = (
        dict(zip(long, made, strict=True)),
        dict(zip(long_lists, made_lists, strict=True)),
    )
    for name, panel in panels.items():
        yield from _counters(name, panel, found.get(name), span, by[name])
    for name, names in listed.items():
        yield from _lists(name, names, lists_found.get(name), span, lists_by[name])


def _counters(
    name: str, panel: CounterPanel, features: Columns | None, span: Span, by: Forecaster
) -> Iterator[Graded]:
    scores = {rule: score(panel) for rule, score in counter_rules.RULES.items()}
    asked: tuple[tuple[str, Callable[[CounterPanel], Rows], CounterForecast, int], ...] = (
        ("a", counters.rise, forecasts.rise, WEEK),
        ("b", counters.rank, forecasts.rank, WEEK),
        ("d", counters.sustain, forecasts.sustain, MONTH),
    )
    for question, rows_of, forecast_of, length in asked:
        every = rows_of(panel)
        held = span.holds(panel.first_day, every.day)
        stated = np.full(len(every), np.nan)
        if features is not None:
            stated = forecast_of(forecasts.of_rows(features, every), every, by)
        rows = every.only(held)
        picked = {rule: score[rows.series, rows.day] for rule, score in scores.items()}
        block = _block(panel.first_day, rows.day, length)
        graded = partial(_graded, question, rows, block)
        yield Graded(
            question, name, *_with_forecast(question, rows.outcome, picked, stated[held], graded)
        )


def _with_forecast(
    question: str,
    outcome: Flags,
    scores: Mapping[str, Floats],
    stated: Floats,
    graded: Callable[[Flags, Mapping[str, Floats], str | None], Universe],
) -> tuple[Universe, Forecast | None]:
    """The rules on all rows; the forecast, and the rules beside it, on those it reached."""
    result = graded(np.ones(len(stated), dtype=np.bool_), scores, None)
    known = np.isfinite(stated)
    if not known.any():
        return result, None
    reached = {rule: score[known] for rule, score in scores.items()}
    reached[FORECAST] = stated[known]
    came_true, chance = outcome[known], stated[known]
    return result, Forecast(
        graded(known, reached, FORECAST),
        _calibration(question, came_true, chance),
        _top(question, came_true, chance),
    )


def _top(question: str, outcome: Flags, stated: Floats) -> float | None:
    if question == "b":
        return None
    return float(outcome[stated >= np.quantile(stated, 0.9)].mean())


def _forecaster(
    panel: CounterPanel | ListPanel, span: Span, learning: int, weights: Weights | None
) -> Forecaster:
    """From the first graded day on; weights of its own need some days to learn from."""
    asked = (span.first - panel.first_day).days if span.first else 0
    return Forecaster(max(asked, 0 if weights else learning), weights)


def _can_learn(days: int, rows: int, by: Forecaster) -> bool:
    """Whether there are days to forecast, and rows enough for a first fit at some time."""
    return by.first < days and (by.weights is not None or rows > LEAST_ROWS)


def _graded(
    question: str,
    rows: Rows,
    block: NDArray[np.int64],
    chosen: Flags,
    scores: Mapping[str, Floats],
    forecast: str | None,
) -> Universe:
    if question == "b":
        day = rows.day[chosen]
        return grade_orders(rows.target[chosen], day, block[chosen], scores, forecast)
    return grade_outcomes(rows.outcome[chosen], block[chosen], scores, forecast)


def _graded_names(
    outcome: Flags,
    block: NDArray[np.int64],
    chosen: Flags,
    scores: Mapping[str, Floats],
    forecast: str | None,
) -> Universe:
    return grade_outcomes(outcome[chosen], block[chosen], scores, forecast)


def _calibration(question: str, outcome: Flags, stated: Floats) -> Calibration | None:
    if question == "b" or outcome.all() or not outcome.any():
        return None
    return calibration(outcome, stated)


def _lists(
    name: str, panel: ListPanel, features: Columns | None, span: Span, by: Forecaster
) -> Iterator[Graded]:
    rows = lists.back_on_the_list(panel)
    scores = {rule: score(panel) for rule, score in list_rules.RULES.items()}
    stated = np.full(len(rows), np.nan)
    if features is not None:
        stated = forecasts.back(features, panel, rows, by)
    within = span.holds(panel.first_day, panel.day[rows.place])
    whole = {"": np.ones(len(panel), dtype=np.bool_)}
    for kind, members in (whole | lists.universes(panel, weekday_names(panel.names))).items():
        chosen = within & members[rows.place]
        place, outcome = rows.place[chosen], rows.outcome[chosen]
        picked = {rule: score[place] for rule, score in scores.items()}
        block = _block(panel.first_day, panel.day[place], WEEK)
        graded = partial(_graded_names, outcome, block)
        yield Graded(
            "c",
            f"{name}/{kind}" if kind else name,
            *_with_forecast("c", outcome, picked, stated[chosen], graded),
        )


def as_json(graded: list[Graded]) -> dict[str, Any]:
    """The card: questions.{a,b,c,d}.universes.{name}. A measure that has no value is null."""
    return {
        "questions": {
            question: {
                "asks": words,
                "universes": {
                    one.universe: _universe(one) for one in graded if one.question == question
                },
            }
            for question, words in QUESTIONS.items()
        }
    }


def _universe(graded: Graded) -> dict[str, Any]:
    result, forecast = graded.result, graded.forecast
    return {
        "rows": result.rows,
        "blocks": result.blocks,
        "base_rate": _number(result.base_rate),
        "forecast": None if forecast is None else _forecast(forecast),
        "baselines": {name: _grade(one) for name, one in result.grades.items()},
        "paired": {
            name: {
                "metric": HEADLINE[graded.question],
                **_interval(metrics[HEADLINE[graded.question]]),
                **{metric: _interval(found) for metric, found in metrics.items()},
            }
            for name, metrics in (forecast.result.paired if forecast else {}).items()
        },
        "calibration": _calibrated(forecast.calibration) if forecast else None,
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "rows": forecast.result.rows,
        "base_rate": _number(forecast.result.base_rate),
        **_grade(forecast.result.grades[FORECAST]),
        "top_tenth": _number(forecast.top_tenth),
    }


def _calibrated(found: Calibration | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "slope": _number(found.slope),
        "intercept": _number(found.intercept),
        "mean_stated": _number(found.mean_stated),
        "base_rate": _number(found.base_rate),
        "brier": _number(found.brier),
        "brier_skill": _number(found.brier_skill),
        "bins": [
            {"stated": _number(stated), "came_true": _number(true), "rows": rows}
            for stated, true, rows in found.bins
        ],
    }


def _grade(found: Grade) -> dict[str, Any]:
    measured: Mapping[str, Interval] = found.metrics
    return {
        "coverage": _number(found.coverage),
        **{metric: _interval(one) for metric, one in measured.items()},
    }


def _interval(found: Interval) -> dict[str, float | None]:
    return {
        "value": _number(found.value),
        "low": _number(found.low),
        "high": _number(found.high),
    }


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 6)


def _block(first_day: date, day: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Stretches of `length` days counted from a Monday, the same for every panel."""
    return ((first_day - MONDAY).days + day) // length
