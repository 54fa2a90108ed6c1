"""Etsy in the standard battery."""

from __future__ import annotations

from connectors.trends.etsy_trending import EtsyTrendingPage
from tests.connectors.trends.case import Case


def card(place: int, title: str, *, inside: str = "", query: str = "ls=s") -> str:
    """A card as the shop builds it."""
    return (
        f'<li><div class="v2-listing-card" data-listing-id="{place}">'
        f'<a class="listing-link" data-listing-id="{place}" title="{title}" '
        f'href="https://www.etsy.com/listing/{place}/x?{query}">'
        f'<h3 class="v2-listing-card__title">{title}</h3></a>{inside}</div></li>'
    )


def page(*cards: str, before: str = "", style: str = "") -> bytes:
    """A page of the shop: a header with a sign-in, a grid of cards, a footer."""
    head = f"<head><title>Trending - Etsy</title><style>{style}</style></head>"
    header = "<header><a href='/signin'>Sign in</a><a href='/search?q=gifts'>Gifts</a></header>"
    footer = "<footer><a href='/market/all_gifts'>All gifts</a></footer>"
    grid = f"<ul data-results-grid-container>{''.join(cards)}</ul>"
    body = f"<body>{header}{before}{grid}{footer}</body>"
    return f'<!DOCTYPE html><html lang="en-US">{head}{body}</html>'.encode()


def trending(count: int) -> bytes:
    """A page of so many listings; the shop's own words when there is none."""
    if not count:
        return page(before="<p>We couldn’t find any results for xyzzy</p>")
    return page(*(card(place, f"cottage mug {place}") for place in range(1, count + 1)))


CASES = [
    Case(
        EtsyTrendingPage,
        page=trending,
        changed=page("<li><product-tile>cottage mug</product-tile></li>"),
        rows_per_entry=1,
    )
]
