"""X / Twitter in the standard battery, in the shapes of 2026 and of the API v2."""

from __future__ import annotations

import json

from connectors.trends.twitter import TwitterExploreSource, TwitterTrendsApiSource
from tests.connectors.trends.case import Case


def explore(entries: int) -> bytes:
    """An explore answer: a cursor, and entries with their posts in `social_context`."""
    items = [
        {
            "entryId": f"trend-{number}",
            "content": {
                "itemContent": {
                    "itemType": "TimelineTrend",
                    "__typename": "TimelineTrend",
                    "name": f"paper boat {number}",
                    "social_context": {"text": f"{number} hours ago · Other · {number}.5K posts"},
                    "trend_url": {"url": f"twitter://trending/{number}"},
                }
            },
        }
        for number in range(1, entries + 1)
    ]
    cursor = {"entryId": "cursor-top", "content": {"cursorType": "Top", "value": "x"}}
    instructions = [{"type": "TimelineAddEntries", "entries": [cursor, *items]}]
    answer = {"data": {"timeline": {"timeline": {"instructions": instructions}}}}
    return json.dumps(answer).encode()


def by_place(entries: int) -> bytes:
    """An answer of the API v2."""
    trends = [
        {"trend_name": f"paper boat {number}", "tweet_count": 100_000 - number}
        for number in range(1, entries + 1)
    ]
    return json.dumps({"data": trends}).encode()


CASES = [
    Case(
        source=TwitterExploreSource,
        page=explore,
        changed=b'{"data": {"explore": {"shelves": [{"headline": "paper boat"}]}}}',
        rows_per_entry=2,
    ),
    Case(
        source=TwitterTrendsApiSource,
        page=by_place,
        changed=b'{"data": [{"headline": "paper boat", "volume": 3}]}',
        rows_per_entry=2,
    ),
]
