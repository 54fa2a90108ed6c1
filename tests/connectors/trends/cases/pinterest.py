"""Pinterest in the standard battery: the API v5, and an answer of the trends page."""

from __future__ import annotations

import json

from connectors.trends.pinterest import PinterestTrendsApiSource, PinterestTrendsPageSource
from tests.connectors.trends.case import Case

WEEKS = ("2026-02-08", "2026-02-15", "2026-02-22")


def trending(entries: int) -> bytes:
    """An answer of the API v5 in its documented shape."""
    trends = [
        {
            "keyword": f"paper boat {number}",
            "pct_growth_wow": 50,
            "pct_growth_mom": 400,
            "pct_growth_yoy": -5,
            "time_series": {week: (number + place) % 101 for place, week in enumerate(WEEKS)},
        }
        for number in range(1, entries + 1)
    ]
    return json.dumps({"trends": trends}).encode()


def shown(entries: int) -> bytes:
    """The list that the trends page asks for, without weeks."""
    values = [
        {
            "term": f"paper boat {number}",
            "searchCount": 3,
            "normalizedCount": 101 - number,
            "mom_change": {"value": 0.75, "index": number},
            "yoy_change": {"value": None, "index": None},
        }
        for number in range(1, entries + 1)
    ]
    return json.dumps({"values": values, "endDate": "2026-02-27"}).encode()


CASES = [
    Case(
        source=PinterestTrendsApiSource,
        page=trending,
        changed=b'{"trends": [{"phrase": "paper boat", "weeks": [1, 2]}]}',
        rows_per_entry=1 + len(WEEKS),
    ),
    Case(
        source=PinterestTrendsPageSource,
        page=shown,
        changed=b'{"values": [{"phrase": "paper boat", "rise": 3}]}',
        rows_per_entry=2,
    ),
]
