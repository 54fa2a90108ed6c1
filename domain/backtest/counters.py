"""Counters that only grow, as platforms display them, and three questions about their next weeks.

v(t) is the last reading of day t. The gain of a week is v(t) - v(t-7): exact calendar days, nothing
filled. Displayed readings are rounded, so a gain of a few display steps is mostly rounding: a row
is graded only from a gain of five steps on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Flags, Floats

LEAST_STEPS = 5
LEAST_SERIES = 15  # of a day on which an order is graded
GROWN = 1.3
# From this reading on, displays are rounded to this step.
STEPS = ((10_000, 100), (1_000_000, 100_000), (1_000_000_000, 100_000_000))


@dataclass(frozen=True, slots=True)
class CounterPanel:
    """Readings of several series side by side.

    readings: (series, days), not a number where unknown. evidence: the same without readings that
    became known more than a day late; rules see these, only what came true is read from the others.
    """

    names: tuple[str, ...]
    first_day: date
    readings: Floats
    evidence: Floats

    @property
    def days(self) -> int:
        """Length of the calendar, gaps included."""
        return int(self.readings.shape[1])


@dataclass(frozen=True, slots=True)
class Rows:
    """The series-days that a question grades, and what came of each.

    outcome: whether it came true. target: how much came, where an order is asked for.
    """

    series: NDArray[np.int64]
    day: NDArray[np.int64]
    outcome: Flags
    target: Floats

    def __len__(self) -> int:
        return len(self.day)

    def only(self, chosen: Flags) -> Rows:
        """Some of the rows."""
        return Rows(
            self.series[chosen], self.day[chosen], self.outcome[chosen], self.target[chosen]
        )


def shifted(matrix: Floats, days: int) -> Floats:
    """The value `days` earlier in each cell (later when negative); unknown beyond the calendar."""
    moved = np.full_like(matrix, np.nan)
    width = matrix.shape[1]
    if abs(days) >= width:
        return moved
    if days >= 0:
        moved[:, days:] = matrix[:, : width - days]
    else:
        moved[:, :days] = matrix[:, -days:]
    return moved


def display_step(readings: Floats) -> Floats:
    """What a platform rounds a reading to; 1 for a reading that was not rounded."""
    step = np.ones_like(readings)
    for start, size in STEPS:
        step = np.where((readings >= start) & (readings % size == 0), size, step)
    return step


def gain(readings: Floats, days: int, back: int = 0) -> Floats:
    """Growth over `days` days that ended `back` days ago."""
    return shifted(readings, back) - shifted(readings, back + days)


def rise(panel: CounterPanel, days: int = 7) -> Rows:
    """(a) Whether the gain of the next `days` exceeds that of the last. A tie is a no."""
    past, now = gain(panel.evidence, days), panel.readings
    coming = shifted(now, -days) - now
    return _rows(panel, past, coming, coming > past)


def rank(panel: CounterPanel, days: int = 7) -> Rows:
    """(b) Which series will grow most in the next `days`, relative to their size.

    Of days on which at least fifteen series can be graded. The outcome is unused.
    """
    coming = (shifted(panel.readings, -days) - panel.readings) / panel.evidence
    rows = _rows(panel, panel.evidence, coming, np.zeros_like(coming, dtype=np.bool_))
    found: Rows = rows.only(np.bincount(rows.day, minlength=panel.days)[rows.day] >= LEAST_SERIES)
    return found


def sustain(panel: CounterPanel, days: int = 28) -> Rows:
    """(d) Whether the next `days` bring at least 1.3 times the gain of as many before."""
    past, now = gain(panel.evidence, days), panel.readings
    coming = shifted(now, -days) - now
    return _rows(panel, past, coming, coming >= GROWN * past)


def _rows(panel: CounterPanel, past: Floats, coming: Floats, outcome: Flags) -> Rows:
    now = panel.evidence
    with np.errstate(invalid="ignore"):
        graded = gain(now, 7) >= LEAST_STEPS * display_step(now)
    graded &= np.isfinite(shifted(now, 28)) & np.isfinite(past) & np.isfinite(coming)
    series, day = np.nonzero(graded)
    return Rows(series, day, outcome[graded], coming[graded])
