"""Rows, universes and rules of names on lists."""

from datetime import date

import numpy as np
import pytest

from domain.backtest import list_rules, lists
from domain.backtest.lists import ListPanel


def panel(sightings, days, missing=()):
    """`sightings`: name -> days on the list."""
    names = tuple(sorted(sightings))
    pairs = sorted((names.index(name), day) for name, on in sightings.items() for day in on)
    name, day = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    captured = np.ones(days, dtype=np.bool_)
    captured[list(missing)] = False
    rank = 1.0 + (name + day) % 50
    volume = np.where(day % 2 == 0, 1000.0 * (name + 1), np.nan)
    return ListPanel(names, date(2024, 1, 1), name, day, rank, volume, captured)


def at(panel_, values, name, day):
    row = (panel_.name == panel_.names.index(name)) & (panel_.day == day)
    return np.asarray(values)[row].item()


def crowd(seed=1, names=30, days=120):
    chance = np.random.default_rng(seed)
    on = chance.random((names, days)) < chance.uniform(0.02, 0.5, (names, 1))
    return {f"name {i:02}": np.flatnonzero(row).tolist() for i, row in enumerate(on) if row.any()}


@pytest.mark.parametrize(("gap", "back"), [(4, False), (5, True), (9, True), (10, False)])
def test_back_means_five_to_nine_days_later(gap, back):
    one = panel({"a": [20, 20 + gap], "b": range(60)}, 60)
    rows = lists.back_on_the_list(one)
    assert at(one, _spread(one, rows), "a", 20) is back


def _spread(one, rows):
    found = np.full(len(one), None, dtype=object)
    found[rows.place] = rows.outcome
    return found


def test_rows_end_where_the_answer_is_not_known_yet():
    one = panel({"a": range(30)}, 30)
    assert max(one.day[lists.back_on_the_list(one).place]) == 20


def test_a_hole_in_the_capture_is_no_answer():
    one = panel({"a": [10, 12], "b": [11, 40]}, 41, missing=range(15, 20))
    days = {
        (one.names[one.name[place]], int(one.day[place]))
        for place in lists.back_on_the_list(one).place
    }
    assert ("a", 10) not in days  # 15 to 19 are all missing
    assert ("b", 11) in days  # day 20 was captured


def test_counts_of_the_past_against_counting_one_by_one():
    sightings = crowd()
    one = panel(sightings, 120)
    for name, on in sightings.items():
        for day in on:
            past = [other for other in on if other < day]
            assert at(one, one.before(), name, day) == len(past)
            for window in (14, 56, 60):
                inside = [other for other in past if other >= day - window]
                assert at(one, one.sightings(window), name, day) == len(inside)
            for lag in (1, 7, 56, -5, -9):
                assert at(one, one.seen(lag), name, day) == (day - lag in on)
            expected = sum(np.exp((other - day) / 120) for other in past)
            found = at(one, list_rules.decayed_count(one), name, day)
            assert found == pytest.approx(expected)


def test_weekly_names_are_those_that_keep_their_weekday():
    keeps = list(range(3, 100, 7))
    one = panel({"keeps": keeps, "often": range(100), "#MondayMood": [50], "once": [50]}, 100)
    weekdays = np.array([name == "#MondayMood" for name in one.names])
    found = lists.universes(one, weekdays)
    assert at(one, found["weekly"], "keeps", 3) is False
    assert at(one, found["weekly"], "keeps", 10) is False  # one week before is not two
    assert at(one, found["weekly"], "keeps", 17) is True
    assert at(one, found["weekly"], "often", 60) is False  # eight of fifty-six
    assert at(one, found["weekly"], "#MondayMood", 50) is True
    assert (found["weekly"] ^ found["not_weekly"]).all()


def test_first_ever_and_long_unseen():
    one = panel({"a": [2, 30, 95], "b": range(100)}, 100)
    found = lists.universes(one, np.zeros(2, dtype=bool))
    assert [at(one, found["first_ever"], "a", day) for day in (2, 30, 95)] == [True, False, False]
    assert [at(one, found["unseen_60"], "a", day) for day in (2, 30, 95)] == [True, False, True]


@pytest.mark.parametrize("name", list_rules.RULES)
def test_no_rule_knows_anything_after_its_day(name):
    rule, cut = list_rules.RULES[name], 70
    whole = crowd()
    past = {key: [day for day in on if day <= cut] for key, on in whole.items()}
    past = {key: on for key, on in past.items() if on}
    long, short = panel(whole, 120), panel(past, cut + 1)
    # Places and counts of the factory depend on the number of a name, so names must agree.
    assert set(short.names) == set(long.names)
    np.testing.assert_allclose(rule(long)[long.day <= cut], rule(short), rtol=1e-12)


def test_the_earlier_product_gave_points_by_place():
    one = panel({"a": [0, 10, 49]}, 60)  # places 1, 11 and 50
    assert list_rules.predecessor(one).tolist() == [100, 70, 10]
