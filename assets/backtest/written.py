"""The score card as plain values, ready for JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from assets.backtest.card import DEFAULT, FORECAST, HEADLINE, QUESTIONS, Forecast, Graded, Span
from assets.backtest.season import Season, season_as_json
from assets.backtest.signals import RecordedSignals
from domain.backtest.calibration import Calibration
from domain.backtest.grading import Grade, Universe
from domain.backtest.resampling import Interval


def card(
    recorded: RecordedSignals, span: Span, graded: list[Graded], season: Season | None = None
) -> dict[str, Any]:
    """The whole card: what was read, which days were graded, and every figure."""

    def written(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "signals": recorded.files,
        "sha256": recorded.hashes,
        "span": {"test_from": written(span.first), "test_to": written(span.last)},
        **as_json(graded),
        "season": season_as_json(season),
    }


def as_json(graded: list[Graded]) -> dict[str, Any]:
    """The card: questions.{a,b,c,d}.universes.{name}. A measure that has no value is null."""
    return {
        "questions": {
            question: {
                "asks": words,
                "days": DEFAULT[question],
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
        "beside": {
            name: _grade(one)
            for name, one in (forecast.result.grades if forecast else {}).items()
            if name != FORECAST
        },
        "paired": _paired(graded.question, forecast.result) if forecast else {},
        "calibration": _calibrated(forecast.calibration) if forecast else None,
        "opportunity": _opportunity(graded),
        "horizons": {str(days): _universe(one) for days, one in graded.horizons.items()},
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "rows": forecast.result.rows,
        "base_rate": _number(forecast.result.base_rate),
        **_grade(forecast.result.grades[FORECAST]),
        "top_tenth": _number(forecast.top_tenth),
    }


def _opportunity(graded: Graded) -> dict[str, Any] | None:
    """The newest version's measures; the older ones, and how much they are less, beside them."""
    found = graded.opportunity
    if found is None:
        return None
    newest, *older = found.grades
    return {
        "score_version": newest,
        "rows": found.rows,
        "base_rate": _number(found.base_rate),
        **_grade(found.grades[newest]),
        "versions": {name: _grade(found.grades[name]) for name in older},
        "paired": _paired(graded.question, found),
    }


def _paired(question: str, found: Universe) -> dict[str, Any]:
    return {
        name: {
            "metric": HEADLINE[question],
            **_interval(metrics[HEADLINE[question]]),
            **{metric: _interval(one) for metric, one in metrics.items()},
        }
        for name, metrics in found.paired.items()
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
        "intervals": {name: _interval(one) for name, one in found.intervals.items()},
        "bins": [
            {
                "stated": _number(stated),
                "came_true": _number(true),
                "low": _number(drawn.low),
                "high": _number(drawn.high),
                "rows": rows,
            }
            for (stated, true, rows), drawn in zip(found.bins, found.bin_intervals, strict=True)
        ],
    }


def _grade(found: Grade) -> dict[str, Any]:
    measured: Mapping[str, Interval] = found.metrics
    return {
        "coverage": _number(found.coverage),
        "coverage_interval": _interval(found.covered),
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
