"""Tell a hashtag or keyword of a TikTok answer from the people, sounds and posts beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from domain.signals import Kind

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TAG_LINK = re.compile(r"(?:^|tiktok\.com)/tag/(?P<tag>[^/?#\s]+)")
_OTHER_LINK = re.compile(r"(?:^|tiktok\.com)/(?:@|music/|video/)")
TAG = frozenset({"hashtag", "hashtags", "challenge", "challenges", "cha"})
_NAMES = frozenset({"name", "title", "text"})
_PLAIN_NAMES = (frozenset({"name"}), frozenset({"title"}), frozenset({"text"}))
_LINKS = frozenset({"link", "url", "href"})
# Keys under which people and sounds stand, and keys that only they have.
NOT_TAGS = frozenset(
    {"user", "users", "author", "authors", "creator", "creators", "owner", "account", "accounts"}
    | {"music", "musics", "sound", "sounds", "song", "songs", "artist", "artists"}
)
_MARKS_OF_OTHERS = frozenset(
    {"uniqueid", "secuid", "secuserid", "userid", "nickname", "handlename", "username", "fans"}
    | {"followers", "followercount", "followedcnt", "musicid", "songid", "clipid"}
)
_MARKS_OF_POSTS = frozenset({"awemeid", "createtime"})
_DEPTH = 4  # how far below a card the marks of its kind may stand
TEXTS_OF_POSTS = ("desc", "text")

Label = tuple[str, Kind]  # the name as the answer writes it, empty when it is missing


@lru_cache(maxsize=4096)
def words_of(key: str) -> frozenset[str]:
    """The words of a key: `videoViews`, `video_views` and `VideoViews` are the same two."""
    return frozenset(word.lower() for word in _WORD.findall(key))


def label_of(value: dict[str, Any], *, tagged: bool) -> Label | None:
    """Name and kind of an object that is a hashtag or keyword; the name may be missing."""
    named: list[str] = []
    plain: list[str] = []
    linked: list[str] = []
    marked = tagged
    for key, inner in value.items():
        words = words_of(key)
        text = inner.strip() if isinstance(inner, str) else ""
        if words & TAG and (words & _NAMES or words in ({"hashtag"}, {"hashtags"})):
            if isinstance(inner, dict | list):
                continue
            marked = True
            named.append(text)
        elif words & TAG and "id" in words and not isinstance(inner, dict | list):
            marked = True
        elif words in _PLAIN_NAMES:
            plain.append(text)
        elif words & _LINKS and (link := _TAG_LINK.search(text)):
            marked = True
            linked.append(unquote(link["tag"]))
        elif words == {"keyword"} and isinstance(inner, str):
            return text, Kind.KEYWORD
    if not marked:
        return None
    names = [name for name in (*named, *plain, *linked) if name]
    shown = next((name for name in names if name.startswith("#")), names[0] if names else "")
    return (shown, Kind.HASHTAG) if shown or not tagged or _has_plain_values(value) else None


def label_inside(value: dict[str, Any], *, only_tags: bool) -> Label | None:
    """The label of the one part of an object that has one: a card, a `challenge` beside `stats`."""
    found: list[Label] = []
    for key, inner in value.items():
        words = words_of(key)
        if isinstance(inner, dict) and not words & NOT_TAGS and (words & TAG or not only_tags):
            label = label_of(inner, tagged=bool(words & TAG))
            if label and label[0]:
                found.append(label)
    return found[0] if len(found) == 1 else None


def best_label(own: Label | None, inside: Label | None) -> Label | None:
    """The label of an object: its own, unless that has no name and the one inside has."""
    return inside if inside and not (own and own[0]) else own


def is_person_or_sound(value: dict[str, Any], depth: int = 0) -> bool:
    """Whether an object is a person or a sound."""
    if any(_plain(key) in _MARKS_OF_OTHERS for key in value):
        return True
    for key, inner in value.items():
        if isinstance(inner, str) and words_of(key) & _LINKS and _OTHER_LINK.search(inner):
            return not _TAG_LINK.search(inner)
    inside = (inner for key, inner in value.items() if not words_of(key) & NOT_TAGS)
    return depth < _DEPTH and any(
        is_person_or_sound(inner, depth + 1) for inner in inside if isinstance(inner, dict)
    )


def is_post(value: dict[str, Any]) -> bool:
    """Whether an object is a video with its text."""
    return bool(
        _MARKS_OF_POSTS & {_plain(key) for key in value}
        and any(isinstance(value.get(key), str) for key in TEXTS_OF_POSTS)
    )


def _has_plain_values(value: dict[str, Any]) -> bool:
    return any(not isinstance(inner, dict | list) for inner in value.values())


@lru_cache(maxsize=4096)
def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())
