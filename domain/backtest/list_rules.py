"""Simple rules for names on lists, one value a row of the panel. Greater: more likely back."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from domain.backtest.lists import ListPanel
from domain.backtest.ranking import Floats

FADE = 120.0  # days in which a sighting loses all but 1/e of its weight


def recent_sightings(panel: ListPanel) -> Floats:
    """Days on the list in the 14 before."""
    return panel.sightings(14).astype(np.float64)


def all_sightings(panel: ListPanel) -> Floats:
    """All earlier days on the list."""
    return panel.before().astype(np.float64)


def decayed_count(panel: ListPanel) -> Floats:
    """Earlier days on the list, each by exp(-age / 120 days)."""
    # Relative to the day of the row itself every weight is at most one, so nothing overflows.
    found, carried = np.zeros(len(panel)), 0.0
    name, day = panel.name, panel.day
    for row in range(1, len(panel)):
        if name[row] == name[row - 1]:
            carried = (carried + 1) * np.exp((day[row - 1] - day[row]) / FADE)
        else:
            carried = 0.0
        found[row] = carried
    return found


def recurrence(panel: ListPanel) -> Floats:
    """How many of the eight weeks before had the name on the same weekday."""
    weeks = [panel.seen(7 * week) for week in range(1, 9)]
    return np.sum(weeks, axis=0).astype(np.float64)


def best_rank(panel: ListPanel) -> Floats:
    """The better the place of the day, the sooner."""
    return -panel.rank


def volume(panel: ListPanel) -> Floats:
    """The count shown; unknown where none was, and unknown is not zero."""
    return panel.volume


def random(panel: ListPanel) -> Floats:
    """No knowledge at all, the same in every run."""
    seeds = np.array([zlib.crc32(name.encode()) for name in panel.names], dtype=np.uint64)
    mixed = (seeds[panel.name] + panel.day.astype(np.uint64) * np.uint64(2654435761)) % 1_000_003
    return mixed.astype(np.float64)


def predecessor(panel: ListPanel) -> Floats:
    """The earlier product's points for a place: 100 less 3 a place, at least 10."""
    return np.maximum(10.0, 100.0 - 3.0 * (panel.rank - 1))


RULES: dict[str, Callable[[ListPanel], Floats]] = {
    rule.__name__: rule
    for rule in (
        recent_sightings,
        all_sightings,
        decayed_count,
        recurrence,
        best_rank,
        volume,
        random,
        predecessor,
    )
}
