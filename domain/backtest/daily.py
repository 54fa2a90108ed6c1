"""Measures of one day's order, for all days at once; what comes out has one value a day.

Days are numbered from 0. Where equal scores straddle a border, every way to break the tie counts
alike, so that no answer depends on the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where each row stands among the rows of its day.

    above: rows of the day with a greater score. level: rows with the same, itself included.
    size: rows of the day. All by row; `days` is the number of days.
    """

    day: Ints
    days: int
    above: Ints
    level: Ints
    size: Ints

    @staticmethod
    def of(score: Floats, day: Ints) -> Standing:
        """Count them. Scores are numbers, days numbered from 0."""
        days = int(day.max()) + 1 if len(day) else 0
        size = np.bincount(day, minlength=days)
        order = np.lexsort((-score, day))
        place = np.arange(len(day)) - (np.cumsum(size) - size)[day[order]]
        ordered = score[order]
        new = np.r_[True, ordered[1:] != ordered[:-1]] | (place == 0) if len(day) else place > 0
        group = np.cumsum(new) - 1
        first, count = place[new], np.bincount(group)
        above, level = np.empty(len(day), np.int64), np.empty(len(day), np.int64)
        above[order], level[order] = first[group], count[group]
        return Standing(day, days, above, level, size[day])

    def chance(self, k: int) -> Floats:
        """Chance of each row to be among the `k` greatest of its day."""
        found: Floats = np.clip((k - self.above) / self.level, 0.0, 1.0)
        return found

    def ranks(self) -> Floats:
        """Places within the day from 1, the least first; equal scores share the mean of theirs."""
        found: Floats = self.size - self.above - (self.level - 1) / 2
        return found

    def discount(self, k: int) -> Floats:
        """1 / log2(place + 1) for the first `k` places, shared by rows of equal score."""
        longest = int(self.size.max()) if len(self.size) else 0
        places = np.zeros(longest + 1)
        places[1 : k + 1] = 1 / np.log2(np.arange(min(k, longest)) + 2)
        summed = np.cumsum(places)
        found: Floats = (summed[self.above + self.level] - summed[self.above]) / self.level
        return found

    def total(self, values: Floats) -> Floats:
        """Sum over the rows of each day."""
        return np.bincount(self.day, values, minlength=self.days).astype(np.float64)

    def rows(self) -> Ints:
        """Rows of each day."""
        return np.bincount(self.day, minlength=self.days)


def share_of_top(score: Standing, truth: Floats, k: int) -> Floats:
    """Precision@k: the mean of `truth` among the `k` greatest; unknown on days with fewer rows."""
    return np.where(score.rows() >= k, score.total(score.chance(k) * truth) / k, np.nan)


def ndcg(score: Standing, gain: Floats, k: int) -> Floats:
    """Normalised discounted cumulative gain of the first `k`; unknown where nothing was gained."""
    best = score.total(gain * Standing.of(gain, score.day).discount(k))
    found = score.total(gain * score.discount(k))
    return np.divide(found, best, out=np.full(score.days, np.nan), where=best > 0)


def spearman(score: Standing, target: Standing) -> Floats:
    """Correlation of the two orders; unknown where one of them is all ties."""
    middle = (score.size + 1) / 2
    left, right = score.ranks() - middle, target.ranks() - middle
    spread = np.sqrt(score.total(left**2) * score.total(right**2))
    together = score.total(left * right)
    return np.divide(together, spread, out=np.full(score.days, np.nan), where=spread > 0)


def churn(score: Standing, member: Ints, date: Ints, k: int) -> Floats:
    """Share of the `k` greatest of a day that were not among those of the day before.

    `member` says who a row is of, `date` is the calendar day; one row a member and date. Unknown
    on days with fewer than `k` rows, and where the day before is not there or had fewer.
    """
    chance = score.chance(k)
    width = int(date.max()) + 2 if len(date) else 1
    key = member * width + date
    order = np.argsort(key)
    place = np.searchsorted(key[order], key - 1)
    before = order[np.minimum(place, len(key) - 1)] if len(key) else place
    stayed = np.where(key[before] == key - 1, chance * chance[before], 0.0)
    enough = score.rows() >= k
    on = np.full(width + 1, -1)
    on[date] = score.day
    today = np.zeros(score.days, np.int64)
    today[score.day] = date
    yesterday = on[today - 1]  # the last cell is spare, so that day 0 has none before it
    both = enough & (yesterday >= 0) & enough[yesterday]
    return np.where(both, 1 - score.total(stayed) / k, np.nan)


def neutral(score: Floats, day: Ints) -> Floats:
    """Rows without a score stand in the middle of those of their day that have one."""
    found = score.copy()
    unknown = ~np.isfinite(score)
    for one in np.unique(day[unknown]):
        mine = day == one
        known = score[mine & ~unknown]
        found[mine & unknown] = float(np.median(known)) if len(known) else 0.0
    return found
