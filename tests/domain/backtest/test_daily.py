"""Measures of each day against their definitions, one day at a time."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.backtest import daily, ranking
from domain.backtest.daily import Standing

few = st.integers(0, 4)
scored = st.lists(st.tuples(few, few), min_size=2, max_size=8)


def arrays(rows):
    return (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))


def one_day(count):
    return np.zeros(count, dtype=np.int64)


@given(scored, st.integers(1, 4))
def test_the_share_of_the_top_is_the_mean_over_all_ways_to_break_ties(rows, k):
    score, target = arrays(rows)
    k = min(k, len(rows))

    def tops(values):
        places = range(len(values))
        return [
            set(chosen)
            for chosen in itertools.combinations(places, k)
            if min(values[i] for i in chosen)
            >= max((values[i] for i in places if i not in chosen), default=-1)
        ]

    shares = [len(a & b) / k for a in tops(score) for b in tops(target)]
    in_top = Standing.of(target, one_day(len(rows))).chance(k)
    found = daily.share_of_top(Standing.of(score, one_day(len(rows))), in_top, k)
    assert found == pytest.approx([np.mean(shares)])


@given(st.lists(st.tuples(few, few, st.integers(0, 2)), min_size=1, max_size=25))
def test_each_day_is_measured_as_if_it_were_alone(rows):
    score, target, day = arrays(rows)
    day = np.unique(day, return_inverse=True)[1]
    found = daily.spearman(Standing.of(score, day), Standing.of(target, day))
    ranks = Standing.of(score, day).ranks()
    for one in range(int(day.max()) + 1):
        mine = day == one
        assert ranks[mine] == pytest.approx(ranking.average_ranks(score[mine]))
        alone = ranking.spearman(score[mine], target[mine])
        assert found[one] == pytest.approx(alone, nan_ok=True)
        gained = daily.ndcg(Standing.of(score, day), target, 3)[one]
        by_itself = Standing.of(score[mine], one_day(mine.sum()))
        assert gained == pytest.approx(daily.ndcg(by_itself, target[mine], 3)[0], nan_ok=True)


def test_ndcg_is_one_for_the_right_order_and_less_for_any_other():
    gain = np.array([3.0, 2.0, 0.0, 1.0])

    def ndcg(score, gained=gain):
        return daily.ndcg(Standing.of(score, one_day(4)), gained, 3)[0]

    assert ndcg(gain) == pytest.approx(1)
    best = 3 / np.log2(2) + 2 / np.log2(3) + 1 / np.log2(4)
    worst = 0 / np.log2(2) + 1 / np.log2(3) + 2 / np.log2(4)
    assert ndcg(-gain) == pytest.approx(worst / best)
    level = (gain.sum() * (1 / np.log2(2) + 1 / np.log2(3) + 1 / np.log2(4)) / 4) / best
    assert ndcg(np.ones(4)) == pytest.approx(level)
    assert np.isnan(ndcg(gain, np.zeros(4)))


def test_precision_of_more_than_a_day_has_is_unknown():
    standing = Standing.of(np.arange(12.0), np.repeat([0, 1], [10, 2]))
    assert daily.share_of_top(standing, np.ones(12), 10) == pytest.approx([1, np.nan], nan_ok=True)
    assert np.isnan(daily.share_of_top(standing, np.ones(12), 50)).all()


def test_churn_is_the_share_of_newcomers_since_the_day_before():
    # Calendar days 3, 4 and 6 of members 0 to 3; day 5 was not seen.
    date = np.repeat([3, 4, 6], 4)
    member = np.tile(np.arange(4), 3)
    score = np.array([4, 3, 2, 1, 4, 1, 3, 2, 4, 3, 2, 1], dtype=np.float64)
    standing = Standing.of(score, np.repeat([0, 1, 2], 4))
    found = daily.churn(standing, member, date, 2)
    assert found == pytest.approx([np.nan, 0.5, np.nan], nan_ok=True)
    level = daily.churn(Standing.of(np.ones(12), np.repeat([0, 1, 2], 4)), member, date, 2)
    assert level[1] == pytest.approx(0.5)  # by lot: half of the others' two places
    assert np.isnan(daily.churn(standing, member, date, 5)).all()


def test_churn_knows_no_day_before_the_first_of_the_calendar():
    date, member = np.repeat([0, 1], 2), np.tile([0, 1], 2)
    standing = Standing.of(np.array([2.0, 1, 2, 1]), date)
    assert daily.churn(standing, member, date, 1) == pytest.approx([np.nan, 0], nan_ok=True)


def test_rows_without_a_score_stand_in_the_middle_of_their_day():
    score = np.array([1.0, np.nan, 3.0, 10.0, np.nan, np.nan])
    day = np.array([0, 0, 0, 1, 1, 2])
    assert daily.neutral(score, day).tolist() == [1, 2, 3, 10, 10, 0]
