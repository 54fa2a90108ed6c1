"""Hashtags of a stream of posts, counted in bounded memory and without knowing who wrote them.

A tag counts once for each author who used it in the window. Authors and posts are known by keyed
hashes only; the key is thrown away with the window.
"""

from __future__ import annotations

import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

REMEMBERED_POSTS = 50_000  # so that a post deleted in the window can be taken back
REMEMBERED_USES = 100_000  # author and tag
GONE_AUTHORS = 10_000
DISTINCT_TAGS = 20_000
TAGS_OF_A_POST = 20
# At most 64 characters as Bluesky has it, no space or control, and not of digits alone.
_TAG = re.compile(
    r"(?=.*(?:[^\W\d_]|[\u2000-\U0010ffff]))[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]{1,64}"
)
ADULT = frozenset({"porn", "sexual", "nudity", "graphic-media", "gore", "nsfl"})


@dataclass(slots=True)
class _Use:
    """One author's use of one tag: in how many of their living posts."""

    tag: str  # folded
    posts: int


_Post = tuple[bytes, tuple[bytes, ...]]  # author, uses


class HashtagWindow:
    """Counts what `take` is told; `counts` is the result.

    `key` keeps the hashes of one window from meaning anything in another.
    """

    def __init__(
        self, key: bytes, *, posts: int = REMEMBERED_POSTS, tags: int = DISTINCT_TAGS
    ) -> None:
        self._key = key
        self._most_posts = posts
        self._most_tags = tags
        # The oldest is forgotten first; a plain dict would search for it ever longer.
        self._posts: OrderedDict[bytes, _Post] = OrderedDict()
        self._uses: OrderedDict[bytes, _Use] = OrderedDict()
        self._gone: dict[bytes, None] = {}  # authors whose account was closed in the window
        self._counts: dict[str, int] = {}
        self._shown: dict[str, str] = {}  # folded: as first seen
        self.events = 0  # understood, of any kind
        self.posts = 0
        self.dropped = 0  # rare tags let go because there were too many

    def take(self, event: Any) -> bool:
        """Count one event of the stream; false when it is no event."""
        if not isinstance(event, dict) or not isinstance(event.get("did"), str):
            return False
        kind, author = event.get("kind"), event["did"]
        if kind == "account" and isinstance(event.get("account"), dict):
            self._account(author, event["account"])
        elif kind == "commit" and isinstance(event.get("commit"), dict):
            if not self._commit(author, event["commit"]):
                return False
        elif kind != "identity":
            return False
        self.events += 1
        return True

    def counts(self) -> dict[str, int]:
        """Authors by tag as first seen, without `#`; the most used first, then by name."""
        gone = [name for name, (author, _) in self._posts.items() if author in self._gone]
        for name in gone:
            self._take_back(self._posts.pop(name)[1])
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return {self._shown[folded]: count for folded, count in ordered}

    def _account(self, author: str, account: dict[str, Any]) -> None:
        identity = self._hash(author)
        if account.get("active") is False:
            if len(self._gone) < GONE_AUTHORS:
                self._gone[identity] = None
        else:
            self._gone.pop(identity, None)

    def _commit(self, author: str, commit: dict[str, Any]) -> bool:
        collection, operation = commit.get("collection"), commit.get("operation")
        if not isinstance(collection, str) or not isinstance(operation, str):
            return False
        if collection != "app.bsky.feed.post":
            return True
        post = self._hash(author, str(commit.get("rkey")))
        if operation == "delete":
            self._take_back(self._posts.pop(post, (b"", ()))[1])
        elif operation == "create" and post not in self._posts:
            record = commit.get("record")
            if not isinstance(record, dict):
                return False
            self.posts += 1
            if not _is_adult(record):
                self._count(author, post, tags_of(record))
        return True

    def _count(self, author: str, post: bytes, tags: Mapping[str, str]) -> None:
        uses = []
        for folded, tag in tags.items():
            use = self._hash(author, folded)
            known = self._uses.get(use)
            if known:
                known.posts += 1
            else:
                if len(self._uses) >= REMEMBERED_USES:
                    self._uses.popitem(last=False)
                self._uses[use] = _Use(folded, 1)
                self._counts[folded] = self._counts.get(folded, 0) + 1
                self._shown.setdefault(folded, tag)
            uses.append(use)
        if uses:
            if len(self._posts) >= self._most_posts:
                self._posts.popitem(last=False)
            self._posts[post] = (self._hash(author), tuple(uses))
            if len(self._counts) > self._most_tags:
                self._drop_rare_tags()

    def _take_back(self, uses: Iterable[bytes]) -> None:
        for use in uses:
            known = self._uses.get(use)
            if known is None:
                continue
            known.posts -= 1
            if known.posts:
                continue
            del self._uses[use]
            if self._counts[known.tag] > 1:
                self._counts[known.tag] -= 1
            else:
                del self._counts[known.tag], self._shown[known.tag]

    def _drop_rare_tags(self) -> None:
        """Keep the most used tags; half are let go at once, so that it is seldom done."""
        kept = sorted(self._counts, key=self._counts.__getitem__, reverse=True)
        rare = set(kept[self._most_tags // 2 :])
        self.dropped += len(rare)
        self._counts = {tag: n for tag, n in self._counts.items() if tag not in rare}
        self._shown = {tag: shown for tag, shown in self._shown.items() if tag not in rare}
        living = ((name, use) for name, use in self._uses.items() if use.tag not in rare)
        self._uses = OrderedDict(living)

    def _hash(self, *parts: str) -> bytes:
        text = "\0".join(parts).encode("utf-8", "surrogatepass")
        return blake2b(text, digest_size=8, key=self._key).digest()


def tags_of(record: dict[str, Any]) -> dict[str, str]:
    """Hashtags of a post, without `#`, by their folded form: in its text, then beside it."""
    found: list[Any] = []
    for facet in _list(record.get("facets")):
        features = _list(facet.get("features")) if isinstance(facet, dict) else []
        found.extend(
            feature.get("tag")
            for feature in features
            if isinstance(feature, dict)
            and str(feature.get("$type")) == "app.bsky.richtext.facet#tag"
        )
    found.extend(_list(record.get("tags")))
    tags: dict[str, str] = {}
    for tag in found:
        tidy = tag.strip().lstrip("#＃").lstrip() if isinstance(tag, str) else ""
        if len(tags) < TAGS_OF_A_POST and _TAG.fullmatch(tidy):
            tags.setdefault(_folded(tidy), tidy)
    return tags


def _folded(tag: str) -> str:
    return (tag if tag.isascii() else unicodedata.normalize("NFKC", tag)).casefold()


def _is_adult(record: dict[str, Any]) -> bool:
    """Whether the author's own labels say so."""
    labels = record.get("labels")
    values = _list(labels.get("values")) if isinstance(labels, dict) else []
    return any(isinstance(each, dict) and each.get("val") in ADULT for each in values)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
