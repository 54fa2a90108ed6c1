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


def test_intervals_hold_the_truth_and_shrink_with_more_blocks():
    stated = CHANCE.uniform(0.1, 0.9, 20_000)
    outcome = drawn(stated)
    block = np.arange(20_000) // 200
    found = calibration(outcome, stated, block)
    few = calibration(outcome[:2_000], stated[:2_000], block[:2_000])
    for name in ("slope", "mean_stated", "base_rate", "brier", "brier_skill"):
        one = found.intervals[name]
        assert one.value == getattr(found, name)
        assert one.low < one.value < one.high
        assert one.high - one.low < few.intervals[name].high - few.intervals[name].low
    assert found.intervals["slope"].low < 1 < found.intervals["slope"].high
    held = [
        one.low <= said <= one.high
        for (said, _, _), one in zip(found.bins, found.bin_intervals, strict=True)
    ]
    assert sum(held) >= 7


def test_the_slope_of_a_draw_is_near_that_of_its_rows():
    stated = CHANCE.uniform(0.1, 0.9, 4_000)
    outcome = drawn(stated)
    block = np.repeat([0, 1], 2_000)
    found = calibration(outcome, stated, block).intervals["slope"]
    halves = sorted(
        calibration(outcome[block == one], stated[block == one]).slope for one in (0, 1)
    )
    assert (found.low, found.high) == (
        pytest.approx(halves[0], abs=0.02),
        pytest.approx(halves[1], abs=0.02),
    )


def test_without_blocks_there_are_no_intervals():
    stated = CHANCE.uniform(0.1, 0.9, 100)
    assert calibration(drawn(stated), stated).intervals == {}
