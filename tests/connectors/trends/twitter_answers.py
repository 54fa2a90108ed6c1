"""Answers of X made for tests, and what is read from them."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from connectors.trends.base import Parsed
from connectors.trends.twitter import TwitterExploreSource

META = {"captured_at": "2026-08-01T09:30:00+00:00", "region": "US"}
SOURCE = TwitterExploreSource()


def parse(answer: Any, **meta: Any) -> Parsed:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return SOURCE.parse(body, {**META, **meta})


def of(parsed: Parsed, metric: str) -> list[tuple[str, float]]:
    """Term and figure of each row of a metric, in the order of the file."""
    column = "rank" if metric == "rank" else "value"
    rows = parsed.frame.filter(pl.col("metric") == metric).sort("line", maintain_order=True)
    return list(zip(rows["term"].to_list(), rows[column].to_list(), strict=True))


def refused(parsed: Parsed) -> list[tuple[int, str]]:
    return list(parsed.quarantine.select("line", "reason").iter_rows())


def timeline(*trends: dict[str, Any]) -> dict[str, Any]:
    entries = [{"entryId": f"trend-{n}", "content": {"it": t}} for n, t in enumerate(trends)]
    return {"data": {"timeline": {"instructions": [{"entries": entries}]}}}


def trend(name: Any, line: str | None = None, **more: Any) -> dict[str, Any]:
    metadata = {} if line is None else {"meta_description": line}
    return {"itemType": "TimelineTrend", "name": name, "trend_metadata": metadata, **more}
