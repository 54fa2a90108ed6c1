"""Google Trends: related and trending searches, refusals, and the visit."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import json
from datetime import date, datetime
from urllib.parse import parse_qs, quote, urlsplit

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadAnswer, Blocked, LoginWall, NoData, RateLimited, UnknownMarkup
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from tests.connectors.trends.cases.google_trends import interest, widgets
from tests.connectors.trends.google_trends_explore_samples import (
    ADDRESS,
    CAPTURED,
    DAY,
    MONDAY,
    NOW,
    SOURCE,
    asked,
    chart,
    meta,
    point,
    ranked,
    related,
)
from tests.fakes.http import FakeClock, Reply, ScriptedTransport


def test_top_and_rising_queries():
    body = related(
        ranked(
            {"query": "tea mug", "value": 100, "formattedValue": "100", "hasData": True},
            {"query": "old mug", "value": 0, "formattedValue": "<1", "hasData": True},
        ),
        ranked(
            {"query": "frog mug", "value": 71_000, "formattedValue": "Breakout"},
            {"query": "tea mug", "value": 90, "formattedValue": "+90%"},
        ),
    )
    frame = SOURCE.parse(body, meta(region="US")).frame
    rows = list(frame.select("term", "metric", "value", "rank", "region").iter_rows())
    assert rows == [
        ("tea mug", "interest", 100.0, None, "US"),
        ("old mug", "interest", 0.0, None, "US"),
        ("frog mug", "rank", None, 1, "US"),
        ("tea mug", "rank", None, 2, "US"),
    ]


def test_growth_below_a_hundred_is_no_interest():
    body = related(ranked({"query": "mug", "value": 70, "formattedValue": "+70 %"}))
    assert SOURCE.parse(body, meta()).frame["metric"].to_list() == ["rank"]


def test_related_topics_are_topics():
    topic = {"mid": "/m/1", "title": "Pottery", "type": "Craft"}
    body = related(ranked({"topic": topic, "value": 9_000, "formattedValue": "Breakout"}))
    frame = SOURCE.parse(body, meta()).frame
    assert list(frame.select("term", "kind", "rank").iter_rows()) == [("Pottery", "topic", 1)]


def test_related_queries_have_the_place_they_were_asked_for():
    request = {"restriction": {"geo": {"country": "GB"}}, "keywordType": "QUERY"}
    url = f"{ADDRESS}/widgetdata/relatedsearches?req={quote(json.dumps(request))}"
    body = related(ranked({"query": "mug", "value": 250, "formattedValue": "+250%"}))
    assert SOURCE.parse(body, meta(url, region="US")).frame["region"].to_list() == ["GB"]


@pytest.mark.parametrize(
    ("asked_for", "captured"),
    [
        ("2021-01-01 2021-12-31", datetime(2022, 1, 1)),
        ("2021-01-01T00 2021-01-05T12", datetime(2021, 1, 6)),
        ("2025-03-02 2026-03-02", CAPTURED),
        ("today 12-m", CAPTURED),
        ("2021-01-01 2021-02-31", CAPTURED),
    ],
)
def test_an_answer_about_the_past_could_be_known_then(asked_for, captured):
    request = {"restriction": {"geo": {}, "time": asked_for}, "keywordType": "QUERY"}
    url = f"{ADDRESS}/widgetdata/relatedsearches?req={quote(json.dumps(request))}"
    body = related(ranked({"query": "mug", "value": 250, "formattedValue": "+250%"}))
    assert SOURCE.parse(body, meta(url)).frame["captured_at"].to_list() == [captured]


def test_trending_searches_of_days():
    days = [
        {
            "date": date,
            "trendingSearches": [
                {"title": {"query": f"{date} tea"}, "formattedTraffic": "200K+"},
                {"title": {"query": f"{date} mug"}, "formattedTraffic": "lots"},
            ],
        }
        for date in ("20260227", "20260226")
    ]
    body = b")]}',\n" + json.dumps({"default": {"trendingSearchesDays": days}}).encode()
    parsed = SOURCE.parse(body, meta("https://trends.google.com/trends/api/dailytrends?geo=GB"))
    assert list(parsed.frame.select("term", "metric", "value", "rank").iter_rows()) == [
        ("20260227 tea", "rank", None, 1),
        ("20260227 tea", "searches", 200_000.0, None),
        ("20260227 mug", "rank", None, 2),
    ]
    assert set(parsed.frame["captured_at"]) == {datetime(2026, 2, 28)}
    assert set(parsed.frame["region"]) == {"GB"}
    assert parsed.quarantine["reason"].to_list() == ["bad_number"]


def trending_now(*entries: list[object]) -> bytes:
    """The trending page's own request, in parts with their lengths before them."""
    call = json.dumps([["wrb.fr", "i0OFE", json.dumps([None, entries]), None, None, "generic"]])
    rest = json.dumps([["di", 25], ["af.httprm", 25, "1", 0]])
    return f")]}}'\n\n{len(call)}\n{call}\n{len(rest)}\n{rest}\n".encode()


def test_what_trends_now():
    body = trending_now(
        ["tea day", None, "US", [1772400000], None, None, 200_000, None, 1000, ["tea"]],
        ["mug day", None, "US", [1772400000], None, None, 5_000, None, 100, ["mug"]],
    )
    frame = SOURCE.parse(body, meta()).frame
    assert list(frame.select("term", "metric", "value", "rank", "region").iter_rows()) == [
        ("tea day", "rank", None, 1, "US"),
        ("tea day", "searches", 200_000.0, None, "US"),
        ("mug day", "rank", None, 2, "US"),
        ("mug day", "searches", 5_000.0, None, "US"),
    ]


def test_a_list_of_an_unknown_place_is_refused():
    body = json.dumps({"united_states": ["tea"], "atlantis": ["mug"]}).encode()
    parsed = SOURCE.parse(body, meta())
    assert list(parsed.frame.select("term", "region").iter_rows()) == [("tea", "US")]
    assert parsed.quarantine["reason"].to_list() == ["bad_region"]


def test_an_entry_without_words_is_refused():
    body = related(ranked({"value": 250, "formattedValue": "+250%"}, {"query": "mug", "value": 1}))
    assert SOURCE.parse(body, meta()).quarantine["reason"].to_list() == ["missing_term"]


@pytest.mark.parametrize(
    "body",
    [
        chart(),
        related(),
        related(ranked()),
        b")]}'\n" + b'{"storySummaries":{"trendingStories":[]}}',
        b")]}',\n" + b'{"default":{"trendingSearchesDays":[]}}',
        b")]}',\n" + b'{"topCharts":[]}',
        b")]}',\n" + b'{"default":{"geoMapData":[]}}',
        b'{"united_states":[]}',
        trending_now(),
        widgets("TIMESERIES"),
    ],
)
def test_an_empty_list_is_no_error(body):
    parsed = SOURCE.parse(body, meta(asked(("mug", {}))))
    assert parsed.frame.height == parsed.quarantine.height == 0


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b'{"default":{}}', b'{"a":[1]}', b'{"terms":["mug"]}', b'"mug"', b"5"]
)
def test_unknown_shapes(body):
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(body, meta())


@pytest.mark.parametrize("guard", ["", ")]}'\n", ")]}',\n", ")]}'", ")]}',", "\ufeff)]}',\r\n"])
def test_the_guard_is_taken_off(guard):
    parsed = SOURCE.parse(chart(point(MONDAY, 5), guard=guard), meta(asked(("mug", {}))))
    assert parsed.frame.height == 1


def test_error_pages_of_google():
    for number, reason in ((404, "Not Found"), (429, "Too Many Requests")):
        page = (
            "<html lang=en><meta charset=utf-8><title>Error "
            f"{number} ({reason})!!1</title><p>That's an error.</html>"
        )
        with pytest.raises(Blocked):
            SOURCE.parse(page.encode(), meta())


def test_the_consent_page():
    page = b"<!doctype html><form action='https://consent.google.com/save'></form>"
    with pytest.raises(LoginWall):
        SOURCE.parse(page, meta())


@given(values=st.lists(st.lists(st.integers(0, 100), min_size=2, max_size=2), max_size=40))
def test_every_value_of_every_point_is_a_row(values):
    points = [point(MONDAY - DAY * number, *each) for number, each in enumerate(values)]
    frame = SOURCE.parse(chart(*points), meta(asked(("mug", {}), ("cup", {})))).frame
    for column, term in enumerate(("mug", "cup")):
        found = frame.filter(pl.col("term") == term)["value"].to_list()
        assert found == [float(each[column]) for each in values]


class World:
    """Google Trends for one test: what it answers and what it was asked."""

    def __init__(self, **answers: Reply) -> None:
        self.answers = answers
        self.clock = FakeClock()
        self.transport = ScriptedTransport(route=self.answer, clock=self.clock)

    def answer(self, url) -> Reply:
        return self.answers[url.path.rpartition("/")[2]]

    def requests(self, path: str) -> list[dict[str, object]]:
        queries = [
            parse_qs(urlsplit(str(request.url)).query)
            for request in self.transport.requests
            if str(request.url.path).endswith(path)
        ]
        return [{**query, "req": json.loads(query["req"][0])} for query in queries]

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
                    keys=ProviderKeys(_env_file=None),
                    terms=terms,
                )
            )


OFFERED = Reply(200, widgets("TIMESERIES", "GEO_MAP", "RELATED_QUERIES_0", "RELATED_QUERIES_1"))


RELATED = Reply(200, related(ranked({"query": "mug", "value": 250, "formattedValue": "+250%"})))


def test_a_visit_asks_for_the_chart_and_the_related_queries():
    world = World(
        explore=OFFERED,
        multiline=Reply(200, chart(point(MONDAY, *range(5)))),
        relatedsearches=RELATED,
    )
    payloads = world.fetch(*"abcdef")
    explore = world.requests("explore")[0]["req"]
    assert [each["keyword"] for each in explore["comparisonItem"]] == list("abcde")
    assert {each["geo"] for each in explore["comparisonItem"]} == {"GB"}
    assert world.requests("multiline")[0]["req"] == {"for": "TIMESERIES"}
    assert world.requests("multiline")[0]["token"] == ["T_TIMESERIES"]
    assert len(world.requests("relatedsearches")) == 2
    chart_frame = SOURCE.parse(payloads[0].body, payloads[0].meta).frame
    assert chart_frame["term"].to_list() == list("abcde")
    assert set(chart_frame["region"]) == {"GB"}
    assert SOURCE.parse(payloads[1].body, payloads[1].meta).frame["region"].to_list() == ["GB"]
    assert "T_TIMESERIES" not in str(payloads[0].meta)


def test_what_arrived_is_kept_when_the_rest_is_refused():
    world = World(explore=OFFERED, multiline=Reply(200, interest(2)), relatedsearches=Reply(429))
    assert len(world.fetch("mug")) == 1


def test_nobody_is_asked_on_after_too_many_questions():
    world = World(explore=OFFERED, multiline=Reply(429), relatedsearches=RELATED)
    with pytest.raises(RateLimited):
        world.fetch("mug")
    assert world.requests("relatedsearches") == []


def test_another_failure_does_not_keep_the_rest():
    world = World(explore=OFFERED, multiline=Reply(404), relatedsearches=RELATED)
    assert len(world.fetch("mug")) == 2


def test_without_terms_nothing_is_asked():
    world = World()
    with pytest.raises(NoData, match="PODPUSHER_WATCH_TERMS"):
        world.fetch()
    assert world.transport.requests == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (widgets("GEO_MAP"), UnknownMarkup),
        (b"<html><title>Error 429 (Too Many Requests)!!1</title></html>", Blocked),
        (b"<html><form id='captcha-form'></form></html>", Blocked),
        (b")]}'\n{", BadAnswer),
        (b"", BadAnswer),
    ],
)
def test_an_explore_answer_without_the_chart(answer, error):
    with pytest.raises(error):
        World(explore=Reply(200, answer)).fetch("mug")
