"""The forecast of lists: what it looks at and how it is fitted.

The features are columns of the dbt model int_list_feature; docs/science/forecasts.md explains them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from domain.forecast.linear import Fitted, Floats, fit_chance

MEMORY = ("share_all", "share_120", "share_30", "sightings_120")
WEEKS = ("same_weekday", "near_weekday", "week_ago", "fortnight_ago", "weekday")
SPELLS = ("streak", "episodes", "new")
SPELLING = ("length", "hash", "ascii", "capitals", "digits", "words", "lower")
# Of a name never seen before only its spelling is known: there it counts by weights of its own.
NEW = ("length", "hash", "capitals", "digits")
COLUMNS = (*MEMORY, *WEEKS, *SPELLS, *SPELLING)  # of the model

RETURN = (*COLUMNS, *(f"{name}_new" for name in NEW), "hash_lower")
RETURN_PENALTY = 100.0


def table(columns: Mapping[str, Floats], names: tuple[str, ...] = RETURN) -> Floats:
    """The features side by side, shape (rows, names); products are made here."""
    made = dict(columns)
    for name in NEW:
        made[f"{name}_new"] = columns[name] * columns["new"]
    made["hash_lower"] = columns["hash"] * columns["lower"]
    return np.column_stack([made[name] for name in names])


def fit_return(columns: Mapping[str, Floats], outcome: NDArray[np.bool_]) -> Fitted:
    """Chance that a name is back on the list in five to nine days."""
    return fit_chance(RETURN, table(columns), outcome, RETURN_PENALTY)
