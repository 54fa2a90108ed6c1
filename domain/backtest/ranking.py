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


def line_of_false_alarms(outcome: Flags, score: Floats, rate: float) -> float:
    """The least score that at most `rate` of the rows that did not come true lie above.

    Not a number when all rows came true; below everything when the rate allows them all.
    """
    rest = np.sort(score[~outcome])[::-1]
    if not len(rest):
        return float("nan")
    allowed = int(np.floor(rate * len(rest)))
    return float(rest[allowed]) if allowed < len(rest) else float("-inf")


def recall_at_false_alarms(outcome: Flags, score: Floats, rate: float) -> float:
    """Share of what came true that lies above the line which `rate` of the rest crosses."""
    line = line_of_false_alarms(outcome, score, rate)
    if np.isnan(line) or not outcome.any():
        return float("nan")
    return float((score[outcome] > line).mean())
