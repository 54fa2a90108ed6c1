"""How long before a peak a rule raised its first alarm.

A peak is a day with the greatest weekly gain of the 28 days around it on either side, the first of
equals, at least half as much again as the weekly gain 28 days before. An alarm is a score above
the line that one in a hundred quiet rows (rows that did not come true) crosses. The lead is the
days from the first alarm in the 28 days before a peak to the peak, 0 where there was none: a missed
peak counts, so that silence is not rewarded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.backtest.counters import CounterPanel, Rows, gain, shifted
from domain.backtest.ranking import Flags, Floats, line_of_false_alarms

AROUND = 28
GROWN = 1.5
LEAST_KNOWN = 20  # of the 28 days on each side
LEAST_ROWS = 14  # graded, of the 28 days before a peak
FALSE_ALARMS = 0.01


@dataclass(frozen=True, slots=True)
class Peaks:
    """Series and day of each peak."""

    series: NDArray[np.int64]
    day: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.day)


def peaks(panel: CounterPanel) -> Peaks:
    """Every peak of what came; needs readings of 28 days on both sides, a few may be missing."""
    week = gain(panel.readings, 7)
    before = [shifted(week, back) for back in range(1, AROUND + 1)]
    after = [shifted(week, -back) for back in range(1, AROUND + 1)]
    top = np.isfinite(week)
    for side in (before, after):
        top &= np.sum([np.isfinite(one) for one in side], axis=0) >= LEAST_KNOWN
    with np.errstate(invalid="ignore"):
        for one in before:
            top &= ~(one >= week)
        for one in after:
            top &= ~(one > week)
        top &= week >= GROWN * before[-1]
    return Peaks(*np.nonzero(top & (week > 0)))


def watched(found: Peaks, rows: Rows, days: int) -> Peaks:
    """The peaks that can be told: enough of the days before them are among the rows."""
    graded = _matrix(found, rows, days, np.ones(len(rows), dtype=np.bool_))
    enough = [
        graded[series, max(0, day - AROUND) : day].sum() >= LEAST_ROWS
        for series, day in zip(found.series, found.day, strict=True)
    ]
    chosen = np.array(enough, dtype=np.bool_)
    return Peaks(found.series[chosen], found.day[chosen])


def leads(found: Peaks, rows: Rows, days: int, score: Floats) -> Floats:
    """Days between the first alarm and each peak. `score` is one value a row."""
    line = line_of_false_alarms(rows.outcome, score, FALSE_ALARMS)
    alarm = _matrix(found, rows, days, score > line)
    lead = np.zeros(len(found))
    for place, (series, day) in enumerate(zip(found.series, found.day, strict=True)):
        raised = np.flatnonzero(alarm[series, max(0, day - AROUND) : day])
        if len(raised):
            lead[place] = min(AROUND, day) - raised[0]
    return lead


def _matrix(found: Peaks, rows: Rows, days: int, flags: Flags) -> Flags:
    series = 1 + max(
        int(rows.series.max()) if len(rows) else 0, int(found.series.max()) if len(found) else 0
    )
    matrix = np.zeros((series, days), dtype=np.bool_)
    matrix[rows.series, rows.day] = flags
    return matrix
