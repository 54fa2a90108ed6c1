"""What the tests of etsy_trending share: answers, and how they are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import polars as pl

from connectors.trends.etsy_trending import EtsyTrendingPage

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


META = {"captured_at": NOW.isoformat(), "region": "US"}


SOURCE = EtsyTrendingPage()


CAPTCHA = "https://geo.captcha-delivery.com/captcha/?initialCid=A"


def parse(body: bytes | object):
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    return SOURCE.parse(payload, META)


def places(parsed, kind: str) -> dict[str, int]:
    rows = parsed.frame.filter((pl.col("kind") == kind) & (pl.col("metric") == "rank"))
    return dict(rows.select("term", "rank").iter_rows())


def chips(heading: str, *searches: str, tag: str = "h2") -> str:
    links = "".join(
        f"<li><a href='/search?q={search.replace(' ', '+')}&ref=rel'>{search}</a></li>"
        for search in searches
    )
    return f"<section><{tag}>{heading}</{tag}><ul>{links}</ul></section>"
