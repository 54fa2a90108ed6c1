"""Whether the season read from earlier years came again in a later one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.backtest.ranking import Floats, spearman

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """What one way of telling said of the twelve months, against what came.

    spearman: of the two orders of months; 0 where nothing was told apart. error: mean absolute
    difference from what came, both over the mean of their year. peak: months from 1 with the
    greatest value said. agrees: whether one of them is a month that came out greatest.
    """

    spearman: float
    error: float
    peak: tuple[int, ...]
    agrees: bool


@dataclass(frozen=True, slots=True)
class SeasonCheck:
    """One word: its season index, the year before, and no season, against the year that came."""

    index: Shape
    last_year: Shape
    no_season: Shape
    peak: tuple[int, ...]


def check(index: Floats, last_year: Floats, came: Floats) -> SeasonCheck:
    """Grade twelve values each, January first; what came must not be zero all year."""
    return SeasonCheck(
        _shape(index, came),
        _shape(last_year, came),
        _shape(np.ones(MONTHS), came),
        _peak(came),
    )


def _shape(said: Floats, came: Floats) -> Shape:
    level = np.ptp(said) == 0
    peak = () if level else _peak(said)
    order = spearman(said, came)
    return Shape(
        float(order) if np.isfinite(order) else 0.0,
        float(np.abs(said / said.mean() - came / came.mean()).mean()),
        peak,
        bool(set(peak) & set(_peak(came))),
    )


def _peak(values: Floats) -> tuple[int, ...]:
    return tuple(int(month) + 1 for month in np.flatnonzero(values == values.max()))
