"""Measures of an order against their definitions, counted pair by pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.backtest.ranking import (
    auc,
    average_ranks,
    recall_at_false_alarms,
    spearman,
)

few = st.integers(0, 4)
scored = st.lists(st.tuples(few, few), min_size=2, max_size=8)


def arrays(rows):
    return (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))


@given(st.lists(st.tuples(st.booleans(), few), min_size=1, max_size=30))
def test_auc_is_the_share_of_pairs_in_the_right_order(rows):
    outcome = np.array([hit for hit, _ in rows])
    score = np.array([float(value) for _, value in rows])
    pairs = [
        1.0 if hit > miss else 0.5 if hit == miss else 0.0
        for hit in score[outcome]
        for miss in score[~outcome]
    ]

    found = auc(outcome, score)

    assert found == pytest.approx(np.mean(pairs)) if pairs else np.isnan(found)


@given(scored)
def test_ties_share_the_mean_of_their_places(rows):
    values, _ = arrays(rows)
    expected = [
        np.mean([place + 1 for place, other in enumerate(sorted(values)) if other == value])
        for value in values
    ]
    assert average_ranks(values) == pytest.approx(expected)


def test_spearman_knows_both_directions_and_says_nothing_of_a_constant():
    up = np.array([1.0, 2.0, 3.0, 10.0])
    assert spearman(up, up**3) == pytest.approx(1)
    assert spearman(up, -up) == pytest.approx(-1)
    assert np.isnan(spearman(up, np.ones(4)))
    assert spearman(up, np.array([1.0, 3.0, 2.0, 4.0])) == pytest.approx(0.8)


def test_recall_counts_what_lies_above_the_allowed_false_alarms():
    outcome = np.array([True, True, True, False, False, False, False])
    score = np.array([9.0, 5.0, 1.0, 7.0, 4.0, 3.0, 2.0])
    assert recall_at_false_alarms(outcome, score, 0) == pytest.approx(1 / 3)
    assert recall_at_false_alarms(outcome, score, 0.25) == pytest.approx(2 / 3)
    assert recall_at_false_alarms(outcome, score, 1) == 1
    assert np.isnan(recall_at_false_alarms(np.ones(2, dtype=bool), np.ones(2), 0.1))
