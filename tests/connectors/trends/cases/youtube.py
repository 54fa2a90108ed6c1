"""YouTube in the standard battery."""

from __future__ import annotations

import json

from connectors.trends.youtube import YouTubeSource
from tests.connectors.trends.case import Case


def popular(count: int) -> bytes:
    """A list of videos as the Data API answers with our choice of fields."""
    items = [
        {
            "id": f"abcdefgh{place:03}",
            "snippet": {"title": f"How to draw thing {place}"},
            "statistics": {"viewCount": str(1_000 * place)},
        }
        for place in range(1, count + 1)
    ]
    return json.dumps({"kind": "youtube#videoListResponse", "items": items}).encode()


CASES = [
    Case(
        YouTubeSource,
        page=popular,
        changed=json.dumps({"items": [{"id": "abcdefgh001", "headline": "A video"}]}).encode(),
        rows_per_entry=2,
    )
]
