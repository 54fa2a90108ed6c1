"""How both sources of X ask: one page, and a paid API within its budget."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from connectors.browser.base import CapturedAnswer, PageRequest, PageVisit
from connectors.errors import (
    Blocked,
    LoginWall,
    NotConfigured,
    RateLimited,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.http.shared import Bucket, MemoryBuckets
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.twitter import CONNECTORS, TwitterTrendsApiSource
from tests.connectors.trends.case import CANARY, KEYS, NOW, TODAY
from tests.connectors.trends.cases.twitter import by_place, explore
from tests.connectors.trends.twitter_answers import SOURCE
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

API = TwitterTrendsApiSource()


class OnePage:
    """A browser that shows one page."""

    def __init__(self, page: PageVisit) -> None:
        self.page = page
        self.requests: list[PageRequest] = []

    def open(self, request: PageRequest, *, source: str, deadline: Deadline) -> PageVisit:
        self.requests.append(request)
        return self.page

    def failed(self, source: str, code: str) -> None:
        raise AssertionError("the source does not judge pages")


def settings(**more: Any) -> ConnectorSettings:
    return ConnectorSettings(_env_file=None, **{"live_regions": "US", **more})


def visit(
    client: HttpClient | None = None, *, clock: FakeClock | None = None, **more: Any
) -> Visit:
    given = {"settings": settings(), "keys": KEYS, "today": TODAY, **more}
    return Visit(http=client, deadline=Deadline(20, clock=clock or FakeClock()), **given)


def api_visit(transport: ScriptedTransport, clock: FakeClock, **more: Any) -> Visit:
    client = HttpClient(
        user_agent="PODPusher/test",
        transport=transport,
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: NOW,
    )
    return visit(client, clock=clock, **more)


def answer(url: str, body: bytes, status: int = 200) -> CapturedAnswer:
    return CapturedAnswer(url, status, "application/json", body)


def page(*answers: CapturedAnswer, url: str = "https://x.com/explore/tabs/trending") -> PageVisit:
    return PageVisit(url, 200, b"<html>shell</html>", answers, NOW)


def test_no_browser_is_not_configured():
    with pytest.raises(NotConfigured, match="PODPUSHER_PAGES"):
        SOURCE.fetch(visit())


def test_the_answers_of_the_page_are_landed_once():
    body, menu = explore(2), b'{"data": {"viewer": {}}}'
    browser = OnePage(page(answer("a", menu), answer("b", body), answer("c", body)))
    payloads = SOURCE.fetch(visit(browser=browser, settings=settings(live_regions="GB,US")))
    assert [payload.body for payload in payloads] == [body]
    assert payloads[0].meta["region"] == browser.requests[0].region == "GB"
    assert browser.requests[0].capture
    assert SOURCE.parse(payloads[0].body, payloads[0].meta).frame["region"][0] == "GB"


def test_a_page_without_answers_is_landed_itself():
    (payload,) = SOURCE.fetch(visit(browser=OnePage(page())))
    assert payload.suffix == ".html"
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(payload.body, payload.meta)


def test_a_page_that_went_to_the_sign_in():
    browser = OnePage(page(url="https://x.com/i/flow/login?redirect_after_login=%2Fexplore"))
    with pytest.raises(LoginWall):
        SOURCE.fetch(visit(browser=browser))


def test_a_page_whose_answers_are_rate_limited():
    with pytest.raises(RateLimited):
        SOURCE.fetch(visit(browser=OnePage(page(answer("a", b"{}", 429)))))


def test_an_answer_that_refuses_is_landed_for_the_parser():
    refusal = b'{"errors": [{"code": 32, "message": "no"}]}'
    (payload,) = SOURCE.fetch(visit(browser=OnePage(page(answer("a", refusal, 401)))))
    with pytest.raises(LoginWall):
        SOURCE.parse(payload.body, payload.meta)


def test_the_api_is_asked_as_documented():
    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, by_place(3))], clock=clock)
    payloads = API.fetch(api_visit(transport, clock, settings=settings(live_regions="US,WW,US")))
    assert [request.url.path for request in transport.requests] == [
        "/2/trends/by/woeid/23424977",
        "/2/trends/by/woeid/1",
    ]
    request = transport.requests[0]
    assert request.url.host == "api.x.com"
    assert "tweet_count" in request.url.params["trend.fields"]
    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert [payload.meta["region"] for payload in payloads] == ["US", "WW"]
    assert CANARY not in json.dumps([dict(payload.meta) for payload in payloads])


def test_unknown_countries_are_left_out_with_a_note():
    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, by_place(1))], clock=clock)
    (payload,) = API.fetch(api_visit(transport, clock, settings=settings(live_regions="IS,US")))
    assert len(transport.requests) == 1
    assert "IS" in API.parse(payload.body, payload.meta).notes[0]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"keys": ProviderKeys(_env_file=None)}, "PODPUSHER_X_BEARER_TOKEN"),
        ({"settings": settings(x_daily_budget="0.009")}, "PODPUSHER_X_DAILY_BUDGET"),
        ({"settings": settings(live_regions="IS")}, "PODPUSHER_LIVE_REGIONS"),
    ],
)
def test_what_the_api_needs(more, words):
    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, by_place(1))], clock=clock)
    with pytest.raises(NotConfigured, match=words):
        API.fetch(api_visit(transport, clock, **more))
    assert transport.requests == []


def test_a_day_never_costs_more_than_its_budget():
    clock, now = FakeClock(), [NOW]
    transport = ScriptedTransport([Reply(200, by_place(1))], clock=clock)
    given = {"settings": settings(x_daily_budget="0.03"), "budgets": MemoryBuckets(lambda: now[0])}
    for hour_ in range(24):
        now[0] = NOW.replace(hour=hour_)
        if hour_ < 3:
            assert len(API.fetch(api_visit(transport, clock, **given))) == 1
            continue
        with pytest.raises(RateLimited, match="budget"):
            API.fetch(api_visit(transport, clock, **given))
    assert len(transport.requests) == 3
    now[0] = NOW + timedelta(days=1)
    tomorrow = date(TODAY.year, TODAY.month, TODAY.day + 1)
    assert API.fetch(api_visit(transport, clock, **given, today=tomorrow))
    assert len(transport.requests) == 4


def test_the_budget_is_shared_by_who_shares_the_store():
    taken: list[Bucket] = []

    class Spent(MemoryBuckets):
        def take(self, bucket: Bucket, tokens: float = 1.0) -> float:
            taken.append(bucket)
            return float("inf")

    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, by_place(1))], clock=clock)
    with pytest.raises(RateLimited, match=r"0\.50"):
        API.fetch(api_visit(transport, clock, budgets=Spent()))
    assert transport.requests == []
    assert taken[0].capacity == 50
    assert CANARY not in taken[0].key


def test_a_budget_that_ends_half_way_keeps_what_came():
    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, by_place(1))], clock=clock)
    few = settings(x_daily_budget="0.01", live_regions="US,GB")
    (payload,) = API.fetch(api_visit(transport, clock, settings=few))
    assert payload.meta["region"] == "US"
    assert "budget" in API.parse(payload.body, payload.meta).notes[0]


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [(401, LoginWall, "PODPUSHER_X_BEARER_TOKEN"), (403, Blocked, "access and credit")],
)
def test_a_key_that_x_refuses(status, error, words):
    clock = FakeClock()
    transport = ScriptedTransport([Reply(status)], clock=clock)
    with pytest.raises(error, match=words) as caught:
        API.fetch(api_visit(transport, clock, settings=settings(live_regions="US,GB")))
    assert CANARY not in str(caught.value)
    assert len(transport.requests) == 1


def test_one_country_that_fails_does_not_spoil_the_other():
    def route(url: Any) -> Reply:
        return Reply(404) if url.path.endswith("/1") else Reply(200, by_place(1))

    clock = FakeClock()
    transport = ScriptedTransport(route=route, clock=clock)
    payloads = API.fetch(api_visit(transport, clock, settings=settings(live_regions="WW,US")))
    assert [payload.meta["region"] for payload in payloads] == ["US"]


def test_the_connectors_of_the_file():
    made: list[Callable[[], Any]] = list(CONNECTORS.values())
    assert [source().id for source in made] == list(CONNECTORS)
