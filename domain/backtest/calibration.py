"""Stated chances against what came true: of rows given 0.7, seven in ten should."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Flags, Floats
from domain.backtest.resampling import Interval, draws, interval, numbered, shares

BINS = 10
EDGES = (*(0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15), *(n / 20 for n in range(4, 21)))
STEP_ROWS = 200  # fewer say too little
FINE = 50  # groups of like chances that the slope of a draw is fitted on


@dataclass(frozen=True, slots=True)
class Calibration:
    """Stated chances against what came true.

    slope, intercept: of the logistic regression of the outcome on the stated log odds; 1 and 0 are
    right. brier: mean squared error. brier_skill: 1 - brier / that of always saying the base rate.
    bins: (mean stated, share that came true, rows) in equal counts, from low to high.
    intervals: of slope, mean_stated, base_rate, brier and brier_skill; empty without blocks.
    bin_intervals: of the share that came true in each bin.
    """

    slope: float
    intercept: float
    mean_stated: float
    base_rate: float
    brier: float
    brier_skill: float
    bins: tuple[tuple[float, float, int], ...]
    intervals: dict[str, Interval] = field(default_factory=dict)
    bin_intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Reliability:
    """From which stated chance on, between which shares of like days it came true (95 %)."""

    stated_from: float
    low: float
    high: float
    rows: int


def reliability(
    outcome: Flags, stated: Floats, block: NDArray[np.int64]
) -> tuple[Reliability, ...]:
    """What chances between fixed edges came to; steps of few rows are joined with the next.

    `block`: the stretch of time each row belongs to. Empty when there are fewer than two.
    """
    block = numbered(block)
    blocks = int(block.max()) + 1 if len(block) else 0
    weights = draws(blocks) if blocks > 1 else np.zeros((0, 0))
    truth = outcome.astype(np.float64)
    steps, start = [], 0.0
    for edge in EDGES if blocks > 1 else ():
        rows = np.flatnonzero((stated >= start) & (stated < edge))
        rest = int((stated >= edge).sum())
        if edge < 1 and (len(rows) < STEP_ROWS or rest < STEP_ROWS):
            continue
        hits = np.bincount(block[rows], truth[rows], minlength=blocks).astype(np.float64)
        count = np.bincount(block[rows], minlength=blocks).astype(np.float64)
        found = interval(float(truth[rows].mean()), shares(hits, count, weights))
        if found.low is not None and found.high is not None:
            steps.append(Reliability(start, found.low, found.high, len(rows)))
        start = edge
    return tuple(steps)


def calibration(
    outcome: Flags, stated: Floats, block: NDArray[np.int64] | None = None
) -> Calibration:
    """Grade stated chances strictly between 0 and 1. At least one row each way must exist.

    `block`: the stretch of time each row belongs to, for intervals.
    """
    truth = outcome.astype(np.float64)
    base = float(truth.mean())
    if not 0 < base < 1:
        raise ValueError("calibration needs rows that came true and rows that did not")
    brier = float(((stated - truth) ** 2).mean())
    slope, intercept = _logistic_line(np.log(stated / (1 - stated)), truth)
    order = np.argsort(stated, kind="stable")
    parts = np.array_split(order, min(BINS, len(order)))
    bins = tuple(
        (float(stated[part].mean()), float(truth[part].mean()), len(part)) for part in parts
    )
    found = Calibration(
        slope,
        intercept,
        float(stated.mean()),
        base,
        brier,
        1 - brier / (base * (1 - base)),
        bins,
    )
    return found if block is None else _with_intervals(found, truth, stated, block, parts)


def _with_intervals(
    found: Calibration,
    truth: Floats,
    stated: Floats,
    block: NDArray[np.int64],
    parts: list[NDArray[np.int64]],
) -> Calibration:
    block = numbered(block)
    blocks = int(block.max()) + 1
    weights = draws(blocks)

    def by_block(values: Floats, rows: NDArray[np.int64] | slice = slice(None)) -> Floats:
        return np.bincount(block[rows], values[rows], minlength=blocks).astype(np.float64)

    ones = np.ones(len(truth))
    count = by_block(ones)
    base = shares(by_block(truth), count, weights)
    brier = shares(by_block((stated - truth) ** 2), count, weights)
    noise = base * (1 - base)
    skill = 1 - np.divide(brier, noise, out=np.full(len(brier), np.nan), where=noise > 0)
    slope = _slopes(stated, truth, block, weights)
    mean = shares(by_block(stated), count, weights)
    drawn = {
        "slope": interval(found.slope, slope),
        "mean_stated": interval(found.mean_stated, mean),
        "base_rate": interval(found.base_rate, base),
        "brier": interval(found.brier, brier),
        "brier_skill": interval(found.brier_skill, skill),
    }
    bins = tuple(
        interval(true, shares(by_block(truth, rows), by_block(ones, rows), weights))
        for (_, true, _), rows in zip(found.bins, parts, strict=True)
    )
    return replace(found, intervals=drawn, bin_intervals=bins)


def _slopes(stated: Floats, truth: Floats, block: NDArray[np.int64], weights: Floats) -> Floats:
    """Slope of each draw, rows of nearly the same chance taken together; all draws at once."""
    blocks = weights.shape[1]
    order = np.argsort(stated, kind="stable")
    groups = min(FINE, len(order))
    group = np.empty(len(order), np.int64)
    for number, rows in enumerate(np.array_split(order, groups)):
        group[rows] = number
    odds = np.log(stated / (1 - stated))
    x = np.bincount(group, odds) / np.bincount(group)
    cell = block * groups + group
    count = weights @ np.bincount(cell, minlength=blocks * groups).reshape(blocks, groups)
    hits = weights @ np.bincount(cell, truth, minlength=blocks * groups).reshape(blocks, groups)
    if float(np.ptp(x)) == 0:
        return np.zeros(len(weights))
    line = np.zeros((len(weights), 2))
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(line[:, :1] + line[:, 1:] * x, -30, 30)))
        weight = count * np.maximum(chance * (1 - chance), 1e-12)
        miss = hits - count * chance
        up, across = miss.sum(axis=1), miss @ x
        a, b, c = weight.sum(axis=1) + 1e-9, weight @ x, weight @ x**2 + 1e-9
        whole = a * c - b * b
        step = np.column_stack([c * up - b * across, a * across - b * up]) / whole[:, None]
        line += np.clip(step, -5, 5)
    return np.where(
        (hits.sum(axis=1) > 0) & (hits.sum(axis=1) < count.sum(axis=1)), line[:, 1], np.nan
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
