"""Trending and related searches on a page of Etsy: links to searches under a heading that says so.

A page is full of links to searches: menus, filters, the pages of a result. Only lists whose heading
or name tells what they are count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote_plus, urlsplit

from connectors.trends.etsy_words import SEARCH_HEADING, SEARCH_NAME
from connectors.trends.regions import squash
from connectors.trends.visible import Sight

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LINKS = 'a[href*="/search?"], a[href*="/market/"], a[href*="search_query="]'
_HEADINGS = "h1, h2, h3, h4, h5, h6, legend, [role='heading'], summary"
_HOLDERS = 8  # how far a heading may stand outside a link
_PARTS = 30  # headings of one part that are looked at
_MENUS = frozenset({"header", "nav", "footer"})
_NAMED = ("id", "class", "aria-label", "data-region", "data-module", "data-section", "data-testid")
_PAGES = ("page", "ref_page")  # of a result


def search_lists(tree: LexborHTMLParser, sight: Sight) -> list[list[str]]:
    """The searches of each list, in the order of the page."""
    lists: dict[int, list[str]] = {}
    known: dict[int, bool] = {}
    for link in tree.css(_LINKS):
        term = _term(link, sight)
        holder = _holder(link, sight, known) if term else None
        if holder is not None and term and term not in lists.setdefault(holder, []):
            lists[holder].append(term)
    return [terms for terms in lists.values() if terms]


def _term(link: LexborNode, sight: Sight) -> str | None:
    """The words of a search: as shown, unless the link shows something else than it searches."""
    if not sight.shows(link):
        return None
    parts = urlsplit(link.attributes.get("href") or "")
    asked = parse_qs(parts.query)
    if any(name in asked for name in _PAGES):
        return None
    _, market, slug = parts.path.partition("/market/")
    words = unquote_plus(slug.strip("/").replace("_", " ")) if market else ""
    for name in ("q", "search_query"):
        words = asked.get(name, [words])[-1]
    words = " ".join(words.split())
    shown = sight.text(link)
    return shown if words and squash(shown) == squash(words) else words or None


def _holder(link: LexborNode, sight: Sight, known: dict[int, bool]) -> int | None:
    """The nearest part around a link that calls itself a list of searches."""
    at = link.parent
    for _ in range(_HOLDERS):
        if at is None or at.tag in ("body", "html"):
            return None
        if at.mem_id not in known:
            known[at.mem_id] = _is_list(at, sight)
        if known[at.mem_id]:
            return at.mem_id
        if at.tag in _MENUS:
            return None
        at = at.parent
    return None


def _is_list(node: LexborNode, sight: Sight) -> bool:
    if any(SEARCH_NAME.search(node.attributes.get(name) or "") for name in _NAMED):
        return True
    headings = [each for each in node.css(_HEADINGS)[:_PARTS] if not _is_in_link(each)]
    if len(headings) != 1:  # a part with several headings holds several things
        return False
    return bool(SEARCH_HEADING.search(sight.text(headings[0]).replace("’", "'")))


def _is_in_link(node: LexborNode) -> bool:
    at = node.parent
    while at is not None and at.tag not in ("a", "body"):
        at = at.parent
    return at is not None and at.tag == "a"
