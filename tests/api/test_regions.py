"""Regions: the filter, the list of those there are, and what a term says of itself."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import polars as pl
import pytest
from starlette.testclient import TestClient

from api.media import CSV, PARQUET
from tests.api.conftest import application, browser
from tests.factories.marts import AS_OF, TERMS, VERSION, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings

WHERE = {term.term_id: term.regions for term in TERMS}


def measured_in(region: str) -> set[str]:
    return {term_id for term_id, regions in WHERE.items() if regions and region in regions}


@pytest.mark.parametrize("region", ["US", "GB", "WW"])
def test_a_region_narrows_the_list(client: TestClient, region: str) -> None:
    page = client.get(f"/v1/trends?region={region}").json()
    assert {item["term_id"] for item in page["items"]} == measured_in(region)
    assert all(region in item["regions"] for item in page["items"])
    both = client.get(f"/v1/trends?region={region}&stage=peak").json()
    assert {item["term_id"] for item in both["items"]} == {
        item["term_id"] for item in page["items"] if item["stage"] == "peak"
    }


def test_regions_are_told_and_unknown_is_not_nowhere(client: TestClient) -> None:
    items = client.get("/v1/trends").json()["items"]
    told = {item["term_id"]: item["regions"] for item in items}
    expected = {name: None if found is None else [*found] for name, found in WHERE.items()}
    assert told == expected
    assert [] in told.values()
    assert None in told.values()
    assert client.get("/v1/trends/book club").json()["regions"] == ["US", "WW"]
    asked = {"terms": ["book club", "24/7 mum"]}
    looked = client.post("/v1/trends/lookup", json=asked).json()["items"]
    assert [one["trend"]["regions"] for one in looked] == [["US", "WW"], None]


def test_tables_carry_them(client: TestClient) -> None:
    rows = client.get("/v1/trends?region=US", headers={"accept": CSV})
    found = {row["term_id"]: row["regions"] for row in csv.DictReader(io.StringIO(rows.text))}
    assert found == {"t-book-club": "US,WW", "t-cottagecore": "GB,US"}
    packed = client.get("/v1/trends?fields=term_id,regions", headers={"accept": PARQUET})
    frame = pl.read_parquet(io.BytesIO(packed.content))
    expected = {name: None if at is None else ",".join(at) for name, at in WHERE.items()}
    assert dict(frame.rows()) == expected


@pytest.mark.parametrize(
    "region", ["XX", "us", "US,WW", "US-NewYork", "'", "%", "US%20", "%F0%9F%98%80"]
)
def test_an_unknown_region_is_refused_with_those_there_are(client: TestClient, region: str) -> None:
    answer = client.get(f"/v1/trends?region={region}")
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "request.invalid"
    assert body["details"]["regions"] == ["GB", "US", "WW"]
    assert body["details"]["fields"][0]["field"] == "region"
    assert "GB, US, WW" in body["message"]


def test_the_list_of_regions_counts_terms(client: TestClient) -> None:
    page = client.get("/v1/regions").json()
    assert page["as_of"] == AS_OF.isoformat()
    assert {one["region"]: one["terms"] for one in page["items"]} == {
        region: len(measured_in(region)) for region in ("GB", "US", "WW")
    }
    assert client.get("/v1/regions?as_of=2020-01-01").status_code == 400


def test_pages_of_a_region_go_on(client: TestClient) -> None:
    first = client.get("/v1/trends?region=WW&limit=3").json()
    cursor = first["next_cursor"]
    rest = client.get(f"/v1/trends?region=WW&limit=200&cursor={cursor}").json()
    found = [item["term_id"] for item in first["items"] + rest["items"]]
    assert len(found) == len(set(found)) == len(measured_in("WW"))
    other = client.get(f"/v1/trends?region=US&cursor={cursor}")
    assert (other.status_code, other.json()["code"]) == (400, "serving.bad_cursor")


def test_a_past_day_keeps_its_regions(tmp_path) -> None:
    """Also a day that lies in a part of its own, and a region that is gone today."""
    settings = WarehouseSettings(data=tmp_path, state_url=None)
    past = AS_OF - timedelta(days=50)
    with closing(open_engine(settings)) as engine:
        build_marts(engine)
        engine.execute(
            "update marts.fct_term_score_daily set regions = 'JP,WW' "
            f"where term_id = 't-camping' and scored_on = date '{past}'"
        )
        publish(engine, settings, as_of=AS_OF, mode="replay", score_version=VERSION)
    client = browser(application(settings))
    found = client.get(f"/v1/trends?region=JP&as_of={past}").json()["items"]
    assert [(item["term_id"], item["regions"]) for item in found] == [("t-camping", ["JP", "WW"])]
    assert client.get("/v1/trends?region=JP").json()["items"] == []  # known, and empty today
    there = client.get(f"/v1/regions?as_of={past}").json()["items"]
    assert [one["region"] for one in there] == ["GB", "JP", "US", "WW"]
    assert client.get("/v1/trends/camping").json()["regions"] == ["WW"]


def test_before_anything_is_scored_no_region_is_known(tmp_path) -> None:
    settings = WarehouseSettings(data=tmp_path, state_url=None)
    with closing(open_engine(settings)) as engine:
        build_marts(engine, terms=())
        publish(engine, settings, as_of=AS_OF, mode="live")
    client = browser(application(settings))
    assert client.get("/v1/regions").json()["items"] == []
    answer = client.get("/v1/trends?region=US")
    assert (answer.status_code, answer.json()["details"]["regions"]) == (422, [])
