"""Weights to be shipped: fitted on every recorded day, with what the back-test says of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.backtest.card import ROWS, Graded
from assets.backtest.features import Columns, features
from assets.backtest.forecasts import of_rows
from assets.backtest.panels import counter_panels, list_panels
from assets.weights import Origin, Version
from domain.backtest.calibration import Reliability
from domain.backtest.counters import CounterPanel
from domain.backtest.lists import ListPanel, back_on_the_list
from domain.backtest.ranking import Flags, Floats
from domain.forecast import counters, lists
from domain.forecast.linear import Fitted
from domain.forecast.walk import LEAST_ROWS

QUESTION = {"rise": "a", "rank": "b", "return": "c", "sustain": "d"}
DAYS = {"rise": 7, "rank": 7, "sustain": 28}
LISTS_FROM = 30  # days of a list that are only remembered: before them every name is new
DAY_LIMIT = 10_000_000  # more than any day has a number
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a forecast is fitted on. group: rows that are ordered among each other."""

    columns: Columns
    outcome: Flags
    target: Floats
    day: NDArray[np.int64]
    group: NDArray[np.int64]
    origin: Origin


def fit(
    name: str, frame: pl.DataFrame, graded: Sequence[Graded], hashes: Mapping[str, str], on: date
) -> Version:
    """Fit every forecast on all days of the frame; how reliable a chance is comes from `graded`.

    Lists of titles are left out: a title is no name. A forecast with too few rows has no weights.
    """
    panels = list(counter_panels(frame).values())
    named = list(list_panels(frame.filter(pl.col("kind") != "title")).values())
    made, made_lists = features(panels, named)
    found = {name: _of_counters(name, panels, made) for name in ("rise", "rank", "sustain")} | {
        "return": _of_lists(named, made_lists)
    }
    rows = {name: one for name, one in found.items() if one and len(one.day) > LEAST_ROWS}
    fitting: dict[str, Callable[[Rows], Fitted]] = {
        "rise": lambda one: counters.fit_rise(one.columns, one.outcome),
        "rank": lambda one: counters.fit_rank(one.columns, one.target, one.day, one.group),
        "return": lambda one: lists.fit_return(one.columns, one.outcome),
        "sustain": lambda one: counters.fit_sustain(one.columns, one.outcome),
    }
    return Version(
        name,
        on,
        hash_of_files(hashes),
        {forecast: fitting[forecast](one) for forecast, one in rows.items()},
        {forecast: _with_base_rate(forecast, one) for forecast, one in rows.items()},
        {forecast: _reliability(QUESTION[forecast], graded) for forecast in rows},
    )


def hash_of_files(hashes: Mapping[str, str]) -> str:
    """One hash of all files read, whatever their names."""
    return hashlib.sha256("".join(sorted(hashes.values())).encode()).hexdigest()


def _with_base_rate(forecast: str, rows: Rows) -> Origin:
    """An order has none: `rank` says which comes first, not how likely anything is."""
    if forecast == "rank":
        return rows.origin
    return replace(rows.origin, base_rate=float(rows.outcome.mean()))


def _of_counters(name: str, panels: Sequence[CounterPanel], made: Sequence[Columns]) -> Rows | None:
    parts = []
    for number, (panel, columns) in enumerate(zip(panels, made, strict=True)):
        rows = ROWS[QUESTION[name]](panel, DAYS[name])
        if len(rows):
            day = rows.day + (panel.first_day - EPOCH).days
            origin = _origin(day, len(np.unique(rows.series)))
            mine, group = of_rows(columns, rows), day + number * DAY_LIMIT
            parts.append(Rows(mine, rows.outcome, rows.target, day, group, origin))
    return _joined(parts)


def _of_lists(panels: Sequence[ListPanel], made: Sequence[Columns]) -> Rows | None:
    parts = []
    for panel, columns in zip(panels, made, strict=True):
        rows = back_on_the_list(panel)
        late = panel.day[rows.place] >= LISTS_FROM
        place, outcome = rows.place[late], rows.outcome[late]
        if len(place):
            mine = {name: column[place] for name, column in columns.items()}
            day = panel.day[place] + (panel.first_day - EPOCH).days
            origin = _origin(day, len(np.unique(panel.name[place])))
            parts.append(Rows(mine, outcome, outcome.astype(np.float64), day, day, origin))
    return _joined(parts)


def _origin(day: NDArray[np.int64], series: int) -> Origin:
    first, last = (EPOCH + timedelta(days=int(one)) for one in (day.min(), day.max()))
    return Origin(first, last, len(day), series)


def _joined(parts: Sequence[Rows]) -> Rows | None:
    if not parts:
        return None
    return Rows(
        {name: np.concatenate([one.columns[name] for one in parts]) for name in parts[0].columns},
        np.concatenate([one.outcome for one in parts]),
        np.concatenate([one.target for one in parts]),
        np.concatenate([one.day for one in parts]),
        np.concatenate([one.group for one in parts]),
        Origin(
            min(one.origin.fitted_from for one in parts),
            max(one.origin.fitted_to for one in parts),
            sum(one.origin.rows for one in parts),
            sum(one.origin.series for one in parts),
        ),
    )


def _reliability(question: str, graded: Sequence[Graded]) -> tuple[Reliability, ...]:
    """Of the greatest universe that was graded walk-forward; an order has none."""
    known = [
        (one.forecast.result.rows, one.forecast.reliability)
        for one in graded
        if one.question == question and one.forecast
    ]
    return max(known, key=lambda one: one[0])[1] if known else ()
