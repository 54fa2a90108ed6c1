"""Read the figures of a TikTok entry: counts, rank, country, and its curve over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.trends.regions import region_code
from connectors.trends.tiktok_entries import Entry, Field, point_time
from connectors.trends.tiktok_labels import words_of
from domain.counts import UnreadableCount, parse_count
from domain.signals import Kind, Metric

_VIEWS = frozenset({"view", "views", "vv", "play", "plays"})
_POSTS = frozenset({"publish", "published", "post", "posts", "video", "videos"})
_COUNTED = frozenset({"cnt", "count", "counts", "num", "number"})
_ALONE = frozenset({"post", "posts", "videos", "publish"})  # a count without the word
_ALL_TIME = frozenset({"all", "total", "overall", "lifetime", "cumulative"})
_WINDOWED = frozenset({"publish", "published", "vv", "rank"})
# A key with one of these measures something else, or is no measure at all.
_NOT_COUNTS = frozenset(
    {"change", "rate", "diff", "growth", "ratio", "percent", "percentage", "avg", "average", "rank"}
    | {"id", "ids", "url", "uri", "link", "token", "type", "level", "six", "list", "time", "title"}
    | {"name", "desc", "description", "duration", "cover", "is", "has", "user", "creator"}
)
_NOT_RANKS = frozenset(
    {"diff", "type", "change", "last", "prev", "previous", "up", "down", "delta"}
)
_PLACES = ("id", "code", "value", "label", "name")
_LARGEST_RANK = 100_000
_YEARS = range(2014, 2100)
_MILLISECONDS = 10**11  # a time above this is no number of seconds


class BadFigure(ValueError):
    """A figure that cannot be read. `code` is the quarantine's code."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Counter:
    """A count of an entry; `total` when it counts since the beginning."""

    views: bool
    total: bool
    field: Field

    @property
    def metric(self) -> Metric:
        """What the count is called in a signal."""
        if self.views:
            return Metric.VIEWS_TOTAL if self.total else Metric.VIEWS
        return Metric.POSTS_TOTAL if self.total else Metric.MENTIONS


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a curve, in the units of the answer; `ends` is naive UTC."""

    ends: datetime
    value: float


def counters(entry: Entry) -> list[Counter]:
    """The counts of an entry, at most one of each metric, those without a value left out.

    The Creative Center counts the days the page is set to, beside figures that say `all`; every
    other page shows what a hashtag has gathered since it exists.
    """
    windowed = entry.kind is Kind.KEYWORD or bool(entry.points) or _is_of_creative_center(entry)
    found: dict[Metric, Counter] = {}
    for each in entry.fields:
        if each.value is None or each.value == "" or isinstance(each.value, bool):
            continue
        views = _counts_views(each)
        if views or _counts_posts(each):
            total = bool(each.path & _ALL_TIME) or not windowed
            counter = Counter(views, total, each)
            found.setdefault(counter.metric, counter)
    if entry.kind is Kind.KEYWORD:  # its other figures are those of advertisements
        return [each for metric, each in found.items() if metric is Metric.MENTIONS]
    return list(found.values())


def count(value: Any) -> float:
    """A count as number or as displayed. Raises BadFigure."""
    if isinstance(value, str):
        try:
            return float(parse_count(value).value)
        except UnreadableCount as error:
            raise BadFigure("bad_number", str(error)) from error
    number = float(value)
    if number < 0 or not number.is_integer():
        raise BadFigure("bad_number", f"{value!r} is no count")
    return number


def rank(entry: Entry) -> int | None:
    """The rank an entry states, 1 is the top; None when it states none. Raises BadFigure."""
    for each in entry.fields:
        if "rank" in each.words and not each.words & _NOT_RANKS and each.value not in (None, ""):
            try:
                place = float(str(each.value))
            except ValueError as error:
                raise BadFigure("bad_rank", f"{each.value!r} is no rank") from error
            if not 1 <= place <= _LARGEST_RANK or not place.is_integer():
                raise BadFigure("bad_rank", f"{each.value!r} is no rank")
            return int(place)
    return None


def country(entry: Entry) -> str | None:
    """The region code of the country an entry is about; None when it names none."""
    stated = [
        str(each.value)
        for part in _PLACES
        for each in entry.fields
        if {"country", part} <= each.path and each.value not in (None, "")
    ]
    stated += [str(each.value) for each in entry.fields if each.words in ({"country"}, {"region"})]
    codes = (region_code(text) for text in stated)
    return next((code for code in codes if code), None)


def curve(entry: Entry) -> tuple[list[Point], list[BadFigure]]:
    """The days of an entry's curve, in the order of the answer, and the points that are none."""
    days: dict[datetime, Point] = {}
    refused = []
    for raw in entry.points:
        try:
            point = _point(raw)
        except BadFigure as bad:
            refused.append(bad)
            continue
        if point:
            days.setdefault(point.ends, point)
    return list(days.values()), refused


def _counts_views(figure: Field) -> bool:
    return bool(figure.path & _VIEWS) and not figure.words & _NOT_COUNTS


def _counts_posts(figure: Field) -> bool:
    counted = figure.words & _COUNTED or figure.words & _ALONE
    return bool(figure.path & _POSTS and counted) and not figure.words & (_NOT_COUNTS | _VIEWS)


def _is_of_creative_center(entry: Entry) -> bool:
    for each in entry.fields:
        if each.words & _WINDOWED or {"video", "views"} <= each.words:
            return True
        if {"hashtag", "id"} <= each.words:
            return True
    return False


def _point(raw: dict[str, Any]) -> Point | None:
    """A point of a curve; None where the answer leaves the value out."""
    key = point_time(raw)
    value = next(raw[name] for name in raw if words_of(name) & {"value", "score", "popularity"})
    if value is None:
        return None
    day = _moment(raw[str(key)]).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise BadFigure("bad_number", f"{str(value)[:60]!r} is no point of a curve") from error
    if not 0 <= number <= 100 or isinstance(value, bool):
        raise BadFigure("bad_number", f"{number} is no point of a curve")
    return Point(day + timedelta(days=1), number)


def _moment(value: Any) -> datetime:
    """A time as seconds, milliseconds or ISO 8601; naive UTC."""
    text = str(value).strip()
    try:
        if text.lstrip("-").isdigit():
            seconds = int(text)
            if abs(seconds) > _MILLISECONDS:
                seconds //= 1000
            moment = datetime.fromtimestamp(seconds, UTC)
        else:
            moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError) as error:
        raise BadFigure("bad_date", f"{text[:60]!r} is no time") from error
    if moment.year not in _YEARS:
        raise BadFigure("bad_date", f"{text[:60]!r} is no time of a hashtag")
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
