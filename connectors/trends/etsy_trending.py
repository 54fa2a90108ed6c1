"""Etsy: trending searches, bestsellers of categories, and searches related to named terms.

Public pages that anybody can open without an account, and only when the operator switched pages on.
Listings give their title and place, ads excepted; lists of searches give the words and their place.
Etsy shows no counter of demand, so ranks are all there is. A page of DataDome, who guards the shop,
means that this machine is blocked, never that there are no results.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import quote

from connectors.browser.base import PageRequest, PageVisit
from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    DeadlineExceeded,
    LoginWall,
    NotConfigured,
    RateLimited,
    UnknownMarkup,
)
from connectors.http.client import json_body
from connectors.trends.base import Parsed, Payload, TrendSource, Visit, captured_at
from connectors.trends.etsy_cards import listing_cards, own_listing
from connectors.trends.etsy_entries import Found, write_rows
from connectors.trends.etsy_listings import json_entries, pages_inside
from connectors.trends.etsy_searches import search_lists
from connectors.trends.etsy_words import NO_RESULTS
from connectors.trends.pages import refuse_block_or_wall
from connectors.trends.regions import region_code
from connectors.trends.rows import RowGatherer
from connectors.trends.visible import Sight, page_tree
from connectors.trends.walk import embedded_json
from domain.signals import Kind

SHOP = "https://www.etsy.com"
TRENDING = f"{SHOP}/market/trending_now"
BESTSELLERS = (
    f"{SHOP}/c/clothing?is_best_seller=true",
    f"{SHOP}/c/home-and-living?is_best_seller=true",
)
PAGES = 5  # of one visit, in all
_SHUT_THE_DOOR = (Blocked, LoginWall, RateLimited, DeadlineExceeded)  # not asked again at once
_WHOLE_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html)\b", re.IGNORECASE)
_END = re.compile(rb"</html\s*>", re.IGNORECASE)
_EMPTY_GRID = "[data-results-grid-container], [data-search-results], [data-listings-container]"


class EtsyTrendingPage:
    """The trending page, bestsellers of two categories, and the pages of the best named terms."""

    id = "etsy_trending_page"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a page that opens; the last error when none does.

        Raises NotConfigured without a browser. After a page that shuts the door no other is asked.
        """
        if visit.browser is None:
            raise NotConfigured(
                f"{self.id}: pages are switched off. Name it in PODPUSHER_PAGES and set "
                "PODPUSHER_PAGES_TERMS_ACCEPTED when the platform's terms are accepted."
            )
        region = next(iter(visit.settings.regions), "US")
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for url in _addresses(visit.terms):
            request = PageRequest(url, wait_for="[data-listing-id]", scrolls=1, region=region)
            try:
                page = visit.browser.open(request, source=self.id, deadline=visit.deadline)
            except ConnectorError as error:
                failure = error
                if isinstance(error, _SHUT_THE_DOOR):
                    break
                continue
            payloads.append(_payload(page, region))
            if self._is_shut(page):
                visit.browser.failed(self.id, Blocked.code)
                break  # kept as it came; parsing will name what it is
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Places of listings (kind title), of their tags (keyword) and of searches (search).

        `meta` gives `captured_at` (ISO 8601) and `region`. Raises Blocked, LoginWall, BadAnswer or
        UnknownMarkup; a page that says there are no results is empty and no error.
        """
        refuse_block_or_wall(payload, self.id)
        found = self._in_page(payload) if _is_markup(payload) else self._in_json(payload)
        if not found.anything and not found.says_empty:
            raise UnknownMarkup(
                f"{self.id}: no listing and no search. The page changed; report it."
            )
        rows = RowGatherer(self.id, "etsy_trending", Kind.SEARCH, captured_at(meta))
        entries, notes = write_rows(found, rows, region_code(str(meta.get("region") or "")) or "WW")
        if rows.refused and not rows.rows:
            raise UnknownMarkup(f"{self.id}: entries without words. The page changed; report it.")
        return rows.parsed(self.id, entries, notes)

    def _is_shut(self, page: PageVisit) -> bool:
        try:
            refuse_block_or_wall(page.html, self.id)
        except ConnectorError:
            return True
        return False

    def _in_page(self, payload: bytes) -> Found:
        """What is seen on the page; where it shows nothing, what its scripts carry."""
        if _WHOLE_PAGE.match(payload) and not _END.search(payload[-2000:]):
            raise BadAnswer(f"{self.id}: the page is not complete. It was kept; try again later.")
        tree = page_tree(payload, self.id)
        sight = Sight(tree)
        found = Found(searches=search_lists(tree, sight))
        own = own_listing(tree, sight)
        found.alone = own is not None
        found.listings = [own] if own else listing_cards(tree, sight)
        if found.anything:
            return found
        grid = tree.css_first(_EMPTY_GRID)
        said = sight.text(tree.body).replace("’", "'") if tree.body else ""
        is_bare = grid is not None and grid.css_first("a[href], li, img") is None
        found.says_empty = is_bare or bool(NO_RESULTS.search(said))
        return found if found.says_empty else _in_scripts(payload)

    def _in_json(self, payload: bytes) -> Found:
        document = json_body(payload, self.id)
        found = json_entries(document)
        for piece in pages_inside(document):
            more = self._in_page(piece)
            found.listings.extend(more.listings)
            found.searches.extend(more.searches)
        return found


def _addresses(terms: tuple[str, ...]) -> Iterator[str]:
    """The pages of a visit: fixed ones first, then those of the best named terms."""
    yield TRENDING
    yield from BESTSELLERS
    for term in terms[: PAGES - 1 - len(BESTSELLERS)]:
        yield f"{SHOP}/market/{quote('_'.join(term.casefold().split()), safe='')}"


def _payload(page: PageVisit, region: str) -> Payload:
    received = page.received_at.astimezone(UTC).isoformat()
    meta = {"captured_at": received, "region": region, "url": page.url}
    return Payload(page.html, ".html", page.received_at, meta)


def _is_markup(payload: bytes) -> bool:
    return payload.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _in_scripts(payload: bytes) -> Found:
    """Entries of the documents that a page carries in its scripts. An empty list says nothing."""
    found = Found()
    for document in embedded_json(payload):
        inside = json_entries(document)
        found.listings.extend(inside.listings)
        found.searches.extend(inside.searches)
    return found


CONNECTORS: dict[str, type[TrendSource]] = {EtsyTrendingPage.id: EtsyTrendingPage}
