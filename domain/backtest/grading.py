"""Grades of rules and of a forecast on the rows of one universe, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Flags, Floats, expected_share_of_top, ndcg, spearman
from domain.backtest.resampling import (
    AucByBlocks,
    Interval,
    draws,
    interval,
    numbered,
    weighted_means,
)

TOP = 10


@dataclass(frozen=True, slots=True)
class Grade:
    """What one rule reached. coverage: share of the rows it had something to say about."""

    coverage: float
    metrics: dict[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Universe:
    """Every rule on the same rows, and the forecast less each rule on the same draws."""

    rows: int
    blocks: int
    base_rate: float | None
    grades: dict[str, Grade]
    paired: dict[str, dict[str, Interval]]


def grade_outcomes(
    outcome: Flags, block: NDArray[np.int64], scores: Mapping[str, Floats], forecast: str | None
) -> Universe:
    """AUC of each score against a yes or no.

    `block`: the stretch of time each row belongs to. `forecast` names one of the scores; it is
    paired with the others.
    """
    block = numbered(block)
    blocks = int(block.max()) + 1 if len(block) else 0
    weights = np.vstack([np.ones(blocks), draws(blocks)]) if blocks else np.zeros((1, 0))
    grades, resampled = {}, {}
    for name, score in scores.items():
        counted = AucByBlocks.of(outcome, _neutral(score), block)
        resampled[name] = counted.auc(weights)
        grades[name] = Grade(_known(score), {"auc": _interval(resampled[name])})
    paired = {
        name: {"auc": _interval(resampled[forecast] - found)}
        for name, found in resampled.items()
        if forecast is not None and name != forecast
    }
    rate = float(outcome.mean()) if len(outcome) else None
    return Universe(len(outcome), blocks, rate, grades, paired)


def grade_orders(
    target: Floats,
    day: NDArray[np.int64],
    week: NDArray[np.int64],
    scores: Mapping[str, Floats],
    forecast: str | None,
) -> Universe:
    """Spearman, precision@10 and NDCG@10 of each score against how much came.

    Of each day, averaged over the days of a week; the weeks are the blocks.
    """
    weeks, days = numbered(week), numbered(day)
    blocks = int(weeks.max()) + 1 if len(weeks) else 0
    weights = np.vstack([np.ones(blocks), draws(blocks)]) if blocks else np.zeros((1, 0))
    members = [
        np.flatnonzero(days == one) for one in range(int(days.max()) + 1 if len(days) else 0)
    ]
    week_of_day = np.array([weeks[rows[0]] for rows in members], dtype=np.int64)
    grades, resampled = {}, {}
    for name, score in scores.items():
        by_day = [_order(_neutral(score[rows]), target[rows]) for rows in members]
        resampled[name] = {
            metric: weighted_means(
                _by_week(np.array([one[metric] for one in by_day]), week_of_day, blocks), weights
            )
            for metric in ("spearman", "precision_at_10", "ndcg_at_10")
        }
        grades[name] = Grade(
            _known(score), {metric: _interval(found) for metric, found in resampled[name].items()}
        )
    paired = {
        name: {metric: _interval(resampled[forecast][metric] - found[metric]) for metric in found}
        for name, found in resampled.items()
        if forecast is not None and name != forecast
    }
    return Universe(len(target), blocks, None, grades, paired)


def _order(score: Floats, target: Floats) -> dict[str, float]:
    return {
        "spearman": spearman(score, target),
        "precision_at_10": expected_share_of_top(score, target, TOP),
        "ndcg_at_10": ndcg(score, np.maximum(target, 0), TOP),
    }


def _by_week(values: Floats, week: NDArray[np.int64], blocks: int) -> Floats:
    known = np.isfinite(values)
    count = np.bincount(week[known], minlength=blocks)
    total = np.bincount(week[known], values[known], minlength=blocks)
    return np.divide(total, count, out=np.full(blocks, np.nan), where=count > 0)


def _neutral(score: Floats) -> Floats:
    """Rows that a rule knows nothing of stand in the middle of those it knows."""
    known = np.isfinite(score)
    middle = float(np.median(score[known])) if known.any() else 0.0
    return np.where(known, score, middle)


def _known(score: Floats) -> float:
    return float(np.isfinite(score).mean()) if len(score) else 0.0


def _interval(found: Floats) -> Interval:
    """The first is of the whole, the others of the draws."""
    return (
        interval(float(found[0]), found[1:]) if len(found) else Interval(float("nan"), None, None)
    )
