"""The forecasts of counters: what each looks at and how it is fitted.

The features are columns of the dbt model int_counter_feature; docs/science/forecasts.md explains
them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from domain.forecast.linear import Fitted, Floats, fit_chance, fit_order, normal_scores

PACES = ("pace_1", "pace_2", "pace_3", "pace_5", "pace_14", "pace_28", "pace_56")
WEEKS = ("week_1", "week_2", "week_3")
TWELVE = ("median_12", "greatest_12", "least_12", "place_12", "spread_12")
COLUMNS = (*PACES, *WEEKS, *TWELVE, "level", "growth", "steps", "thinness")  # of the model

RISE = (*PACES, "week_1", *TWELVE, "steps")
SUSTAIN = ("pace_1", "pace_3", "pace_28", "week_2", "level")
# A gain of few display steps says less of the pace: let what is said then count less, or more.
THIN = ("pace_1", "pace_3", "pace_28", "week_1", "median_12")
RANK = (
    *("growth", "level", "steps", "median_12", "place_12", "spread_12"),
    *("pace_1", "pace_3", "pace_5", "pace_14", "pace_28", *WEEKS),
    *(f"{name}_thin" for name in THIN),
)

RISE_PENALTY = 100.0
SUSTAIN_PENALTY = 100.0
RANK_PENALTY = 1000.0
RANK_MEMORY = 365.0  # days in which a training row loses all but 1/e of its weight


def table(columns: Mapping[str, Floats], names: tuple[str, ...]) -> Floats:
    """The features side by side, shape (rows, names); products with the thinness are made here."""
    made = dict(columns)
    for name in THIN:
        made[f"{name}_thin"] = columns[name] * columns["thinness"]
    return np.column_stack([made[name] for name in names])


def fit_rise(columns: Mapping[str, Floats], outcome: NDArray[np.bool_]) -> Fitted:
    """Chance that next week's gain exceeds this week's."""
    return fit_chance(RISE, table(columns, RISE), outcome, RISE_PENALTY)


def fit_sustain(columns: Mapping[str, Floats], outcome: NDArray[np.bool_]) -> Fitted:
    """Chance that the next 28 days bring at least 1.3 times the gain of the last 28."""
    return fit_chance(SUSTAIN, table(columns, SUSTAIN), outcome, SUSTAIN_PENALTY)


def fit_rank(
    columns: Mapping[str, Floats],
    target: Floats,
    day: NDArray[np.int64],
    group: NDArray[np.int64] | None = None,
) -> Fitted:
    """Which grows most next week relative to its size: the order within a day is what is fitted.

    `group`: what is ordered among itself, when that is less than all of a day.
    """
    age = (day.max() - day).astype(np.float64)
    return fit_order(
        RANK,
        table(columns, RANK),
        normal_scores(target, day if group is None else group),
        RANK_PENALTY,
        weight=np.exp(-age / RANK_MEMORY),
        free=("growth",),
    )
