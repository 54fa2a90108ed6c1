"""The opportunity score in the back-test: the warehouse's own, with forecasts made walk-forward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assets.backtest import forecasts
from assets.backtest.card import DEFAULT, FORECAST, ROWS, Forecast, Graded
from assets.backtest.features import features
from assets.backtest.forecasts import COUNTERS_LEARN, Forecaster, everywhere
from assets.backtest.opportunity import Asked, opportunity, score_versions
from assets.backtest.page import page
from assets.backtest.written import as_json
from domain.backtest.counters import CounterPanel
from domain.backtest.grading import grade_outcomes

DAYS, SERIES = 250, 16
OTHERS = {"a": forecasts.rise, "d": forecasts.sustain}


def made(days: int = DAYS) -> Asked:
    """Counters that grow by chance; one is not read for a while, one name is no term."""
    chance = np.random.default_rng(4)
    daily = chance.gamma(2.0, 300, size=(SERIES, DAYS)) * np.exp(
        np.cumsum(chance.normal(0, 0.1, size=(SERIES, DAYS)), axis=1)
    )
    readings = np.floor(np.cumsum(daily, axis=1) + 5_000.0)[:, :days]
    readings[3, 220:230] = np.nan
    names = ("#booktok", "mug gift", "", *(f"tag{n}" for n in range(3, SERIES)))
    panel = CounterPanel(names, date(2024, 1, 1), readings, readings)
    (columns,), _ = features([panel], [])
    rows = {question: ROWS[question](panel, DEFAULT[question]) for question in ROWS}
    return Asked("tiktok_hashtag_views", panel, columns, rows, Forecaster(COUNTERS_LEARN))


@pytest.fixture(scope="module")
def asked() -> Asked:
    return made()


@pytest.fixture(scope="module")
def scored(asked):
    (found,) = opportunity([asked])
    return found


@pytest.mark.parametrize("question", OTHERS)
def test_what_is_forecast_everywhere_is_what_is_graded_where_it_is_known(asked, question):
    rows = asked.rows[question]
    graded = OTHERS[question](forecasts.of_rows(asked.columns, rows), rows, asked.by)
    cells = everywhere(question, asked.columns, rows, asked.by)
    known = np.isfinite(graded)
    assert known.sum() > 300
    stated = 1 / (1 + np.exp(-cells[rows.series, rows.day]))
    np.testing.assert_allclose(stated[known], graded[known], rtol=1e-9)
    assert np.isfinite(cells[0, -1])  # nobody knows yet what comes of the last day
    assert np.isnan(cells[:, :COUNTERS_LEARN]).all()


def test_every_version_scores_every_day_and_only_the_newest_sees_the_forecasts(asked, scored):
    assert list(scored) == score_versions() == ["v1", "v2"]
    for matrix in scored.values():
        assert np.isfinite(matrix[:, 100:]).mean() > 0.9
        assert (matrix[np.isfinite(matrix)] < 0).all()
    sums = everywhere("a", asked.columns, asked.rows["a"], asked.by)[:, COUNTERS_LEARN:]
    known = np.isfinite(sums) & np.isfinite(scored["v2"][:, COUNTERS_LEARN:])
    less = (scored["v2"] - scored["v1"])[:, COUNTERS_LEARN:]
    assert np.corrcoef(sums[known], less[known])[0, 1] > 0.2


@pytest.mark.long
def test_a_score_knows_nothing_of_the_days_after_it(asked, scored):
    last = DAYS - 20
    shorter = made(last)
    (found,) = opportunity([shorter])
    for version, matrix in found.items():
        np.testing.assert_allclose(matrix, scored[version][:, :last], rtol=1e-9)


def test_the_card_tells_the_newest_version_beside_the_older():
    chance = np.random.default_rng(2)
    outcome = chance.random(400) < 0.4
    block = np.arange(400) // 40
    good, poor = outcome + chance.normal(size=400), chance.normal(size=400)
    result = grade_outcomes(outcome, block, {"a rule": poor}, None)
    forecast = grade_outcomes(outcome, block, {FORECAST: good, "a rule": poor}, FORECAST)
    versions = grade_outcomes(outcome, block, {"v2": good, "v1": poor}, "v2")
    graded = Graded("a", "tags", result, Forecast(forecast, None, None), opportunity=versions)
    card = as_json([graded])
    found = card["questions"]["a"]["universes"]["tags"]["opportunity"]
    assert (found["score_version"], found["rows"], set(found["versions"])) == ("v2", 400, {"v1"})
    assert found["auc"]["value"] > found["versions"]["v1"]["auc"]["value"]
    assert found["paired"]["v1"]["value"] == pytest.approx(
        found["auc"]["value"] - found["versions"]["v1"]["auc"]["value"], abs=2e-6
    )
    assert "v2 less this one" in page(card)
    without = as_json([replace(graded, opportunity=None)])
    assert without["questions"]["a"]["universes"]["tags"]["opportunity"] is None
    assert "less this one" not in page(without)
