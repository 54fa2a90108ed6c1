"""The standard battery: what every live source must survive."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx2
import polars as pl
import pytest

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    RateLimited,
    RetryLater,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.trends.base import QUARANTINE_SCHEMA, SIGNAL_SCHEMA, TrendSource
from connectors.trends.google_trends import GoogleTrendsSource
from connectors.trends.registry import SOURCES
from connectors.trends.wikimedia import WikimediaSource
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CANARY = "canary-9f8e7d6c5b4a"
BLOCK_PAGE = b"<html><title>site.example</title><p>Please enable JS</p>DataDome captcha</html>"
CONSENT_PAGE = b"<!DOCTYPE html><html><h1>Before you continue</h1><form></form></html>"
LOGIN_PAGE = b"<html><form action='/x'><input type='password' name='p'></form></html>"
OTHER_PAGE = b"<!doctype html><html><h1>We moved house</h1></html>"


def wikimedia_top(count: int) -> bytes:
    articles = [
        {"article": f"Article_{index}", "views": 9000 - index, "rank": index + 1}
        for index in range(count)
    ]
    item = {"project": "en.wikipedia", "access": "all-access", "year": "2026", "month": "03"}
    return json.dumps({"items": [{**item, "day": "01", "articles": articles}]}).encode()


def google_feed(count: int) -> bytes:
    items = "".join(
        f"<item><title>words {index}</title><ht:approx_traffic>{200 + index}+</ht:approx_traffic>"
        "</item>"
        for index in range(count)
    )
    space = "https://trends.google.com/trending/rss"
    feed = f'<rss xmlns:ht="{space}" version="2.0"><channel>{items}</channel></rss>'
    return feed.encode()


@dataclass(frozen=True)
class Case:
    """A source, its address, a page of n entries, and markup nobody knows."""

    source: TrendSource
    page: Callable[[int], bytes]
    changed: bytes
    rows_per_entry: int


CASES = [
    Case(
        WikimediaSource(today=date(2026, 3, 2), articles=0, base=f"https://w.example/{CANARY}"),
        wikimedia_top,
        b'{"items": [{"project": "en.wikipedia", "pages": []}]}',
        2,
    ),
    Case(
        GoogleTrendsSource(regions=("US",), feed=f"https://g.example/rss?key={CANARY}"),
        google_feed,
        b"<rss><channel><item><title>a</title><traffic>200+</traffic></item></channel></rss>",
        2,
    ),
]
every_source = pytest.mark.parametrize("case", CASES, ids=lambda case: case.source.id)


def fetch(case: Case, *replies: Reply, clock: FakeClock | None = None) -> list[Any]:
    clock = clock or FakeClock()
    client = HttpClient(
        user_agent="PODPusher/test",
        transport=ScriptedTransport(list(replies)),
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: NOW,
    )
    with client:
        return case.source.fetch(client, Deadline(20, clock=clock))


def parse(case: Case, body: bytes) -> Any:
    payloads = fetch(case, Reply(200, body))
    return case.source.parse(payloads[0].body, payloads[0].meta)


@every_source
def test_shape(case):
    parsed = parse(case, case.page(20))
    assert dict(parsed.frame.schema) == {
        name: kind if isinstance(kind, pl.DataType) else kind()
        for name, kind in SIGNAL_SCHEMA.items()
    }
    assert list(parsed.quarantine.schema) == list(QUARANTINE_SCHEMA)
    assert parsed.frame.height == 20 * case.rows_per_entry
    assert set(parsed.frame["platform"]) == {case.source.platform}
    assert set(parsed.frame["source"]) <= set(SOURCES)
    assert set(parsed.frame["origin"]) == {"live"}
    assert parsed.frame["captured_at"].max() <= NOW.replace(tzinfo=None)
    ranks = parsed.frame.filter(pl.col("metric") == "rank").sort("line")["rank"].to_list()
    assert ranks == list(range(1, 21))


@every_source
def test_the_landed_bytes_are_the_answer(case):
    assert fetch(case, Reply(200, case.page(3)))[0].body == case.page(3)


@every_source
def test_parsing_is_pure(case):
    payload = fetch(case, Reply(200, case.page(5)))[0]
    first = case.source.parse(payload.body, payload.meta)
    again = case.source.parse(payload.body, payload.meta)
    assert first.frame.equals(again.frame)


@every_source
def test_an_empty_page_is_no_error(case):
    parsed = parse(case, case.page(0))
    assert parsed.frame.height == 0
    assert parsed.quarantine.height == 0


@every_source
def test_a_short_page_is_taken_as_it_is(case):
    assert parse(case, case.page(1)).frame.height == case.rows_per_entry


@every_source
def test_429_with_retry_after(case):
    clock = FakeClock()
    reply = Reply(429, headers={"retry-after": "2"})
    payloads = fetch(case, reply, Reply(200, case.page(1)), clock=clock)
    assert payloads[0].body == case.page(1)
    assert clock.slept[0] >= 2


@every_source
def test_429_without_retry_after(case):
    with pytest.raises(RateLimited):
        fetch(case, Reply(429))


@every_source
def test_server_errors(case):
    with pytest.raises(Unavailable):
        fetch(case, Reply(502))


@every_source
def test_a_silent_network_ends_within_twenty_seconds(case):
    clock = FakeClock()
    client = HttpClient(
        user_agent="t",
        transport=ScriptedTransport(
            [Reply(error=httpx2.ConnectTimeout("silent"))], clock=clock, seconds_per_request=8.0
        ),
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
    )
    with pytest.raises(RetryLater):
        case.source.fetch(client, Deadline(20, clock=clock))
    assert clock.time - 1000 <= 28  # the last request began before the end


@every_source
@pytest.mark.parametrize("page", [CONSENT_PAGE, LOGIN_PAGE], ids=["consent", "login"])
def test_a_sign_in_or_consent_page(case, page):
    with pytest.raises(LoginWall):
        parse(case, page)


@every_source
def test_a_redirect_to_a_sign_in(case):
    with pytest.raises(LoginWall):
        fetch(case, Reply(302, headers={"location": "https://accounts.example/signin"}))


@every_source
def test_a_block_page(case):
    with pytest.raises(Blocked):
        parse(case, BLOCK_PAGE)
    with pytest.raises(Blocked):
        fetch(case, Reply(403, BLOCK_PAGE))


@every_source
def test_another_page(case):
    with pytest.raises(UnknownMarkup):
        parse(case, OTHER_PAGE)


@every_source
def test_changed_markup(case):
    with pytest.raises(UnknownMarkup):
        parse(case, case.changed)


@every_source
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_answer(case, share):
    body = case.page(20)
    with pytest.raises(BadAnswer):
        parse(case, body[: int(len(body) * share)])


@every_source
def test_an_empty_answer(case):
    with pytest.raises(BadAnswer):
        parse(case, b"")


@every_source
@pytest.mark.parametrize(
    "reply",
    [Reply(403), Reply(429), Reply(500), Reply(418), Reply(error=httpx2.ConnectError(CANARY))],
    ids=["403", "429", "500", "418", "connect"],
)
def test_no_secret_in_any_message(case, reply):
    with pytest.raises(ConnectorError) as caught:
        fetch(case, reply)
    assert CANARY not in str(caught.value)


def test_the_recorded_block_page_is_recognised(shared_data):
    page = (shared_data / "pages/etsy/blocked_datadome_captcha.html").read_bytes()
    for case in CASES:
        with pytest.raises(Blocked):
            parse(case, page)
