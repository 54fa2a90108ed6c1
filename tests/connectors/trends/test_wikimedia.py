"""Wikimedia: which titles are articles, which days are asked, named terms, odd entries."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from connectors.errors import (
    BadAnswer,
    Blocked,
    LoginWall,
    NoData,
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
from connectors.trends.pageviews import is_article
from connectors.trends.wikimedia import WikimediaArticleSource, WikimediaSource, redirect_table
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

TODAY = date(2026, 3, 2)
SOURCE = WikimediaSource()
ARTICLES = WikimediaArticleSource()


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


def fetch(route, clock=None, *, source=SOURCE, terms=(), **timing):
    clock = clock or FakeClock()
    transport = ScriptedTransport(route=route, clock=clock, **timing)
    client = HttpClient(
        user_agent="t",
        transport=transport,
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    with client:
        visit = Visit(
            http=client,
            deadline=Deadline(20, clock=clock),
            today=TODAY,
            settings=ConnectorSettings(_env_file=None, live_articles=2),
            keys=ProviderKeys(_env_file=None),
            terms=terms,
        )
        return source.fetch(visit), transport


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Main Page", False),
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
    assert (
        transport.requests[0].url.path.removeprefix("/api/rest_v1/metrics/pageviews")
        == "/top/en.wikipedia/all-access/2026/03/01"
    )
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


def test_a_web_page_among_histories_is_refused_alone():
    body = json.dumps(history("Tea")).encode() + b"\n<html>busy</html>"
    parsed = SOURCE.parse(body, {})
    assert parsed.frame.height == 2
    assert parsed.quarantine.select("line", "reason").rows() == [(2, "bad_json")]


def test_indented_answers_other_wrappers_and_numbers_in_quotes_are_read():
    expected = SOURCE.parse(json.dumps(history("Tea")).encode(), {}).frame
    renamed = {"data": {"rows": [{**row, "views": str(row["views"])} for row in _items("Tea")]}}
    for body in (json.dumps(history("Tea"), indent=1), json.dumps(renamed)):
        assert SOURCE.parse(body.encode(), {}).frame.equals(expected)
    listed = {"result": top({"article": "Tea", "views": "50"})["items"][0]}
    assert SOURCE.parse(json.dumps(listed).encode(), {}).frame["value"].to_list() == [None, 50.0]


def _items(article: str) -> list[dict]:
    return history(article)["items"]


def test_lists_of_a_month_and_of_a_country():
    body = top({"article": "Tea", "views": 50})
    body["items"][0]["day"] = "all-days"
    frame = SOURCE.parse(json.dumps(body).encode(), {}).frame
    assert set(frame["period"]) == {"month"}
    assert frame["observed_at"][0] == datetime(2026, 3, 31, 23, 59, 59, 999999)
    body = top({"article": "Tee", "project": "de.wikipedia", "views_ceil": 500})
    body["items"][0]["country"] = "DE"
    frame = SOURCE.parse(json.dumps(body).encode(), {}).frame
    assert frame.select("region", "value", "url").rows()[1] == (
        "DE",
        500.0,
        "https://de.wikipedia.org/wiki/Tee",
    )


def test_a_monthly_history():
    item = {"article": "Tea", "granularity": "monthly", "timestamp": "2026020100", "views": 9}
    frame = SOURCE.parse(json.dumps({"items": [item]}).encode(), {}).frame
    assert frame.select("period", "observed_at").rows() == [
        ("month", datetime(2026, 2, 28, 23, 59, 59, 999999))
    ]


def table(pages, normalised=(), redirects=()):
    return {
        "query": {
            "normalized": [{"from": old, "to": new} for old, new in normalised],
            "redirects": [{"from": old, "to": new} for old, new in redirects],
            "pages": pages,
        }
    }


TABLE = table(
    [
        {"ns": 0, "title": "Bohemianism"},
        {"ns": 0, "title": "Cat"},
        {"ns": 0, "title": "Nope", "missing": True},
        {"ns": 4, "title": "Wikipedia:About"},
        {"ns": 0, "title": "Mercury", "pageprops": {"disambiguation": ""}},
        {"title": "", "invalid": True, "invalidreason": "…"},
    ],
    normalised=[("boho", "Boho"), ("cats", "Cats"), ("cat", "Cat"), ("nope", "Nope")],
    redirects=[("Boho", "Bohemianism"), ("Cats", "Cat")],
)
TERMS = ("#boho", "cats", "cat", "nope", "Mercury", "a|b", "Wikipedia:About", "cats", "")


def resolving(answers):
    """The table for the titles, then histories by the article's name."""

    def route(url):
        if url.host == "en.wikipedia.org":
            return Reply.json(TABLE)
        return answers(url.path.rsplit("/", 4)[1])

    return route


def test_named_terms_are_read_as_the_articles_they_lead_to():
    payloads, transport = fetch(
        resolving(lambda name: Reply.json(history(name))), source=ARTICLES, terms=TERMS
    )
    question = dict(transport.requests[0].url.params)
    assert question["titles"] == "boho|cats|cat|nope|Mercury|Wikipedia:About"
    assert question["redirects"] == "1"
    (payload,) = payloads
    asked = [url.rsplit("/", 4)[1] for url in payload.meta["urls"]]
    assert asked == ["Bohemianism", "Cat"]
    span = payload.meta["urls"][0].rsplit("/", 2)[1:]
    assert span == ["20251102", "20260301"]
    parsed = ARTICLES.parse(payload.body, payload.meta)
    assert parsed.frame["term"].unique(maintain_order=True).to_list() == ["Bohemianism", "Cat"]
    assert set(parsed.frame["source"]) == {"wikimedia_article"}
    assert parsed.notes == (
        "'boho' is read as the article 'Bohemianism'.",
        "'cats' is read as the article 'Cat'.",
        "No article: nope, Mercury, a|b, Wikipedia:About.",
    )
    assert ARTICLES.parse(payload.body, {}).frame.equals(parsed.frame)


def test_fifty_titles_a_call():
    terms = tuple(f"term {number}" for number in range(120))
    with pytest.raises(NoData):
        fetch(resolving(lambda _: Reply(500)), source=ARTICLES, terms=terms)
    asked = []

    def route(url):
        asked.append(len(dict(url.params)["titles"].split("|")))
        return Reply.json(TABLE)

    with pytest.raises(NoData, match="100 named terms"):
        fetch(route, source=ARTICLES, terms=terms)
    assert asked == [50, 50]


def test_no_term_is_no_data_and_names_the_setting():
    with pytest.raises(NoData, match="PODPUSHER_WATCH_TERMS"):
        fetch(lambda _: Reply(500), source=ARTICLES, terms=("#", " "))


def test_an_article_without_views_is_passed_over_and_a_failure_keeps_what_arrived():
    def absent(name):
        return Reply(404) if name == "Bohemianism" else Reply.json(history(name))

    def failing(name):
        return Reply(403) if name == "Cat" else Reply.json(history(name))

    (payload,), _ = fetch(resolving(absent), source=ARTICLES, terms=TERMS)
    assert ARTICLES.parse(payload.body, payload.meta).frame["term"].unique().to_list() == ["Cat"]
    (payload,), _ = fetch(resolving(failing), source=ARTICLES, terms=TERMS)
    assert len(payload.meta["urls"]) == 1
    with pytest.raises(Blocked):
        fetch(resolving(lambda _: Reply(403)), source=ARTICLES, terms=TERMS)
    with pytest.raises(NoData):
        fetch(resolving(lambda _: Reply(404)), source=ARTICLES, terms=TERMS)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", BadAnswer),
        (b'{"query": ', BadAnswer),
        (b"[]", UnknownMarkup),
        (b'{"pages": []}', UnknownMarkup),
        (b"<html>captcha</html>", Blocked),
        (b"<html>please log in</html>", LoginWall),
        (b'{"error": {"code": "maxlag"}}', Unavailable),
        (b'{"error": {"code": "ratelimited"}}', RateLimited),
        (b'{"error": {"code": "badvalue"}}', Refused),
    ],
)
def test_what_stands_in_place_of_the_table_has_a_name(body, kind):
    with pytest.raises(kind):
        redirect_table(body, "wikimedia_article")
