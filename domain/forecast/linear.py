"""Fitted sums of features: ridge for orders, logistic ridge for chances.

Features are centred and scaled by what was seen in training. An unknown feature adds nothing of its
own; that it is unknown is a part with a weight too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NEWTON_STEPS = 50
_SETTLED = 1e-8
_LEAST_SPREAD = 1e-9
_LEAST_VARIANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Fitted:
    """An intercept and, for each feature, its centre, spread and two weights.

    known: weight of (x - centre) / spread. unknown: what is added where x is not known.
    """

    names: tuple[str, ...]
    intercept: float
    centre: Floats
    spread: Floats
    known: Floats
    unknown: Floats

    def parts(self, features: Floats) -> Floats:
        """What each feature adds, (rows, features); with the intercept they sum to `value`."""
        scaled = (features - self.centre) / self.spread
        return np.where(np.isfinite(features), scaled * self.known, self.unknown)

    def value(self, features: Floats) -> Floats:
        """The sum: log odds of a chance, or what an order goes by. Features (rows, features)."""
        found: Floats = self.intercept + self.parts(features).sum(axis=1)
        return found

    def chance(self, features: Floats) -> Floats:
        """The sum read as log odds, between 0 and 1."""
        return chance_of(self.value(features))


def aligned(fitted: Fitted, names: Sequence[str]) -> Fitted:
    """The same sum over the features `names`: one that it does not know adds nothing.

    Raises ValueError for a weight of a feature that is not among them.
    """
    lost = set(fitted.names) - set(names)
    if lost:
        raise ValueError(f"no feature is called {', '.join(sorted(lost))}")
    place = {name: number for number, name in enumerate(fitted.names)}

    def column(values: Floats, otherwise: float) -> Floats:
        return np.array([values[place[name]] if name in place else otherwise for name in names])

    return Fitted(
        tuple(names),
        fitted.intercept,
        column(fitted.centre, 0.0),
        column(fitted.spread, 1.0),
        column(fitted.known, 0.0),
        column(fitted.unknown, 0.0),
    )


def chance_of(log_odds: Floats) -> Floats:
    """1 / (1 + e^-x), never quite 0 or 1."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found


def fit_chance(
    names: Sequence[str], features: Floats, outcome: NDArray[np.bool_], penalty: float
) -> Fitted:
    """Logistic ridge. Features (rows, features), not a number where unknown."""
    design, centre, spread = _design(features)
    truth = outcome.astype(np.float64)
    ridge = _ridge(design, penalty)
    weights = np.zeros(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        stated = chance_of(design @ weights)
        slope = design.T @ (truth - stated) - ridge @ weights
        curve = design.T @ (design * (stated * (1 - stated) + 1e-9)[:, None]) + ridge
        step = np.linalg.solve(curve, slope)
        weights += step
        if float(np.abs(step).max()) < _SETTLED:
            break
    return _fitted(names, weights, centre, spread)


def fit_order(
    names: Sequence[str],
    features: Floats,
    target: Floats,
    penalty: float,
    *,
    weight: Floats | None = None,
    free: Sequence[str] = (),
) -> Fitted:
    """Ridge. `weight`: how much a row counts. `free`: features that are not held back."""
    design, centre, spread = _design(features)
    counted = design if weight is None else design * weight[:, None]
    ridge = _ridge(design, penalty)
    for name in free:
        place = 1 + list(names).index(name)
        ridge[place, place] = 0.0
    ridge += np.eye(len(ridge)) * 1e-6
    weights = np.linalg.solve(counted.T @ design + ridge, counted.T @ target).astype(np.float64)
    return _fitted(names, weights, centre, spread)


def normal_scores(values: Floats, group: NDArray[np.int64]) -> Floats:
    """The rank of each value within its group as a quantile of the normal distribution.

    Ties share the middle of their ranks. What counts is the order within a group, not the amounts.
    """
    found = np.zeros(len(values))
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order], prepend=-1, append=-1))
    for first, last in pairwise(edges):
        rows = order[first:last]
        found[rows] = _quantile((_ranks(values[rows]) - 0.5) / len(rows))
    return found


def _ranks(values: Floats) -> Floats:
    """From 1; ties share the mean."""
    distinct, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2)[place] if len(distinct) else np.zeros(0)


def _quantile(share: Floats) -> Floats:
    from statistics import NormalDist

    normal = NormalDist()
    return np.array([normal.inv_cdf(float(one)) for one in share])


def _design(features: Floats) -> tuple[Floats, Floats, Floats]:
    """Intercept, scaled features with 0 where unknown, and whether each is unknown."""
    known = np.isfinite(features)
    count = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, features, 0.0)
    centre = filled.sum(axis=0) / count
    spread = np.sqrt((np.where(known, features - centre, 0.0) ** 2).sum(axis=0) / count)
    spread = np.where(spread > _LEAST_SPREAD, spread, 1.0)
    scaled = np.where(known, (features - centre) / spread, 0.0)
    design = np.hstack([np.ones((len(features), 1)), scaled, (~known).astype(np.float64)])
    return design, centre, spread


def _ridge(design: Floats, penalty: float) -> Floats:
    """Every weight is held back as if its column had been scaled; the intercept is free.

    Whether a feature is unknown stays 0 or 1, so that a feature that was always known in training
    and is not later adds nothing.
    """
    held = np.full(design.shape[1], float(penalty))
    unknown = design[:, 1 + (design.shape[1] - 1) // 2 :]
    held[-unknown.shape[1] :] *= np.maximum(unknown.var(axis=0), _LEAST_VARIANCE)
    held[0] = 1e-6
    return np.diag(held)


def _fitted(names: Sequence[str], weights: Floats, centre: Floats, spread: Floats) -> Fitted:
    half = len(centre)
    return Fitted(
        tuple(names),
        float(weights[0]),
        centre,
        spread,
        weights[1 : half + 1],
        weights[half + 1 :],
    )
