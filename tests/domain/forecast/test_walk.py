"""Forecasts know nothing of later days."""

from itertools import pairwise

import numpy as np
import pytest

from domain.forecast.linear import fit_chance
from domain.forecast.walk import LEAST_ROWS, REFIT, blocks, walk_forward

CHANCE = np.random.default_rng(3)
DAY = np.repeat(np.arange(400), 5)
FEATURES = CHANCE.normal(size=(len(DAY), 2))
OUTCOME = CHANCE.random(len(DAY)) < 1 / (1 + np.exp(-FEATURES[:, 0]))
FIRST, PURGE = 150, 7


def walked(features=FEATURES, outcome=OUTCOME, day=DAY):
    return walk_forward(
        day,
        FIRST,
        PURGE,
        lambda rows: fit_chance(("a", "b"), features[rows], outcome[rows], 1.0),
        lambda fitted, rows: fitted.chance(features[rows]),
    )


def test_every_row_from_the_first_day_on_is_forecast():
    found = walked()
    assert np.isnan(found[DAY < FIRST]).all()
    assert ((found > 0) & (found < 1))[DAY >= FIRST].all()
    assert np.corrcoef(found[DAY >= FIRST], FEATURES[DAY >= FIRST, 0])[0, 1] > 0.9


@pytest.mark.parametrize("cut", [FIRST, FIRST + REFIT, FIRST + 2 * REFIT])
def test_what_comes_after_a_fit_changes_no_forecast_of_its_days(cut):
    before = walked()
    later = cut - PURGE <= DAY
    changed = walked(outcome=np.where(later, ~OUTCOME, OUTCOME))
    unmoved = (DAY >= FIRST) & (cut + REFIT > DAY)
    assert (changed[unmoved] == before[unmoved]).all()
    if cut + REFIT < DAY.max():
        assert (changed != before)[cut + REFIT <= DAY].any()


def test_too_little_to_fit_on_is_no_forecast():
    few = DAY >= FIRST - PURGE - (LEAST_ROWS // 5) + 1
    found = walked(FEATURES[few], OUTCOME[few], DAY[few])
    stretch = (DAY[few] >= FIRST) & (DAY[few] < FIRST + REFIT)
    assert np.isnan(found[stretch]).all()
    assert np.isfinite(found[DAY[few] >= FIRST + REFIT]).all()


def test_nothing_to_forecast():
    empty = np.zeros(0, dtype=np.int64)
    assert len(walk_forward(empty, 0, 7, lambda rows: None, lambda fitted, rows: None)) == 0


def test_stretches_meet_without_gap_or_overlap():
    found = list(blocks(10, 300))
    assert found[0][0] == 10
    assert all(one[1] == two[0] for one, two in pairwise(found))
    assert found[-1][1] > 300
