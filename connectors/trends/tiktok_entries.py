"""Find the hashtags and keywords in an answer of TikTok by what they are, not where they stand.

The answers met so far call the same things by different names: `hashtag_name` and `hashtagName`,
`challenge` with a `title`, a card whose link leads to `/tag/…`. People and sounds stand beside them
in the same lists; they are stepped over and never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from connectors.trends.hashtags_in import hashtag_key, hashtags_in
from connectors.trends.tiktok_labels import (
    NOT_TAGS,
    TAG,
    TEXTS_OF_POSTS,
    Label,
    best_label,
    is_person_or_sound,
    is_post,
    label_inside,
    label_of,
    words_of,
)
from domain.signals import Kind

_MAX_DEPTH = 60
_FIELD_DEPTH = 3  # how far below an entry its figures may stand


@dataclass(frozen=True, slots=True)
class Field:
    """A value of an entry: the words of its key, those of the keys above it too, the value."""

    words: frozenset[str]
    path: frozenset[str]
    value: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A hashtag or keyword of an answer.

    `term` is as the answer writes it, empty when it names none. `position` is its place in its list
    from 1, None when it stands alone; `group` tells the lists apart. `place` is the country that
    the answer gives for the whole list.
    """

    term: str
    kind: Kind
    fields: tuple[Field, ...]
    points: tuple[dict[str, Any], ...]
    position: int | None
    group: int
    place: str | None


@dataclass(slots=True)
class Found:
    """What a document holds: entries, how many elements of their lists are none, and posts."""

    entries: list[Entry] = field(default_factory=list)
    strangers: int = 0
    posts: list[dict[str, Any]] = field(default_factory=list)
    groups: int = 0


def find_entries(documents: list[Any]) -> Found:
    """Everything in the documents, in their order."""
    found = Found()
    for document in documents:
        _visit(document, frozenset(), None, found, 0)
    return found


def tags_of_post(post: dict[str, Any]) -> tuple[str, ...]:
    """The hashtags a post names, each once; nothing else of the post is read."""
    tags: dict[str, str] = {}
    for tag in _named_tags(post, frozenset(), 0):
        tags.setdefault(hashtag_key(tag), tag)
    if tags:
        return tuple(tags.values())
    return hashtags_in(
        next((post[key] for key in TEXTS_OF_POSTS if isinstance(post.get(key), str)), "")
    )


def _visit(
    value: Any, context: frozenset[str], place: str | None, found: Found, depth: int
) -> None:
    if depth > _MAX_DEPTH or context & NOT_TAGS:
        return
    if isinstance(value, list):
        _visit_list(value, context, place, found, depth)
    elif isinstance(value, dict):
        place = _place(value) or place
        if is_post(value):
            found.posts.append(value)
            return
        label = best_label(
            label_of(value, tagged=bool(context & TAG)), label_inside(value, only_tags=True)
        )
        if label and label[0] and label[1] is Kind.HASHTAG and not is_person_or_sound(value):
            entry = _entry(value, label, None, found.groups + 1, place)
            if _is_measured(entry):
                found.groups += 1
                found.entries.append(entry)
                return
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                _visit(inner, words_of(key), place, found, depth + 1)


def _visit_list(
    values: list[Any], context: frozenset[str], place: str | None, found: Found, depth: int
) -> None:
    tagged = bool(context & TAG)
    strangers = 0
    group, position = found.groups + 1, 0
    found.groups = group
    for value in values:
        if not isinstance(value, dict):
            if isinstance(value, list):
                _visit(value, context, place, found, depth + 1)
            else:
                strangers += 1
            continue
        if is_post(value):
            found.posts.append(value)
            continue
        if is_person_or_sound(value) and not _holds_lists(value):
            continue
        label = best_label(label_of(value, tagged=tagged), label_inside(value, only_tags=False))
        if label is None or (not label[0] and _holds_lists(value)):
            before = len(found.entries), len(found.posts)
            _visit(value, frozenset(), place, found, depth + 1)
            if before == (len(found.entries), len(found.posts)):
                strangers += 1
            continue
        position += 1
        found.entries.append(_entry(value, label, position, group, _place(value) or place))
    if position:
        found.strangers += strangers


def _entry(
    value: dict[str, Any],
    label: Label,
    position: int | None,
    group: int,
    place: str | None,
) -> Entry:
    term, kind = label
    return Entry(
        term, kind, tuple(_fields(value, 0)), tuple(_points(value, 0)), position, group, place
    )


def _is_measured(entry: Entry) -> bool:
    """Whether a lone entry has a figure; a page's own wording has names and no figures."""
    return bool(entry.points) or any(
        (isinstance(each.value, int | float) and not isinstance(each.value, bool))
        or (isinstance(each.value, str) and each.value[:1].isdigit())
        for each in entry.fields
    )


def _holds_lists(value: dict[str, Any]) -> bool:
    return any(
        isinstance(inner, list) and any(isinstance(each, dict) for each in inner)
        for inner in value.values()
    )


def _named_tags(value: Any, context: frozenset[str], depth: int) -> Iterator[str]:
    if depth > _FIELD_DEPTH * 2 or context & NOT_TAGS:
        return
    if isinstance(value, list):
        for inner in value:
            yield from _named_tags(inner, context, depth + 1)
    elif isinstance(value, dict):
        label = label_of(value, tagged=bool(context & TAG))
        if label and label[1] is Kind.HASHTAG:
            name = label[0].lstrip("#")
            if name and not any(char.isspace() for char in name):
                yield name
            return
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _named_tags(inner, words_of(key), depth + 1)


def _fields(value: dict[str, Any], depth: int) -> Iterator[Field]:
    """Plain values of an entry, its own before those of its parts; newer parts (`…V2`) first."""
    parts: list[tuple[str, dict[str, Any]]] = []
    for key, inner in value.items():
        if isinstance(inner, dict):
            parts.append((key, inner))
        elif not isinstance(inner, list):
            yield Field(words_of(key), words_of(key), inner)
    if depth >= _FIELD_DEPTH:
        return
    for key, inner in sorted(parts, key=lambda part: not part[0].lower().endswith("v2")):
        if not words_of(key) & NOT_TAGS:
            for each in _fields(inner, depth + 1):
                yield Field(each.words, each.path | words_of(key), each.value)


def _points(value: dict[str, Any], depth: int) -> list[dict[str, Any]]:
    """The points of an entry's curve over time."""
    for inner in value.values():
        if isinstance(inner, list):
            points = [each for each in inner if isinstance(each, dict) and point_time(each)]
            if points:
                return points
        elif isinstance(inner, dict) and depth < _FIELD_DEPTH:
            points = _points(inner, depth + 1)
            if points:
                return points
    return []


def point_time(point: dict[str, Any]) -> str | None:
    """The key of a curve's point that tells its time, when there is a value beside it."""
    if not any(words_of(key) & {"value", "score", "popularity"} for key in point):
        return None
    times = {"time", "timestamp", "date", "day"}
    return next((key for key in point if words_of(key) & times), None)


def _place(value: dict[str, Any]) -> str | None:
    """The country that an object states for everything in it."""
    state = value.get("pageState")
    holder = state if isinstance(state, dict) else value
    for key, inner in holder.items():
        if words_of(key) in ({"region"}, {"country", "code"}) and isinstance(inner, str):
            return inner
    return None
