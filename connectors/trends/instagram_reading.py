"""Find what an answer of Instagram counts: posts of a hashtag, hashtags in the posts it shows.

Hashtags are told from people and places by what stands in an object, not by where it stands: the
GraphQL of 2021 has `edge_hashtag_to_media`, later answers `media_count` or only a displayed
`formatted_media_count`. Of a post nothing but the hashtags of its caption is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from connectors.trends.hashtags_in import hashtag_key, hashtags_in

_MAX_DEPTH = 60
_NAMES = ("name", "tag_name", "hashtag_name", "hashtagName", "tagName")
# Keys of people and places: an object with one of them is no hashtag.
_OTHERS = frozenset(
    {"username", "full_name", "is_verified", "lat", "lng", "address", "address_json", "phone"}
    | {"edge_location_to_media", "edge_followed_by", "follower_count", "location", "website"}
)
_EXACT = re.compile(r"(?:media|posts?)_?count|edge_hashtag_to_media|hashtag_media", re.IGNORECASE)
_SHOWN = re.compile(r"formatted_?(?:media|posts?)_?count|search_?result_?subtitle", re.IGNORECASE)
_POST_IDS = ("shortcode", "code", "id", "pk", "media_id")
_TAG_WORD = re.compile(r"hash_?tag|(?:^|_)tags?(?:$|_)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TagCount:
    """A hashtag with its number of posts, as number or as displayed; None where it has none."""

    name: str
    posts: Any


@dataclass(slots=True)
class Reading:
    """What documents hold. `named` counts the posts that name a hashtag, `shown` all posts.

    `keys` are those of `tags`; `named` and `written`, the spelling to show, have the same keys.
    """

    tags: list[TagCount] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    unnamed: int = 0
    named: dict[str, int] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    shown: int = 0

    def take(self, tag: TagCount) -> None:
        """Add a hashtag, unless it is there."""
        if hashtag_key(tag.name) not in self.keys:
            self.keys.add(hashtag_key(tag.name))
            self.tags.append(tag)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a hashtag with its count nor one in a post."""
        return not (self.tags or self.unnamed or self.named)


def read_documents(documents: list[Any]) -> Reading:
    """The hashtags of the documents and those of the posts in them, every post once."""
    reading = Reading()
    seen: set[str] = set()
    for document in documents:
        for key, value in _objects(document, "", 0):
            _take_tag(key, value, reading)
            for text in _captions(value):
                name = next(
                    (str(value[each]) for each in _POST_IDS if value.get(each)), f"text {text}"
                )
                if name not in seen:
                    seen.add(name)
                    _take_post(text, reading)
    return reading


def says_no_hashtags(documents: list[Any]) -> bool:
    """Whether an answer says that there is no such hashtag, or lists none."""
    return any(
        (key in ("hashtag", "hashtags", "xdt_hashtag") and inner in (None, []))
        for document in documents
        for _, value in _objects(document, "", 0)
        for key, inner in value.items()
    )


def _take_tag(key: str, value: dict[str, Any], reading: Reading) -> None:
    if _OTHERS & value.keys():
        return
    counts = [inner for each, inner in value.items() if _EXACT.fullmatch(each)]
    counts = [each.get("count") if isinstance(each, dict) else each for each in counts]
    counts += [inner for each, inner in value.items() if _SHOWN.fullmatch(each)]
    of_tag = bool(_TAG_WORD.search(key)) or "edge_hashtag_to_media" in value
    if not counts:
        return
    name = next((value[each] for each in _NAMES if isinstance(value.get(each), str)), "")
    name = name.strip().lstrip("#")
    if not name or any(char.isspace() for char in name):
        reading.unnamed += of_tag and not name
        return
    posts = next((each for each in counts if each is not None and each != ""), None)
    reading.take(TagCount(name, posts))


def _take_post(text: str, reading: Reading) -> None:
    reading.shown += 1
    for tag in hashtags_in(text):
        key = hashtag_key(tag)
        reading.written.setdefault(key, tag)
        reading.named[key] = reading.named.get(key, 0) + 1


def _captions(value: dict[str, Any]) -> Iterator[str]:
    """The caption of a post; nothing for any other object."""
    holder = value.get("edge_media_to_caption")
    edges = holder.get("edges") if isinstance(holder, dict) else None
    if isinstance(edges, list) and edges and isinstance(edges[0], dict):
        node = edges[0].get("node")
        if isinstance(node, dict) and isinstance(node.get("text"), str):
            yield node["text"]
        return
    caption = value.get("caption")
    text = caption.get("text") if isinstance(caption, dict) else caption
    if isinstance(text, str):
        yield text


def _objects(value: Any, key: str, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document with the key it stands under, outermost first."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield key, value
        for name, inner in value.items():
            yield from _objects(inner, name, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, key, depth + 1)
