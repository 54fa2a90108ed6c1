"""Lists of trending names, and the question whether a name will be back next week.

A name is on the list of a day or it is not; names are compared exactly as the platform wrote them.
Only days on which the list was captured count as days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Flags, Floats

AROUND = 2  # back on the list on any day t+5 ... t+9 when asked for 7 days
WEEKS = 8
MEMORY = 56  # days in which the appearances of a weekly name are counted
UNSEEN = 60


@dataclass(frozen=True, slots=True)
class ListPanel:
    """Sightings of names, one row a name and day, sorted by name and day.

    name, day: numbers from 0; `first_day` is day 0. rank: the best place of the day from 1. volume:
    the greatest count shown, not a number when none was. captured: whether any list of that day is
    known, for each day of the calendar.
    """

    names: tuple[str, ...]
    first_day: date
    name: NDArray[np.int64]
    day: NDArray[np.int64]
    rank: Floats
    volume: Floats
    captured: Flags

    @property
    def days(self) -> int:
        """Length of the calendar, gaps included."""
        return len(self.captured)

    def __len__(self) -> int:
        return len(self.day)

    def seen(self, lag: int) -> Flags:
        """Whether the name of each row was on the list `lag` days before (after when negative)."""
        return np.isin(self._key(lag), self._key(0), assume_unique=False)

    def sightings(self, days: int) -> NDArray[np.int64]:
        """On how many of the `days` before its own day the name of each row was on the list."""
        keys = self._key(0)
        first = np.searchsorted(keys, np.maximum(self._key(days), self.name * self._width()))
        return np.arange(len(keys)) - first

    def before(self) -> NDArray[np.int64]:
        """On how many earlier days the name of each row was on the list."""
        return np.arange(len(self.name)) - np.searchsorted(self.name, self.name)

    def _width(self) -> int:
        return 3 * self.days + 1000  # no lag reaches into the next name

    def _key(self, lag: int) -> NDArray[np.int64]:
        """Name and day in one number, ascending; the spare days keep neighbours apart."""
        return self.name * self._width() + self.day - lag


@dataclass(frozen=True, slots=True)
class ListRows:
    """The rows of a panel that can be graded, and whether each name came back."""

    place: NDArray[np.int64]  # in the panel
    outcome: Flags

    def __len__(self) -> int:
        return len(self.place)


def back_on_the_list(panel: ListPanel, days: int = 7) -> ListRows:
    """(c) Whether a name is on any list on any of the five days around t+`days`.

    Graded while those days lie within the calendar and at least one of them was captured.
    """
    first, last = days - AROUND, days + AROUND
    back = np.zeros(len(panel), dtype=np.bool_)
    captured = np.zeros(len(panel), dtype=np.bool_)
    for lag in range(first, last + 1):
        back |= panel.seen(-lag)
        coming = panel.day + lag
        captured |= panel.captured[np.minimum(coming, panel.days - 1)] & (coming < panel.days)
    place = np.flatnonzero((panel.day + last < panel.days) & captured)
    return ListRows(place, back[place])


def universes(panel: ListPanel, weekday_names: Flags) -> dict[str, Flags]:
    """Kinds of names, for each row of the panel; `weekday_names` is one flag a name.

    weekly: a weekday name, or on the list in at least two of the eight weeks before on the same
    weekday, and those are at least half of its appearances in 56 days. first_ever: not seen before
    in this data. unseen_60: not in 60 days.
    """
    same = np.sum([panel.seen(7 * week) for week in range(1, WEEKS + 1)], axis=0)
    weekly = weekday_names[panel.name] | ((same >= 2) & (2 * same >= panel.sightings(MEMORY)))
    return {
        "weekly": weekly,
        "not_weekly": ~weekly,
        "first_ever": panel.before() == 0,
        "unseen_60": panel.sightings(UNSEEN) == 0,
    }
