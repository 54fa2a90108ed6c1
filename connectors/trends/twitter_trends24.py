"""Saved pages of trends24: one list an hour of one place, read from the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.trends.base import naive_utc
from connectors.trends.regions import WORLD, place_code, region_code
from connectors.trends.twitter_entries import web_address
from connectors.trends.visible import page_tree

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MILLISECONDS = 1e11  # a time in seconds is smaller until the year 5138
_LONGEST_NAME = 4  # words of a country's name in a title


@dataclass(frozen=True, slots=True)
class HourEntry:
    """One trend of an hour; `count` is the count as displayed, empty when there is none."""

    name: str
    count: str
    url: str | None


@dataclass(frozen=True, slots=True)
class HourList:
    """The trends of one hour, best first. `seen` (naive UTC) is None when it cannot be read."""

    seen: datetime | None
    entries: tuple[HourEntry, ...]


@dataclass(frozen=True, slots=True)
class HourPage:
    """A page: its place (None when it names none) and its hours, as the page orders them."""

    region: str | None
    hours: tuple[HourList, ...]


def hour_page(body: bytes, source: str) -> HourPage | None:
    """The lists of a page; None when the document holds no list of trends with its hour.

    Raises BadAnswer for a page of a depth that no real page has.
    """
    tree = page_tree(body, source)
    hours = tuple(_hours(tree))
    return HourPage(_region(tree), hours) if hours else None


def _hours(tree: LexborHTMLParser) -> Iterator[HourList]:
    for listing in tree.css("ol, ul"):
        stamp = _stamp(listing)
        if stamp is not None and _leads_to_trends(listing):
            yield HourList(_moment(stamp), tuple(_entry(item) for item in listing.css("li")))


def _stamp(listing: LexborNode) -> str | None:
    """The time written on a list, or on the heading that stands over it alone."""
    holder: LexborNode | None = listing
    while holder is not None and len(holder.css("ol, ul")) <= 1:
        if "data-timestamp" in holder.attributes:
            return holder.attributes["data-timestamp"] or ""
        if marked := holder.css_first("[data-timestamp]"):
            return marked.attributes["data-timestamp"] or ""
        holder = holder.parent
    return None


def _leads_to_trends(listing: LexborNode) -> bool:
    """Whether a list is one of trends: empty, or with links to searches."""
    links = listing.css("a")
    return not listing.css("li") or any(
        "search" in (link.attributes.get("href") or "") for link in links
    )


def _entry(item: LexborNode) -> HourEntry:
    link = item.css_first("a")
    counted = item.css_first("[data-count]") or item.css_first("[class*=count]")
    count = ""
    if counted is not None:
        count = counted.attributes.get("data-count") or counted.text(strip=True)
    name = " ".join(link.text().split()) if link is not None else ""
    href = (link.attributes.get("href") or "") if link is not None else ""
    return HourEntry(name, count.strip(), web_address(href))


def _moment(stamp: str) -> datetime | None:
    try:
        seconds = float(stamp)
        seconds = seconds / 1000 if seconds > _MILLISECONDS else seconds
        return naive_utc(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _region(tree: LexborHTMLParser) -> str | None:
    """The place a page is about: its own address first, which names city and country."""
    for selector, attribute in (
        ("link[rel=canonical]", "href"),
        ("meta[property='og:url']", "content"),
    ):
        node = tree.css_first(selector)
        address = (node.attributes.get(attribute) or "") if node is not None else ""
        found = re.search(r"trends24\.in(?P<path>/[\w-]+(?:/[\w-]+)?)?/?$", address)
        if found:
            country, _, city = (found["path"] or "").strip("/").partition("/")
            code = place_code(_named(country), _named(city)) if country else WORLD
            if code:
                return code
    heading = tree.css_first("title") or tree.css_first("h1")
    return _country_in(heading.text()) if heading is not None else None


def _named(slug: str) -> str:
    return slug.replace("-", " ").title()


def _country_in(title: str) -> str | None:
    """The longest name of a country in a title; a code of two letters is a word like any other."""
    words = re.findall(r"\w+", title)
    for length in range(_LONGEST_NAME, 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            if len(name) > 3 and (code := region_code(name)):
                return code
    return None
