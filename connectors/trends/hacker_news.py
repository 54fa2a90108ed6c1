"""Hacker News: the front page, through its public search API, in one call.

Names are dropped before anything is kept. A story's rank is its place in the answer; its comments
are posts too and count as `mentions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.errors import UnknownMarkup
from connectors.http.client import json_body
from connectors.trends.base import Parsed, Payload, Visit, captured_at
from connectors.trends.figures import whole
from connectors.trends.pages import refuse_pages
from connectors.trends.people import without_people
from connectors.trends.rows import RowGatherer
from connectors.trends.walk import objects
from domain.signals import Kind, Metric, Period

SEARCH = "https://hn.algolia.com/api/v1/search"
STORIES = "50"
_MARKS = frozenset({"num_comments", "points", "descendants", "score"})


class HackerNewsSource:
    """The stories of the front page: place and comments."""

    id = "hacker_news"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload."""
        answer = visit.http.get(
            SEARCH,
            params={"tags": "front_page", "hitsPerPage": STORIES},
            deadline=visit.deadline,
            source=self.id,
        )
        meta = {"url": answer.url, "captured_at": answer.received_at.isoformat()}
        body = without_people(answer.body, self.id)
        return [Payload(body, ".json", answer.received_at, meta)]

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rank and comments of each story, in the order of the answer."""
        refuse_pages(payload, self.id)
        stories = _stories(json_body(payload, self.id))
        if stories is None:
            raise UnknownMarkup(f"{self.id}: no list of stories in the answer. Report it.")
        gathered = RowGatherer(self.id, "hacker_news", Kind.TITLE, captured_at(meta))
        place = 0
        for line, story in enumerate(stories, start=1):
            if not isinstance(story, dict):
                gathered.refuse(line, "bad_row", "an entry that is no story")
                continue
            title = story.get("title")
            if not isinstance(title, str) or not title.strip():
                gathered.refuse(line, "missing_term", "a story without a title")
                continue
            place += 1
            _gather(story, title.strip(), place, line, gathered)
        if stories and not place:
            raise UnknownMarkup(f"{self.id}: stories without titles. The API changed; report it.")
        return gathered.parsed(self.id, len(stories))


CONNECTORS = {"hacker_news": HackerNewsSource}


def _gather(
    story: dict[str, Any], title: str, place: int, line: int, gathered: RowGatherer
) -> None:
    identity = whole(story.get("objectID", story.get("id")))
    url = f"https://news.ycombinator.com/item?id={identity}" if identity else None
    gathered.rank(title, place, region="WW", line=line, url=url)
    shown = story.get("num_comments", story.get("descendants"))
    comments = whole(shown)
    if comments is not None:
        gathered.value(
            title,
            Metric.MENTIONS,
            comments,
            period=Period.INSTANT,
            region="WW",
            line=line,
            url=url,
        )
    elif shown is not None:
        gathered.refuse(line, "bad_number", f"num_comments {str(shown)[:60]!r}", title)


def _stories(body: Any) -> list[Any] | None:
    """The first list that holds stories, whatever it is called; an empty `hits`; or None."""
    for holder in objects({"": body}):
        for inner in holder.values():
            if isinstance(inner, list) and any(
                isinstance(each, dict) and "title" in each and _MARKS & each.keys()
                for each in inner
            ):
                return inner
    hits = body.get("hits") if isinstance(body, dict) else None
    return hits if hits == [] else None
