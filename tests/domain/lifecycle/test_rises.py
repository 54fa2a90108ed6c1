"""Rises and how long they last, against counts made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lifecycle.durations import Duration, bin_of, coverage, durations, survival
from domain.lifecycle.rises import OLDEST, Rises, rises, velocities
from tests.dbt.reference import measures

NAN = math.nan


def a_row(**more):
    return np.array([more["values"]], dtype=np.float64)


def test_a_rise_is_timed_from_the_last_day_without_growth_to_the_next():
    found = rises(a_row(values=[-0.1, 0.05, 0.2, NAN, 0.3, 0.0, 0.4, 0.4]))
    assert found.day.tolist() == [2, 4, 6, 7]  # 0.05 grows, and is under the threshold
    assert found.age.tolist() == [2, 4, 1, 2]
    assert found.remaining.tolist() == [3, 1, 1, 0]
    assert found.ended.tolist() == [True, True, False, False]
    assert len(set(found.rise.tolist())) == 2


def test_more_than_a_week_of_nothing_breaks_the_record():
    week, more = [NAN] * 7, [NAN] * 8
    kept = rises(a_row(values=[0.0, 0.2, *week[1:], 0.2, -1.0]))
    assert kept.age.tolist() == [1, 8]
    assert kept.ended.tolist() == [True, True]
    broken = rises(a_row(values=[0.0, 0.2, *more, 0.2, 0.2, -1.0]))
    assert broken.day.tolist() == [1]  # behind the gap nobody knows the age
    assert broken.ended.tolist() == [False]
    assert broken.remaining.tolist() == [0]
    again = rises(a_row(values=[0.0, 0.2, *more, 0.0, 0.2, -1.0]))
    assert again.age.tolist() == [1, 1]


def test_an_age_is_looked_for_four_weeks_back():
    grown = rises(a_row(values=[0.0, *[0.2] * 40, 0.0]))
    assert grown.age.tolist() == [*range(1, OLDEST), *[OLDEST] * (41 - OLDEST)]
    unknown_start = rises(a_row(values=[0.2] * 40))
    assert unknown_start.day.tolist() == list(range(OLDEST + 1, 40))
    assert set(unknown_start.age.tolist()) == {OLDEST}


def test_velocities_are_those_of_the_score():
    """As the plain loops that the models are tested against have them."""
    chance = np.random.default_rng(3)
    values = chance.poisson(40, size=(4, 160)).astype(np.float64)
    values[chance.random(values.shape) < 0.2] = NAN
    values[3, :90] = NAN
    steps = np.where(np.isfinite(values), chance.choice([1.0, 100.0], size=values.shape), NAN)
    found = velocities(values, steps)
    checked = 0
    for number in range(4):
        known = np.flatnonzero(np.isfinite(values[number]))
        series = {int(day): float(values[number, day]) for day in known}
        rounding = {int(day): float(steps[number, day]) for day in known}
        for day in range(160):
            expected = measures(series, rounding, day)
            if expected is None:
                assert math.isnan(found[number, day])
            else:
                checked += 1
                assert found[number, day] == pytest.approx(expected[1], abs=1e-12)
    assert checked > 200


def test_kaplan_and_meier_by_hand():
    """Six rises: ends on days 1, 2, 2 and 5; two were lost sight of, on days 2 and 4."""
    curve = survival(np.array([1, 2, 2, 2, 4, 5]), np.array([1, 1, 1, 0, 0, 1], dtype=np.bool_))
    assert curve.days.tolist() == [1, 2, 5]
    # 5/6; of five watched on day 2 two end; of the one watched on day 5 one ends.
    assert curve.share == pytest.approx([5 / 6, 5 / 6 * 3 / 5, 0.0])
    assert [curve.until(share) for share in (0.75, 0.5, 0.25)] == [2, 2, 5]
    assert curve.beyond(1.5) == pytest.approx(5 / 6)
    assert curve.beyond(0) == 1.0
    unseen = survival(np.array([1, 3, 3]), np.array([1, 0, 0], dtype=np.bool_))
    assert unseen.until(0.75) == 1
    assert unseen.until(0.5) is None


def made_of(ages, remaining, ended):
    many = len(ages)
    return Rises(
        np.arange(many),
        np.zeros(many, dtype=np.int64),
        np.array(ages, dtype=np.int64),
        np.array(remaining, dtype=np.int64),
        np.array(ended, dtype=np.bool_),
        np.arange(many),
    )


def test_quartiles_by_age_and_only_of_enough_rises():
    found = made_of([2] * 20 + [5] * 19, [*range(1, 21), *[3] * 19], [True] * 39)
    assert durations(found) == [Duration(1, 3, 5, 10, 15, 20, 20)]
    assert bin_of(np.array([1, 3, 4, 7, 8, 14, 15, 27, 28])).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4]


def test_half_of_like_rises_end_between_the_quartiles():
    early = made_of([1] * 40, range(1, 41), [True] * 40)
    found = coverage(durations(early), early)
    assert found is not None
    assert (found.days, found.rises) == (40, 40)
    # Quartiles 10 and 30, both within: days 10 to 30 of 40.
    assert found.within == pytest.approx(21 / 40)
    assert found.before == pytest.approx(9 / 40)
    twice = made_of([1] * 40, [2 * day for day in range(1, 41)], [True] * 40)
    later = coverage(durations(early), twice)
    assert later is not None
    assert later.after == pytest.approx(25 / 40)
    assert coverage([], early) is None


times = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=20, max_size=60)


def never(day):
    return math.inf if day is None else day


@given(times)
def test_quartiles_are_ordered(rows):
    remaining, ended = zip(*rows, strict=True)
    for one in durations(made_of([1] * len(rows), remaining, ended)):
        assert never(one.low) <= never(one.median) <= never(one.high)


@given(times, st.data())
def test_more_censoring_never_shortens(rows, data):
    """Of a rise that ended it is forgotten that it did: it may have gone on."""
    place = data.draw(st.integers(0, len(rows) - 1))
    remaining, ended = map(list, zip(*rows, strict=True))
    before = durations(made_of([1] * len(rows), remaining, ended))[0]
    ended[place] = False
    after = durations(made_of([1] * len(rows), remaining, ended))[0]
    for name in ("low", "median", "high"):
        assert never(getattr(before, name)) <= never(getattr(after, name))
