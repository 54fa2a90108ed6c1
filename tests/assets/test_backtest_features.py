"""The models' features of panels against the same sums in numpy."""

import re
from datetime import date

import numpy as np
import pytest

from assets.backtest.features import features
from domain.backtest.counters import CounterPanel, display_step
from domain.backtest.lists import ListPanel
from domain.forecast import lists
from domain.forecast.counters import COLUMNS

DAYS = 150
CHANCE = np.random.default_rng(11)


def panel(series, seed):
    chance = np.random.default_rng(seed)
    readings = np.cumsum(chance.integers(0, 4000, size=(series, DAYS)), axis=1) + 5_000.0
    readings[0] = np.floor(readings[0] / 100) * 100  # as displayed
    readings[chance.random(readings.shape) < 0.15] = np.nan
    readings[:, 60:70] = np.nan  # a hole
    readings[1, 100:] = readings[1, 99]  # stands still
    return CounterPanel(tuple(f"t{n}" for n in range(series)), date(2024, 3, 1), readings, readings)


NAMES = ("#teaTime", "Monday", "cafés", "GOAL 2", "#ff_now")


def listed(first_day, seed, captured):
    """Names that come by chance, one of them on Mondays, on the captured days of 100."""
    chance = np.random.default_rng(seed)
    on = chance.random((len(NAMES), 100)) < np.array([[0.5], [0.0], [0.1], [0.02], [0.2]])
    on[1, ::7] = True
    on &= captured
    name, day = np.nonzero(on)
    rank = np.ones(len(name))
    return ListPanel(NAMES, first_day, name, day, rank, rank, captured)


@pytest.fixture(scope="module")
def list_panels():
    every = np.ones(100, dtype=np.bool_)
    holed = every.copy()
    holed[40:50] = False
    return [listed(date(2024, 4, 1), 3, every), listed(date(2023, 11, 6), 4, holed)]


@pytest.fixture(scope="module")
def everything(list_panels):
    panels = [panel(4, 1), panel(2, 2)]
    return panels, *features(panels, list_panels)


@pytest.fixture
def built(everything):
    return everything[0], everything[1]


def reading(values, day, back):
    """The reading `back` days ago, or the last of the three days before, brought to that day."""
    for older in range(back, back + 4):
        if day - older >= 0 and np.isfinite(values[day - older]):
            return values[day] - (values[day] - values[day - older]) * back / older
    return np.nan


def expected(values, day):
    """Every feature of one series on one day, straight from the definitions."""
    value = values[day]
    recent = values[max(0, day - 28) : day + 1]
    step = np.nanmax(display_step(recent[np.isfinite(recent)]))
    gain = {back: value - reading(values, day, back) for back in range(1, 85)}

    def log(one):
        return np.log(max(one, 0) + step) if np.isfinite(one) else np.nan

    weeks = [gain[7], *(gain[7 * n + 7] - gain[7 * n] for n in range(1, 12))]
    known = np.array([one for one in weeks if np.isfinite(one)])
    before = np.array([one for one in weeks[1:] if np.isfinite(one)])
    week = log(gain[7])
    found = {f"pace_{n}": log(gain[n] * 7 / n) - week for n in (1, 2, 3, 5, 14, 28, 56)}
    found |= {f"week_{n}": log(weeks[n]) - week for n in (1, 2, 3)}
    return found | {
        "level": np.log(value),
        "growth": week - np.log(value),
        "steps": np.log(max(gain[7], 0) / step + 1),
        "thinness": 1 / np.sqrt(max(gain[7] / step, 1)),
        "median_12": log(np.median(known)) - week,
        "greatest_12": log(known.max()) - week,
        "least_12": log(known.min()) - week,
        "place_12": np.mean((before < gain[7]) + 0.5 * (before == gain[7]))
        if len(before)
        else np.nan,
        "spread_12": np.std([log(one) for one in known]),
    }


def test_each_feature_is_what_its_definition_says(built):
    panels, found_features = built
    compared = 0
    for one, found in zip(panels, found_features, strict=True):
        assert set(found) == set(COLUMNS)
        for series, values in enumerate(one.readings):
            for day in range(DAYS):
                mine = {name: found[name][series, day] for name in COLUMNS}
                week = reading(values, day, 7) if np.isfinite(values[day]) else np.nan
                if not np.isfinite(week):
                    assert all(np.isnan(value) for value in mine.values())
                    continue
                wanted = expected(values, day)
                assert mine == pytest.approx(wanted, abs=1e-9, nan_ok=True), (series, day)
                compared += 1
    assert compared > 300


def expected_of_list(panel, row):
    """Every feature of one sighting, straight from the definitions."""
    day, name = panel.day[row], panel.names[panel.name[row]]
    mine = sorted(panel.day[(panel.name == panel.name[row]) & (panel.day < day)])
    lags = day - np.array(mine, dtype=int)
    captured = sorted(set(panel.day[panel.day < day]))
    ages = day - np.array(captured, dtype=int)
    streak = 0
    while day - streak - 1 in mine:
        streak += 1
    starts = [one for one in [*mine, day] if not any(one - 3 <= two < one for two in mine)]
    near = [lag for lag in lags if any(abs(lag - 7 * week) in (1, 2) for week in range(1, 9))]

    def share(lost):
        seen = np.exp(-lags / lost).sum() if lost else len(lags)
        all_days = np.exp(-ages / lost).sum() if lost else len(ages)
        return np.log((seen + 0.1) / (all_days + 1))

    return {
        "share_all": share(None),
        "share_120": share(120),
        "share_30": share(30),
        "sightings_120": np.exp(-lags / 120).sum(),
        "same_weekday": np.log1p(sum(lag <= 56 and lag % 7 == 0 for lag in lags)),
        "near_weekday": np.log1p(len(near)),
        "week_ago": float(7 in lags),
        "fortnight_ago": float(14 in lags),
        "weekday": float(name == "Monday"),
        "streak": np.log1p(streak),
        "episodes": np.log1p(len(starts) - 1),
        "new": float(not len(lags)),
        "length": np.log(len(name)),
        "hash": float(name.startswith("#")),
        "ascii": float(name.isascii()),
        "capitals": float(not any("a" <= letter <= "z" for letter in name)),
        "digits": float(any(letter.isdigit() for letter in name)),
        "words": np.log1p(
            sum(letter in " _" for letter in name) + len(re.findall("[a-z](?=[A-Z])", name))
        ),
        "lower": float(not re.search("[A-Z]", name)),
    }


def test_each_feature_of_a_list_is_what_its_definition_says(everything, list_panels):
    for panel, found in zip(list_panels, everything[2], strict=True):
        assert set(found) == set(lists.COLUMNS)
        assert len(panel) > 50
        for row in range(len(panel)):
            mine = {name: found[name][row] for name in lists.COLUMNS}
            assert mine == pytest.approx(expected_of_list(panel, row), abs=1e-9), row


def test_what_comes_later_changes_no_feature(everything, list_panels):
    panel = list_panels[0]
    cut = panel.day < 60
    earlier = ListPanel(
        panel.names,
        panel.first_day,
        panel.name[cut],
        panel.day[cut],
        panel.rank[cut],
        panel.volume[cut],
        panel.captured[:60],
    )
    whole = everything[2][0]
    _, (before,) = features([], [earlier])
    for name in lists.COLUMNS:
        np.testing.assert_allclose(whole[name][cut], before[name], atol=1e-12)


def test_no_panel_needs_no_model():
    assert features([], []) == ([], [])
