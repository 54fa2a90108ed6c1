"""What the tests of google_trends_explore share: answers, and how they are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import quote

from connectors.trends.google_trends_explore import GoogleTrendsWidgets

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


CAPTURED = NOW.replace(tzinfo=None)


SOURCE = GoogleTrendsWidgets()


ADDRESS = "https://trends.google.com/trends/api"


DAY = 86_400


MONDAY = 1767571200  # 2026-01-05


def meta(url: str | None = None, **more: object) -> dict[str, object]:
    return {"captured_at": NOW.isoformat(), "url": url, **more}


def asked(*items: tuple[str, object], **more: object) -> str:
    """An address as the line chart is asked at."""
    compared = [
        {"geo": geo, "complexKeywordsRestriction": {"keyword": [{"type": "BROAD", "value": term}]}}
        for term, geo in items
    ]
    request = json.dumps({"comparisonItem": compared, **more})
    return f"{ADDRESS}/widgetdata/multiline?req={quote(request)}&token=x&tz=0"


def chart(*points: dict[str, object], guard: str = ")]}',\n") -> bytes:
    return (guard + json.dumps({"default": {"timelineData": points, "averages": []}})).encode()


def point(time: int, *values: object, **more: object) -> dict[str, object]:
    return {"time": str(time), "value": list(values), "hasData": [True] * len(values), **more}


def ranked(*entries: dict[str, object]) -> dict[str, object]:
    return {"rankedKeyword": list(entries)}


def related(*lists: dict[str, object]) -> bytes:
    return b")]}',\n" + json.dumps({"default": {"rankedList": lists}}).encode()
