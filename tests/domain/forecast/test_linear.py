"""Fitted sums of features: what they find, and that their parts add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from domain.forecast.linear import Fitted, aligned, fit_chance, fit_order, normal_scores

NAMES = ("a", "b", "c")
CHANCE = np.random.default_rng(7)


def rows(count=4000):
    return CHANCE.normal(size=(count, 3)) * [1, 5, 0.1] + [0, 100, -3]


def test_the_weights_of_a_sum_are_found():
    features = rows()
    target = 2.0 + 3.0 * features[:, 0] - 0.5 * features[:, 1]
    fitted = fit_order(NAMES, features, target, 1e-3)
    assert fitted.value(features) == pytest.approx(target, abs=0.01)
    assert (fitted.known / fitted.spread) == pytest.approx([3.0, -0.5, 0.0], abs=0.01)


def test_stated_chances_are_those_that_made_the_outcomes():
    features = rows(20_000)
    chance = 1 / (1 + np.exp(-(0.5 + features[:, 0])))
    outcome = CHANCE.random(len(features)) < chance
    fitted = fit_chance(NAMES, features, outcome, 1.0)
    assert fitted.chance(features) == pytest.approx(chance, abs=0.05)


def test_a_stronger_penalty_says_less():
    features = rows()
    outcome = features[:, 0] > 0
    fits = [fit_chance(NAMES, features, outcome, penalty) for penalty in (1, 100, 1e4)]
    spread = [np.ptp(fitted.value(features)) for fitted in fits]
    assert spread == sorted(spread, reverse=True)


def test_what_was_always_known_and_is_not_any_more_adds_nothing():
    features = rows()
    fitted = fit_order(NAMES, features, features[:, 0], 1.0)
    lost = features.copy()
    lost[:, 0] = np.nan
    assert fitted.parts(lost)[:, 0] == pytest.approx(0, abs=1e-9)


def test_that_something_is_unknown_can_say_something():
    features = rows()
    gone = CHANCE.random(len(features)) < 0.3
    features[gone, 2] = np.nan
    fitted = fit_order(NAMES, features, np.where(gone, 1.0, 0.0), 1e-3)
    assert fitted.unknown[2] == pytest.approx(1.0, abs=0.01)


def test_free_features_are_not_held_back():
    features = rows(200)
    held = fit_order(NAMES, features, features[:, 0], 1e5)
    free = fit_order(NAMES, features, features[:, 0], 1e5, free=("a",))
    assert abs(held.known[0]) < 0.01
    assert free.known[0] == pytest.approx(features[:, 0].std(), rel=1e-3)


def test_rows_without_weight_do_not_count():
    features = rows(400)
    target = np.where(np.arange(400) < 200, features[:, 0], -features[:, 0])
    weight = (np.arange(400) < 200).astype(float)
    fitted = fit_order(NAMES, features, target, 1e-6, weight=weight)
    assert fitted.value(features[:200]) == pytest.approx(target[:200], abs=1e-3)


VALUES = arrays(np.float64, (12, 3), elements=st.floats(-1e3, 1e3) | st.just(np.nan))


@given(VALUES, VALUES)
def test_the_parts_and_the_intercept_are_the_value(training, asked):
    fitted = fit_chance(NAMES, training, np.arange(12) % 3 == 0, 5.0)
    whole = fitted.intercept + fitted.parts(asked).sum(axis=1)
    assert np.isfinite(whole).all()
    assert fitted.value(asked) == pytest.approx(whole)
    assert ((fitted.chance(asked) > 0) & (fitted.chance(asked) < 1)).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-3, 3)), min_size=1, max_size=30))
def test_normal_scores_keep_the_order_within_a_group(given):
    group = np.array([one[0] for one in given])
    value = np.array([one[1] for one in given], dtype=float)
    score = normal_scores(value, group)
    for one in set(group):
        mine = group == one
        if len(set(value[mine])) == mine.sum():
            assert score[mine].sum() == pytest.approx(0, abs=1e-9)
        order = np.argsort(value[mine], kind="stable")
        assert (np.diff(score[mine][order]) >= -1e-12).all()
        same = value[mine][:, None] == value[mine][None, :]
        assert (np.abs(score[mine][:, None] - score[mine][None, :]) < 1e-12)[same].all()


def test_weights_of_an_older_version_are_the_same_sum_beside_new_features():
    old = Fitted(
        ("a", "b"), 0.5, np.array([1.0, 2.0]), np.array([2.0, 4.0]), np.array([3.0, -1.0]),
        np.array([0.25, 0.0]),
    )  # fmt: skip
    asked = np.array([[4.0, 1.0], [np.nan, 7.0], [0.0, np.nan]])
    among = np.column_stack([asked[:, 1], [9.0, np.nan, -3.0], asked[:, 0]])
    assert aligned(old, ("b", "new", "a")).value(among) == pytest.approx(old.value(asked))
    with pytest.raises(ValueError, match="no feature is called b"):
        aligned(old, ("a", "new"))
