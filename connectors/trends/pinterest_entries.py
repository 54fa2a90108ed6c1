"""Trending searches inside an answer of Pinterest, found by what they are.

The API (`trends` of `keyword`, `time_series` by date), the trends page's own answers (`values` of
`term`, `counts` by date) and its topics are read alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

from connectors.trends.walk import objects
from domain.signals import Period

_TERMS = ("keyword", "term", "searchterm", "trend")
_TOPICS = ("title", "name")
_SERIES = ("timeseries", "counts", "series")
_LISTS = frozenset({"trends", "values", "keywords", "terms"})
_MARKS = frozenset(
    {"normalizedcount", "searchcount", "growthrates", "seasonalityscore", "hasprediction", *_SERIES}
)
_VALUES = ("normalizedcount", "count", "value", "interest")
_GROWTH = {"wow": "week", "mom": "month", "yoy": "year"}
_CAP = 10_000  # per cent; the platform writes one more for "over"


class UnreadablePoint(ValueError):
    """A point of a series that is not a date with an index. `code` is a quarantine code."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One entry of a list (keys squashed to small letters). Without fields it is no entry at all.

    `ranked`: its place in the list says how strongly it trends.
    """

    fields: Mapping[str, Any]
    ranked: bool

    @property
    def term(self) -> str:
        """The words searched for, or the topic's title; empty when there are none."""
        keys = _TERMS if self.is_search else _TOPICS
        shown = next((self.fields[key] for key in keys if key in self.fields), None)
        return " ".join(shown.split()) if isinstance(shown, str) else ""

    @property
    def is_search(self) -> bool:
        """Whether it is what people typed, not an editor's title."""
        return any(key in self.fields for key in _TERMS)

    @property
    def rank(self) -> Any:
        """The place written beside the entry, if any."""
        return self.fields.get("rank")

    def level(self) -> Any:
        """The search volume now, 100 for the strongest of the list; None when there is none."""
        return self.fields.get("normalizedcount")

    def points(self) -> list[tuple[Any, Any]]:
        """Dates and indexes as written; forecasts and weeks without a value are left out."""
        series = next((self.fields[key] for key in _SERIES if self.fields.get(key)), None)
        if isinstance(series, dict):
            return [(day, value) for day, value in series.items() if value is not None]
        found = []
        for point in series if isinstance(series, list) else ():
            fields = _squashed(point) if isinstance(point, dict) else {}
            if "date" not in fields or _is_forecast(fields):
                continue
            value = next((fields[key] for key in _VALUES if fields.get(key) is not None), None)
            if value is not None:
                found.append((fields["date"], value))
        return found

    def has_undated_counts(self) -> bool:
        """Whether its series is bare numbers, whose weeks nobody can tell."""
        counts = self.fields.get("counts")
        return isinstance(counts, list) and any(isinstance(each, int | float) for each in counts)

    def growth(self) -> str:
        """The growth as shown: "+50% in a week, over +10,000% in a year"; empty when none is."""
        shown = []
        rates = self.fields.get("growthrates")
        nested = _squashed(rates) if isinstance(rates, dict) else {}
        for short, span in _GROWTH.items():
            whole = self.fields.get(f"pctgrowth{short}", self.fields.get(f"percentgrowth{short}"))
            share = self.fields.get(f"{short}change", nested.get(f"{short}change"))
            share = share.get("value") if isinstance(share, dict) else share
            per_cent = _number(whole) if whole is not None else _times_hundred(share)
            if per_cent is not None:
                over = "over " if abs(per_cent) > _CAP else ""
                bounded = max(-_CAP, min(_CAP, per_cent))
                shown.append(f"{over}{bounded:+,.0f}% in a {span}")
        return ", ".join(shown)


def lists_in(answer: Any) -> list[tuple[SearchEntry, ...]]:
    """The lists of trending searches and topics inside an answer.

    In such a list, whatever is no entry comes as an entry without fields.
    """
    found = [_as_list(answer, "")] if isinstance(answer, list) else []
    for holder in objects(answer):
        found += [_as_list(inner, _squash(name)) for name, inner in holder.items()]
    return [each for each in found if each]


def _as_list(value: Any, name: str) -> tuple[SearchEntry, ...]:
    if not isinstance(value, list):
        return ()
    squashed = [_squashed(each) if isinstance(each, dict) else {} for each in value]
    entries = [fields for fields in squashed if _is_entry(fields, name)]
    if not entries:
        return ()
    ranked = name in _LISTS or any(_grows(fields) for fields in entries)
    searches = any(key in fields for fields in entries for key in _TERMS)
    return tuple(
        SearchEntry(fields if _is_entry(fields, name) else {}, ranked and searches)
        for fields in squashed
    )


def _is_entry(fields: Mapping[str, Any], name: str) -> bool:
    if any(key in fields for key in _TERMS):
        return name in _LISTS or bool(_MARKS & fields.keys()) or _grows(fields)
    return any(key in fields for key in _TOPICS) and "timeseries" in fields


def _grows(fields: Mapping[str, Any]) -> bool:
    """Whether growth stands in the entry itself, as lists ordered by it have it."""
    return any(f"pctgrowth{short}" in fields or f"{short}change" in fields for short in _GROWTH)


def is_empty_list(answer: Any) -> bool:
    """Whether an answer is a list of trends that is there and empty."""
    return answer == [] or any(
        holder.get("trends") == [] or holder.get("values") == [] for holder in objects(answer)
    )


def read_point(day: Any, value: Any) -> tuple[date, float]:
    """The day that ends a span, and its index; raises UnreadablePoint."""
    try:
        ends = date.fromisoformat(str(day)[:10])
    except ValueError as error:
        raise UnreadablePoint("bad_date", f"date {str(day)[:60]!r}") from error
    return ends, read_index(value)


def read_index(value: Any) -> float:
    """An index from 0 to 100; raises UnreadablePoint."""
    number = _number(value)
    if number is None:
        raise UnreadablePoint("bad_number", f"index {str(value)[:60]!r}")
    if not 0 <= number <= 100:
        raise UnreadablePoint("out_of_range", f"index {number} is not from 0 to 100")
    return number


def spacing(days: list[date]) -> tuple[Period, int] | None:
    """What the points of a series cover, and how many days; None for what is no day and no week."""
    known = sorted(set(days))
    if len(known) < 2:
        return Period.WEEK, 7
    steps = [(later - earlier).days for earlier, later in pairwise(known)]
    return {1: (Period.DAY, 1), 7: (Period.WEEK, 7)}.get(int(median(steps)))


def _is_forecast(fields: Mapping[str, Any]) -> bool:
    return any("predict" in key and value is not None for key, value in fields.items())


def _times_hundred(share: Any) -> float | None:
    number = _number(share)
    return None if number is None else number * 100


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e15 else None


def _squashed(holder: Mapping[str, Any]) -> dict[str, Any]:
    return {_squash(key): value for key, value in holder.items()}


def _squash(key: str) -> str:
    """`normalized_count` and `normalizedCount` are one name."""
    return key.replace("_", "").lower()
