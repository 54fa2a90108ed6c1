"""What a Reddit listing or feed says, by structure: posts are things of kind t3, or bare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from connectors.errors import (
    BadAnswer,
    Blocked,
    LoginWall,
    NoData,
    RateLimited,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import json_body
from connectors.trends.base import Parsed, captured_at
from connectors.trends.feeds import feed_entries
from connectors.trends.figures import whole
from connectors.trends.pages import refuse_pages
from connectors.trends.rows import RowGatherer
from connectors.trends.walk import objects
from domain.signals import Kind, Metric, Period

_PAGE = re.compile(rb"[\xef\xbb\xbf\s]*<(?:!doctype html|html|head|body)", re.IGNORECASE)
_BLOCK = re.compile(rb"whoa there|blocked by network security|network policy", re.IGNORECASE)
_GONE = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[ removed by reddit ]"})
_OTHER_KIND = re.compile(r"t[124-9]|more")
_MARKS = frozenset({"num_comments", "permalink", "subreddit"})
_SKIPPED = ("stickied", "pinned", "promoted", "is_created_from_ads_ui", "over_18")


def parse_posts(payload: bytes, meta: Mapping[str, Any], source: str) -> Parsed:
    """Rows of one listing or feed: rank, and comments where they are shown.

    Pinned, promoted, adult and deleted posts are passed over and leave no gap in the ranks.
    """
    gathered = RowGatherer(source, "reddit", Kind.TITLE, captured_at(meta))
    if _PAGE.match(payload) and _BLOCK.search(payload[:200_000]):
        raise Blocked(
            f"{source}: Reddit's block page instead of data. Wait a day, or set the keys of an "
            "app of your own."
        )
    refuse_pages(payload, source)
    if payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _parse_feed(payload, gathered, source)
    return _parse_listing(json_body(payload, source), gathered, source)


def _parse_feed(payload: bytes, gathered: RowGatherer, source: str) -> Parsed:
    entries = feed_entries(payload, source)
    place = 0
    for line, entry in enumerate(entries, start=1):
        title = entry.get("title", "")
        if entry.get("id", "").rpartition("/")[2].startswith("t1_"):
            continue  # a comment: its title names who wrote it
        if not title:
            gathered.refuse(line, "missing_term", "an entry without a title")
        elif title.casefold() not in _GONE:
            place += 1
            gathered.rank(title, place, region="WW", line=line, url=_link(entry.get("link")))
    _refuse_if_nothing_has_a_title(gathered, source)
    return gathered.parsed("reddit_feed", len(entries))


def _parse_listing(body: Any, gathered: RowGatherer, source: str) -> Parsed:
    posts = _posts(body)
    if posts is None:
        _raise_for_error(body, source)
        raise UnknownMarkup(f"{source}: no list of posts in the answer. Report it.")
    place = 0
    for line, entry in enumerate(posts, start=1):
        post = _post(entry)
        if post is None:
            if not _is_other(entry):
                gathered.refuse(line, "bad_row", "an entry that is no post")
            continue
        title = post.get("title")
        if not isinstance(title, str) or not title.strip():
            gathered.refuse(line, "missing_term", "a post without a title")
            continue
        title = unescape(title).strip()
        if any(post.get(flag) in (True, "true") for flag in _SKIPPED) or title.casefold() in _GONE:
            continue
        place += 1
        url = _link(post.get("permalink"))
        gathered.rank(title, place, region="WW", line=line, url=url)
        shown = post.get("num_comments")
        comments = whole(shown)
        if comments is not None:
            gathered.value(
                title,
                Metric.MENTIONS,
                comments,
                period=Period.INSTANT,
                region="WW",
                line=line,
                url=url,
            )
        elif shown is not None:
            gathered.refuse(line, "bad_number", f"num_comments {str(shown)[:60]!r}", title)
    _refuse_if_nothing_has_a_title(gathered, source)
    return gathered.parsed("reddit_listing", len(posts))


def _is_other(entry: Any) -> bool:
    """Whether it is a comment, a person, a subreddit or "more": no post, and nothing wrong."""
    return isinstance(entry, dict) and bool(_OTHER_KIND.fullmatch(str(entry.get("kind"))))


def _posts(body: Any) -> list[Any] | None:
    """The first list that holds posts, whatever it is called; an empty listing's list; or None."""
    for holder in objects({"": body}):
        for inner in holder.values():
            if isinstance(inner, list) and any(_post(each) for each in inner):
                return inner
    for holder in objects({"": body}):
        children = holder.get("children")
        if isinstance(children, list) and all(map(_is_other, children)):
            return children
    return None


def _post(entry: Any) -> dict[str, Any] | None:
    """The fields of a post (a thing of kind t3, or one by its fields), else None."""
    if not isinstance(entry, dict) or _is_other(entry):
        return None
    data = entry.get("data")
    if entry.get("kind") == "t3" and isinstance(data, dict):
        return data
    inside = (entry, *(inner for inner in entry.values() if isinstance(inner, dict)))
    return next((each for each in inside if "title" in each and _MARKS & each.keys()), None)


def _refuse_if_nothing_has_a_title(gathered: RowGatherer, source: str) -> None:
    untitled = [each for each in gathered.refused if each["reason"] == "missing_term"]
    if untitled and not gathered.rows:
        raise UnknownMarkup(f"{source}: posts without titles. The listing changed; report it.")


def _link(value: Any) -> str | None:
    """The address of a post, unless it stands in somebody's profile."""
    if not isinstance(value, str):
        return None
    path = re.sub(r"^https?://(?:\w+\.)?reddit\.com", "", value)
    if not path.startswith("/r/") or path.startswith("/r/u_"):
        return None
    return f"https://www.reddit.com{path}"


def _raise_for_error(body: Any, source: str) -> None:
    """Raise what Reddit's own error says: {"reason": "private", "message": …, "error": 403}."""
    status = whole(body.get("error")) if isinstance(body, dict) else None
    if status is None:
        return
    reason = str(body.get("reason") or "")[:40]
    if reason or status == 404:
        raise NoData(
            f"{source}: the subreddit is {reason or 'not there'}. Take it out of "
            "PODPUSHER_REDDIT_SUBREDDITS."
        )
    if status == 429:
        raise RateLimited(f"{source}: asked too often (429). It is asked again at the next run.")
    if status == 401:
        raise LoginWall(f"{source}: wants a sign-in (401). Nothing was read.")
    if status == 403:
        raise Blocked(f"{source}: refuses this machine (403). Wait a day, or set an app's keys.")
    if status >= 500:
        raise Unavailable(f"{source}: server error {status}. Try again later.")
    raise BadAnswer(f"{source}: an error instead of a listing ({status}). Report it.")
