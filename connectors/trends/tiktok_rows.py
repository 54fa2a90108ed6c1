"""Turn the entries of a TikTok answer into signals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.trends.base import Parsed
from connectors.trends.hashtags_in import hashtag_key
from connectors.trends.regions import WORLD, region_code
from connectors.trends.rows import RowGatherer
from connectors.trends.tiktok_entries import Entry, Found, tags_of_post
from connectors.trends.tiktok_figures import (
    BadFigure,
    Point,
    count,
    counters,
    country,
    curve,
    rank,
)
from domain.signals import CUMULATIVE, Kind, Metric, Period

MOST_TAGS = 50  # hashtags taken from the posts of a page
_LONGEST = 150  # characters of a hashtag; the platform allows fewer
_DAYS = re.compile(r"[?&](?:period|timeRange|time_range)=(?P<days>\d{1,3})\b")
_COUNTRY = re.compile(r"[?&](?:region|country_?code)=(?P<code>[A-Z]{2,3})\b", re.IGNORECASE)
_WEEK, _MONTH = range(6, 9), range(28, 33)  # days between the first and the last point, both in


class SignalWriter:
    """Writes the signals of one answer.

    Counts of the Creative Center cover the days the page is set to: what its curve spans, else what
    its address asks for, else a week, the page's own default. A window that is neither a week nor a
    month is no period of ours; its counts are left out, and a note says so. Counts since the
    beginning are those of the whole world unless the entry names its country.
    """

    def __init__(self, source: str, captured: datetime, meta: Mapping[str, Any]) -> None:
        self._gatherer = RowGatherer(source, "tiktok", Kind.HASHTAG, captured)
        self._source = source
        self._captured = captured
        self._url = str(meta.get("url") or "")
        asked = _COUNTRY.search(self._url)
        stated = meta.get("region") or (asked["code"] if asked else "")
        self._region = region_code(str(stated)) or WORLD
        self._seen: set[tuple[object, ...]] = set()
        self._notes: dict[str, None] = {}
        self._line = 0

    def write(self, found: Found) -> Parsed:
        """All of it as signals and refused rows."""
        curves = [curve(entry) for entry in found.entries]
        points = [point for kept, _ in curves for point in kept]
        scale = 1.0 if any(point.value > 1 for point in points) else 100.0
        period = self._period([kept for kept, _ in curves])
        ranked = {entry.group for entry in found.entries if _states_rank(entry)}
        for entry, (kept, refused) in zip(found.entries, curves, strict=True):
            self._line += 1
            problem = _problem(entry)
            if problem:
                self._gatherer.refuse(self._line, *problem, entry.term or None)
                continue
            for bad in refused:
                self._refuse(bad, entry)
            self._rank(entry, by_place=entry.group not in ranked)
            self._counters(entry, period)
            self._curve(entry, kept, scale)
        for _ in range(found.strangers):
            self._line += 1
            self._gatherer.refuse(self._line, "missing_term", "an element that names no hashtag")
        self._posts(found)
        return self._gatherer.parsed(self._source, self._line, tuple(self._notes))

    def _rank(self, entry: Entry, *, by_place: bool) -> None:
        try:
            place = rank(entry)
        except BadFigure as bad:
            self._refuse(bad, entry)
            return
        if place is None and by_place and entry.kind is Kind.HASHTAG:
            place = entry.position
        region = self._place(entry)
        if place is not None and self._is_new(entry.term, Metric.RANK, region):
            self._gatherer.rank(
                entry.term, place, region=region, line=self._line, url=_url(entry), kind=entry.kind
            )

    def _counters(self, entry: Entry, period: Period | None) -> None:
        for counter in counters(entry):
            covered = Period.INSTANT if counter.metric in CUMULATIVE else period
            if covered is None:
                continue
            try:
                value = count(counter.field.value)
            except BadFigure as bad:
                self._refuse(bad, entry)
                continue
            region = country(entry) or WORLD if counter.total else self._place(entry)
            if self._is_new(entry.term, counter.metric, region):
                self._gatherer.value(
                    entry.term,
                    counter.metric,
                    value,
                    period=covered,
                    region=region,
                    line=self._line,
                    url=_url(entry),
                    kind=entry.kind,
                )

    def _curve(self, entry: Entry, points: list[Point], scale: float) -> None:
        """Interest of each day, 100 is the best day of the entry; the running day is partial."""
        region = self._place(entry)
        for point in points:
            runs = point.ends > self._captured
            if point.ends - timedelta(days=1) > self._captured:
                detail = f"the day that ends at {point.ends} had not begun"
                self._refuse(BadFigure("captured_before_observed", detail), entry)
            elif self._is_new(entry.term, Metric.INTEREST, region, point.ends):
                self._gatherer.value(
                    entry.term,
                    Metric.INTEREST,
                    round(point.value * scale, 6),
                    period=Period.DAY,
                    region=region,
                    line=self._line,
                    url=_url(entry),
                    kind=entry.kind,
                    observed=None if runs else point.ends,
                    partial=runs,
                )

    def _posts(self, found: Found) -> None:
        """How many of the shown posts name a hashtag: the first MOST_TAGS, often named first."""
        named: dict[str, int] = {}
        written: dict[str, str] = {}
        for post in found.posts:
            for tag in tags_of_post(post):
                key = hashtag_key(tag)
                written.setdefault(key, tag)
                named[key] = named.get(key, 0) + 1
        most = sorted(named, key=lambda key: (-named[key], key))[:MOST_TAGS]
        for key in most:
            self._line += 1
            if self._is_new(written[key], Metric.MENTIONS, self._region):
                self._gatherer.value(
                    written[key],
                    Metric.MENTIONS,
                    named[key],
                    period=Period.INSTANT,
                    region=self._region,
                    line=self._line,
                    url=_tag_url(written[key]),
                )
        if most:
            self._notes[f"counted the hashtags of {len(found.posts)} posts on the page"] = None

    def _period(self, curves: list[list[Point]]) -> Period | None:
        spans = [
            (max(point.ends for point in points) - min(point.ends for point in points)).days + 1
            for points in curves
            if points
        ]
        stated = _DAYS.search(self._url)
        span = max(spans, default=0)
        for days in (span, int(stated["days"]) if stated else 0):
            if days in _WEEK:
                return Period.WEEK
            if days in _MONTH:
                return Period.MONTH
            if days > max(_MONTH):
                self._notes[f"counts of {days} days left out: no week and no month"] = None
                return None
        return Period.WEEK

    def _place(self, entry: Entry) -> str:
        return country(entry) or region_code(entry.place) or self._region

    def _is_new(self, term: str, *more: object) -> bool:
        """Whether the answer has not said this before; pages repeat their lists."""
        key = (hashtag_key(term), *more)
        new = key not in self._seen
        self._seen.add(key)
        return new

    def _refuse(self, bad: BadFigure, entry: Entry) -> None:
        self._gatherer.refuse(self._line, bad.code, str(bad), entry.term)


def _states_rank(entry: Entry) -> bool:
    try:
        return rank(entry) is not None
    except BadFigure:
        return True


def _problem(entry: Entry) -> tuple[str, str] | None:
    """Why an entry is refused: reason code and detail."""
    term = entry.term.lstrip("#")
    if not term:
        return "missing_term", "an entry without a name"
    if len(term) > _LONGEST:
        return "bad_term", f"{len(term)} characters are no hashtag"
    if entry.kind is Kind.HASHTAG and any(char.isspace() for char in term):
        return "bad_term", "a hashtag holds no blanks"
    return None


def _url(entry: Entry) -> str | None:
    return _tag_url(entry.term) if entry.kind is Kind.HASHTAG else None


def _tag_url(term: str) -> str:
    return f"https://www.tiktok.com/tag/{quote(term.lstrip('#'), safe='')}"
