"""The forecasts of a panel's rows: by weights fitted on earlier days only, or by given ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.backtest.counters import Rows
from domain.backtest.lists import AROUND, ListPanel, ListRows
from domain.backtest.ranking import Floats
from domain.forecast import counters, lists
from domain.forecast.linear import Fitted, aligned
from domain.forecast.walk import LEAST_ROWS, REFIT, blocks, walk_forward

WEEK, MONTH = 7, 28
COUNTERS_LEARN, LISTS_LEARN = 200, 60  # days of a panel before the first forecast
LISTS_REFIT = 28  # lists are shorter, and young names change their ways
NAMES = {
    "rise": counters.RISE,
    "rank": counters.RANK,
    "sustain": counters.SUSTAIN,
    "return": lists.RETURN,
}
Columns = Mapping[str, Floats]
Places = NDArray[np.int64]
Weights = Mapping[str, Fitted]  # by name of the forecast


@dataclass(frozen=True, slots=True)
class Forecaster:
    """How the forecasts of a panel are made: from day `first` on, by weights of its own or given.

    weights: None to fit walk-forward.
    """

    first: int
    weights: Weights | None = None


def rise(columns: Columns, rows: Rows, by: Forecaster) -> Floats:
    """(a) Chance that next week's gain is higher."""

    def fit(columns: Columns, places: Places) -> Fitted:
        return counters.fit_rise(columns, rows.outcome[places])

    asked = counters.table(columns, counters.RISE)
    return _stated("rise", columns, asked, rows.day, by, WEEK, REFIT, fit, Fitted.chance)


def rank(columns: Columns, rows: Rows, by: Forecaster) -> Floats:
    """(b) What next week's order goes by."""

    def fit(columns: Columns, places: Places) -> Fitted:
        return counters.fit_rank(columns, rows.target[places], rows.day[places])

    asked = counters.table(columns, counters.RANK)
    return _stated("rank", columns, asked, rows.day, by, WEEK, REFIT, fit, Fitted.value)


def sustain(columns: Columns, rows: Rows, by: Forecaster) -> Floats:
    """(d) Chance that the next 28 days bring at least 1.3 times the gain of the last 28."""

    def fit(columns: Columns, places: Places) -> Fitted:
        return counters.fit_sustain(columns, rows.outcome[places])

    asked = counters.table(columns, counters.SUSTAIN)
    return _stated("sustain", columns, asked, rows.day, by, MONTH, REFIT, fit, Fitted.chance)


def back(columns: Columns, panel: ListPanel, rows: ListRows, by: Forecaster) -> Floats:
    """(c) Chance that a name is back on the list in five to nine days."""

    def fit(columns: Columns, places: Places) -> Fitted:
        return lists.fit_return(columns, rows.outcome[places])

    mine = {name: column[rows.place] for name, column in columns.items()}
    day = panel.day[rows.place]
    # The outcome of a day is whole at the end of the ninth after it.
    purge = WEEK + AROUND + 1
    asked = lists.table(mine)
    return _stated("return", mine, asked, day, by, purge, LISTS_REFIT, fit, Fitted.chance)


@dataclass(frozen=True, slots=True)
class CounterForecast:
    """A forecast of counters: what it looks at, how long its outcome takes, how it is fitted."""

    name: str
    features: tuple[str, ...]
    purge: int
    fit: Callable[[Columns, Rows], Fitted]


COUNTER_FORECASTS: Mapping[str, CounterForecast] = {  # by question
    "a": CounterForecast(
        "rise", counters.RISE, WEEK, lambda of, rows: counters.fit_rise(of, rows.outcome)
    ),
    "b": CounterForecast(
        "rank", counters.RANK, WEEK, lambda of, rows: counters.fit_rank(of, rows.target, rows.day)
    ),
    "d": CounterForecast(
        "sustain", counters.SUSTAIN, MONTH, lambda of, rows: counters.fit_sustain(of, rows.outcome)
    ),
}


def everywhere(question: str, features: Columns, rows: Rows, by: Forecaster) -> Floats:
    """The sum of a forecast in every cell with features, (series, days); log odds of a chance.

    Fitted on `rows` as in `rise`, `rank` and `sustain`, but asked of days too whose outcome is
    not known: which days those are is itself news of the days to come.
    """
    forecast = COUNTER_FORECASTS[question]
    level = features["level"]
    found = np.full(level.shape, np.nan)
    series, day = np.nonzero(np.isfinite(level))
    for start, end in blocks(by.first, level.shape[1] - 1):
        asked = (day >= start) & (day < end)
        cells = (series[asked], day[asked])
        if by.weights is not None:
            fitted = by.weights[forecast.name]
        else:
            known = rows.only(rows.day < start - forecast.purge)
            if len(known) < LEAST_ROWS:
                continue
            fitted = forecast.fit(of_rows(features, known), known)
        if asked.any():
            columns = {name: matrix[cells] for name, matrix in features.items()}
            found[cells] = fitted.value(counters.table(columns, forecast.features))
    return found


def of_rows(features: Columns, rows: Rows) -> Columns:
    """The features of counter rows, from matrices of shape (series, days)."""
    return {name: matrix[rows.series, rows.day] for name, matrix in features.items()}


def _stated(
    name: str,
    columns: Columns,
    asked: Floats,
    day: NDArray[np.int64],
    by: Forecaster,
    purge: int,
    refit: int,
    fit: Callable[[Columns, Places], Fitted],
    read: Callable[[Fitted, Floats], Floats],
) -> Floats:
    if by.weights is not None:
        weights = aligned(by.weights[name], NAMES[name])  # an older version knows fewer features
        given = read(weights, asked) if len(asked) else np.zeros(0)
        return np.where(day >= by.first, given, np.nan)

    def fitted(places: Places) -> Fitted:
        return fit({name: column[places] for name, column in columns.items()}, places)

    def value(weights: Fitted, places: Places) -> Floats:
        return read(weights, asked[places])

    return walk_forward(day, by.first, purge, fitted, value, refit)
