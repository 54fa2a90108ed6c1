"""The score card: every question, every universe, every rule, with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.backtest import forecasts
from assets.backtest.features import counter_features
from assets.backtest.panels import counter_panels, list_panels
from domain.backtest import counter_rules, counters, list_rules, lists
from domain.backtest.calibration import Calibration, calibration
from domain.backtest.counters import CounterPanel, Rows
from domain.backtest.grading import Grade, Universe, grade_orders, grade_outcomes
from domain.backtest.lists import ListPanel
from domain.backtest.ranking import Flags, Floats
from domain.backtest.resampling import Interval
from domain.forecast.walk import LEAST_ROWS
from domain.signals import Kind
from domain.terms.normalise import normalise
from domain.terms.term import UnusableTerm

MONDAY = date(2001, 1, 1)
WEEK, MONTH = 7, 28
FORECAST = "forecast"
LEARNING = 200  # days of a panel before the first forecast
HEADLINE = {"a": "auc", "b": "spearman", "c": "auc", "d": "auc"}
Forecaster = Callable[[Mapping[str, Floats], Rows, int], Floats]
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


def grade(frame: pl.DataFrame, span: Span) -> Iterator[Graded]:
    """Grade every rule on every universe; yields each as it is done, for a progress display."""
    panels = counter_panels(frame)
    long = {name: panel for name, panel in panels.items() if _can_learn(panel, span)}
    features = dict(zip(long, counter_features(list(long.values())), strict=True))
    for name, panel in panels.items():
        yield from _counters(name, panel, features.get(name), span)
    for name, listed in list_panels(frame).items():
        yield from _lists(name, listed, span)


def _counters(
    name: str, panel: CounterPanel, features: Mapping[str, Floats] | None, span: Span
) -> Iterator[Graded]:
    scores = {rule: score(panel) for rule, score in counter_rules.RULES.items()}
    asked: tuple[tuple[str, Callable[[CounterPanel], Rows], Forecaster, int], ...] = (
        ("a", counters.rise, forecasts.rise, WEEK),
        ("b", counters.rank, forecasts.rank, WEEK),
        ("d", counters.sustain, forecasts.sustain, MONTH),
    )
    first = _first_forecast(panel, span)
    for question, rows_of, forecast_of, length in asked:
        every = rows_of(panel)
        held = span.holds(panel.first_day, every.day)
        stated = np.full(len(every), np.nan)
        if features is not None:
            stated = forecast_of(features, every, first)
        stated = stated[held]
        rows = every.only(held)
        picked = {rule: score[rows.series, rows.day] for rule, score in scores.items()}
        block = _block(panel.first_day, rows.day, length)
        result = _graded(question, rows, block, picked, None)
        known = np.isfinite(stated)
        forecast = None
        if known.any():
            reached = {rule: score[known] for rule, score in picked.items()}
            reached[FORECAST] = stated[known]
            of = _graded(question, rows.only(known), block[known], reached, FORECAST)
            came_true, chance = rows.outcome[known], stated[known]
            forecast = Forecast(
                of, _calibration(question, came_true, chance), _top(question, came_true, chance)
            )
        yield Graded(question, name, result, forecast)


def _top(question: str, outcome: Flags, stated: Floats) -> float | None:
    if question == "b":
        return None
    return float(outcome[stated >= np.quantile(stated, 0.9)].mean())


def _first_forecast(panel: CounterPanel, span: Span) -> int:
    return max(LEARNING, (span.first - panel.first_day).days if span.first else 0)


def _can_learn(panel: CounterPanel, span: Span) -> bool:
    """Whether there are days to forecast, and rows enough for a first fit at some time."""
    return _first_forecast(panel, span) < panel.days and len(counters.rise(panel)) > LEAST_ROWS


def _graded(
    question: str,
    rows: Rows,
    block: NDArray[np.int64],
    scores: Mapping[str, Floats],
    forecast: str | None,
) -> Universe:
    if question == "b":
        return grade_orders(rows.target, rows.day, block, scores, forecast)
    return grade_outcomes(rows.outcome, block, scores, forecast)


def _calibration(question: str, outcome: Flags, stated: Floats) -> Calibration | None:
    if question == "b" or outcome.all() or not outcome.any():
        return None
    return calibration(outcome, stated)


def _lists(name: str, panel: ListPanel, span: Span) -> Iterator[Graded]:
    rows = lists.back_on_the_list(panel)
    scores = {rule: score(panel) for rule, score in list_rules.RULES.items()}
    weekdays = np.array([_is_weekday(one) for one in panel.names], dtype=np.bool_)
    within = span.holds(panel.first_day, panel.day[rows.place])
    whole = {"": np.ones(len(panel), dtype=np.bool_)}
    for kind, members in (whole | lists.universes(panel, weekdays)).items():
        chosen = within & members[rows.place]
        place = rows.place[chosen]
        picked = {rule: score[place] for rule, score in scores.items()}
        block = _block(panel.first_day, panel.day[place], WEEK)
        result = grade_outcomes(rows.outcome[chosen], block, picked, None)
        yield Graded("c", f"{name}/{kind}" if kind else name, result)


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


def _is_weekday(name: str) -> bool:
    try:
        return normalise(name, kind=Kind.TOPIC).is_weekday
    except UnusableTerm:
        return False
