"""Grades of rules on one universe."""

import numpy as np
import pytest

from domain.backtest.grading import Leads, Places, grade_orders, grade_outcomes
from domain.backtest.ranking import auc, spearman

CHANCE = np.random.default_rng(11)
COUNT = 2_000
BLOCK = np.sort(CHANCE.integers(100, 140, COUNT))
TRUTH = CHANCE.normal(size=COUNT)
OUTCOME = CHANCE.normal(size=COUNT) + TRUTH > 0.5
SCORES = {"good": TRUTH, "blind": CHANCE.normal(size=COUNT), "silent": np.full(COUNT, np.nan)}


def test_each_rule_has_its_auc_and_an_interval_around_it():
    found = grade_outcomes(OUTCOME, BLOCK, SCORES, None)
    good = found.grades["good"].metrics["auc"]
    assert good.value == pytest.approx(auc(OUTCOME, TRUTH))
    assert good.low < good.value < good.high
    assert good.high - good.low < 0.1
    blind = found.grades["blind"].metrics["auc"]
    assert blind.low < 0.5 < blind.high
    assert (found.rows, found.blocks) == (COUNT, 40)
    assert found.base_rate == pytest.approx(OUTCOME.mean())
    assert found.paired == {}


def test_a_rule_that_says_nothing_is_a_coin_and_its_coverage_says_so():
    found = grade_outcomes(OUTCOME, BLOCK, SCORES, None).grades["silent"]
    assert found.coverage == 0
    assert found.metrics["auc"].value == 0.5


def test_unknown_rows_stand_in_the_middle_of_the_known():
    half = np.where(np.arange(COUNT) % 2 == 0, TRUTH, np.nan)
    found = grade_outcomes(OUTCOME, BLOCK, {"half": half}, None).grades["half"]
    assert found.coverage == 0.5
    known = np.where(np.isfinite(half), half, np.median(TRUTH[::2]))
    assert found.metrics["auc"].value == pytest.approx(auc(OUTCOME, known))


def test_the_difference_of_two_rules_on_the_same_draws_is_narrower_than_either():
    close = TRUTH + 0.1 * CHANCE.normal(size=COUNT)
    found = grade_outcomes(OUTCOME, BLOCK, {"mine": TRUTH, "close": close, **SCORES}, "mine")
    paired = found.paired["close"]["auc"]
    alone = found.grades["mine"].metrics["auc"]
    assert paired.value == pytest.approx(auc(OUTCOME, TRUTH) - auc(OUTCOME, close))
    assert paired.high - paired.low < (alone.high - alone.low) / 2
    assert found.paired["blind"]["auc"].low > 0
    assert "mine" not in found.paired


def test_orders_are_graded_by_day_then_averaged_by_week():
    day = np.repeat(np.arange(20), 100)
    week = day // 7
    target = CHANCE.random(COUNT)
    score = target + 0.2 * CHANCE.normal(size=COUNT)
    found = grade_orders(target, day, week, {"good": score}, None)
    daily = [spearman(score[day == one], target[day == one]) for one in range(20)]
    weekly = [np.mean(daily[:7]), np.mean(daily[7:14]), np.mean(daily[14:])]
    assert found.grades["good"].metrics["spearman"].value == pytest.approx(np.mean(weekly))
    assert found.blocks == 3
    assert 0.3 < found.grades["good"].metrics["precision_at_10"].value < 1


def test_no_rows_give_no_numbers():
    nothing = np.zeros(0)
    empty = grade_outcomes(nothing.astype(bool), nothing.astype(int), {"any": nothing}, None)
    assert (empty.rows, empty.base_rate) == (0, None)
    assert np.isnan(empty.grades["any"].metrics["auc"].value)
    order = grade_orders(nothing, nothing.astype(int), nothing.astype(int), {"any": nothing}, None)
    assert order.rows == 0
    assert np.isnan(order.grades["any"].metrics["spearman"].value)


def test_the_top_of_each_day_is_graded_against_what_came_true():
    day = np.repeat(np.arange(20), 100)
    places = Places(day, np.tile(np.arange(100), 20))
    found = grade_outcomes(OUTCOME, day // 7, SCORES, "good", places)
    good = found.grades["good"].metrics
    daily = [OUTCOME[day == one][np.argsort(-TRUTH[day == one])[:10]].mean() for one in range(20)]
    weekly = [np.mean(daily[:7]), np.mean(daily[7:14]), np.mean(daily[14:])]
    assert good["precision_at_10"].value == pytest.approx(np.mean(weekly))
    assert 0.4 < good["precision_at_50"].value < good["precision_at_10"].value
    assert found.grades["blind"].metrics["churn_at_50"].value == pytest.approx(0.5, abs=0.05)
    assert (
        good["recall_at_5_percent"].value
        > found.grades["blind"].metrics["recall_at_5_percent"].value
    )
    assert found.paired["blind"]["precision_at_10"].low > 0


def test_leads_are_averaged_over_peaks_and_have_an_interval():
    block = np.repeat(np.arange(4), COUNT // 4)
    leads = Leads(np.array([0, 0, 1, 3]), lambda score: np.array([4.0, 0.0, 8.0, 0.0]))
    found = grade_outcomes(OUTCOME, block, {"good": TRUTH}, None, leads=leads)
    metrics = found.grades["good"].metrics
    assert metrics["lead_days"].value == 3
    assert metrics["peaks_told"].value == 0.5
    assert metrics["lead_days"].low < 3 < metrics["lead_days"].high


def test_coverage_has_an_interval():
    known = np.where(BLOCK < 120, TRUTH, np.nan)
    found = grade_outcomes(OUTCOME, BLOCK, {"half": known}, None).grades["half"]
    assert found.covered.value == pytest.approx(found.coverage)
    assert found.covered.low < found.coverage < found.covered.high
