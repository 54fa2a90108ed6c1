"""Wikimedia: which titles are articles, which days are asked, odd entries."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from connectors.errors import BadAnswer, NoData, UnknownMarkup
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.trends.wikimedia import WikimediaSource, is_article
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

TODAY = date(2026, 3, 2)
SOURCE = WikimediaSource(today=TODAY, articles=2, base="https://w.example")


def top(*articles: dict) -> dict:
    item = {"project": "en.wikipedia", "year": "2026", "month": "03", "day": "01"}
    return {"items": [{**item, "articles": list(articles)}]}


def history(article: str) -> dict:
    item = {"project": "en.wikipedia", "article": article, "granularity": "daily"}
    return {
        "items": [
            {**item, "timestamp": "2026022800", "views": 10},
            {**item, "timestamp": "2026030100", "views": 12},
        ]
    }


def fetch(route, clock=None, **timing):
    clock = clock or FakeClock()
    transport = ScriptedTransport(route=route, clock=clock, **timing)
    client = HttpClient(
        user_agent="t",
        transport=transport,
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    with client:
        return SOURCE.fetch(client, Deadline(20, clock=clock)), transport


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Stranger_Things", True),
        ("Mission:_Impossible", True),
        ("Main_Page", False),
        ("Special:Search", False),
        ("Wikipedia:Featured_pictures", False),
        ("Portal:Current_events", False),
        ("User_talk:Someone", False),
        ("-", False),
        ("", False),
    ],
)
def test_is_article(title, expected):
    assert is_article(title) is expected


def test_the_list_then_the_histories_of_its_first_articles():
    def route(url):
        if "/top/" in url.path:
            return Reply.json(
                top(
                    {"article": "Main_Page", "views": 99, "rank": 1},
                    {"article": "C++", "views": 50, "rank": 2},
                    {"article": "Cats_(film)", "views": 40, "rank": 3},
                    {"article": "Dogs", "views": 30, "rank": 4},
                )
            )
        return Reply.json(history("C++"))

    payloads, transport = fetch(route)
    assert transport.requests[0].url.path == "/top/en.wikipedia/all-access/2026/03/01"
    asked = [url.rsplit("/", 4)[1] for url in payloads[1].meta["urls"]]
    assert asked == ["C%2B%2B", "Cats_%28film%29"]
    assert len(payloads) == 2


def test_histories_are_landed_together_and_read_one_by_one():
    body = "\n".join(json.dumps(history(name)) for name in ("Tea", "Mug")).encode()
    frame = SOURCE.parse(body, {}).frame
    assert frame["term"].to_list() == ["Tea", "Tea", "Mug", "Mug"]
    spoiled = body + b'\n{"items": [{"article": "Cut'
    parsed = SOURCE.parse(spoiled, {})
    assert parsed.frame.equals(frame)
    assert parsed.quarantine["reason"].to_list() == ["bad_json"]
    with pytest.raises(BadAnswer):
        SOURCE.parse(b'{"items": \n{"items": ', {})


def test_a_day_not_counted_yet_falls_back_to_the_day_before():
    def route(url):
        if "/2026/03/01" in url.path:
            return Reply(404)
        return Reply.json(top())

    payloads, _ = fetch(route)
    assert payloads[0].meta["day"] == "2026-02-28"


def test_no_recent_day_is_no_data():
    with pytest.raises(NoData):
        fetch(lambda _: Reply(404))


def test_histories_stop_when_time_is_up_and_the_list_stays():
    def route(url):
        if "/top/" in url.path:
            return Reply.json(top(*({"article": f"A{n}", "views": 5} for n in range(9))))
        return Reply(503)

    payloads, _ = fetch(route, seconds_per_request=6.0)
    assert len(payloads) == 1


def test_an_article_without_history_is_passed_over():
    def route(url):
        if "/top/" in url.path:
            return Reply.json(top({"article": "New", "views": 5}, {"article": "Old", "views": 4}))
        return Reply(404) if "/New/" in url.path else Reply.json(history("Old"))

    payloads, _ = fetch(route)
    assert [url.rsplit("/", 4)[1] for url in payloads[1].meta["urls"]] == ["Old"]


def test_a_broken_list_is_kept_for_the_parser():
    payloads, _ = fetch(lambda _: Reply(200, b'{"items": '))
    assert payloads[0].body == b'{"items": '


def test_rows_of_a_list():
    body = top(
        {"article": "Main_Page", "views": 99, "rank": 1},
        {"article": "Tea_(meal)", "views": 50, "rank": 2},
    )
    frame = SOURCE.parse(json.dumps(body).encode(), {}).frame
    assert frame["term"].to_list() == ["Tea (meal)", "Tea (meal)"]
    assert frame["rank"].to_list() == [1, None]
    assert frame["value"].to_list() == [None, 50.0]
    assert frame["url"][0] == "https://en.wikipedia.org/wiki/Tea_(meal)"
    assert frame["observed_at"][0] == datetime(2026, 3, 1, 23, 59, 59, 999999)
    assert frame["captured_at"].equals(frame["observed_at"].alias("captured_at"))


def test_rows_of_a_history():
    frame = SOURCE.parse(json.dumps(history("Tea")).encode(), {}).frame
    assert frame["source"].unique().to_list() == ["wikimedia_article"]
    assert frame["value"].to_list() == [10.0, 12.0]
    assert frame["observed_at"][0] == datetime(2026, 2, 28, 23, 59, 59, 999999)


def test_odd_entries_are_refused_one_by_one():
    body = top(
        {"article": "Good", "views": 5}, {"article": "Odd", "views": "many"}, {"views": 3}, 7
    )
    parsed = SOURCE.parse(json.dumps(body).encode(), {})
    assert parsed.frame["term"].unique().to_list() == ["Good"]
    assert parsed.quarantine["reason"].to_list() == ["bad_number", "missing_term", "missing_term"]
    items = [
        {"article": "Good", "timestamp": "2026030100", "views": 1},
        {"article": "Good", "timestamp": "soon", "views": 1},
        {"article": "Good", "timestamp": "2026030100", "views": None},
        {"timestamp": "2026030100", "views": 1},
    ]
    parsed = SOURCE.parse(json.dumps({"items": items}).encode(), {})
    assert parsed.frame.height == 1
    assert parsed.quarantine["reason"].to_list() == ["bad_date", "bad_number", "missing_term"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ([], UnknownMarkup),
        ({"type": "error"}, UnknownMarkup),
        ({"items": ["a"]}, UnknownMarkup),
        ({"items": [{"articles": {}}]}, UnknownMarkup),
        ({"items": [{"articles": [], "year": "x"}]}, BadAnswer),
    ],
)
def test_unknown_shapes(body, kind):
    with pytest.raises(kind):
        SOURCE.parse(json.dumps(body).encode(), {})
