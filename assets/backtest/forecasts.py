"""The forecasts of a panel's rows, each made by weights fitted on earlier days only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from domain.backtest.counters import Rows
from domain.backtest.ranking import Floats
from domain.forecast import counters
from domain.forecast.linear import Fitted
from domain.forecast.walk import walk_forward

WEEK, MONTH = 7, 28
Columns = Mapping[str, Floats]
Places = NDArray[np.int64]


def rise(features: Columns, rows: Rows, first: int) -> Floats:
    """(a) Chance that next week's gain is higher, for rows from day `first` on."""

    def fit(columns: Columns, places: Places) -> Fitted:
        return counters.fit_rise(columns, rows.outcome[places])

    return _walk(features, rows, first, WEEK, counters.RISE, fit, Fitted.chance)


def rank(features: Columns, rows: Rows, first: int) -> Floats:
    """(b) What next week's order goes by."""

    def fit(columns: Columns, places: Places) -> Fitted:
        return counters.fit_rank(columns, rows.target[places], rows.day[places])

    return _walk(features, rows, first, WEEK, counters.RANK, fit, Fitted.value)


def sustain(features: Columns, rows: Rows, first: int) -> Floats:
    """(d) Chance that the next 28 days bring at least 1.3 times the gain of the last 28."""

    def fit(columns: Columns, places: Places) -> Fitted:
        return counters.fit_sustain(columns, rows.outcome[places])

    return _walk(features, rows, first, MONTH, counters.SUSTAIN, fit, Fitted.chance)


def _walk(
    features: Columns,
    rows: Rows,
    first: int,
    purge: int,
    names: tuple[str, ...],
    fit: Callable[[Columns, Places], Fitted],
    read: Callable[[Fitted, Floats], Floats],
) -> Floats:
    columns = {name: matrix[rows.series, rows.day] for name, matrix in features.items()}
    asked = counters.table(columns, names)

    def fitted(places: Places) -> Fitted:
        return fit({name: column[places] for name, column in columns.items()}, places)

    def value(weights: Fitted, places: Places) -> Floats:
        return read(weights, asked[places])

    return walk_forward(rows.day, first, purge, fitted, value)
