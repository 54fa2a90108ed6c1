"""Interest over time, and interest by region, as the widgets of Google Trends give them.

Values are an index, 0-100 within one answer. The values of a point stand in the order of the
compared things, whose names the answer does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from connectors.trends.google_trends_question import Question
from connectors.trends.regions import WORLD, place_code, region_code
from connectors.trends.rows import RowGatherer
from domain.signals import Kind, Metric, Period

_DAY = 86_400
_SPANS = (  # seconds between two points
    (0, 20 * 3600, Period.INSTANT),  # minutes and hours
    (20 * 3600, 36 * 3600, Period.DAY),
    (6 * _DAY, 8 * _DAY, Period.WEEK),
    (27 * _DAY, 32 * _DAY, Period.MONTH),
)
_NAMED_SPANS = {"DAY": _DAY, "WEEK": 7 * _DAY, "MONTH": 30 * _DAY, "HOUR": 3600}
_DASH = re.compile(r"[\u2010-\u2015]|\s-\s")
_LARGEST = 100


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of one point. `line` counts the points, from 1."""

    line: int
    column: int
    time: int
    shown_time: str
    value: Any
    partial: bool


def read_timeline(
    points: Sequence[Any], asked: Question, rows: RowGatherer, captured: datetime
) -> None:
    """Rows of the points of a line chart (`timelineData`), of one range or of several.

    A span that had not ended when the answer was `captured` (naive UTC) is partial.
    """
    by_column: dict[int, list[_Value]] = {}
    for each in _values(points, rows):
        by_column.setdefault(each.column, []).append(each)
    for column in sorted(by_column):
        _read_column(by_column[column], asked, rows, captured)


def unfinished_until(points: Sequence[Any], asked: Question) -> datetime | None:
    """The end (naive UTC) of the span that had not ended when the answer was given.

    The answer cannot be newer. None when all had ended.
    """
    known = [
        point
        for point in points
        if isinstance(point, dict) and re.fullmatch(r"\d{1,11}", str(point.get("time")))
    ]
    partial = [int(point["time"]) for point in known if point.get("isPartial") is True]
    if not partial:
        return None
    shown = str(known[0].get("formattedTime") or "")
    seconds = _spacing([int(point["time"]) for point in known], shown, asked)
    period = _period(seconds)
    return _end(max(partial), seconds, period) if period else None


def read_map(places: Sequence[Any], asked: Question, rows: RowGatherer) -> None:
    """Rows of the places of a map (`geoMapData`)."""
    for line, place in enumerate(places, start=1):
        if not isinstance(place, dict):
            rows.refuse(line, "bad_row", "a place that is no object")
            continue
        region = _place(place, asked)
        name = str(place.get("geoName") or place.get("geoCode") or "")
        values = _listed(place.get("value"))
        has_data = _listed(place.get("hasData"))
        for column, value in enumerate(values):
            if column < len(has_data) and has_data[column] is False:
                continue
            term = asked.item(column).term
            index = _index(value)
            if term is None:
                rows.refuse(line, "missing_term", "nothing says which words the values belong to")
            elif region is None:
                rows.refuse(line, "bad_region", f"no country or part of one: {name[:60]!r}", term)
            elif index is None:
                rows.refuse(line, "bad_number", f"no index of 0-100: {str(value)[:60]!r}", term)
            else:
                rows.value(
                    term,
                    Metric.INTEREST,
                    index,
                    period=Period.INSTANT,
                    region=region,
                    line=line,
                    kind=Kind.SEARCH,
                )


def _values(points: Sequence[Any], rows: RowGatherer) -> Iterator[_Value]:
    """The values of all points that have data. A point of several ranges has a time for each."""
    for line, point in enumerate(points, start=1):
        if not isinstance(point, dict):
            rows.refuse(line, "bad_row", "a point that is no object")
            continue
        ranges = point.get("columnData")
        if isinstance(ranges, list):
            for column, each in enumerate(ranges):
                if isinstance(each, dict):
                    yield from _of_point(
                        {**each, "value": _listed(each.get("value"))[:1]}, line, rows, first=column
                    )
        else:
            yield from _of_point(point, line, rows)


def _of_point(
    point: Mapping[str, Any], line: int, rows: RowGatherer, first: int = 0
) -> Iterator[_Value]:
    has_data = _listed(point.get("hasData"))
    if has_data and not any(has_data):
        return
    try:
        time = int(str(point.get("time")))
        datetime.fromtimestamp(time, UTC)
    except (ValueError, OverflowError, OSError):
        rows.refuse(line, "bad_time", f"no time in seconds: {str(point.get('time'))[:60]!r}")
        return
    for column, value in enumerate(_listed(point.get("value"))):
        if column < len(has_data) and has_data[column] is False:
            continue
        shown = str(point.get("formattedTime") or "")
        yield _Value(line, first + column, time, shown, value, point.get("isPartial") is True)


def _read_column(
    values: Sequence[_Value], asked: Question, rows: RowGatherer, captured: datetime
) -> None:
    item = asked.item(values[0].column)
    seconds = _spacing([each.time for each in values], values[0].shown_time, asked)
    period = _period(seconds)
    seen: set[int] = set()
    for each in values:
        index = _index(each.value)
        if item.term is None:
            rows.refuse(each.line, "missing_term", "nothing says which words the values belong to")
        elif item.region is None:
            rows.refuse(each.line, "bad_region", "asked for a place that has no code", item.term)
        elif period is None:
            detail = f"points {seconds} seconds apart are no days, weeks or months"
            rows.refuse(each.line, "bad_period", detail, item.term)
        elif index is None:
            detail = f"no index of 0-100: {str(each.value)[:60]!r}"
            rows.refuse(each.line, "bad_number", detail, item.term)
        elif each.time not in seen:
            seen.add(each.time)
            end = _end(each.time, seconds, period)
            rows.value(
                item.term,
                Metric.INTEREST,
                index,
                period=period,
                region=item.region,
                line=each.line,
                kind=Kind.SEARCH,
                observed=end,
                partial=each.partial or end > captured,
            )


def _period(seconds: int) -> Period | None:
    return next((name for low, high, name in _SPANS if low < seconds <= high), None)


def _spacing(times: Sequence[int], shown: str, asked: Question) -> int:
    """Seconds that one point covers: the usual distance, else what was asked or is shown."""
    ordered = sorted(set(times))
    if len(ordered) > 1:
        return int(median(later - earlier for earlier, later in pairwise(ordered)))
    if asked.spacing in _NAMED_SPANS:
        return _NAMED_SPANS[asked.spacing]
    if ":" in shown:
        return _NAMED_SPANS["HOUR"]
    if _DASH.search(shown):
        return _NAMED_SPANS["WEEK"]
    return _NAMED_SPANS["DAY" if len(re.findall(r"\d+", shown)) != 1 else "MONTH"]


def _end(time: int, seconds: int, period: Period) -> datetime:
    """The end of the span that begins at a time, naive UTC."""
    start = datetime.fromtimestamp(time, UTC).replace(tzinfo=None)
    if period is not Period.MONTH:
        return start + timedelta(seconds=seconds)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1)


def _place(place: Mapping[str, Any], asked: Question) -> str | None:
    code = str(place.get("geoCode") or "")
    if code:
        return region_code(code)
    return None if asked.region == WORLD else place_code(asked.region, place.get("geoName"))


def _index(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= _LARGEST else None


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
