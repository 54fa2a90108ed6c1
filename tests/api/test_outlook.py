"""What comes next for a term, and which trends are like it."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import application, browser
from tests.factories.marts import AS_OF, RISE_PARTS, Term, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings


def test_a_forecast_comes_with_what_like_chances_came_to_and_its_parts(client: TestClient) -> None:
    found = client.get("/v1/trends/book%20club").json()["forecast"]
    assert (found["made_on"], found["version"]) == (AS_OF.isoformat(), "f1")
    odds = sum(part for _feature, _value, part in RISE_PARTS)
    assert found["rise"]["chance"] == pytest.approx(1 / (1 + math.exp(-odds)))
    assert (found["rise"]["low"], found["rise"]["high"]) == (0.4, 0.55)
    assert found["growth"] == {"place": 2, "of": 7}
    assert found["return"] is None
    assert found["sustain"] is None
    assert [(one["feature"], one["value"], one["part"]) for one in found["parts"]] == [
        (feature, value, part) for feature, value, part in RISE_PARTS
    ]


def test_a_past_day_has_its_own_forecast_without_parts(client: TestClient) -> None:
    day = AS_OF - timedelta(days=20)
    found = client.get(f"/v1/trends/book%20club?as_of={day}").json()["forecast"]
    assert found["made_on"] == day.isoformat()
    assert found["parts"] == []


def test_a_term_without_counters_or_lists_has_no_forecast(client: TestClient) -> None:
    assert client.get("/v1/trends/camping").json()["forecast"] is None


def test_trends_with_like_words_are_named_the_most_alike_first(tmp_path: Path) -> None:
    own = WarehouseSettings(data=tmp_path / "data")
    names = ("dog mom life", "cat mom", "dog mom", "mom", "dog in a big red house now", "book club")
    with closing(open_engine(own)) as engine:
        build_marts(engine, terms=tuple(Term(name, name.title()) for name in names), days=3)
        publish(engine, own, as_of=AS_OF, mode="replay")
    client = browser(application(own))
    like = client.get("/v1/trends/dog%20mom").json()["similar"]
    assert [one["display"] for one in like] == ["Dog Mom Life", "Mom", "Cat Mom"]
    assert like[0]["rank"] == 1
    assert client.get("/v1/trends/book%20club").json()["similar"] == []
