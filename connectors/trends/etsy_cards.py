"""The cards of listings on a page of Etsy, as a person sees them.

The shop hides text in its cards that no visitor reads: letters inside "ad vertisement", second
copies for screen readers, words with random class names. Only what is visible counts, and of two
readings of a title the one without additions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from connectors.trends.etsy_entries import EtsyListing
from connectors.trends.etsy_words import AD, BESTSELLER
from connectors.trends.visible import Sight, children

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_CARD = "[data-listing-id]"
_LINK = 'a[href*="/listing/"]'
_TITLE = 'h2, h3, h4, [id^="listing-title"], [class*="listing-card__title"], [data-listing-title]'
_OWN_TITLE = '[data-buy-box-listing-title], h1[data-listing-title], h1[class*="listing-title"]'
_SELLER = "[data-seller-name-container], [class*='shop-name'], [class*='seller']"
_SMALL = "span, p, small, strong, em, b, div"
_AD_PARTS = (
    '[data-is-ad="true"], [data-is-ad="1"], [data-ad="true"], [data-ad="1"], [data-promoted="true"]'
)
_BADGE = '[class*="bestseller" i], [data-bestseller], [class*="badge" i], [data-badge]'
_NUMBER = re.compile(r"/listing/(\d+)")
_MOST = 5_000  # parts with a listing's number that are looked at
_PARTS = 100  # of one kind in a card that are looked at; real cards have fewer
_SMALL_TEXT = 60  # characters


def listing_cards(tree: LexborHTMLParser, sight: Sight) -> list[EtsyListing]:
    """Listings in the order of the page. A card that nobody sees is none."""
    found: dict[str, EtsyListing] = {}
    cards = tree.css(_CARD) or tree.css(_LINK)
    held = {card.mem_id for card in cards}
    for card in cards[:_MOST]:
        number = _number(card)
        known = found.get(number or "")
        if number is None or (known and known.title) or _is_inside(card, held):
            continue
        if sight.shows(card):
            found[number] = _listing(card, number, sight)
    return list(found.values())


def own_listing(tree: LexborHTMLParser, sight: Sight) -> EtsyListing | None:
    """The listing that a page is all about; None for a page of many."""
    heading = tree.css_first(_OWN_TITLE)
    if heading is None:
        return None
    address = tree.css_first('link[rel="canonical"][href*="/listing/"]')
    number = _number(address) if address else None
    holder = tree.css_first(_CARD)
    number = number or (holder.attributes.get("data-listing-id") if holder else None) or "page"
    return EtsyListing(number, sight.text(heading) or None)


def _is_inside(card: LexborNode, cards: set[int]) -> bool:
    """Whether a card is a part of another one: its link, say, which bears the number too."""
    at = card.parent
    while at is not None and at.mem_id not in cards:
        at = at.parent
    return at is not None


def _number(node: LexborNode) -> str | None:
    given = node.attributes.get("data-listing-id")
    if given:
        return given
    match = _NUMBER.search(node.attributes.get("href") or "")
    return match[1] if match else None


def _listing(card: LexborNode, number: str, sight: Sight) -> EtsyListing:
    flags = _flags(card)
    title = _title(card, sight)
    return EtsyListing(
        number,
        title,
        is_ad=_is_ad(card, flags, title or "", sight),
        is_bestseller=flags.get("bes") == "1" or _has_badge(card, sight),
    )


def _title(card: LexborNode, sight: Sight) -> str | None:
    """The heading as it is seen, or the link's own title where the heading says that and more."""
    heading = next(
        (
            text
            for node in card.css(_TITLE)[:_PARTS]
            if sight.shows(node) and (text := sight.text(node))
        ),
        "",
    )
    linked = next(
        (
            title
            for node in (card, *card.css("a[title]"))
            if node.tag == "a" and (title := " ".join((node.attributes.get("title") or "").split()))
        ),
        "",
    )
    if heading and linked and heading != linked and _has_in_order(heading.split(), linked.split()):
        return linked
    if heading or linked:
        return heading or linked
    images = [(node.attributes.get("alt") or "").strip() for node in card.css("img[alt]")]
    return next((alt for alt in images if alt), None) or (
        (sight.text(card) or None) if card.tag == "a" else None
    )


def _has_in_order(words: list[str], sought: list[str]) -> bool:
    """Whether all sought words stand among the words, in their order."""
    remaining = iter(words)
    return all(word in remaining for word in sought)


def _flags(card: LexborNode) -> dict[str, str]:
    """What the address of the listing says: `ls` who placed it (`a`: an ad), `bes` the badge."""
    for node in (card, *card.css("a[href]")):
        query = urlsplit(node.attributes.get("href") or "").query if node.tag == "a" else ""
        if query:
            return {name: values[-1] for name, values in parse_qs(query).items()}
    return {}


def _is_ad(card: LexborNode, flags: dict[str, str], title: str, sight: Sight) -> bool:
    """Whether the place was paid for: said by the address, by a mark, or in words beside the shop.

    Both wordings stand in every card and a style sheet hides one. Where no sheet is at hand and
    both can be read, the card is no ad.
    """
    if "ls" in flags:
        return flags["ls"] == "a"
    if card.css_first(_AD_PARTS) is not None:
        return True
    for seller in card.css(_SELLER)[:_PARTS]:
        wordings = [
            text
            for node in children(seller)
            if node.is_element_node and sight.shows(node) and (text := sight.full_text(node))
        ] or [sight.full_text(seller)]
        if any(AD.match(text) for text in wordings):
            return all(AD.match(text) for text in wordings)
    return any(
        AD.match(text) and text not in title
        for node in card.css(_SMALL)[:_PARTS]
        if sight.shows(node) and len(text := sight.full_text(node)) <= _SMALL_TEXT
    )


def _has_badge(card: LexborNode, sight: Sight) -> bool:
    return any(
        BESTSELLER.match(sight.full_text(node))
        for node in card.css(_BADGE)[:_PARTS]
        if sight.shows(node)
    )
