"""Google's trending feed: both generations, several countries, hostile XML."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from connectors.errors import BadAnswer, Unavailable, UnknownMarkup
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.google_trends import CONNECTORS, GoogleTrendsSource
from domain.sources.registry import SOURCES
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

META = {"captured_at": "2026-03-02T09:30:00+00:00", "region": "US"}
SOURCE = GoogleTrendsSource()


def feed(*items: str, space: str = "https://trends.google.com/trending/rss") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss xmlns:ht="{space}"><channel>{body}</channel></rss>'.encode()


def item(title: str, traffic: str) -> str:
    return f"<title>{title}</title><ht:approx_traffic>{traffic}</ht:approx_traffic>"


@pytest.mark.parametrize(
    ("space", "shown", "searches"),
    [
        ("https://trends.google.com/trending/rss", "2000+", 2000.0),
        ("https://trends.google.com/trends/trendingsearches/daily", "200K+", 200_000.0),
        ("https://trends.google.com/trending/rss", "1M+", 1_000_000.0),
        ("https://trends.google.com/trending/rss", "2천+", 2000.0),
    ],
)
def test_both_generations(space, shown, searches):
    frame = SOURCE.parse(feed(item("tea day", shown), space=space), META).frame
    assert frame["metric"].to_list() == ["rank", "searches"]
    assert frame["value"].to_list() == [None, searches]
    assert frame["rank"].to_list() == [1, None]
    assert frame["captured_at"][0] == datetime(2026, 3, 2, 9, 30)
    assert frame["region"][0] == "US"


def test_the_recorded_structure(shared_data):
    body = (shared_data / "pages/google_trends/trending_rss_structure_2025-02-25.xml").read_bytes()
    parsed = SOURCE.parse(body, META)
    assert parsed.frame["term"].unique(maintain_order=True).to_list() == ["trend1", "trend2"]
    assert set(parsed.frame["value"].drop_nulls()) == {2000.0}
    assert parsed.quarantine.height == 0


def test_odd_items_are_refused_one_by_one():
    parsed = SOURCE.parse(feed(item("good", "100+"), item("", "5+"), item("odd", "lots")), META)
    assert parsed.frame.filter(parsed.frame["metric"] == "rank")["term"].to_list() == [
        "good",
        "odd",
    ]
    assert parsed.quarantine["reason"].to_list() == ["missing_term", "bad_number"]


def test_an_item_without_traffic_keeps_its_rank():
    frame = SOURCE.parse(feed(item("a", "5+"), "<title>b</title>"), META).frame
    assert frame["term"].to_list() == ["a", "a", "b"]


@pytest.mark.parametrize(
    "body",
    [
        b"<feed><entry/></feed>",
        b"<rss/>",
        feed("<title/><ht:approx_traffic>5+</ht:approx_traffic>"),
    ],
)
def test_unknown_markup(body):
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(body, META)


def test_entities_are_refused():
    item = b"<item><title>&a;</title></item>"
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaa">]><rss><channel>' + item + b"</channel></rss>"
    with pytest.raises(BadAnswer, match="entities"):
        SOURCE.parse(bomb, META)


@pytest.mark.parametrize(
    "link",
    [
        "<link>https://trends.google.com/trending/rss?geo=GB</link>",
        "<link>https://trends.google.com/trends/trendingsearches/daily?geo=GB</link>",
        "<a:link xmlns:a='http://www.w3.org/2005/Atom' href='https://trends.google.com/x?geo=GB'/>",
    ],
)
def test_the_feed_says_its_country(link):
    body = feed(item("tea day", "2000+")).replace(b"<channel>", b"<channel>" + link.encode())
    assert set(SOURCE.parse(body, META).frame["region"]) == {"GB"}
    assert set(SOURCE.parse(body, {**META, "region": None}).frame["region"]) == {"GB"}


def test_every_source_of_the_platform_has_a_connector():
    live = {spec.id for spec in SOURCES.values() if spec.platform == "google_trends" and spec.live}
    assert {name: made().id for name, made in CONNECTORS.items()} == {each: each for each in live}


def fetch(route):
    clock = FakeClock()
    client = HttpClient(
        user_agent="t",
        transport=ScriptedTransport(route=route),
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    )
    with client:
        return SOURCE.fetch(
            Visit(
                http=client,
                deadline=Deadline(20, clock=clock),
                today=date(2026, 3, 2),
                settings=ConnectorSettings(_env_file=None, live_regions="US,GB"),
                keys=ProviderKeys(_env_file=None),
            )
        )


def test_one_country_may_fail():
    payloads = fetch(lambda url: Reply(500) if "geo=US" in str(url) else Reply(200, feed()))
    assert [payload.meta["region"] for payload in payloads] == ["GB"]
    assert payloads[0].meta["captured_at"] == "2026-03-02T09:30:00+00:00"


def test_all_countries_failing_is_the_last_error():
    with pytest.raises(Unavailable):
        fetch(lambda _: Reply(500))
