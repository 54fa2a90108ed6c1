"""The model's features of a panel against the same sums in numpy."""

from datetime import date

import numpy as np
import pytest

from assets.backtest.features import counter_features
from domain.backtest.counters import CounterPanel, display_step
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


@pytest.fixture(scope="module")
def built():
    panels = [panel(4, 1), panel(2, 2)]
    return panels, counter_features(panels)


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
    panels, features = built
    compared = 0
    for one, found in zip(panels, features, strict=True):
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


def test_no_panel_needs_no_model():
    assert counter_features([]) == []
