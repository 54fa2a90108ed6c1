"""Hacker News in the standard battery."""

from __future__ import annotations

import json

from connectors.trends.hacker_news import HackerNewsSource
from tests.connectors.trends.case import Case


def front_page(count: int) -> bytes:
    """The answer of the search, as it is once nobody is named in it."""
    hits = [
        {
            "objectID": str(40_000_000 + place),
            "title": f"Show: project number {place}",
            "url": f"https://site.example/{place}",
            "points": 100 - place,
            "num_comments": 2 * place,
            "created_at_i": 1_770_000_000,
        }
        for place in range(1, count + 1)
    ]
    return json.dumps({"hits": hits, "nbHits": count, "page": 0, "hitsPerPage": 50}).encode()


CASES = [
    Case(
        HackerNewsSource,
        page=front_page,
        changed=json.dumps({"results": [{"headline": "A story"}]}).encode(),
        rows_per_entry=2,
    )
]
