"""Stated chances against what came true."""

import numpy as np
import pytest

from domain.backtest.calibration import calibration

CHANCE = np.random.default_rng(7)


def drawn(stated):
    return CHANCE.random(len(stated)) < stated


def test_honest_chances_have_slope_one_and_intercept_zero():
    stated = CHANCE.uniform(0.05, 0.95, 60_000)
    found = calibration(drawn(stated), stated)
    assert found.slope == pytest.approx(1, abs=0.03)
    assert found.intercept == pytest.approx(0, abs=0.03)
    assert found.brier_skill > 0.2
    assert all(said == pytest.approx(came, abs=0.03) for said, came, _ in found.bins)
    assert sum(count for *_, count in found.bins) == 60_000


def test_boasting_shows_as_a_slope_below_one():
    honest = CHANCE.uniform(0.05, 0.95, 60_000)
    odds = 2 * np.log(honest / (1 - honest))
    assert calibration(drawn(honest), 1 / (1 + np.exp(-odds))).slope == pytest.approx(0.5, abs=0.03)


def test_the_base_rate_alone_has_no_skill_and_no_slope():
    outcome = np.arange(1000) % 10 < 3
    found = calibration(outcome, np.full(1000, 0.3))
    assert found.brier_skill == pytest.approx(0)
    assert found.slope == 0
    assert found.base_rate == pytest.approx(0.3)


def test_without_both_outcomes_there_is_nothing_to_calibrate():
    with pytest.raises(ValueError, match="came true"):
        calibration(np.ones(5, dtype=bool), np.full(5, 0.5))
