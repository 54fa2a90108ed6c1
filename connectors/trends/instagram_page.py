"""Read the number of posts that a tag page of Instagram tells search engines about."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from connectors.trends.instagram_reading import TagCount
from domain.counts import UnreadableCount, parse_count

_META = re.compile(r"<(?:meta|link)\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TAG_ADDRESS = re.compile(r"(?:/explore/tags/|tag\?name=)(?P<tag>[^/?#&\s\"']+)", re.IGNORECASE)
_OTHER_ADDRESS = re.compile(r"/explore/locations/|user\?username=", re.IGNORECASE)
_TAG_TITLE = re.compile(r"^\W{0,3}[#\uff03](?P<tag>[^\s#]+)")
_PERSON = re.compile(r"\(@|\bfollowers?\b", re.IGNORECASE)
_MOST_WORDS = 4  # after a number: "1,2 mil millones de publicaciones"
_HEAD = 200_000  # characters; a page says what it is in its head
# What follows a number that has no size: the platform's own word for posts.
_POST_WORDS = re.compile(
    r"posts?|publica|beitr|beiträge|inlägg|innlegg|opslag|berichten|gönderi|kiriman|postingan|"
    r"postov|wpis|post(?:ów|y|eja|ari|ări)|публик|дописи?|пост|bài|โพสต์|पोस्ट|منشور|件|条|則|个|個|개|건",
    re.IGNORECASE,
)


def tag_of_page(page: bytes, meta: Mapping[str, Any]) -> TagCount | None:
    """The hashtag and the number of posts in the head of a tag page; None for any other page.

    The number is `12500000` for "12.5M Posts - See Instagram photos…" in whatever language. The
    page's own address and title count; `meta` (`hashtag`, `url`) where it has neither.
    """
    text = page.decode("utf-8", "replace")[:_HEAD]
    facts = _facts(text)
    title = " ".join(facts.get("og:title", []) + facts.get("title", []))
    told = facts.get("description", []) + facts.get("og:description", [])
    told += facts.get("twitter:description", [])
    if _PERSON.search(title) or any(_PERSON.search(each) for each in told):
        return None
    name = _name(facts, title, meta)
    if not name:
        return None
    for each in told:
        posts = count_in(each)
        if posts is not None:
            return TagCount(name, posts)
    return None


def count_in(sentence: str) -> int | None:
    """The first count of a sentence: "125,8 Mio. Beiträge – …" is 125,800,000.

    None where there is none, and for "mil.", which is a thousand or a million by the language.
    """
    plain = re.sub(r"[#\uff03]\S+", " ", sentence)
    found = re.search(r"\d", plain)
    if not found or re.search(r"\bmil\.", plain, re.IGNORECASE):
        return None
    words = re.split(r"\s[-\u2013\u2014|·]\s", plain[found.start() :])[0].split()
    number = 1  # words that belong to the number: "125 782 874"
    while number < len(words) and re.fullmatch(r"\d{3}\D*", words[number]):
        number += 1
    for last in range(number + _MOST_WORDS, number, -1):
        count = _count(" ".join(words[:last])) if last <= len(words) else None
        if count is not None:
            return count
    alone = " ".join(words[:number])
    followed = words[number] if number < len(words) else ""
    if not followed or _POST_WORDS.match(followed) or not alone[-1:].isdigit():
        return _count(alone)
    return None


def _count(text: str) -> int | None:
    try:
        return parse_count(text.rstrip(".,;:!")).value
    except UnreadableCount:
        return None


def _name(facts: Mapping[str, list[str]], title: str, meta: Mapping[str, Any]) -> str:
    addresses = [
        each
        for key in ("canonical", "og:url", "al:ios:url", "al:android:url")
        for each in facts.get(key, [])
    ]
    for address in addresses:
        if tag := _TAG_ADDRESS.search(address):
            return unquote(tag["tag"])
    if tag := _TAG_TITLE.match(title):
        return tag["tag"]
    if any(_OTHER_ADDRESS.search(address) for address in addresses):
        return ""
    if asked := str(meta.get("hashtag") or "").lstrip("#"):
        return asked
    tag = _TAG_ADDRESS.search(str(meta.get("url") or ""))
    return unquote(tag["tag"]) if tag else ""


def _facts(text: str) -> dict[str, list[str]]:
    """What the head of a page states, by name: description, og:title, canonical, title."""
    facts: dict[str, list[str]] = {}
    for element in _META.findall(text):
        values = {
            name.lower(): html.unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(element)
        }
        name = values.get("property") or values.get("name") or values.get("rel") or ""
        content = values.get("content") or values.get("href") or ""
        if name and content:
            facts.setdefault(name.lower(), []).append(content.strip())
    for title in _TITLE.findall(text):
        facts.setdefault("title", []).append(html.unescape(title).strip())
    return facts
