"""Rows, outcomes and rules of counters."""

from datetime import date

import numpy as np
import pytest

from domain.backtest import counter_rules, counters
from domain.backtest.counters import CounterPanel

DAYS = 420


def panel(readings):
    matrix = np.atleast_2d(np.asarray(readings, dtype=np.float64))
    names = tuple(f"tag{number}" for number in range(len(matrix)))
    return CounterPanel(names, date(2024, 1, 1), matrix, matrix.copy())


def growing(daily):
    return 1_000 + np.cumsum(np.asarray(daily, dtype=np.float64))


def wandering(seed, series=3, days=DAYS):
    chance = np.random.default_rng(seed)
    steps = chance.negative_binomial(3, 0.02, size=(series, days)).astype(np.float64)
    readings = 5_000 + np.cumsum(steps, axis=1)
    readings[chance.random(readings.shape) < 0.05] = np.nan
    return panel(readings)


@pytest.mark.parametrize(
    ("reading", "step"),
    [
        (9_999, 1),
        (10_000, 100),
        (15_250, 1),  # nobody rounded it
        (999_900, 100),
        (1_500_000, 100_000),
        (2_000_000_000, 100_000_000),
        (18_400_000_000, 100_000_000),
    ],
)
def test_the_step_of_a_display_follows_its_unit(reading, step):
    assert counters.display_step(np.array([[float(reading)]])) == step


def test_a_rise_is_a_greater_gain_and_a_tie_is_none():
    daily = np.r_[np.full(35, 10), np.full(7, 10), np.full(7, 11), np.full(30, 11)]
    rows = counters.rise(panel(growing(daily)))
    outcome = dict(zip(rows.day.tolist(), rows.outcome.tolist(), strict=True))
    assert outcome[34] is False  # 70 then 70
    assert outcome[41] is True  # 70 then 77
    assert outcome[50] is False  # 77 then 77
    assert min(outcome) == 28
    assert max(outcome) == len(daily) - 8


def test_sustained_is_at_least_three_tenths_more():
    daily = np.r_[np.full(30, 10.0), np.full(30, 13.0), np.full(30, 10.0)]
    rows = counters.sustain(panel(growing(daily)))
    outcome = dict(zip(rows.day.tolist(), rows.outcome.tolist(), strict=True))
    assert outcome[29] is True
    assert outcome[28] is False  # a day of the 28 was still at the old pace
    assert outcome[59] is False


def test_a_gain_below_five_steps_is_not_graded():
    displayed = np.repeat(1_000_000 + 100_000 * np.arange(40), 2).astype(np.float64)
    rows = counters.rise(panel(displayed))  # 3.5 steps a week: some weeks three, some four
    assert len(rows) == 0
    faster = 1_000_000 + 100_000 * np.arange(80).astype(np.float64)
    assert len(counters.rise(panel(faster))) == 80 - 28 - 7


def test_nothing_is_filled_and_every_day_is_an_exact_one():
    readings = growing(np.full(60, 10))
    readings[33] = np.nan
    days = set(counters.rise(panel(readings)).day.tolist())
    assert {33, 33 - 7, 33 + 7, 33 + 28} & days == set()
    assert {32, 34, 35} <= days


def test_an_order_needs_fifteen_series_on_the_day():
    chance = np.random.default_rng(3)
    matrix = 5_000 + np.cumsum(chance.integers(5, 50, size=(15, 60)), axis=1).astype(np.float64)
    assert len(counters.rank(panel(matrix))) == 15 * (60 - 28 - 7)
    matrix[0, 40] = np.nan
    assert 40 not in counters.rank(panel(matrix)).day
    rows = counters.rank(panel(matrix))
    coming = (matrix[3, 57 - 10 + 7] - matrix[3, 57 - 10]) / matrix[3, 57 - 10]
    assert rows.target[(rows.series == 3) & (rows.day == 47)] == pytest.approx(coming)


def test_late_readings_are_no_evidence_but_do_tell_what_came():
    readings = np.atleast_2d(growing(np.full(60, 10)))
    evidence = readings.copy()
    evidence[0, 40] = np.nan
    days = counters.rise(CounterPanel(("tag",), date(2024, 1, 1), readings, evidence)).day
    assert 40 not in days
    assert 47 not in days
    assert 33 in days  # its outcome is read on day 40


@pytest.mark.parametrize("name", counter_rules.RULES)
def test_no_rule_knows_anything_after_its_day(name):
    rule, cut = counter_rules.RULES[name], 300
    before = wandering(5)
    changed = before.readings.copy()
    changed[:, cut + 1 :] = np.random.default_rng(9).random(changed[:, cut + 1 :].shape) * 1e6
    np.testing.assert_array_equal(rule(before)[:, : cut + 1], rule(panel(changed))[:, : cut + 1])


@pytest.mark.parametrize("name", sorted(set(counter_rules.RULES) - {"seasonal_naive"}))
def test_every_rule_has_something_to_say_of_a_good_history(name):
    found = counter_rules.RULES[name](wandering(6))
    assert np.isfinite(found[:, 200:]).mean() > 0.3
    assert len(np.unique(found[np.isfinite(found)])) > 100


def test_rules_by_hand_on_one_history():
    daily = np.r_[np.full(370, 10.0), np.full(7, 20.0), np.full(7, 40.0)]
    one, day = panel(growing(daily)), 383
    at = {name: rule(one)[0, day] for name, rule in counter_rules.RULES.items()}
    level = 1_000 + daily.sum()
    assert at["volume"] == at["predecessor"] == level
    assert at["absolute_gain"] == 280
    assert at["relative_growth"] == pytest.approx(280 / level)
    assert at["week_on_week"] == pytest.approx(2)
    assert at["ratio_7_28"] == pytest.approx(280 / (560 / 4))
    assert at["mean_reversion_4w"] == pytest.approx((560 / 4) / 280)
    assert at["median_reversion_12w"] == pytest.approx(70 / 280)
    assert at["wikitrends"] == pytest.approx(175 * np.log(281 / 106))
    assert at["poisson"] == pytest.approx((280 - 87.5) / np.sqrt(87.5))
    assert at["seasonal_naive"] == pytest.approx(1)
    assert at["ewma_z"] > 3
    assert at["kleinberg"] > counter_rules.RULES["kleinberg"](one)[0, 369]


def test_a_burst_is_told_from_a_steady_stream_and_ends_again():
    daily = np.r_[np.full(60, 20.0), np.full(10, 80.0), np.full(30, 20.0)]
    state = counter_rules.kleinberg(panel(growing(daily)))[0]
    assert state[59] < 0 < state[66]
    assert state[99] < 0


def test_the_season_is_that_of_52_weeks_ago():
    daily = np.full(420, 10.0)
    daily[20:27] = 30.0  # days 20..26: after a reading of day 19
    found = counter_rules.seasonal_naive(panel(growing(daily)))[0]
    assert found[19 + 364] == pytest.approx(3)
    assert found[26 + 364] == pytest.approx(1 / 3)
    assert np.isnan(found[300])
