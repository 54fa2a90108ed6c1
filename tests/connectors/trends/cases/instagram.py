"""Instagram for the standard battery: hashtags with their numbers of posts."""

from __future__ import annotations

import json

from connectors.trends.instagram import InstagramHashtagPage
from tests.connectors.trends.case import Case


def hashtag_page(entries: int) -> bytes:
    """Hashtags as later answers have them, beside a person and a place of the same shape."""
    hashtags = [
        {
            "position": number,
            "hashtag": {"id": str(number), "name": f"handmade{number}", "media_count": 50 * number},
        }
        for number in range(1, entries + 1)
    ]
    person = {"user": {"username": "somebody", "full_name": "Some Body", "media_count": 7}}
    place = {"place": {"location": {"name": "Somewhere", "lat": 1.5, "media_count": 9}}}
    return json.dumps(
        {"hashtags": hashtags, "users": [person], "places": [place], "status": "ok"}
    ).encode()


CASES = [
    Case(
        InstagramHashtagPage,
        hashtag_page,
        b'{"data": {"feed": {"edges": [{"node": {"id": "1"}}]}}, "status": "ok"}',
        rows_per_entry=1,
        ranked=False,
    )
]
