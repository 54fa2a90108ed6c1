"""Wikimedia in the standard battery."""

from __future__ import annotations

import json
from datetime import date, timedelta

from connectors.trends.wikimedia import WikimediaArticleSource, WikimediaSource
from tests.connectors.trends.case import Case
from tests.fakes.http import Reply


def top(count: int) -> bytes:
    """A list of the most read articles of a day."""
    articles = [
        {"article": f"Article_number_{place}", "views": 10_000 - place, "rank": place}
        for place in range(1, count + 1)
    ]
    day = {"project": "en.wikipedia", "access": "all-access"}
    day |= {"year": "2026", "month": "03", "day": "01"}
    return json.dumps({"items": [{**day, "articles": articles}] if count else []}).encode()


def history(count: int) -> bytes:
    """Daily views of one article."""
    item = {"project": "en.wikipedia", "article": "Cottagecore", "granularity": "daily"}
    first = date(2026, 2, 1)
    days = [first + timedelta(days=number) for number in range(count)]
    items = [{**item, "timestamp": f"{day:%Y%m%d}00", "views": 100 + day.day} for day in days]
    return json.dumps({"items": items}).encode()


_TITLES = Reply.json(
    {
        "batchcomplete": True,
        "query": {
            "normalized": [{"fromencoded": False, "from": "cottagecore", "to": "Cottagecore"}],
            "pages": [{"pageid": 1, "ns": 0, "title": "Cottagecore"}],
        },
    }
)
_CHANGED = json.dumps({"items": [{"page": "Tea", "hits": 5}]}).encode()

CASES = [
    Case(WikimediaSource, page=top, changed=_CHANGED, rows_per_entry=2),
    Case(
        WikimediaArticleSource,
        page=history,
        changed=_CHANGED,
        rows_per_entry=1,
        ranked=False,
        before=(_TITLES,),
    ),
]
