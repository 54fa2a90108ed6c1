"""What is found on Etsy, and the rows that are made of it."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from connectors.trends.rows import RowGatherer
from domain.signals import Kind, Metric, Period

LISTING_URL = "https://www.etsy.com/listing/{number}"
TAGS = 13  # as many as a listing may have


@dataclass(frozen=True, slots=True)
class EtsyListing:
    """One listing where it stands. `views` is its counter, when it is shown."""

    number: str
    title: str | None
    tags: tuple[str, ...] = ()
    is_ad: bool = False
    is_bestseller: bool = False
    views: int | None = None


@dataclass(slots=True)
class Found:
    """Listings in their order, and lists of searches, each in its order.

    `says_empty`: the answer says itself that there is nothing. `alone`: it is the page of one
    listing, whose place says nothing.
    """

    listings: list[EtsyListing] = field(default_factory=list)
    searches: list[list[str]] = field(default_factory=list)
    says_empty: bool = False
    alone: bool = False

    @property
    def anything(self) -> bool:
        """Whether there is an entry, be it one that cannot be used."""
        return bool(self.listings or any(self.searches))


def write_rows(found: Found, rows: RowGatherer, region: str) -> tuple[int, tuple[str, ...]]:
    """The rows of all entries; how many entries there were, and remarks.

    Ads take no place. A listing, a title or a search that stands twice has its better place.
    """
    line = _write_searches(found, rows, region)
    place = ads = bestsellers = 0
    seen: set[str] = set()
    titles: set[str] = set()
    for listing in found.listings:
        if listing.number in seen:
            continue
        seen.add(listing.number)
        line += 1
        if listing.is_ad:
            ads += 1
            continue
        title = plain(listing.title or "")
        if not title:
            rows.refuse(line, "missing_term", "a listing without a title")
            continue
        place += 1
        bestsellers += listing.is_bestseller
        if title.casefold() not in titles:
            titles.add(title.casefold())
            _write_listing(listing, title, place, line, region, rows)
        _write_tags(listing, place, line, region, rows, titles)
    return line, _remarks(found, place, ads, bestsellers)


def plain(text: str) -> str:
    """Text as a person reads it: entities resolved, spaces collapsed."""
    return " ".join(html.unescape(text).split())


def _write_listing(
    listing: EtsyListing, title: str, place: int, line: int, region: str, rows: RowGatherer
) -> None:
    url = LISTING_URL.format(number=listing.number) if listing.number.isdigit() else None
    rows.rank(title, place, region=region, line=line, url=url, kind=Kind.TITLE)
    if listing.views:  # 0 stands for a counter that is not shown
        rows.value(
            title,
            Metric.VIEWS_TOTAL,
            listing.views,
            period=Period.INSTANT,
            region=region,
            line=line,
            url=url,
            kind=Kind.TITLE,
        )


def _write_tags(
    listing: EtsyListing, place: int, line: int, region: str, rows: RowGatherer, seen: set[str]
) -> None:
    """The tags of a listing, with its place."""
    for tag in dict.fromkeys(plain(tag) for tag in listing.tags[:TAGS]):
        key = f"#{tag.casefold()}"
        if tag and key not in seen:
            seen.add(key)
            rows.rank(tag, place, region=region, line=line, kind=Kind.KEYWORD)


def _write_searches(found: Found, rows: RowGatherer, region: str) -> int:
    """The searches of all lists; how many there were."""
    best: dict[str, tuple[int, int, str]] = {}  # place, line, as shown
    line = 0
    for searches in found.searches:
        for place, shown in enumerate(searches, start=1):
            line += 1
            term = plain(shown)
            if not term:
                rows.refuse(line, "missing_term", "a search without words")
            elif term.casefold() not in best or place < best[term.casefold()][0]:
                best[term.casefold()] = (place, line, term)
    for place, at, term in sorted(best.values(), key=lambda each: each[1]):
        rows.rank(term, place, region=region, line=at, kind=Kind.SEARCH)
    return line


def _remarks(found: Found, listings: int, ads: int, bestsellers: int) -> tuple[str, ...]:
    notes = []
    if ads:
        notes.append(f"{ads} ads passed over")
    if bestsellers:
        notes.append(f"{bestsellers} of {listings} listings carry the bestseller badge")
    if found.alone and listings:
        notes.append("the page of one listing: its place says nothing about others")
    return tuple(notes)
