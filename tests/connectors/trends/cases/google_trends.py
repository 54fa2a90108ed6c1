"""Google Trends in the standard battery: the feed, the widgets, the API."""

from __future__ import annotations

import json
from datetime import date, timedelta

from connectors.trends.google_trends import GoogleTrendsSource
from connectors.trends.google_trends_api import GoogleTrendsApi
from connectors.trends.google_trends_explore import GoogleTrendsWidgets
from tests.connectors.trends.case import Case
from tests.fakes.http import Reply

FIRST_DAY = date(2026, 1, 5)


def feed(count: int) -> bytes:
    """The trending feed as it is since 2024."""
    items = "".join(
        f"<item><title>trend {place}</title><ht:approx_traffic>{place}000+</ht:approx_traffic>"
        f"</item>"
        for place in range(1, count + 1)
    )
    space = "https://trends.google.com/trending/rss"
    return f'<rss xmlns:ht="{space}"><channel>{items}</channel></rss>'.encode()


def widgets(*ids: str) -> bytes:
    """What the explore page offers: one widget for each id."""
    offered = [{"id": each, "request": {"for": each}, "token": f"T_{each}"} for each in ids]
    return b")]}'\n" + json.dumps({"widgets": offered}).encode()


def interest(count: int) -> bytes:
    """A line chart of one term, a point a day."""
    start = 1767571200  # 2026-01-05
    points = [
        {
            "time": str(start + 86_400 * number),
            "formattedTime": f"Jan {number + 5}, 2026",
            "value": [number],
            "hasData": [True],
            "formattedValue": [str(number)],
        }
        for number in range(count)
    ]
    return b")]}',\n" + json.dumps({"default": {"timelineData": points, "averages": []}}).encode()


def operation(count: int) -> bytes:
    """A finished operation of the API with a point a day."""
    points = [
        {
            "timeRange": {
                "startTime": f"{FIRST_DAY + timedelta(days=number)}T00:00:00Z",
                "endTime": f"{FIRST_DAY + timedelta(days=number + 1)}T00:00:00Z",
            },
            "searchInterest": number * 1.5,
            "scaledSearchInterest": number,
        }
        for number in range(count)
    ]
    response = {"timeSeries": {"points": points}}
    return json.dumps({"name": "operations/1", "done": True, "response": response}).encode()


CASES = [
    Case(
        GoogleTrendsSource,
        page=feed,
        changed=b"<rss><channel><item><headline>a</headline></item></channel></rss>",
        rows_per_entry=2,
    ),
    Case(
        GoogleTrendsWidgets,
        page=interest,
        changed=b')]}\',\n{"default":{"chartData":[{"time":"1767571200","value":[5]}]}}',
        rows_per_entry=1,
        ranked=False,
        before=(Reply(200, widgets("TIMESERIES", "RELATED_QUERIES")),),
    ),
    Case(
        GoogleTrendsApi,
        page=operation,
        changed=b'{"done": true, "response": {"series": [{"value": 5}]}}',
        rows_per_entry=1,
        ranked=False,
        before=(Reply.json({"name": "operations/1"}),),
    ),
]
