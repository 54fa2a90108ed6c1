"""X / Twitter: recorded answers of every year against counters taken from the files."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.trends.twitter import CONNECTORS
from domain.terms.phrases import key_phrases
from tests.connectors.trends.twitter_answers import META, SOURCE, of, parse, timeline, trend
from warehouse.rules import apply_rules


def recorded_trends(value: Any) -> list[dict[str, Any]]:
    """Trends of a recording, found without the parser."""
    if isinstance(value, dict):
        if value.get("itemType") == "TimelineTrend":
            return [value]
        return [found for inner in value.values() for found in recorded_trends(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in recorded_trends(inner)]
    return []


def shown_posts(trend: dict[str, Any]) -> float | None:
    """The posts of a recorded trend, read by eye: "12K posts", "… · 471 posts"."""
    line = trend.get("trend_metadata", {}).get("meta_description")
    line = line or trend.get("social_context", {}).get("text", "")
    found = re.search(r"([\d.,]+)([KM]?) posts$", line)
    if not found:
        return None
    sizes = {"": 1, "K": 1000, "M": 1_000_000}
    return float(Decimal(found[1].replace(",", "")) * sizes[found[2]])


@pytest.mark.parametrize("day", ["2025-03-07", "2026-05-21", "2026-06-15"])
def test_recorded_explore(shared_data, day):
    body = (shared_data / f"pages/twitter/graphql_explore_trends_{day}.json").read_bytes()
    trends = recorded_trends(json.loads(body))
    ranks, counts = [], []
    for place, recorded in enumerate(trends, start=1):
        headline = recorded.get("is_ai_trend", False)
        for term in key_phrases(recorded["name"]) if headline else (recorded["name"],):
            ranks.append((term, place))
            if (posts := shown_posts(recorded)) is not None:
                counts.append((term, posts))
    parsed = parse(body)
    assert ranks
    assert counts
    assert of(parsed, "rank") == ranks
    assert of(parsed, "mentions") == counts
    assert parsed.rows_read == len(trends)
    assert parsed.quarantine.height == 0


def test_recorded_place_list(shared_data):
    body = (shared_data / "pages/twitter/trends_place_worldwide_2019.json").read_bytes()
    (place,) = json.loads(body)
    parsed = parse(body)
    trends = [trend for trend in place["trends"] if not trend["promoted_content"]]
    assert of(parsed, "rank") == [
        (trend["name"], number) for number, trend in enumerate(trends, start=1)
    ]
    assert of(parsed, "mentions") == [
        (trend["name"], trend["tweet_volume"]) for trend in trends if trend["tweet_volume"]
    ]
    assert set(parsed.frame["region"]) == {"WW"}
    seen = datetime.fromisoformat(place["as_of"]).replace(tzinfo=None)
    assert set(parsed.frame["captured_at"]) == set(parsed.frame["observed_at"]) == {seen}


def test_recorded_trends24(shared_data):
    from html.parser import HTMLParser

    hours: list[tuple[datetime, list[tuple[str, str]]]] = []

    class Reader(HTMLParser):
        link = False

        def handle_starttag(self, tag, attrs):
            marks = dict(attrs)
            if "data-timestamp" in marks:
                stamp = datetime.fromtimestamp(float(marks["data-timestamp"]), UTC)
                hours.append((stamp.replace(tzinfo=None), []))
            if "data-count" in marks:
                hours[-1][1].append((self.name, marks["data-count"]))
            self.link = tag == "a"

        def handle_data(self, data):
            if self.link:
                self.name, self.link = data, False

    page = (shared_data / "pages/trends24/trends24_structure_handmade.html").read_text()
    Reader().feed(page)
    parsed = parse(page.encode(), region="")
    assert len(hours) > 1
    for seen, entries in hours:
        hour = parsed.frame.filter(pl.col("observed_at") == seen)
        ranks = hour.filter(pl.col("metric") == "rank").sort("rank")
        assert ranks["term"].to_list() == [name for name, _ in entries]
        counts = hour.filter(pl.col("metric") == "mentions").sort("line")
        assert counts["value"].to_list() == [
            float(count.removesuffix("K")) * 1000 for _, count in entries if count
        ]
    assert set(parsed.frame["region"]) == {"US"}
    assert parsed.rows_read == sum(len(entries) for _, entries in hours)


@pytest.mark.parametrize("path", ["twitter", "trends24"])
def test_recordings_pass_the_rules_of_the_tables(shared_data, path):
    for file in sorted((shared_data / "pages" / path).iterdir()):
        frame = SOURCE.parse(file.read_bytes(), META).frame
        rows = frame.with_columns(pl.lit("r").alias("run_id"), pl.lit("s").alias("slice_id"))
        accepted, bad = apply_rules(rows, datetime(2026, 8, 1, tzinfo=UTC))
        assert bad.height == 0
        assert accepted.height == frame.height


def test_both_sources_read_every_recording(shared_data):
    for file in sorted((shared_data / "pages/twitter").iterdir()):
        frames = [source().parse(file.read_bytes(), META).frame for source in CONNECTORS.values()]
        assert frames[0].drop("source").equals(frames[1].drop("source"))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"errors": [{"code": 32, "message": "Could not authenticate you."}]}, LoginWall),
        ({"errors": [{"code": 89, "message": "Invalid or expired token."}]}, LoginWall),
        ({"errors": [{"code": 215, "message": "Bad Authentication data."}]}, LoginWall),
        ({"errors": [{"code": 326, "message": "Your account is locked."}]}, Blocked),
        ({"errors": [{"code": 64, "message": "Your account is suspended"}]}, Blocked),
        ({"errors": [{"code": 453, "message": "A subset of endpoints"}]}, Blocked),
        ({"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, RateLimited),
        ({"errors": [{"code": 130, "message": "Over capacity"}]}, Unavailable),
        ({"errors": [{"code": 34, "message": "Page does not exist."}]}, NoData),
        (
            {"errors": [{"message": "Timeout: Unspecified", "extensions": {}}], "data": {}},
            Unavailable,
        ),
        ({"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "x"}, LoginWall),
        ({"title": "Client Forbidden", "status": 403, "reason": "client-not-enrolled"}, Blocked),
        ({"title": "Too Many Requests", "status": 429}, RateLimited),
        ({"title": "Service Unavailable", "status": 503}, Unavailable),
        ({"error": "Rate limit exceeded. Clients may not make more requests."}, RateLimited),
        ({"errors": [{"message": "The teapot is empty", "code": 9999}]}, Refused),
        ({"errors": "Forbidden"}, Blocked),
        ({}, UnknownMarkup),
        ({"data": {"timeline": {"instructions": [{"entries": [{"content": {}}]}]}}}, UnknownMarkup),
        ("tea", UnknownMarkup),
        (7, UnknownMarkup),
    ],
)
def test_refusals_by_their_meaning(answer, error):
    with pytest.raises(ConnectorError) as caught:
        parse(answer)
    assert type(caught.value) is error


def test_an_error_beside_trends_is_a_note():
    answer = timeline(trend("tea day"))
    answer["errors"] = [{"code": 29, "message": "Timeout: Unspecified"}]
    parsed = parse(answer)
    assert of(parsed, "rank") == [("tea day", 1)]
    assert "error" in parsed.notes[0]


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><title>Log in to X / X</title><div id='react-root'></div></html>",
        b'<html><script>location = "/i/flow/login?redirect_after_login=%2Fexplore"</script></html>',
    ],
)
def test_the_sign_in_page_of_x(page):
    with pytest.raises(LoginWall):
        parse(page)


def test_trends_carried_by_a_page():
    state = json.dumps(timeline(trend("tea day", "5 posts")))
    page = f"<!doctype html><html><script>window.__STATE__={state};</script></html>".encode()
    assert of(parse(page), "mentions") == [("tea day", 5.0)]
