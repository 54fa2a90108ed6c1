"""Pages partition the list exactly, whatever the limit, the filter and the order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.schemas.trends import TrendSort
from tests.api.conftest import application, browser
from tests.factories.marts import AS_OF, TERMS, build_marts
from warehouse.cursors import encode_cursor, query_key
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.generations import KEEP
from warehouse.serving.publish import publish
from warehouse.serving.queries import TREND_FILTERS
from warehouse.settings import WarehouseSettings

FILTERS = st.sampled_from(["", "stage=rising", "language=en", "q=e", "min_confidence=0.5"])


def walk(client: TestClient, path: str, key: str = "term_id") -> list[str]:
    found: list[str] = []
    cursor = None
    for _ in range(100):
        page = client.get(path + (f"&cursor={cursor}" if cursor else ""))
        assert page.status_code == 200, page.text
        items = page.json()["items"]
        found += [item[key] for item in items]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            return found
        assert items
    raise AssertionError("the pages do not end")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(limit=st.integers(1, 20), sort=st.sampled_from(list(TrendSort)), chosen=FILTERS)
def test_trend_pages_partition_the_list(
    client: TestClient, limit: int, sort: TrendSort, chosen: str
) -> None:
    base = f"/v1/trends?sort={sort.value}&{chosen}".rstrip("&")
    whole = [item["term_id"] for item in client.get(f"{base}&limit=200").json()["items"]]
    assert walk(client, f"{base}&limit={limit}") == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
@pytest.mark.parametrize(
    ("path", "key", "count"),
    [("ideas", "id", 3), ("designs", "id", 3), ("drafts", "id", 3), ("refusals", "term_id", 2)],
)
def test_state_pages_partition_the_list(
    client: TestClient, path: str, key: str, count: int, limit: int
) -> None:
    found = walk(client, f"/v1/{path}?limit={limit}", key)
    assert len(found) == len(set(found)) == count
    assert found == walk(client, f"/v1/{path}?limit=200", key)


@pytest.mark.parametrize("path", ["trends", "ideas", "designs", "drafts", "refusals"])
@pytest.mark.parametrize("cursor", ["abc", "A" * 1000, "bm90IG91cnMgYXQgYWxs", "_-_-"])
def test_a_foreign_cursor_is_refused(client: TestClient, path: str, cursor: str) -> None:
    answer = client.get(f"/v1/{path}?cursor={cursor}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "serving.bad_cursor"


@pytest.mark.parametrize("path", ["trends", "ideas", "designs", "drafts", "refusals"])
def test_a_well_made_cursor_of_another_list_is_refused(client: TestClient, path: str) -> None:
    for payload in ([], ["x"], ["trends/1", "g", "q", 1], ["state/1", "q", 1.0, "id"], [1, 2]):
        answer = client.get(f"/v1/{path}?cursor={encode_cursor(payload)}")
        assert answer.status_code == 400, answer.text
        assert answer.json()["code"] == "serving.bad_cursor"


@pytest.mark.parametrize("offset", ["x", -1, 1.5, None, 10**30, [1], {}])
@pytest.mark.parametrize("path", ["trends?", "changes?since={generation}&"])
def test_a_cursor_with_a_place_that_is_none_is_refused(
    client: TestClient, path: str, offset: object
) -> None:
    """The seal keeps accidents out; who forges a cursor gets an answer too."""
    generation = client.get("/v1/trends").json()["generation"]
    path = path.format(generation=generation)
    asked = {
        "trends": ("rank", None, dict.fromkeys(TREND_FILTERS)),
        "changes": (generation, None, {"min_change": 1.0}),
    }
    key = query_key(*asked[path.partition("?")[0]])
    mark = f"{path.partition('?')[0]}/1"
    answer = client.get(f"/v1/{path}cursor={encode_cursor([mark, generation, key, offset])}")
    assert (answer.status_code, answer.json()["code"]) == (400, "serving.bad_cursor")
    good = client.get(f"/v1/{path}cursor={encode_cursor([mark, generation, key, 0])}")
    assert good.status_code == 200  # so that it is the place that was refused


@pytest.mark.parametrize("other", ["sort=-rank", "stage=rising", "as_of=2024-12-30", "q=e"])
def test_a_cursor_belongs_to_its_query(client: TestClient, other: str) -> None:
    cursor = client.get("/v1/trends?limit=2").json()["next_cursor"]
    answer = client.get(f"/v1/trends?limit=2&cursor={cursor}&{other}")
    assert answer.json()["code"] == "serving.bad_cursor"


def test_the_limit_may_change_from_page_to_page(client: TestClient) -> None:
    first = client.get("/v1/trends?limit=3").json()
    rest = client.get(f"/v1/trends?limit=200&cursor={first['next_cursor']}").json()
    assert len(first["items"]) + len(rest["items"]) == len(TERMS)
    assert rest["next_cursor"] is None


def test_a_cursor_goes_on_in_its_own_generation_until_that_is_dropped(
    full: WarehouseSettings, tmp_path: Path
) -> None:
    shutil.copytree(full.folder, tmp_path / "data")
    own = WarehouseSettings(data=tmp_path / "data")
    client = browser(application(own))
    first = client.get("/v1/trends?limit=5").json()
    path = f"/v1/trends?limit=200&cursor={first['next_cursor']}"
    with closing(open_engine(own)) as engine:
        for step in range(1, KEEP + 1):
            build_marts(engine, terms=TERMS[:4], bump=step / 1000)
            publish(engine, own, as_of=AS_OF, mode="replay")
            answer = client.get(path)
            assert client.get("/v1/trends").json()["generation"] != first["generation"]
            if step < KEEP:
                assert answer.json()["generation"] == first["generation"]
                assert len(answer.json()["items"]) == len(TERMS) - 5
    assert answer.status_code == 410
    assert answer.json()["code"] == "serving.snapshot_gone"
