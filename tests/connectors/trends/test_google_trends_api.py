"""The Google Trends API: the question, operations that take their time, points, refusals."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from connectors.errors import (
    BadAnswer,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.google_trends_api import GoogleTrendsApi
from tests.connectors.trends.cases.google_trends import operation
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
META = {"captured_at": NOW.isoformat(), "terms": ["mug"], "region": "GB"}
SOURCE = GoogleTrendsApi()
WAITING = Reply.json({"name": "operations/a1", "done": False})
DONE = Reply(200, operation(2))


def done(*points: object) -> bytes:
    response = {"timeSeries": {"points": points}}
    return json.dumps({"name": "operations/a1", "done": True, "response": response}).encode()


def point(start: object, end: object, value: object = 40, **more: object) -> dict[str, object]:
    span = {"startTime": start, "endTime": end}
    return {"timeRange": span, "searchInterest": 1.5, "scaledSearchInterest": value, **more}


class World:
    """The API for one test."""

    def __init__(self, *replies: Reply, token: str | None = "canary-token-123") -> None:
        self.clock = FakeClock()
        self.transport = ScriptedTransport(list(replies), clock=self.clock)
        self.keys = ProviderKeys(_env_file=None, google_trends_token=token)

    def fetch(self, *terms: str):
        with HttpClient(
            user_agent="t",
            transport=self.transport,
            policy=RetryPolicy(sleep=self.clock.sleep, uniform=lambda low, high: high),
            now=lambda: NOW,
        ) as client:
            return SOURCE.fetch(
                Visit(
                    http=client,
                    deadline=Deadline(20, clock=self.clock),
                    today=date(2026, 3, 2),
                    settings=ConnectorSettings(_env_file=None, live_regions="GB,US"),
                    keys=self.keys,
                    terms=terms,
                )
            )


def test_the_question():
    world = World(WAITING, DONE)
    payloads = world.fetch("frog mug")
    asked, read = world.transport.requests
    spec = json.loads(asked.content)["spec"]
    assert asked.method == "POST"
    assert asked.url.path == "/v1alpha:fetchTimeSeries"
    assert asked.headers["authorization"] == "Bearer canary-token-123"
    assert spec["expression"]["terms"][0]["value"] == "frog mug"
    assert spec["geo"]["code"] == "GB"
    assert spec["timeRange"] == {
        "startTime": "2025-10-30T00:00:00Z",
        "endTime": "2026-02-27T00:00:00Z",
    }
    assert spec["timeResolution"] == "DAY"
    assert (read.method, read.url.path) == ("GET", "/v1alpha/operations/a1")
    parsed = SOURCE.parse(payloads[0].body, payloads[0].meta)
    assert set(parsed.frame["term"]) == {"frog mug"}
    assert set(parsed.frame["region"]) == {"GB"}


@pytest.mark.parametrize("name", ["a1", "operations/a1"])
def test_an_operation_is_read_until_it_is_done(name):
    world = World(Reply.json({"name": name}), WAITING, WAITING, DONE)
    assert world.fetch("mug")[0].body == DONE.body
    assert {str(each.url.path) for each in world.transport.requests[1:]} == {
        "/v1alpha/operations/a1"
    }


def test_an_operation_that_never_ends_is_given_up():
    with pytest.raises(Unavailable, match="not ready"):
        World(WAITING).fetch("mug")


def test_the_name_of_an_operation_leads_nowhere_else():
    world = World(Reply.json({"name": "../../v2/keys?x=1"}))
    payload = world.fetch("mug")[0]
    assert len(world.transport.requests) == 1
    with pytest.raises(BadAnswer):
        SOURCE.parse(payload.body, payload.meta)


def test_an_answer_that_is_done_at_once():
    world = World(DONE)
    assert len(world.fetch("mug", "cup")) == 2
    assert len(world.transport.requests) == 2


def test_what_arrived_is_kept():
    world = World(DONE, Reply(401))
    assert [payload.meta["terms"] for payload in world.fetch("mug", "cup", "pot")] == [["mug"]]
    assert len(world.transport.requests) == 2


def test_a_term_without_data_does_not_end_the_visit():
    world = World(Reply(404), DONE)
    assert [payload.meta["terms"] for payload in world.fetch("mug", "cup")] == [["cup"]]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        ({"code": 8, "message": "quota"}, RateLimited),
        ({"code": 429, "status": "RESOURCE_EXHAUSTED"}, RateLimited),
        ({"code": 7, "message": "not let in"}, Refused),
    ],
)
def test_an_operation_that_failed(error, raised):
    failed = {"name": "operations/a1", "done": True, "error": error}
    with pytest.raises(raised):
        World(Reply.json(failed)).fetch("mug")
    with pytest.raises(raised):
        SOURCE.parse(json.dumps(failed).encode(), META)


def test_a_token_that_is_not_accepted():
    with pytest.raises(LoginWall):
        World(Reply(401)).fetch("mug")


def test_without_a_token_nothing_is_asked():
    world = World(DONE, token=None)
    with pytest.raises(NotConfigured, match="PODPUSHER_GOOGLE_TRENDS_TOKEN"):
        world.fetch("mug")
    assert world.transport.requests == []


def test_without_terms_nothing_is_asked():
    with pytest.raises(NoData, match="PODPUSHER_WATCH_TERMS"):
        World(DONE).fetch()


@pytest.mark.parametrize(
    ("start", "end", "period", "observed"),
    [
        ("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", "day", datetime(2026, 1, 6)),
        ("2026-01-05T00:00:00Z", "2026-01-12T00:00:00Z", "week", datetime(2026, 1, 12)),
        ("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "month", datetime(2026, 3, 1)),
        ("2026-01-05T02:00:00+02:00", "2026-01-06T00:00:00.000Z", "day", datetime(2026, 1, 6)),
        ({"seconds": "1767571200"}, {"seconds": 1767657600}, "day", datetime(2026, 1, 6)),
    ],
)
def test_a_point_says_its_span(start, end, period, observed):
    frame = SOURCE.parse(done(point(start, end)), META).frame
    assert list(frame.select("term", "region", "metric", "period", "value").iter_rows()) == [
        ("mug", "GB", "interest", period, 40.0)
    ]
    assert frame["observed_at"][0] == frame["captured_at"][0] == observed


def test_a_partial_point_is_captured_now():
    ended = ("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z")
    body = done(
        point(*ended, isPartial=True), point("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")
    )
    frame = SOURCE.parse(body, META).frame
    assert frame["is_partial"].to_list() == [True, True]
    assert set(frame["captured_at"]) == {NOW.replace(tzinfo=None)}


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ("point", "bad_time"),
        ({"searchInterest": 4}, "bad_time"),
        (point("soon", "later"), "bad_time"),
        (point("2026-01-05T00:00:00", "2026-01-06T00:00:00"), "bad_time"),
        (point({"nanos": 1}, {"seconds": 5}), "bad_time"),
        (point("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), "bad_period"),
        (point("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", 101), "bad_number"),
        (point("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", None), "bad_number"),
        (point("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", True), "bad_number"),
    ],
)
def test_odd_points_are_refused_one_by_one(odd, reason):
    good = point("2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z")
    parsed = SOURCE.parse(done(good, odd), META)
    assert parsed.frame.height == 1
    assert parsed.quarantine["reason"].to_list() == [reason]
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(done(odd), META)


def test_a_series_without_its_term_is_refused():
    body = done(point("2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z"))
    with pytest.raises(UnknownMarkup, match="which term"):
        SOURCE.parse(body, {"captured_at": NOW.isoformat()})


def test_an_empty_series_is_no_error():
    for response in ({"timeSeries": {}}, {"timeSeries": {"points": []}}):
        body = json.dumps({"done": True, "response": response}).encode()
        assert SOURCE.parse(body, META).frame.height == 0


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"done":true}', b'"x"', b'{"response":{}}'])
def test_unknown_shapes(body):
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(body, META)
