"""What a recorded answer of Google Trends was the answer to: its words, places and spacing.

The answers themselves name none of that. It stands in the address they were asked at (`req`, a JSON
document, or `q` and `geo` of the page), or in what the visit wrote down beside the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.trends.regions import WORLD, region_code
from connectors.trends.walk import objects

_RANGE = re.compile(r"^\d{4}-\d\d-\d\d\S* (\d{4}-\d\d-\d\d)")
_TOPIC = re.compile(r"^/[mg]/\w+$")  # a topic's number, which is no word


@dataclass(frozen=True, slots=True)
class Item:
    """One compared thing: its words and the part of the world it was asked for, when known."""

    term: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """All that is known. `items` are in the order of the answer's values, or none are known."""

    items: tuple[Item, ...]
    region: str | None  # where an answer does not say; None: asked for a place that has no code
    spacing: str | None  # DAY, WEEK, MONTH, ...
    year: int | None  # of a list of a year
    until: datetime | None  # end of the range of days asked for, naive UTC

    def item(self, column: int) -> Item:
        """What the values of a column belong to."""
        known = column < len(self.items)
        return self.items[column] if known else Item(None, self.region)


def question(meta: Mapping[str, Any]) -> Question:
    """What `meta` tells: `url` of the answer, `terms` and `region` of the visit."""
    import orjson

    parts = urlsplit(str(meta.get("url") or ""))
    asked = parse_qs(parts.query)
    given = region_code(str(meta.get("region") or ""))
    named = region_code(asked.get("geo", [""])[-1])
    fallback = named or given or WORLD
    try:
        request = orjson.loads(asked.get("req", ["{}"])[-1])
    except orjson.JSONDecodeError:
        request = {}
    request = request if isinstance(request, dict) else {}
    restriction = request.get("restriction")
    place = restriction.get("geo") if isinstance(restriction, dict) else request.get("geo")
    region = fallback if place is None else _region(place)
    items = tuple(_compared(request, fallback)) or tuple(_named(meta, asked, fallback))
    year = asked.get("date", [""])[-1]
    return Question(
        items,
        region,
        str(request.get("resolution") or "") or None,
        int(year) if re.fullmatch(r"(?:19|20)\d\d", year) else None,
        _until(request),
    )


def _until(request: Mapping[str, Any]) -> datetime | None:
    """The end of the last day asked for, when the question gives days and not a distance to now."""
    ends = []
    for holder in objects(dict(request)):
        range_of_days = _RANGE.match(str(holder.get("time") or ""))
        if not range_of_days:
            continue
        try:
            last = datetime.fromisoformat(range_of_days[1])
        except ValueError:
            continue
        ends.append(last + timedelta(days=1))
    return max(ends, default=None)


def _compared(request: Mapping[str, Any], fallback: str) -> Iterator[Item]:
    compared = request.get("comparisonItem")
    for each in compared if isinstance(compared, list) else []:
        if isinstance(each, dict):
            region = fallback if each.get("geo") is None else _region(each["geo"])
            yield Item(_words(each), region)


def _named(
    meta: Mapping[str, Any], asked: Mapping[str, list[str]], fallback: str
) -> Iterator[Item]:
    terms = meta.get("terms")
    if not isinstance(terms, list | tuple):
        terms = [part for text in asked.get("q", []) for part in text.split(",")]
    for term in terms:
        text = str(term).strip()
        yield Item(text if text and not _TOPIC.match(text) else None, fallback)


def _words(compared: Mapping[str, Any]) -> str | None:
    """The words of a compared thing; None for a topic, of which only the number is known."""
    restriction = compared.get("complexKeywordsRestriction")
    keywords = restriction.get("keyword") if isinstance(restriction, dict) else None
    words: list[str] = []
    for each in keywords if isinstance(keywords, list) else [{"value": compared.get("keyword")}]:
        value = str(each.get("value") or "").strip() if isinstance(each, dict) else ""
        if value and not _TOPIC.match(value):
            words.append(value)
    return " + ".join(words) or None


def _region(place: Any) -> str | None:
    """Code of a `geo` of theirs: `{}` and `""` are the world, `{"country": "US"}`, `"US-NY"`."""
    if isinstance(place, str):
        return region_code(place) if place else WORLD
    if not isinstance(place, dict):
        return None
    named = [str(value) for value in place.values() if value]
    return region_code(named[0]) if named else WORLD
