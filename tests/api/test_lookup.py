"""Many terms at once."""

from datetime import timedelta

import pytest

from tests.factories.marts import AS_OF


def asked(client, terms, **more):
    answer = client.post("/v1/trends/lookup", json={"terms": terms, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_each_term_is_answered_in_the_order_asked(client):
    found = asked(client, ["Cottagecore", "no such thing", "t-book-club", "Cottagecore"])
    assert [item["asked"] for item in found["items"]] == [
        "Cottagecore",
        "no such thing",
        "t-book-club",
        "Cottagecore",
    ]
    ids = [item["trend"] and item["trend"]["term_id"] for item in found["items"]]
    assert ids == ["t-cottagecore", None, "t-book-club", "t-cottagecore"]
    assert found["as_of"] == AS_OF.isoformat()


def test_a_trend_is_as_the_list_shows_it(client):
    items = client.get("/v1/trends?limit=200").json()["items"]
    found = asked(client, [item["term_id"] for item in items])["items"]
    assert [one["trend"] for one in found] == items


def test_an_earlier_day(client):
    day = (AS_OF - timedelta(days=20)).isoformat()
    listed = client.get(f"/v1/trends?as_of={day}").json()["items"][0]
    (found,) = asked(client, [listed["term_id"]], as_of=day)["items"]
    assert found["trend"] == listed


def test_500_are_taken_and_501_are_not(client):
    assert len(asked(client, ["cottagecore"] * 500)["items"]) == 500
    answer = client.post("/v1/trends/lookup", json={"terms": ["a"] * 501})
    assert answer.status_code == 422
    assert answer.json()["details"]["fields"][0]["field"] == "terms"


@pytest.mark.parametrize(
    "body",
    [{}, {"terms": []}, {"terms": [""]}, {"terms": ["a"], "more": 1}, {"terms": "a"}, [], "x"],
)
def test_what_is_no_question_is_refused(client, body):
    answer = client.post("/v1/trends/lookup", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "request.invalid"


def test_before_history_and_before_the_first_snapshot(client, bare):
    early = client.post("/v1/trends/lookup", json={"terms": ["a"], "as_of": "2001-01-01"})
    assert early.json()["code"] == "serving.before_history"
    assert bare.post("/v1/trends/lookup", json={"terms": ["a"]}).status_code == 503


def test_a_term_that_is_called_lookup_has_its_page_still(client):
    assert client.get("/v1/trends/lookup").json()["code"] == "trends.unknown_term"


@pytest.mark.parametrize("term", ["cotagecore", "COTTAGE core"])
def test_an_unknown_term_comes_with_what_may_be_meant(client, term):
    answer = client.get(f"/v1/trends/{term}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "trends.unknown_term"
    assert answer.json()["details"]["suggestions"] == ["cottagecore"]
    assert "cottagecore" in answer.json()["message"]


def test_nothing_alike_is_no_suggestion(client):
    assert client.get("/v1/trends/qqqqqq").json()["details"]["suggestions"] == []


def test_the_terms_of_a_platform(client):
    found = client.get("/v1/trends?platform=tiktok").json()["items"]
    assert {item["term_id"] for item in found} == {"t-book-club"}
    assert client.get("/v1/trends?platform=none").json()["items"] == []
