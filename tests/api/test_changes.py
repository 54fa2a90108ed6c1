"""What changed since a snapshot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.routers.changes import changes
from tests.api.conftest import application, browser
from tests.factories.marts import AS_OF, TERMS, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.generations import KEEP
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings


@pytest.fixture
def own(tmp_path):
    return WarehouseSettings(data=tmp_path / "data")


def published(own, terms, bump=0.0):
    with closing(open_engine(own)) as engine:
        build_marts(engine, terms=terms, bump=bump)
        publish(engine, own, as_of=AS_OF, mode="replay")
    return browser(application(own))


def test_new_gone_risen_and_fallen_terms(own):
    client = published(own, TERMS[:6], bump=0.3)
    before = {item["term_id"]: item for item in client.get("/v1/trends").json()["items"]}
    first = client.get("/v1/trends").json()["generation"]
    client = published(own, TERMS[2:8])
    now = {item["term_id"]: item for item in client.get("/v1/trends").json()["items"]}

    answer = client.get(f"/v1/changes?since={first}&limit=200").json()
    found = {item["term_id"]: item for item in answer["items"]}

    kinds = {key: item["change"] for key, item in found.items()}
    assert {key for key in kinds if kinds[key] == "gone"} == set(before) - set(now)
    assert {key for key in kinds if kinds[key] == "new"} == set(now) - set(before)
    for key in set(before) & set(now):
        gained = (now[key]["score"] or 0) - (before[key]["score"] or 0)
        kind = "risen" if gained >= 1 else "fallen" if gained <= -1 else None
        assert kinds.get(key) == kind
    assert "risen" in kinds.values()
    assert answer["since"] == first
    assert answer["generation"] == client.get("/v1/trends").json()["generation"]
    assert answer["since_as_of"] == answer["as_of"] == AS_OF.isoformat()


def test_nothing_changed_since_now(client):
    generation = client.get("/v1/trends").json()["generation"]
    assert client.get(f"/v1/changes?since={generation}").json()["items"] == []


def test_pages_are_parts_of_one_list_even_when_a_newer_snapshot_comes(own):
    client = published(own, TERMS[:4])
    first = client.get("/v1/trends").json()["generation"]
    client = published(own, TERMS[3:], bump=0.2)
    whole = client.get(f"/v1/changes?since={first}&limit=200").json()["items"]
    page = client.get(f"/v1/changes?since={first}&limit=3").json()
    parts = page["items"]
    client = published(own, TERMS[:1], bump=0.4)
    while page["next_cursor"]:
        address = f"/v1/changes?since={first}&limit=3&cursor={page['next_cursor']}"
        page = client.get(address).json()
        parts += page["items"]
    assert parts == whole
    assert len(whole) > 6


def test_a_snapshot_that_is_no_longer_kept(own):
    client = published(own, TERMS[:2])
    first = client.get("/v1/trends").json()["generation"]
    for step in range(1, KEEP + 1):
        client = published(own, TERMS[:2], bump=step / 100)
    answer = client.get(f"/v1/changes?since={first}")
    assert answer.status_code == 410
    assert answer.json()["code"] == "serving.snapshot_gone"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("?since=", 422),
        ("?since=../x", 422),
        ("?since=nope", 410),
        ("?since=nope&min_change=101", 422),
        ("?since=nope&min_change=1e1", 422),
        ("?since=nope&cursor=abc", 400),
    ],
)
def test_what_is_no_question_is_refused(client, query, status):
    assert client.get(f"/v1/changes{query}").status_code == status


def test_before_the_first_snapshot(bare):
    assert bare.get("/v1/changes?since=x").status_code == 503


STANDING = st.fixed_dictionaries(
    {
        "score": st.none() | st.floats(0, 100),
        "rank": st.none() | st.integers(1, 9),
        "stage": st.just("peak"),
        "display": st.just("x"),
    }
)
STANDINGS = st.dictionaries(st.sampled_from("abcdef"), STANDING)


@given(STANDINGS, STANDINGS, st.floats(0, 100))
def test_the_way_back_is_the_mirror(before, now, least):
    mirror = {"new": "gone", "gone": "new", "risen": "fallen", "fallen": "risen"}
    there = changes(before, now, least)
    back = changes(now, before, least)
    assert [(term_id, mirror[kind]) for term_id, kind in there] == back
