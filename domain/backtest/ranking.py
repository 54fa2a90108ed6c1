"""Measures of an order: whether what was said to come first came first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def average_ranks(values: Floats) -> Floats:
    """Places from 1; equal values share the mean of theirs."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.r_[starts[1:], len(values)]
    shared = np.repeat((starts + 1 + ends) / 2, ends - starts)
    ranks = np.empty(len(values))
    ranks[order] = shared
    return ranks


def auc(outcome: Flags, score: Floats) -> float:
    """Chance that a row that came true is placed above one that did not; ties count half.

    Not a number when all rows, or none, came true.
    """
    hits = int(outcome.sum())
    misses = len(outcome) - hits
    if not hits or not misses:
        return float("nan")
    above = average_ranks(score)[outcome].sum() - hits * (hits + 1) / 2
    return float(above / (hits * misses))


def spearman(score: Floats, target: Floats) -> float:
    """Correlation of the two orders; not a number when one of them is all ties."""
    left, right = average_ranks(score), average_ranks(target)
    left, right = left - left.mean(), right - right.mean()
    spread = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum() / spread) if spread else float("nan")


def expected_share_of_top(score: Floats, target: Floats, k: int) -> float:
    """Share of the `k` greatest by score that are among the `k` greatest by target.

    Where equal values straddle the border, every way to break the tie counts alike, so that the
    answer does not depend on the order of the rows.
    """
    k = min(k, len(score))
    if not k:
        return float("nan")
    return float((_chance_of_top(score, k) * _chance_of_top(target, k)).sum() / k)


def _chance_of_top(values: Floats, k: int) -> Floats:
    """Chance of each value to be among the `k` greatest when ties are broken by lot."""
    border = np.partition(values, len(values) - k)[len(values) - k]
    above, level = values > border, values == border
    return np.where(above, 1.0, np.where(level, (k - above.sum()) / level.sum(), 0.0))


def ndcg(score: Floats, gain: Floats, k: int) -> float:
    """Normalised discounted cumulative gain of the first `k`; gains are zero or more.

    Rows of equal score share the mean discount of their places.
    """
    k = min(k, len(score))
    discount = np.zeros(len(score))
    discount[:k] = 1 / np.log2(np.arange(k) + 2)
    best = float((np.sort(gain)[::-1] * discount).sum())
    if not best:
        return float("nan")
    order = np.argsort(-score, kind="stable")
    ordered = score[order]
    group = np.cumsum(np.r_[False, ordered[1:] != ordered[:-1]])
    shared = (np.bincount(group, discount) / np.bincount(group))[group]
    return float((gain[order] * shared).sum() / best)


def recall_at_false_alarms(outcome: Flags, score: Floats, rate: float) -> float:
    """Share of what came true that lies above the line which `rate` of the rest crosses."""
    rest = np.sort(score[~outcome])[::-1]
    if not len(rest) or not outcome.any():
        return float("nan")
    allowed = int(np.floor(rate * len(rest)))
    line = rest[allowed] if allowed < len(rest) else -np.inf
    return float((score[outcome] > line).mean())
