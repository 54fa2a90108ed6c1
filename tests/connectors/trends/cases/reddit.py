"""Reddit in the standard battery."""

from __future__ import annotations

import json

from connectors.trends.reddit import RedditApiSource, RedditListingSource
from tests.connectors.trends.case import Case
from tests.fakes.http import Reply


def listing(count: int) -> bytes:
    """A listing of hot posts, as it is once nobody is named in it."""
    posts = [
        {
            "kind": "t3",
            "data": {
                "subreddit": "crafts",
                "title": f"Made post number {place}",
                "stickied": False,
                "over_18": False,
                "score": 10 * place,
                "num_comments": 3 * place,
                "permalink": f"/r/crafts/comments/a{place}/made_post/",
            },
        }
        for place in range(1, count + 1)
    ]
    data = {"after": None, "before": None, "dist": count, "children": posts}
    return json.dumps({"kind": "Listing", "data": data}).encode()


_CHANGED = json.dumps({"kind": "Wiki", "data": {"rows": [{"headline": "A post"}]}}).encode()
_TOKEN = Reply.json({"access_token": "t0k3n", "token_type": "bearer", "expires_in": 86400})

CASES = [
    Case(RedditListingSource, page=listing, changed=_CHANGED, rows_per_entry=2),
    Case(RedditApiSource, page=listing, changed=_CHANGED, rows_per_entry=2, before=(_TOKEN,)),
]
