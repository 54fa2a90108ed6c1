"""Rises in recorded signals, and for how long such rises went on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from assets.backtest.panels import COUNTERS, counter_panels
from assets.durations import COUNTER, LIST, Durations
from domain.backtest.counters import display_step, shifted
from domain.backtest.ranking import Floats
from domain.lifecycle.durations import Coverage, coverage, durations
from domain.lifecycle.rises import Rises, rises, velocities
from domain.scoring import SHRINK

LIST_POINTS = 100  # list_points of the models
AT_ONCE = 4096  # series whose velocities are in memory together


def read_off(frame: pl.DataFrame) -> list[Durations]:
    """Durations of counters and of lists; a kind with too few rises is left out.

    Titles are left out: a title is no name.
    """
    named = frame.filter(pl.col("kind") != "title")
    found = []
    for kind, velocity in ((COUNTER, _of_counters(named)), (LIST, _of_lists(named))):
        parts = list(velocity)
        if not parts:
            continue
        found_rises = [rises(one) for _, one in parts]
        bins = durations(joined(found_rises))
        if bins:
            days = [
                start + timedelta(days=int(day))
                for (start, _), one in zip(parts, found_rises, strict=True)
                if len(one)
                for day in (one.day.min(), one.day.max())
            ]
            found.append(Durations(kind, min(days), max(days), tuple(bins), _held_out(parts)))
    return found


def joined(parts: list[Rises]) -> Rises:
    """Rises of several panels as those of one; every rise keeps a number of its own."""
    series = np.cumsum([0, *(int(one.series.max(initial=-1)) + 1 for one in parts)])
    numbers = np.cumsum([0, *(int(one.rise.max(initial=-1)) + 1 for one in parts)])
    return Rises(
        np.concatenate([one.series + at for one, at in zip(parts, series, strict=False)]),
        np.concatenate([one.day for one in parts]),
        np.concatenate([one.age for one in parts]),
        np.concatenate([one.remaining for one in parts]),
        np.concatenate([one.ended for one in parts]),
        np.concatenate([one.rise + at for one, at in zip(parts, numbers, strict=False)]),
    )


def _held_out(parts: list[tuple[date, Floats]]) -> Coverage | None:
    """What is read off the first half of each record, against the rises of its second half."""
    before, after = [], []
    for _, velocity in parts:
        cut = velocity.shape[1] // 2
        before.append(rises(velocity[:, :cut]))
        whole = rises(velocity)
        after.append(whole.only(whole.day >= cut))
    return coverage(durations(joined(before)), joined(after))


def _of_counters(frame: pl.DataFrame) -> Iterator[tuple[date, Floats]]:
    if frame.filter(pl.col("metric").is_in(COUNTERS)).is_empty():
        return
    for panel in counter_panels(frame).values():
        known = np.isfinite(panel.evidence)
        with np.errstate(invalid="ignore"):
            gained = panel.evidence - shifted(panel.evidence, 1)
            values = np.where(gained >= 0, gained, np.nan)
        steps = np.where(known, display_step(np.where(known, panel.evidence, 0.0)), np.nan)
        yield panel.first_day, velocities(values, steps)


def _of_lists(frame: pl.DataFrame) -> Iterator[tuple[date, Floats]]:
    """The lists of a source together; who is not on them on a day with a list has the value 0."""
    ranked = frame.filter(pl.col("rank").is_not_null())
    for _source, part in ranked.group_by("source", maintain_order=True):
        seen = part.group_by("term", "observed_on").agg(pl.col("rank").min()).sort("term")
        first, last = seen["observed_on"].min(), seen["observed_on"].max()
        assert isinstance(first, date)
        assert isinstance(last, date)
        days = (last - first).days + 1
        names = seen["term"].unique(maintain_order=True)
        number = seen["term"].rle_id().to_numpy().astype(np.int64)
        day = (seen["observed_on"] - first).dt.total_days().to_numpy()
        value = LIST_POINTS / (seen["rank"].to_numpy() + SHRINK)
        captured = np.unique(day)
        for start in range(0, len(names), AT_ONCE):
            mine = (number >= start) & (number < start + AT_ONCE)
            values = np.full((min(AT_ONCE, len(names) - start), days), np.nan)
            values[:, captured] = 0.0
            values[number[mine] - start, day[mine]] = value[mine]
            yield first, velocities(values)
