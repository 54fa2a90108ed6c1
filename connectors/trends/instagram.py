"""Instagram: the public pages of watched hashtags.

A tag page says how many posts carry the hashtag since it exists, and shows some of them; the
hashtags in their captions are counted over the posts shown. Both concern the whole world. No person
and no text of a post is kept. Visitors without an account often meet a sign-in instead of the page:
that is reported as what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from urllib.parse import quote

from connectors.browser.base import CapturedAnswer, PageRequest, PageVisit
from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    DeadlineExceeded,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
)
from connectors.settings import listed
from connectors.trends.base import Parsed, Payload, TrendSource, Visit, captured_at
from connectors.trends.instagram_page import tag_of_page
from connectors.trends.instagram_reading import Reading, read_documents, says_no_hashtags
from connectors.trends.instagram_refusals import refuse_answer, refuse_page
from connectors.trends.pages import refuse_block_or_wall
from connectors.trends.regions import WORLD, region_code
from connectors.trends.rows import RowGatherer
from connectors.trends.script_data import script_documents
from domain.counts import parse_count
from domain.signals import Kind, Metric, Period

BASE = "https://www.instagram.com"
MOST_PAGES = 30  # hashtags; as many as the platform's own interface grants in a week
MOST_TAGS = 50  # hashtags taken from the captions of one page
_HOLDS_TAGS = re.compile(rb"media_count|edge_hashtag_to_media|edge_media_to_caption|\"caption\"")
_SIGN_IN_ADDRESS = re.compile(r"/accounts/(?:login|signup|emailsignup)|/challenge/")
_SHUT_THE_DOOR = (Blocked, LoginWall, RateLimited, DeadlineExceeded)  # not asked again at once


class InstagramHashtagPage:
    """One page a hashtag: the watched ones, else those made of the named terms."""

    id = "instagram_hashtag_page"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """The tag pages that answered. The page's own answers are kept when they hold hashtags.

        Raises NotConfigured without a browser, NoData without a hashtag to ask about, and the last
        error when no page answered.
        """
        if visit.browser is None:
            raise NotConfigured(
                f"{self.id}: pages are switched off. Name it in PODPUSHER_PAGES and set "
                "PODPUSHER_PAGES_TERMS_ACCEPTED when the platform's terms are accepted.",
                source=self.id,
            )
        hashtags = hashtags_to_ask(visit.settings.watch_hashtags, visit.terms)
        if not hashtags:
            raise NoData(f"{self.id}: no hashtag to ask about. Set PODPUSHER_WATCH_HASHTAGS.")
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for hashtag in hashtags:
            request = PageRequest(
                f"{BASE}/explore/tags/{quote(hashtag, safe='')}/",
                capture=("/graphql/query", "/api/graphql", "/api/v1/tags/"),
            )
            try:
                page = visit.browser.open(request, source=self.id, deadline=visit.deadline)
                payloads.extend(self._payloads(page, hashtag))
            except ConnectorError as error:
                failure = error
                if isinstance(error, _SHUT_THE_DOOR):
                    break
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Posts of the hashtags since they exist, and the hashtags of the posts shown.

        `meta` gives `captured_at` (ISO 8601), and may give `region`, `hashtag` and `url`. Raises
        BadAnswer, Blocked, LoginWall, RateLimited or UnknownMarkup.
        """
        text = payload.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not text:
            raise BadAnswer(f"{self.id}: an empty answer. Try again later.")
        is_page = text.startswith(b"<")
        documents = script_documents(text) if is_page else [self._document(text)]
        reading = read_documents(documents)
        if is_page and not reading.tags and (tag := tag_of_page(text, meta)):
            reading.take(tag)
        if reading.is_empty and not (not is_page and says_no_hashtags(documents)):
            if is_page:
                refuse_page(text, self.id)
            refuse_answer(documents[0], self.id)
        return self._rows(reading, meta)

    def _rows(self, reading: Reading, meta: Mapping[str, Any]) -> Parsed:
        region = region_code(str(meta.get("region") or "")) or WORLD
        gatherer = RowGatherer(self.id, "instagram", Kind.HASHTAG, captured_at(meta))
        line = 0
        for line, tag in enumerate(reading.tags, start=1):
            if tag.posts is None:
                continue
            try:
                posts = _count(tag.posts)
            except ValueError as error:
                gatherer.refuse(line, "bad_number", str(error), tag.name)
                continue
            gatherer.value(
                tag.name,
                Metric.POSTS_TOTAL,
                posts,
                period=Period.INSTANT,
                region=region,
                line=line,
                url=_tag_url(tag.name),
            )
        for _ in range(reading.unnamed):
            line += 1
            gatherer.refuse(line, "missing_term", "a hashtag without a name")
        beside = [key for key in reading.named if key not in reading.keys]
        for key in sorted(beside, key=lambda key: (-reading.named[key], key))[:MOST_TAGS]:
            line += 1
            gatherer.value(
                reading.written[key],
                Metric.MENTIONS,
                reading.named[key],
                period=Period.INSTANT,
                region=region,
                line=line,
                url=_tag_url(reading.written[key]),
            )
        notes = (f"hashtags counted in {reading.shown} posts shown",) if reading.shown else ()
        return gatherer.parsed(self.id, line, notes)

    def _payloads(self, page: PageVisit, hashtag: str) -> list[Payload]:
        if _SIGN_IN_ADDRESS.search(page.url):
            raise LoginWall(
                f"{self.id}: sent to a sign-in. Import figures of your own instead.",
                source=self.id,
            )
        meta = {
            "captured_at": page.received_at.astimezone(UTC).isoformat(),
            "region": WORLD,
            "url": page.url,
            "hashtag": hashtag,
            "source": self.id,
        }
        answers = [each for each in page.answers if _HOLDS_TAGS.search(each.body)]
        if not answers and not (_HOLDS_TAGS.search(page.html) or tag_of_page(page.html, meta)):
            answers = list(page.answers[:1])  # a refusal, most likely
        kept: list[PageVisit | CapturedAnswer] = [*answers] or [page]
        return [
            Payload(each.html, ".html", page.received_at, meta)
            if isinstance(each, PageVisit)
            else Payload(each.body, ".json", page.received_at, meta)
            for each in kept
        ]

    def _document(self, text: bytes) -> Any:
        import orjson

        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            refuse_block_or_wall(text, self.id)
            raise BadAnswer(
                f"{self.id}: the answer is not complete JSON. It was kept; try again later."
            ) from error


def hashtags_to_ask(watched: str, terms: tuple[str, ...]) -> list[str]:
    """The watched hashtags, else the named terms written as hashtags; at most MOST_PAGES."""
    names = listed(watched) or terms
    tags = [re.sub(r"[^\w]", "", name).lower() for name in names]
    return list(dict.fromkeys(tag for tag in tags if tag and not tag.isdigit()))[:MOST_PAGES]


def _count(value: Any) -> float:
    """A count as number or as displayed. Raises ValueError."""
    if isinstance(value, str):
        return float(parse_count(value).value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no count")
    if value < 0 or not float(value).is_integer():
        raise ValueError(f"{value!r} is no count")
    return float(value)


def _tag_url(tag: str) -> str:
    return f"{BASE}/explore/tags/{quote(tag, safe='')}/"


CONNECTORS: dict[str, type[TrendSource]] = {InstagramHashtagPage.id: InstagramHashtagPage}
