"""Walking forward: each stretch of days is forecast by what was fitted on the days before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from domain.forecast.linear import Fitted, Floats

REFIT = 91  # days between two fits
LEAST_ROWS = 300  # to fit on

Rows = NDArray[np.int64]


def blocks(first: int, last: int, length: int = REFIT) -> Iterator[tuple[int, int]]:
    """Stretches of days [start, end) from the first graded day to beyond the last."""
    for start in range(first, last + 1, length):
        yield start, start + length


def walk_forward(
    day: NDArray[np.int64],
    first: int,
    purge: int,
    fit: Callable[[Rows], Fitted],
    value: Callable[[Fitted, Rows], Floats],
    refit: int = REFIT,
) -> Floats:
    """The forecast of each row from day `first` on; not a number where there was too little to fit.

    A row counts as training from `purge` days after its own: only then was its outcome known.
    `fit` and `value` are given places of rows. A fit that has nothing to tell apart is left out.
    """
    found = np.full(len(day), np.nan)
    if not len(day):
        return found
    for start, end in blocks(first, int(day.max()), refit):
        known = np.flatnonzero(day < start - purge)
        asked = np.flatnonzero((day >= start) & (day < end))
        if len(known) >= LEAST_ROWS and len(asked):
            found[asked] = value(fit(known), asked)
    return found
