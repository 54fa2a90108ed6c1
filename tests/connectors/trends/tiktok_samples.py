"""What the tests of tiktok share: answers, and how they are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import polars as pl
from hypothesis import strategies as st

from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.settings import ConnectorSettings
from connectors.trends.base import Parsed, Visit
from connectors.trends.tiktok import TikTokTrendsPage
from tests.connectors.trends.case import KEYS, NOW, TODAY
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

META = {"captured_at": NOW.isoformat(), "region": "US"}


DAY = 86_400


def parse(document: Any, **meta: str) -> Parsed:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return TikTokTrendsPage().parse(body, {**META, **meta})


def values(parsed: Parsed, metric: str) -> dict[str, float]:
    rows = parsed.frame.filter(pl.col("metric") == metric)
    return dict(zip(rows["term"], rows["value"], strict=True))


def ranks(parsed: Parsed) -> dict[str, int]:
    rows = parsed.frame.filter(pl.col("metric") == "rank")
    return dict(zip(rows["term"], rows["rank"], strict=True))


def naive(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def listed(*items: Any, key: str = "items") -> dict[str, Any]:
    return {key: list(items), "BaseResp": {"StatusCode": 0, "StatusMessage": ""}}


def item(name: Any = "slowmorning", **more: Any) -> dict[str, Any]:
    return {"hashtagID": "7", "hashtagName": name, "rankIndex": "1", **more}


KEYS_OF_ANSWERS = st.sampled_from(
    [
        "hashtagName",
        "hashtag_id",
        "items",
        "list",
        "rankIndex",
        "vv",
        "publishCnt",
        "country_info",
        "popularityCurve",
        "timestamp",
        "value",
        "challengeInfo",
        "challenges",
        "stats",
        "viewCount",
        "link",
        "title",
        "cardItem",
        "BaseResp",
        "StatusCode",
        "code",
        "id",
        "createTime",
        "desc",
        "keyword",
        "post",
        "data",
        "user",
        "region",
        "pageState",
    ]
)


VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


ANSWERS = st.recursive(
    VALUES | st.sampled_from(["/tag/craft", "1.2M", "2026-02-30", "9999-12-31", "#craft", "US"]),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS_OF_ANSWERS, inner),
    max_leaves=30,
)


def visit(browser: ScriptedBrowser | None, regions: str = "US") -> Visit:
    clock = FakeClock()
    return Visit(
        http=HttpClient(user_agent="PODPusher/test", transport=ScriptedTransport([Reply(500)])),
        deadline=Deadline(20, clock=clock),
        today=TODAY,
        settings=ConnectorSettings(_env_file=None, live_regions=regions),
        keys=KEYS,
        browser=browser,
    )
