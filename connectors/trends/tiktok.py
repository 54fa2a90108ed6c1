"""TikTok: popular hashtags of the Creative Center, and the discover page.

Both are public pages that anybody can open without an account. The Creative Center shows visitors
the first few hashtags of a country with the counts of seven days and a curve of daily popularity
(0-1 in the answers of 2025, 0-100 since 2026); the discover page shows hashtags with the views they
have gathered since they exist. Answers are read by what stands in them, see `tiktok_entries`:
those of the withdrawn `creative_radar_api`, those with `BaseResp`, and the documents that the pages
carry in their scripts. People and sounds on these pages are never read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any, ClassVar

from connectors.browser.base import CapturedAnswer, PageRequest, PageVisit
from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    DeadlineExceeded,
    LoginWall,
    NotConfigured,
    RateLimited,
)
from connectors.trends.base import Parsed, Payload, TrendSource, Visit, captured_at
from connectors.trends.pages import refuse_pages
from connectors.trends.script_data import is_cut_off, script_documents
from connectors.trends.tiktok_entries import find_entries
from connectors.trends.tiktok_refusals import (
    refuse_any_code,
    refuse_code,
    refuse_unknown,
    says_empty,
)
from connectors.trends.tiktok_rows import SignalWriter

CREATIVE_CENTER = "https://ads.tiktok.com/creative/creativeCenter/trends/hashtag"
DISCOVER = "https://www.tiktok.com/discover"
DAYS = 7  # the window asked of the Creative Center
_HOLDS_TAGS = re.compile(rb"hashtag_?(?:name|id)|challenge(?:s|_?info|_?name|_?id)|/tag/", re.I)
_SHUT_THE_DOOR = (Blocked, LoginWall, RateLimited, DeadlineExceeded)  # not asked again at once


class _TikTokPage:
    """What the two pages share: the visit and the reading."""

    id: str
    version = "1"
    _capture: ClassVar[tuple[str, ...]]
    _scrolls: ClassVar[int] = 2

    def fetch(self, visit: Visit) -> list[Payload]:
        """The pages as they answered, at least one payload a page.

        The page's own answers are kept when they hold hashtags, else the page itself. Raises
        NotConfigured without a browser; the last error when no page answered.
        """
        if visit.browser is None:
            raise NotConfigured(
                f"{self.id}: pages are switched off. Name it in PODPUSHER_PAGES and set "
                "PODPUSHER_PAGES_TERMS_ACCEPTED when the platform's terms are accepted.",
                source=self.id,
            )
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for region, url in self._pages(visit):
            request = PageRequest(url, self._capture, scrolls=self._scrolls, region=region)
            try:
                page = visit.browser.open(request, source=self.id, deadline=visit.deadline)
            except ConnectorError as error:
                failure = error
                if isinstance(error, _SHUT_THE_DOOR):
                    break
                continue
            payloads.extend(self._payloads(page, region))
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rank, counts and daily interest of every hashtag or keyword of an answer.

        `meta` gives `captured_at` (ISO 8601), and may give `region` and `url`. Raises BadAnswer,
        Blocked, LoginWall, RateLimited, Unavailable or UnknownMarkup.
        """
        documents, is_page = self._documents(payload)
        if not is_page:
            refuse_code(documents[0], self.id)
        found = find_entries(documents)
        if not found.entries and not found.posts:
            if is_page:
                refuse_any_code(documents, self.id)
            if not says_empty(documents, anywhere=not is_page):
                _refuse_page(payload, self.id)
                refuse_unknown(documents, self.id)
        return SignalWriter(self.id, captured_at(meta), meta).write(found)

    def _pages(self, visit: Visit) -> list[tuple[str, str]]:
        """Region and address of each page to open."""
        raise NotImplementedError

    def _payloads(self, page: PageVisit, region: str) -> list[Payload]:
        answers = [each for each in page.answers if _HOLDS_TAGS.search(each.body)]
        if not answers and not _HOLDS_TAGS.search(page.html):
            answers = list(page.answers[:1])  # a refusal, most likely
        kept: list[PageVisit | CapturedAnswer] = [*answers] or [page]
        received = page.received_at.astimezone(UTC).isoformat()
        payloads = []
        for each in kept:
            body, suffix = (
                (each.html, ".html") if isinstance(each, PageVisit) else (each.body, ".json")
            )
            meta = {"captured_at": received, "region": region, "url": page.url, "source": self.id}
            payloads.append(Payload(body, suffix, page.received_at, meta))
        return payloads

    def _documents(self, payload: bytes) -> tuple[list[Any], bool]:
        """The documents of an answer, and whether it is a web page that carries them."""
        import orjson

        text = payload.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not text:
            raise BadAnswer(f"{self.id}: an empty answer. Try again later.")
        if text.startswith(b"<"):
            return script_documents(text), True
        try:
            return [orjson.loads(text)], False
        except orjson.JSONDecodeError as error:
            refuse_pages(payload, self.id)
            raise BadAnswer(
                f"{self.id}: the answer is not complete JSON. It was kept; try again later."
            ) from error


class TikTokTrendsPage(_TikTokPage):
    """The Creative Center's popular hashtags, a page a country."""

    id = "tiktok_trends_page"
    _capture = ("/KnowledgeAPI/GetHashtagList", "/popular_trend/hashtag/list")

    def _pages(self, visit: Visit) -> list[tuple[str, str]]:
        return [
            (region, f"{CREATIVE_CENTER}?region={region}&period={DAYS}")
            for region in visit.settings.regions
        ]


class TikTokDiscoverPage(_TikTokPage):
    """The discover page; it shows the country it takes the visitor to be in."""

    id = "tiktok_discover_page"
    _capture = ("/api/discover/", "/node/share/discover", "/api/explore/item_list")

    def _pages(self, visit: Visit) -> list[tuple[str, str]]:
        region = next(iter(visit.settings.regions), "US")
        return [(region, DISCOVER)]


def _refuse_page(payload: bytes, source: str) -> None:
    """Raise what a page, or a short answer that stands for one, is instead of data."""
    if is_cut_off(payload):
        raise BadAnswer(f"{source}: the page is not complete. It was kept; try again later.")
    refuse_pages(payload, source)


CONNECTORS: dict[str, type[TrendSource]] = {
    each.id: each for each in (TikTokTrendsPage, TikTokDiscoverPage)
}
