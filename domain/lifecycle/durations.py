"""How long rises go on: quartiles of the days still to come, with rises that nobody saw the end of.

Kaplan and Meier's estimate: on each day d on which a rise was seen to end, the share of those that
were watched for d days and went on. A rise that the record left while it went on was watched as
long as it lasts, and says nothing of its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Flags, Floats
from domain.lifecycle.rises import OLDEST, Rises

# First age of each bin: a rise of up to three days, a week, a fortnight, four weeks, and older.
AGES = (1, 4, 8, 15, OLDEST)
LEAST_RISES = 20  # under so many rises a quartile says nothing
QUARTERS = (0.75, 0.5, 0.25)  # shares that go on


@dataclass(frozen=True, slots=True)
class Survival:
    """Share of rises that go on for more than `days` days, at each day on which one ended."""

    days: NDArray[np.int64]
    share: Floats

    def beyond(self, days: float) -> float:
        """Share that goes on for more than so many days."""
        place = int(np.searchsorted(self.days, days, side="right"))
        return float(self.share[place - 1]) if place else 1.0

    def until(self, share: float) -> int | None:
        """First day on which no more than that share goes on; None where nobody saw it."""
        # Shares are products of fractions: a half may come out as a hair more.
        reached = np.flatnonzero(self.share <= share + 1e-12)
        return int(self.days[reached[0]]) if len(reached) else None


@dataclass(frozen=True, slots=True)
class Duration:
    """What is still to come of a rise of so many days.

    A quarter of such rises is over within `low` days, half within `median`, three quarters within
    `high`; None: later than anybody saw.
    """

    age_from: int
    age_to: int | None
    low: int | None
    median: int | None
    high: int | None
    rises: int
    days: int


def survival(remaining: NDArray[np.int64], ended: Flags) -> Survival:
    """Kaplan and Meier's estimate. One that leaves the record on a day was watched on that day."""
    days, ends = np.unique(remaining[ended], return_counts=True)
    watched = len(remaining) - np.searchsorted(np.sort(remaining), days, side="left")
    share: Floats = np.cumprod(1.0 - ends / np.maximum(watched, 1), dtype=np.float64)
    return Survival(days, share)


def bin_of(age: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of the bin that an age lies in."""
    found: NDArray[np.int64] = np.searchsorted(np.array(AGES), age, side="right") - 1
    return found


def durations(found: Rises) -> list[Duration]:
    """For each bin of ages with enough rises the quartiles of what was still to come."""
    bins = bin_of(found.age)
    made = []
    for number, first in enumerate(AGES):
        mine = found.only(bins == number)
        many = len(np.unique(mine.rise))
        if many < LEAST_RISES:
            continue
        curve = survival(mine.remaining, mine.ended)
        low, median, high = (curve.until(share) for share in QUARTERS)
        last = AGES[number + 1] - 1 if number + 1 < len(AGES) else None
        made.append(Duration(first, last, low, median, high, many, len(mine)))
    return made


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of later rises, the share that ended before, within and after the stated quartiles."""

    before: float
    within: float
    after: float
    days: int
    rises: int


def coverage(stated: Sequence[Duration], later: Rises) -> Coverage | None:
    """How often what came lies between the stated quartiles; a half is right.

    What leaves the record early is counted by Kaplan and Meier's estimate of the later rises.
    """
    bins = bin_of(later.age)
    shares, days, rises = np.zeros(2), 0, set[int]()
    for one in stated:
        mine = later.only(bins == AGES.index(one.age_from))
        if not len(mine) or one.low is None:
            continue
        curve = survival(mine.remaining, mine.ended)
        before = 1.0 - curve.beyond(one.low - 1)
        after = curve.beyond(one.high) if one.high is not None else 0.0
        shares += len(mine) * np.array([before, after])
        days += len(mine)
        rises.update(mine.rise.tolist())
    if not days:
        return None
    before, after = (float(share) for share in shares / days)
    return Coverage(before, 1.0 - before - after, after, days, len(rises))
