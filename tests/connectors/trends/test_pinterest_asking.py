"""How both sources of Pinterest ask: the API as its specification says, and a page a country."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest

from connectors.browser.base import CapturedAnswer, PageRequest, PageVisit
from connectors.errors import (
    Blocked,
    LoginWall,
    NotConfigured,
    RateLimited,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.pinterest import (
    MOST,
    PLACES,
    TREND_TYPES,
    PinterestTrendsApiSource,
    PinterestTrendsPageSource,
)
from domain.sources.registry import SOURCES
from tests.connectors.trends.case import CANARY, KEYS, NOW, TODAY
from tests.connectors.trends.cases.pinterest import shown, trending
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

API = PinterestTrendsApiSource()
PAGE = PinterestTrendsPageSource()
PATH = "/trends/keywords/{region}/top/{trend_type}"


def settings(regions: str = "US") -> ConnectorSettings:
    return ConnectorSettings(_env_file=None, live_regions=regions)


def visit(client: HttpClient | None = None, clock: FakeClock | None = None, **more: Any) -> Visit:
    given = {"settings": settings(), "keys": KEYS, "today": TODAY, **more}
    return Visit(http=client, deadline=Deadline(20, clock=clock or FakeClock()), **given)


def asked(transport: ScriptedTransport, clock: FakeClock, **more: Any) -> Visit:
    client = HttpClient(
        user_agent="PODPusher/test",
        transport=transport,
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: NOW,
    )
    return visit(client, clock, **more)


@pytest.fixture(scope="session")
def contract(shared_data: Path) -> dict[str, Any]:
    """The platform's OpenAPI document."""
    file = shared_data / "contracts/pinterest-v5-openapi.json.gz"
    return json.loads(gzip.decompress(file.read_bytes()))


def check_request(request: httpx2.Request, contract: dict[str, Any]) -> None:
    """The request against the specification: server, path, every parameter, the key."""
    (server,) = contract["servers"]
    operation = contract["paths"][PATH]["get"]
    address = str(request.url.copy_with(query=None))
    assert address.startswith(f"{server['url']}/")
    named = contract["components"]["parameters"]
    allowed = {}
    for parameter in operation["parameters"]:
        found = named[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter
        schema = found["schema"]
        if "$ref" in schema:
            schema = contract["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        allowed[found["in"], found["name"]] = schema
    place, top, trend_type = address.removeprefix(f"{server['url']}/trends/keywords/").split("/")
    assert top == "top"
    jsonschema.validate(place, allowed["path", "region"])
    jsonschema.validate(trend_type, allowed["path", "trend_type"])
    for name, value in request.url.params.items():
        schema = allowed["query", name]
        jsonschema.validate(int(value) if schema["type"] == "integer" else value, schema)
    assert operation["security"][0].keys() <= contract["components"]["securitySchemes"].keys()
    assert request.headers["authorization"] == f"Bearer {CANARY}"


def test_every_request_is_one_of_the_specification(contract):
    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, trending(1))], clock=clock)
    payloads = API.fetch(asked(transport, clock, settings=settings(",".join(PLACES))))
    assert len(transport.requests) == len(payloads) == len(set(PLACES.values())) * len(TREND_TYPES)
    for request in transport.requests:
        check_request(request, contract)
        assert request.url.params["limit"] == str(MOST)


def test_every_place_of_the_specification_is_reached(contract):
    assert set(PLACES.values()) == set(
        contract["components"]["schemas"]["TrendsSupportedRegion"]["enum"]
    )
    assert set(TREND_TYPES) == set(contract["components"]["schemas"]["TrendType"]["enum"])


def test_what_travels_with_an_answer():
    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, trending(2))], clock=clock)
    payloads = API.fetch(asked(transport, clock, settings=settings("GB,IE,JP")))
    assert [payload.meta["trend_type"] for payload in payloads] == list(TREND_TYPES)
    parsed = API.parse(payloads[0].body, payloads[0].meta)
    assert set(parsed.frame["region"]) == {"GB"}
    assert "JP" in parsed.notes[0]
    assert "GB+IE" in parsed.notes[1]
    assert CANARY not in json.dumps([dict(payload.meta) for payload in payloads])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"keys": ProviderKeys(_env_file=None)}, "PODPUSHER_PINTEREST_ACCESS_TOKEN"),
        ({"settings": settings("JP")}, "PODPUSHER_LIVE_REGIONS"),
    ],
)
def test_what_the_api_needs(more, words):
    clock = FakeClock()
    transport = ScriptedTransport([Reply(200, trending(1))], clock=clock)
    with pytest.raises(NotConfigured, match=words):
        API.fetch(asked(transport, clock, **more))
    assert transport.requests == []


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, LoginWall, "PODPUSHER_PINTEREST_ACCESS_TOKEN"),
        (403, Blocked, "PODPUSHER_PINTEREST_ACCESS_TOKEN"),
        (429, RateLimited, "429"),
        (503, Unavailable, "503"),
    ],
)
def test_what_stops_the_asking(status, error, words):
    clock = FakeClock()
    transport = ScriptedTransport([Reply(status, headers={"retry-after": "900"})], clock=clock)
    with pytest.raises(error, match=words) as caught:
        API.fetch(asked(transport, clock))
    assert CANARY not in str(caught.value)
    assert len({request.url.path for request in transport.requests}) == 1


def test_lists_that_came_are_kept_when_the_next_fails():
    clock = FakeClock()
    replies = [Reply(200, trending(1)), Reply(404), Reply(200, trending(2)), Reply(401)]
    transport = ScriptedTransport(replies, clock=clock)
    payloads = API.fetch(asked(transport, clock))
    assert [payload.meta["trend_type"] for payload in payloads] == [TREND_TYPES[0], TREND_TYPES[2]]


def test_what_the_api_answers_may_not_be_kept():
    rights = SOURCES[API.id]
    assert not rights.may_store
    assert not rights.may_score
    assert rights.display_hours


class Pages:
    """A browser that shows its pages in order."""

    def __init__(self, *pages: PageVisit | Exception) -> None:
        self.pages = list(pages)
        self.requests: list[PageRequest] = []

    def open(self, request: PageRequest, *, source: str, deadline: Deadline) -> PageVisit:
        self.requests.append(request)
        page = self.pages[len(self.requests) - 1]
        if isinstance(page, Exception):
            raise page
        return page

    def failed(self, source: str, code: str) -> None:
        raise AssertionError("the source does not judge pages")


def page(*bodies: bytes, status: int = 200) -> PageVisit:
    answers = tuple(
        CapturedAnswer("https://trends.pinterest.com/metrics/", status, "application/json", body)
        for body in bodies
    )
    return PageVisit("https://trends.pinterest.com/", 200, b"<html>shell</html>", answers, NOW)


def test_no_browser_is_not_configured():
    with pytest.raises(NotConfigured, match="PODPUSHER_PAGES"):
        PAGE.fetch(visit())


def test_a_page_a_country_and_each_answer_once():
    browser = Pages(page(b'{"user": 1}', shown(2), shown(2), b"not json"), page(shown(1)))
    payloads = PAGE.fetch(visit(browser=browser, settings=settings("US,GB,IE")))
    assert [payload.body for payload in payloads] == [shown(2), shown(1)]
    assert [request.url.partition("?")[2] for request in browser.requests] == [
        "country=US",
        "country=GB%2BIE",
    ]
    assert [request.region for request in browser.requests] == ["US", "GB"]
    assert PAGE.parse(payloads[1].body, payloads[1].meta).frame["region"][0] == "GB"


def test_a_page_that_fails_does_not_spoil_the_one_before():
    browser = Pages(page(shown(2)), LoginWall("a sign-in"))
    assert len(PAGE.fetch(visit(browser=browser, settings=settings("US,GB")))) == 1
    with pytest.raises(LoginWall):
        PAGE.fetch(visit(browser=Pages(LoginWall("a sign-in")), settings=settings("US,GB")))


def test_a_page_without_lists_is_landed_itself():
    (payload,) = PAGE.fetch(visit(browser=Pages(page())))
    assert payload.suffix == ".html"
    with pytest.raises(UnknownMarkup):
        PAGE.parse(payload.body, payload.meta)


def test_a_page_whose_answers_are_rate_limited():
    with pytest.raises(RateLimited):
        PAGE.fetch(visit(browser=Pages(page(b"{}", status=429))))
