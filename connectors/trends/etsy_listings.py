"""Listings and searches in the JSON answers of Etsy's own pages and apps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.trends.etsy_entries import EtsyListing, Found
from connectors.trends.etsy_words import SEARCH_NAME
from connectors.trends.figures import whole
from connectors.trends.walk import objects

_NUMBERS = ("listing_id", "listingId", "listing_identifier")
_TITLES = ("title", "listing_title", "name")
_TAGS = ("tags", "keywords", "listing_tags")
_VIEWS = ("views", "view_count", "num_views")
_ADS = ("is_ad", "isAd", "is_prolist", "is_promoted", "is_sponsored", "display_as_large_ad")
_BADGES = ("is_bestseller", "isBestseller", "is_best_seller")
_QUERIES = ("query", "search_query", "searchQuery", "display_query", "search_term", "term", "text")
_LISTS = frozenset({"results", "listings", "items", "listing_cards", "search_results"})


def json_entries(document: Any) -> Found:
    """What a JSON answer holds. `says_empty`: a list of it is there and empty."""
    found = Found()
    listings: dict[str, EtsyListing] = {}
    for each in objects(document):
        listing = _listing(each)
        if listing:
            listings[listing.number] = _joined(listings.get(listing.number), listing)
        for name, value in each.items():
            if isinstance(value, list):
                terms = list(_queries(name, value))
                if terms:
                    found.searches.append(terms)
                elif not value and (name in _LISTS or SEARCH_NAME.search(name)):
                    found.says_empty = True
    found.listings = list(listings.values())
    found.alone = isinstance(document, dict) and _is_listing(document.get("listing"))
    return found


def pages_inside(document: Any) -> Iterator[bytes]:
    """Pieces of pages that an answer carries in its texts."""
    for each in objects(document):
        for value in each.values():
            if isinstance(value, str) and "<" in value and "data-listing-id" in value:
                yield value.encode()


def _is_listing(value: Any) -> bool:
    return isinstance(value, dict) and _listing(value) is not None


def _listing(holder: Mapping[str, Any]) -> EtsyListing | None:
    number = next((holder[name] for name in _NUMBERS if holder.get(name)), None)
    title = next((holder[name] for name in _TITLES if isinstance(holder.get(name), str)), None)
    if isinstance(number, bool) or not isinstance(number, int | str) or title is None:
        return None
    tags: list[Any] = next(
        (holder[name] for name in _TAGS if isinstance(holder.get(name), list)), []
    )
    views = next((whole(holder[name]) for name in _VIEWS if holder.get(name) is not None), None)
    return EtsyListing(
        str(number),
        title,
        tuple(tag for tag in tags if isinstance(tag, str)),
        is_ad=any(holder.get(name) is True for name in _ADS),
        is_bestseller=any(holder.get(name) is True for name in _BADGES),
        views=views,
    )


def _joined(known: EtsyListing | None, more: EtsyListing) -> EtsyListing:
    """One listing that an answer describes in several places."""
    if known is None:
        return more
    return EtsyListing(
        known.number,
        known.title or more.title,
        known.tags or more.tags,
        known.is_ad or more.is_ad,
        known.is_bestseller or more.is_bestseller,
        known.views or more.views,
    )


def _queries(name: str, values: list[Any]) -> Iterator[str]:
    """The searches of a list that calls itself one, or whose entries hold a query."""
    named = bool(SEARCH_NAME.search(name))
    for value in values:
        if isinstance(value, str):
            if named:
                yield value
        elif isinstance(value, dict) and not _is_listing(value):
            names = _QUERIES if named else _QUERIES[:4]
            found = next((value[key] for key in names if isinstance(value.get(key), str)), None)
            title = value.get("title") or value.get("name") if named else None
            if found or isinstance(title, str):
                yield found or str(title)
