"""Rises of measured series: when growth began, how old it is on a day, and when it was over.

Growth is the velocity of the score. A rise goes on from the last day whose velocity was not above
nought to the next such day. What is unknown neither begins nor ends one, but more than a week of it
breaks the record: behind such a gap the age is unknown, before it the end is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Flags, Floats
from domain.scoring import SHRINK

RISING = 0.1  # velocity above which a term is emerging, rising or past its peak
OLDEST = 28  # an age is looked for this far back; it stands for "so old or older"
GAP = 7  # days without a known velocity after which the record is broken
LEAST_BASELINE, LEAST_RECENT = 56, 3
NEVER = -(10**6)


@dataclass(frozen=True, slots=True)
class Rises:
    """Days on which a series rose, one a row, in the order of series and day.

    age: days since growth began. remaining: days until it was over or, where `ended` is false,
    until the record broke off. rise: a number for each rise, by series and order.
    """

    series: NDArray[np.int64]
    day: NDArray[np.int64]
    age: NDArray[np.int64]
    remaining: NDArray[np.int64]
    ended: Flags
    rise: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.day)

    def only(self, chosen: Flags) -> Rises:
        """Some of the rows."""
        return Rises(
            self.series[chosen],
            self.day[chosen],
            self.age[chosen],
            self.remaining[chosen],
            self.ended[chosen],
            self.rise[chosen],
        )


def velocities(values: Floats, steps: Floats | None = None) -> Floats:
    """Velocity of every series on every day, both (series, days); not a number where unknown.

    `values` are daily values as the score takes them; `steps` the rounding of each.
    """
    known = np.isfinite(values)
    recent, base = _count(known, 6, 0), _count(known, 90, 7)
    m7 = _sum(values, 6, 0) / np.maximum(recent, 1)
    m28 = _sum(values, 34, 7) / np.maximum(_count(known, 34, 7), 1)
    shrink = np.full(values.shape, SHRINK)
    if steps is not None:
        rounding = np.where(np.isfinite(steps), steps, 0.0)
        for back in range(7):
            shrink[:, back:] = np.maximum(shrink[:, back:], rounding[:, : rounding.shape[1] - back])
    enough = (base >= LEAST_BASELINE) & (recent >= LEAST_RECENT) & (_count(known, 34, 7) > 0)
    found: Floats = np.where(enough, np.log((m7 + shrink) / (m28 + shrink)), np.nan)
    return found


def rises(velocity: Floats) -> Rises:
    """Every day on which a series rose and whose age is known."""
    age, end, ended = _ages(velocity), *_ends(velocity)
    with np.errstate(invalid="ignore"):
        series, day = np.nonzero((velocity > RISING) & (age > 0))
    until = end[series, day]
    # Rows of one series that end on one day are one rise.
    _, rise = np.unique(series * (velocity.shape[1] + 1) + until, return_inverse=True)
    return Rises(
        series, day, age[series, day], until - day, ended[series, day], rise.astype(np.int64)
    )


def _ages(velocity: Floats) -> NDArray[np.int64]:
    """Days since the growth began, at most OLDEST; 0 where it does not grow or nobody knows."""
    many, days = velocity.shape
    last_known, last_down, broken = (np.full(many, NEVER) for _ in range(3))
    found = np.zeros((many, days), dtype=np.int64)
    for day in range(days):
        known = np.isfinite(velocity[:, day])
        broken = np.where(known & (day - last_known > GAP), day, broken)
        down = known & (velocity[:, day] <= 0)
        last_down = np.where(down, day, last_down)
        last_known = np.where(known, day, last_known)
        within, sound = last_down >= day - OLDEST, broken < day - OLDEST
        age = np.where(within & (last_down >= broken), day - last_down, 0)
        age = np.where(~within & sound, OLDEST, age)
        found[:, day] = np.where(known & ~down, age, 0)
    return found


def _ends(velocity: Floats) -> tuple[NDArray[np.int64], Flags]:
    """The day on which the growth of a day was over, or the last that is known of it."""
    many, days = velocity.shape
    next_known, next_down, last = (np.full(many, -NEVER) for _ in range(3))
    end = np.zeros((many, days), dtype=np.int64)
    ended = np.zeros((many, days), dtype=np.bool_)
    for day in range(days - 1, -1, -1):
        known = np.isfinite(velocity[:, day])
        broken = known & (next_known - day > GAP)
        next_down = np.where(broken, -NEVER, next_down)
        last = np.where(broken, day, last)
        ended[:, day] = next_down < -NEVER
        end[:, day] = np.where(ended[:, day], next_down, last)
        next_down = np.where(known & (velocity[:, day] <= 0), day, next_down)
        next_known = np.where(known, day, next_known)
    return end, ended


def _count(known: Flags, first: int, last: int) -> Floats:
    return _sum(known.astype(np.float64), first, last)


def _sum(values: Floats, first: int, last: int) -> Floats:
    """Sum of the known values of the days `first` to `last` before each."""
    many, days = values.shape
    running = np.zeros((many, days + 1))
    np.cumsum(np.where(np.isfinite(values), values, 0.0), axis=1, out=running[:, 1:])
    day = np.arange(days)
    begin, end = np.maximum(day - first, 0), np.maximum(day - last + 1, 0)
    found: Floats = running[:, end] - running[:, begin]
    return found
