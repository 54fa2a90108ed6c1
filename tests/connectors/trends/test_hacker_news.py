"""Hacker News: one question, nobody's name, odd stories."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import polars as pl
import pytest

from connectors.errors import UnknownMarkup
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.hacker_news import HackerNewsSource
from tests.fakes.http import Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
META = {"captured_at": NOW.isoformat()}
SOURCE = HackerNewsSource()


def story(title: object = "A loom", **more: object) -> dict:
    return {"objectID": "41", "title": title, "points": 9, "num_comments": 4, **more}


def answer(*hits: object) -> bytes:
    return json.dumps({"hits": hits, "nbHits": len(hits)}).encode()


def test_one_question_and_nobody_is_named_in_what_is_kept():
    highlight = {"author": {"value": "somebody"}, "title": {"value": "A loom"}}
    hit = story(author="somebody", _tags=["author_somebody"], _highlightResult=highlight)
    transport = ScriptedTransport([Reply(200, answer(hit))])
    with HttpClient(user_agent="t", transport=transport, now=lambda: NOW) as client:
        visit = Visit(
            http=client,
            deadline=Deadline(20),
            today=date(2026, 3, 2),
            settings=ConnectorSettings(_env_file=None),
            keys=ProviderKeys(_env_file=None),
        )
        (payload,) = SOURCE.fetch(visit)
    (request,) = transport.requests
    assert str(request.url) == (
        "https://hn.algolia.com/api/v1/search?tags=front_page&hitsPerPage=50"
    )
    assert json.loads(payload.body)["hits"] == [story()]
    frame = SOURCE.parse(payload.body, payload.meta).frame
    assert frame.select("term", "kind", "metric", "value", "rank", "url").rows() == [
        ("A loom", "title", "rank", None, 1, "https://news.ycombinator.com/item?id=41"),
        ("A loom", "title", "mentions", 4.0, None, "https://news.ycombinator.com/item?id=41"),
    ]


def test_other_wrappers_and_the_other_api_are_read():
    older = [{"id": 7, "title": "A loom", "score": 3, "descendants": 2}]
    for body in ({"results": {"stories": [story()]}}, older):
        frame = SOURCE.parse(json.dumps(body).encode(), META).frame
        assert frame["metric"].to_list() == ["rank", "mentions"]


def test_odd_stories_are_refused_one_by_one():
    body = answer(
        story("Good", num_comments="12"),
        story("Silent", num_comments=None, objectID="x"),
        story("Odd", num_comments=-3),
        story(None),
        7,
    )
    parsed = SOURCE.parse(body, META)
    ranks = parsed.frame.filter(pl.col("metric") == "rank")
    assert ranks.select("term", "rank").rows() == [("Good", 1), ("Silent", 2), ("Odd", 3)]
    assert ranks["url"][1] is None
    assert parsed.frame["value"].drop_nulls().to_list() == [12.0]
    assert parsed.quarantine["reason"].to_list() == ["bad_number", "missing_term", "bad_row"]
    assert parsed.rows_read == 5


@pytest.mark.parametrize(
    "body", [{}, [], 3, {"hits": 3}, {"hits": [story(None)]}, {"hits": [{"headline": "x"}]}]
)
def test_unknown_shapes(body):
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(json.dumps(body).encode(), META)
