"""What the tests of instagram share: answers, and how they are read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import polars as pl
from hypothesis import strategies as st

from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.settings import ConnectorSettings
from connectors.trends.base import Parsed, Visit
from connectors.trends.instagram import InstagramHashtagPage
from tests.connectors.trends.case import KEYS, NOW, TODAY
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

META = {"captured_at": NOW.isoformat()}


def parse(document: Any, **meta: str) -> Parsed:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return InstagramHashtagPage().parse(body, {**META, **meta})


def values(parsed: Parsed, metric: str) -> dict[str, float]:
    rows = parsed.frame.filter(pl.col("metric") == metric)
    return dict(zip(rows["term"], rows["value"], strict=True))


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def named_in(document: Any) -> Counter[str]:
    """How many posts of a document of 2021 name a hashtag, counted the simple way."""
    captions: dict[str, str] = {}
    for node in objects(document):
        edges = node.get("edge_media_to_caption", {}).get("edges", [])
        if edges:
            captions[node["shortcode"]] = edges[0]["node"]["text"]
    counted: Counter[str] = Counter()
    for text in captions.values():
        counted.update({tag.lower() for tag in re.findall(r"#(\w+)", text)})
    return counted


def tag_page(description: str, *, head: str = "", title: str = "Instagram") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}"
        f'<meta content="{description}" name="description" /></head>'
        '<body><a href="/accounts/login/">Log in</a></body></html>'
    ).encode()


def visit(browser: ScriptedBrowser | None, hashtags: str = "", *terms: str) -> Visit:
    return Visit(
        http=HttpClient(user_agent="PODPusher/test", transport=ScriptedTransport([Reply(500)])),
        deadline=Deadline(20, clock=FakeClock()),
        today=TODAY,
        settings=ConnectorSettings(_env_file=None, watch_hashtags=hashtags),
        keys=KEYS,
        terms=terms,
        browser=browser,
    )


KEYS_OF_ANSWERS = st.sampled_from(
    [
        "name",
        "hashtag",
        "hashtags",
        "media_count",
        "formatted_media_count",
        "count",
        "caption",
        "edge_hashtag_to_media",
        "edge_media_to_caption",
        "edges",
        "node",
        "text",
        "pk",
        "data",
        "username",
        "status",
        "message",
        "errors",
        "authenticated",
    ]
)


VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


ANSWERS = st.recursive(
    VALUES | st.sampled_from(["#craft #sewing", "1.2M", "paris", "fail"]),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS_OF_ANSWERS, inner),
    max_leaves=30,
)


CANONICAL = '<link rel="canonical" href="https://www.instagram.com/explore/tags/paris/" />'
