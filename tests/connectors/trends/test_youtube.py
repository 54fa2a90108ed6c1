"""YouTube: what is asked and what it costs, the key, tags, errors of the API."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from connectors.errors import (
    Blocked,
    LoginWall,
    NotConfigured,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.http.shared import MemoryBuckets
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.youtube import YouTubeSource
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
META = {"captured_at": NOW.isoformat(), "region": "US"}
KEY = "canary-1234567890"
SOURCE = YouTubeSource()


def video(title: object = "A loom", views: object = "100", **snippet: object) -> dict:
    return {
        "id": "abcdefghijk",
        "snippet": {"title": title, **snippet},
        "statistics": {"viewCount": views},
    }


def answer(*items: object) -> bytes:
    return json.dumps({"kind": "youtube#videoListResponse", "items": items}).encode()


FOUND = Reply.json({"items": [{"id": {"videoId": "aaaaaaaaaaa"}}, {"id": {"videoId": "bbbbbbb"}}]})


class World:
    """YouTube for one test: what it answers, what it was asked, and a shared account."""

    def __init__(self, route=None, **settings: object) -> None:
        self.clock = FakeClock()
        self.moment = NOW
        self.budgets = MemoryBuckets(lambda: self.moment)
        self.transport = ScriptedTransport(route=route or self.usual, clock=self.clock)
        self.settings = ConnectorSettings(_env_file=None, **{"live_regions": "US,GB", **settings})

    @staticmethod
    def usual(url):
        return FOUND if url.path.endswith("/search") else Reply(200, answer(video()))

    def ask(self, *terms: str, key: str = KEY):
        with HttpClient(
            user_agent="t",
            transport=self.transport,
            policy=RetryPolicy(sleep=self.clock.sleep, uniform=lambda low, high: high),
            now=lambda: NOW,
        ) as client:
            visit = Visit(
                http=client,
                deadline=Deadline(20, clock=self.clock),
                today=date(2026, 3, 2),
                settings=self.settings,
                keys=ProviderKeys(_env_file=None, youtube_api_key=key),
                terms=terms,
                budgets=self.budgets,
            )
            return SOURCE.fetch(visit)

    @property
    def asked(self) -> list[tuple[str, dict[str, str]]]:
        requests = self.transport.requests
        return [(each.url.path.rsplit("/")[-1], dict(each.url.params)) for each in requests]


def test_each_country_then_two_terms_and_the_key_in_no_address():
    world = World()
    payloads = world.ask("tea", "mugs", "hats")
    methods = [method for method, _ in world.asked]
    assert methods == ["videos", "videos", "search", "videos", "search", "videos"]
    assert [params.get("regionCode") for _, params in world.asked[:3]] == ["US", "GB", "US"]
    assert world.asked[2][1]["q"] == "tea"
    assert world.asked[2][1]["publishedAfter"] == "2026-01-31T00:00:00Z"
    assert world.asked[3][1]["id"] == "aaaaaaaaaaa,bbbbbbb"
    assert [payload.meta.get("term") for payload in payloads] == [None, None, "tea", "mugs"]
    for request in world.transport.requests:
        assert request.headers["x-goog-api-key"] == KEY
        assert KEY not in str(request.url)
    assert KEY not in json.dumps([dict(payload.meta) for payload in payloads])


def test_a_video_found_by_a_term_has_views_and_no_place():
    frame = SOURCE.parse(answer(video("#tea", tags=["mug"])), {**META, "term": "tea"}).frame
    assert frame.select("term", "metric", "value").rows() == [("#tea", "views_total", 100.0)]


def test_units_are_counted_and_come_back_over_the_day():
    world = World(youtube_daily_units=103)
    payloads = world.ask("tea", "mugs")
    assert [method for method, _ in world.asked] == ["videos", "videos", "search", "videos"]
    assert len(payloads) == 3  # the second search would cost more than is left
    with pytest.raises(RateLimited, match="103 units") as caught:
        world.ask()
    assert caught.value.retry_after == pytest.approx(86_400 / 103)
    world.moment += timedelta(days=1)
    assert len(world.ask("tea", "mugs")) == 3


def test_a_search_that_can_never_be_paid_is_not_asked():
    world = World(youtube_daily_units=50)
    assert len(world.ask("tea")) == 2
    assert {method for method, _ in world.asked} == {"videos"}


def test_a_term_that_finds_nothing_or_fails_leaves_the_lists():
    for reply in (Reply.json({"items": []}), Reply(403), Reply(200, b"{")):
        world = World(lambda url, reply=reply: reply if "search" in url.path else World.usual(url))
        assert len(world.ask("tea", "mugs")) == 2


def test_a_country_without_a_list_does_not_hide_the_other():
    world = World(lambda url: Reply(400) if "GB" in str(url) else World.usual(url))
    assert [payload.meta["region"] for payload in world.ask("tea")] == ["US"]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_names_the_setting_and_not_the_key(status):
    with pytest.raises((Refused, LoginWall, Blocked), match="PODPUSHER_YOUTUBE_API_KEY") as caught:
        World(lambda _: Reply(status)).ask()
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("reason", "kind"), [("quotaExceeded", RateLimited), ("keyInvalid", LoginWall)]
)
def test_the_reason_that_comes_with_a_refusal_counts(reason, kind):
    refusal = {"error": {"code": 403, "errors": [{"reason": reason}]}}
    world = World(route=lambda url: Reply.json(refusal, status=403))
    with pytest.raises(kind):
        world.ask()


def test_what_is_missing_is_named():
    with pytest.raises(NotConfigured, match="PODPUSHER_YOUTUBE_API_KEY"):
        World().ask(key="")
    with pytest.raises(NotConfigured, match="PODPUSHER_YOUTUBE_DAILY_UNITS"):
        World(youtube_daily_units=0).ask()
    with pytest.raises(NotConfigured, match="PODPUSHER_LIVE_REGIONS"):
        World(live_regions=",").ask()


def test_tags_and_hashtags_stand_where_their_first_video_stands():
    body = answer(
        video("Weaving #Loom #1 #loom", tags=["weaving", " #craft ", "", 7, "w" * 70]),
        video("More", tags=["Weaving", *(f"tag{number}" for number in range(20))]),
        video("None", tags=None),
    )
    frame = SOURCE.parse(body, META).frame.filter(
        (pl.col("metric") == "rank") & (pl.col("kind") != "title")
    )
    assert frame.filter(pl.col("line") == 1).select("term", "kind", "rank").rows() == [
        ("#Loom", "hashtag", 1),
        ("weaving", "keyword", 1),
        ("#craft", "hashtag", 1),
    ]
    assert frame.filter(pl.col("line") == 2)["term"].to_list() == [f"tag{n}" for n in range(9)]
    assert frame.filter(pl.col("line") == 3).height == 0
    assert set(frame["region"]) == {"US"}


def test_other_wrappers_and_a_search_list_are_read():
    found = {"id": {"kind": "youtube#video", "videoId": "abcdefghijk"}, "snippet": {"title": "A"}}
    body = json.dumps({"data": {"results": [found]}}).encode()
    frame = SOURCE.parse(body, {"captured_at": META["captured_at"]}).frame
    assert frame.select("term", "rank", "region", "url").rows() == [
        ("A", 1, "WW", "https://www.youtube.com/watch?v=abcdefghijk")
    ]


def test_odd_videos_are_refused_one_by_one():
    body = answer(
        video("Good", 12),
        video("Odd", "many"),
        {**video("Hidden"), "statistics": {}, "id": None},
        video(None),
        7,
    )
    parsed = SOURCE.parse(body, META)
    ranks = parsed.frame.filter(pl.col("metric") == "rank")
    assert ranks.select("term", "rank").rows() == [("Good", 1), ("Odd", 2), ("Hidden", 3)]
    assert parsed.frame["value"].drop_nulls().to_list() == [12.0]
    assert parsed.quarantine["reason"].to_list() == ["bad_number", "missing_term", "missing_term"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": 403, "errors": [{"reason": "quotaExceeded"}]}, RateLimited),
        ({"code": 429, "status": "RESOURCE_EXHAUSTED"}, RateLimited),
        ({"code": 400, "errors": [{"reason": "keyInvalid"}]}, LoginWall),
        ({"code": 400, "details": [{"reason": "API_KEY_INVALID"}]}, LoginWall),
        ({"code": 403, "errors": [{"reason": "forbidden"}]}, LoginWall),
        ({"code": 503, "errors": [{"reason": "backendError"}]}, Unavailable),
        ({"code": 400, "errors": [{"reason": "invalidRegionCode"}]}, Refused),
        ("odd", UnknownMarkup),
    ],
)
def test_errors_of_the_api(error, kind):
    with pytest.raises(kind) as caught:
        SOURCE.parse(json.dumps({"error": error}).encode(), META)
    if kind is LoginWall:
        assert "PODPUSHER_YOUTUBE_API_KEY" in str(caught.value)


@pytest.mark.parametrize("body", [[], {"items": [video(None)]}, {"items": ["a"]}])
def test_unknown_shapes(body):
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(json.dumps(body).encode(), META)
