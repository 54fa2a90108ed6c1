"""Intervals over blocks of time."""

import numpy as np
import pytest

from domain.backtest.ranking import auc, recall_at_false_alarms
from domain.backtest.resampling import (
    AucByBlocks,
    RecallByBlocks,
    draws,
    interval,
    numbered,
    shares,
    weighted_means,
)


def rows(seed=1, count=400, blocks=12):
    chance = np.random.default_rng(seed)
    block = np.sort(chance.integers(0, blocks, count))
    outcome = chance.random(count) < 0.3
    score = np.round(outcome * 0.7 + chance.normal(size=count), 1)
    return outcome, score, block


def test_a_draw_is_as_long_as_the_data_and_the_same_in_every_run():
    weights = draws(12, 50)
    assert weights.shape == (50, 12)
    assert (weights.sum(axis=1) == 12).all()
    assert (weights == draws(12, 50)).all()
    assert (weights != draws(12, 50, seed=2)).any()


def test_the_auc_of_a_draw_is_that_of_its_rows_written_out():
    outcome, score, block = rows()
    counted = AucByBlocks.of(outcome, score, block)
    weights = draws(12, 20)

    found = counted.auc(np.vstack([np.ones(12), weights]))

    assert found[0] == pytest.approx(auc(outcome, score))
    for weight, value in zip(weights, found[1:], strict=True):
        repeated = np.concatenate(
            [np.flatnonzero(block == b) for b in range(12) for _ in range(int(weight[b]))]
        )
        assert value == pytest.approx(auc(outcome[repeated], score[repeated]))


def test_blocks_make_the_interval_of_repeated_rows_as_wide_as_it_is():
    outcome, score, block = rows()
    once = AucByBlocks.of(outcome, score, block).auc(draws(12, 500))
    seven = AucByBlocks.of(outcome.repeat(7), score.repeat(7), block.repeat(7)).auc(draws(12, 500))
    assert np.std(seven) == pytest.approx(np.std(once))


def test_an_interval_holds_the_middle_and_leaves_out_draws_without_answer():
    found = interval(0.5, np.r_[np.linspace(0, 1, 1001), np.nan])
    assert (found.low, found.high) == (pytest.approx(0.025), pytest.approx(0.975))
    assert interval(0.5, np.array([np.nan, 0.4])).low is None


def test_means_of_draws_leave_out_blocks_without_a_value():
    weights = np.array([[1.0, 1, 1], [2.0, 0, 1], [0.0, 3, 0]])
    found = weighted_means(np.array([1.0, np.nan, 4.0]), weights)
    assert found[:2] == pytest.approx([2.5, 2.0])
    assert np.isnan(found[2])


def test_blocks_are_numbered_in_order():
    assert numbered(np.array([70, 70, 3, 12])).tolist() == [2, 2, 0, 1]


def test_recall_of_a_draw_is_that_of_its_rows_written_out():
    outcome, score, block = rows()
    weights = draws(12, 20)
    for rate in (0.01, 0.05, 0.2):
        counted = RecallByBlocks.of(outcome, score, block, rate)
        found = counted.recall(np.vstack([np.ones(12), weights]), rate)
        assert found[0] == pytest.approx(recall_at_false_alarms(outcome, score, rate))
        for weight, value in zip(weights, found[1:], strict=True):
            repeated = np.concatenate(
                [np.flatnonzero(block == b) for b in range(12) for _ in range(int(weight[b]))]
            )
            told = recall_at_false_alarms(outcome[repeated], score[repeated], rate)
            assert value == pytest.approx(told)


def test_recall_of_many_rows_is_exact_for_the_whole():
    outcome, score, block = rows(count=40_000)
    score = score + np.linspace(0, 1e-6, len(score))  # no ties: more scores than lines
    found = RecallByBlocks.of(outcome, score, block, 0.05).recall(np.ones((1, 12)), 0.05)
    assert found[0] == pytest.approx(recall_at_false_alarms(outcome, score, 0.05))


def test_recall_needs_rows_of_both_kinds():
    score, block = np.arange(3.0), np.zeros(3, dtype=np.int64)
    for outcome in (np.ones(3, dtype=bool), np.zeros(3, dtype=bool)):
        counted = RecallByBlocks.of(outcome, score, block, 0.05)
        assert np.isnan(counted.recall(np.ones((1, 1)), 0.05)).all()


def test_shares_count_every_row_alike():
    weights = np.array([[1.0, 1], [2.0, 0], [0.0, 2]])
    found = shares(np.array([3.0, 0]), np.array([4.0, 0]), weights)
    assert found[:2] == pytest.approx([0.75, 0.75])
    assert np.isnan(found[2])
