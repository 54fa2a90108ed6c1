"""Terms of one meaning: a member is answered with its head's trend, and the trend lists members."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from tests.factories.marts import AS_OF, DAYS

HEAD = "t-frog-lover"


@pytest.mark.parametrize("asked", ["froglover", "FrogLover", "toad admirer", "t-froglover"])
def test_a_member_is_answered_by_its_head(client: TestClient, asked: str) -> None:
    found = client.get(f"/v1/trends/{asked}")
    assert found.status_code == 200, found.text
    trend = found.json()
    assert trend["term_id"] == HEAD
    assert trend["asked_member"] in {"t-froglover", "t-toad-admirer"}
    assert trend["score"] is not None


def test_a_trend_lists_its_members_with_reasons(client: TestClient) -> None:
    trend = client.get("/v1/trends/frog%20lover").json()
    assert trend["asked_member"] is None
    assert trend["n_members"] == 3
    assert [(one["term_id"], one["reason"], one["n_observations"]) for one in trend["members"]] == [
        (HEAD, "head", DAYS),
        ("t-froglover", "letters", DAYS - 1),
        ("t-toad-admirer", "letters", DAYS - 2),
    ]


def test_a_term_alone_has_no_members(client: TestClient) -> None:
    trend = client.get("/v1/trends/camping").json()
    assert (trend["n_members"], trend["members"]) == (1, [])


def test_lists_show_heads_with_the_number_of_members(client: TestClient) -> None:
    items = {item["term_id"]: item for item in client.get("/v1/trends").json()["items"]}
    assert items[HEAD]["n_members"] == 3
    assert not {"t-froglover", "t-toad-admirer"} & set(items)


def test_a_search_for_a_member_finds_its_head(client: TestClient) -> None:
    items = client.get("/v1/trends?q=toad").json()["items"]
    assert [item["term_id"] for item in items] == [HEAD]


def test_many_terms_at_once_find_heads_too(client: TestClient) -> None:
    question = {"terms": ["froglover", "frog lover", "camping", "t-toad-admirer", "no such"]}
    items = client.post("/v1/trends/lookup", json=question).json()["items"]
    found = [item["trend"] and item["trend"]["term_id"] for item in items]
    assert found == [HEAD, HEAD, "t-camping", HEAD, None]


def test_a_member_has_a_past_where_its_head_has(client: TestClient) -> None:
    day = AS_OF - timedelta(days=10)
    trend = client.get(f"/v1/trends/froglover?as_of={day}").json()
    assert (trend["term_id"], date.fromisoformat(trend["scored_on"])) == (HEAD, day)
