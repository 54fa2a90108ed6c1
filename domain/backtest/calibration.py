"""Stated chances against what came true: of rows given 0.7, seven in ten should."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.backtest.ranking import Flags, Floats

BINS = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Stated chances against what came true.

    slope, intercept: of the logistic regression of the outcome on the stated log odds; 1 and 0 are
    right. brier: mean squared error. brier_skill: 1 - brier / that of always saying the base rate.
    bins: (mean stated, share that came true, rows) in equal counts, from low to high.
    """

    slope: float
    intercept: float
    mean_stated: float
    base_rate: float
    brier: float
    brier_skill: float
    bins: tuple[tuple[float, float, int], ...]


def calibration(outcome: Flags, stated: Floats) -> Calibration:
    """Grade stated chances strictly between 0 and 1. At least one row each way must exist."""
    truth = outcome.astype(np.float64)
    base = float(truth.mean())
    if not 0 < base < 1:
        raise ValueError("calibration needs rows that came true and rows that did not")
    brier = float(((stated - truth) ** 2).mean())
    slope, intercept = _logistic_line(np.log(stated / (1 - stated)), truth)
    order = np.argsort(stated, kind="stable")
    bins = tuple(
        (float(stated[part].mean()), float(truth[part].mean()), len(part))
        for part in np.array_split(order, min(BINS, len(order)))
    )
    return Calibration(
        slope,
        intercept,
        float(stated.mean()),
        base,
        brier,
        1 - brier / (base * (1 - base)),
        bins,
    )


def _logistic_line(x: Floats, truth: Floats) -> tuple[float, float]:
    """Slope and intercept by Newton's method; a constant x has slope 0."""
    if float(np.ptp(x)) == 0:
        base = float(truth.mean())
        return 0.0, float(np.log(base / (1 - base)))
    design = np.column_stack([np.ones(len(x)), x])
    line = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ line, -30, 30)))
        weight = np.maximum(chance * (1 - chance), 1e-12)
        step = np.linalg.solve(
            design.T @ (design * weight[:, None]) + 1e-9 * np.eye(2), design.T @ (truth - chance)
        )
        line += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(line[1]), float(line[0])
