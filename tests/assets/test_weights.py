"""The shipped weights: written, read back, and the same features as in the models."""

import csv
import json
from datetime import date

import numpy as np
import pytest

from assets import weights
from assets.project import PROJECT
from domain.backtest.calibration import Reliability
from domain.forecast import counters, lists
from domain.forecast.linear import Fitted
from warehouse.errors import NotFound


def fitted(seed):
    chance = np.random.default_rng(seed)
    return Fitted(("one", "two"), float(chance.normal()), *(chance.normal(size=(4, 2))))


def version(name, seed=1):
    return weights.Version(
        name,
        date(2026, 1, 2),
        "abc",
        {"rise": fitted(seed)},
        {"rise": weights.Origin(date(2024, 1, 1), date(2024, 6, 1), 1000, 12, 0.25)},
        {"rise": (Reliability(0.0, 0.1, 0.2, 300), Reliability(0.4, 0.35, 0.5, 200))},
    )


def test_what_is_written_is_read_to_the_bit(tmp_path):
    written = weights.write(version("f1"), {"score": "f1"}, tmp_path / "seeds")
    weights.write(version("f2", seed=2), {"score": "f2"}, tmp_path / "seeds")
    assert weights.versions(tmp_path / "seeds") == ["f1", "f2"]
    for name, seed in (("f1", 1), ("f2", 2), (None, 2)):
        found = weights.shipped(name, tmp_path / "seeds")["rise"]
        same = fitted(seed)
        assert (found.names, found.intercept) == (same.names, same.intercept)
        for column in ("centre", "spread", "known", "unknown"):
            np.testing.assert_array_equal(getattr(found, column), getattr(same, column))
    assert json.loads(written[-1].read_text()) == {"score": "f1"}
    with (tmp_path / "seeds" / "forecast_versions.csv").open() as file:
        assert [row["base_rate"] for row in csv.DictReader(file)] == ["0.25", "0.25"]


def test_a_version_that_is_not_there_is_named_with_those_that_are(tmp_path):
    weights.write(version("f1"), {}, tmp_path / "seeds")
    with pytest.raises(NotFound, match=r"'f9'.*There are: f1"):
        weights.shipped("f9", tmp_path / "seeds")
    with pytest.raises(NotFound, match="podpusher fit"):
        weights.shipped(None, tmp_path / "empty")


def test_the_shipped_weights_are_of_the_features_that_are_computed():
    found = weights.shipped()
    assert {name: one.names for name, one in found.items()} == {
        "rise": counters.RISE,
        "rank": counters.RANK,
        "sustain": counters.SUSTAIN,
        "return": lists.RETURN,
    }


def test_every_shipped_version_says_where_it_comes_from():
    for name in weights.versions():
        card = json.loads(weights.card_path(name).read_text())
        assert card["score"] == name
        assert set(card["questions"]) == {"a", "b", "c", "d"}
    with (PROJECT / "seeds" / "forecast_versions.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["forecast_version"] for row in rows} == set(weights.versions())
    assert all(len(row["data_hash"]) == 64 and int(row["rows"]) > 300 for row in rows)
    # A place in an order has no base rate; every chance is set against its own.
    assert {row["forecast"] for row in rows if not row["base_rate"]} == {"rank"}
    assert all(0 < float(row["base_rate"]) < 1 for row in rows if row["forecast"] != "rank")


def test_the_models_use_the_newest_version():
    project = (PROJECT / "dbt_project.yml").read_text()
    assert f'forecast_version: "{weights.versions()[-1]}"' in project
