"""Grades of rules and of a forecast on the rows of one universe, each with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.backtest import daily
from domain.backtest.daily import Standing
from domain.backtest.ranking import Flags, Floats
from domain.backtest.resampling import (
    AucByBlocks,
    Interval,
    RecallByBlocks,
    draws,
    interval,
    numbered,
    shares,
    weighted_means,
)

Ints = NDArray[np.int64]
TOPS = (10, 50)
FALSE_ALARMS = {"recall_at_1_percent": 0.01, "recall_at_5_percent": 0.05}


@dataclass(frozen=True, slots=True)
class Grade:
    """What one rule reached. coverage: share of the rows it had something to say about."""

    coverage: float
    metrics: dict[str, Interval] = field(default_factory=dict)
    covered: Interval = field(default_factory=lambda: Interval(float("nan"), None, None))


@dataclass(frozen=True, slots=True)
class Universe:
    """Every rule on the same rows, and the forecast less each rule on the same draws."""

    rows: int
    blocks: int
    base_rate: float | None
    grades: dict[str, Grade]
    paired: dict[str, dict[str, Interval]]


@dataclass(frozen=True, slots=True)
class Places:
    """Calendar day of each row, and whose it is: what the daily measures and churn go by."""

    day: Ints
    member: Ints


@dataclass(frozen=True, slots=True)
class Leads:
    """Peaks to be told in advance: the block of each, and the lead of a score in days."""

    block: Ints
    of: Callable[[Floats], Floats]


def grade_outcomes(
    outcome: Flags,
    block: Ints,
    scores: Mapping[str, Floats],
    forecast: str | None,
    places: Places | None = None,
    leads: Leads | None = None,
) -> Universe:
    """AUC of each score against a yes or no, and recall at fixed false-alarm rates.

    `block`: the stretch of time each row belongs to. `forecast` names one of the scores; it is
    paired with the others. With `places` also what the top of each day came to and how it changed
    from the day before, with `leads` how long before peaks the first alarm was.
    """
    numbers, blocks, weights = _resampled(block)

    def measured(score: Floats) -> dict[str, Floats]:
        score = _neutral(score)
        found = {"auc": AucByBlocks.of(outcome, score, numbers).auc(weights)}
        for name, rate in FALSE_ALARMS.items():
            counted = RecallByBlocks.of(outcome, score, numbers, rate)
            found[name] = counted.recall(weights, rate)
        if places is not None:
            day = numbered(places.day)
            standing = Standing.of(score, day)
            truth = outcome.astype(np.float64)
            found |= _means(_top(standing, truth, truth, places), numbers, day, weights)
        if leads is not None:
            found |= _leads(leads, block, score, weights)
        return found

    rate = float(outcome.mean()) if len(outcome) else None
    return _universe(len(outcome), blocks, rate, scores, forecast, measured, numbers, weights)


def grade_orders(
    target: Floats,
    day: Ints,
    block: Ints,
    scores: Mapping[str, Floats],
    forecast: str | None,
    member: Ints | None = None,
) -> Universe:
    """Spearman, precision@10, @50 and NDCG@10 of each score against how much came.

    Of each day, averaged over the days of a block of time. With `member` also churn.
    """
    numbers, blocks, weights = _resampled(block)
    days = numbered(day)
    came = Standing.of(target, days)
    in_top = {k: came.chance(k) for k in TOPS}
    gained = np.maximum(target, 0)
    places = None if member is None else Places(day, member)

    def measured(score: Floats) -> dict[str, Floats]:
        standing = Standing.of(daily.neutral(score, days), days)
        found = {"spearman": daily.spearman(standing, came)}
        for k in TOPS:
            found |= _top(standing, in_top[k], gained, places, (k,))
        return _means(found, numbers, days, weights)

    return _universe(len(target), blocks, None, scores, forecast, measured, numbers, weights)


def _top(
    standing: Standing,
    truth: Floats,
    gain: Floats,
    places: Places | None,
    tops: tuple[int, ...] = TOPS,
) -> dict[str, Floats]:
    """Measures of the first ten and fifty, by day."""
    found = {f"precision_at_{k}": daily.share_of_top(standing, truth, k) for k in tops}
    if TOPS[0] in tops:
        found["ndcg_at_10"] = daily.ndcg(standing, gain, TOPS[0])
    if places is not None:
        for k in tops:
            found[f"churn_at_{k}"] = daily.churn(standing, places.member, places.day, k)
    return found


def _leads(leads: Leads, block: Ints, score: Floats, weights: Floats) -> dict[str, Floats]:
    """Mean lead, and the share of peaks that were told at all."""
    blocks = weights.shape[1]
    number = np.searchsorted(np.unique(block), leads.block)
    lead = leads.of(score)
    count = np.bincount(number, minlength=blocks)
    told = np.bincount(number, lead > 0, minlength=blocks)
    return {
        "lead_days": shares(np.bincount(number, lead, minlength=blocks), count, weights),
        "peaks_told": shares(told, count, weights),
    }


def _resampled(block: Ints) -> tuple[Ints, int, Floats]:
    """Blocks numbered from 0, how many, and weights: the whole first, then the draws."""
    numbers = numbered(block)
    blocks = int(numbers.max()) + 1 if len(numbers) else 0
    weights = np.vstack([np.ones(blocks), draws(blocks)]) if blocks else np.zeros((1, 0))
    return numbers, blocks, weights


def _universe(
    rows: int,
    blocks: int,
    rate: float | None,
    scores: Mapping[str, Floats],
    forecast: str | None,
    measured: Callable[[Floats], dict[str, Floats]],
    numbers: Ints,
    weights: Floats,
) -> Universe:
    count = np.bincount(numbers, minlength=blocks)
    resampled, grades = {}, {}
    for name, score in scores.items():
        resampled[name] = measured(score)
        metrics = {metric: _interval(found) for metric, found in resampled[name].items()}
        known = np.bincount(numbers, np.isfinite(score), minlength=blocks)
        covered = _interval(shares(known, count, weights))
        grades[name] = Grade(_known(score), metrics, covered)
    paired = {
        name: {metric: _interval(resampled[forecast][metric] - found[metric]) for metric in found}
        for name, found in resampled.items()
        if forecast is not None and name != forecast
    }
    return Universe(rows, blocks, rate, grades, paired)


def _means(
    by_day: Mapping[str, Floats], numbers: Ints, day: Ints, weights: Floats
) -> dict[str, Floats]:
    """Mean over the days of each block, then over the blocks of each draw."""
    blocks = weights.shape[1]
    block_of_day = np.zeros(int(day.max()) + 1 if len(day) else 0, np.int64)
    block_of_day[day] = numbers
    found = {}
    for name, values in by_day.items():
        known = np.isfinite(values)
        count = np.bincount(block_of_day[known], minlength=blocks)
        total = np.bincount(block_of_day[known], values[known], minlength=blocks)
        mean = np.divide(total, count, out=np.full(blocks, np.nan), where=count > 0)
        found[name] = weighted_means(mean, weights)
    return found


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
