"""What the routes that read a published snapshot have in common."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.dependencies import digest, product_tag
from api.errors import InvalidRequest
from api.media import JSON
from api.presenters import line_start, sparklines, trend_fields
from api.schemas.trends import SeriesRef, Trend
from warehouse.cursors import decode_cursor
from warehouse.errors import BadCursor, BeforeHistory
from warehouse.serving import queries
from warehouse.serving.reader import Snapshot, SnapshotReader

MOST_ROWS = 10**9  # no list is longer


def fold(text: str) -> str:
    """Text as the look-ups compare it: one form of each character, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def scored_day(snapshot: Snapshot, as_of: date | None) -> date | None:
    """The last scored day on or before `as_of` (default: the last); None when nothing is scored.

    Raises BeforeHistory when the day lies before the first scored one.
    """
    days = snapshot.scored_days
    if not days:
        return None
    if as_of is None:
        return days[-1]
    place = bisect_right(days, as_of)
    if place == 0:
        raise BeforeHistory(
            f"Scores begin on {days[0]}. Ask for that day or a later one.",
        )
    return days[place - 1]


def known_region(snapshot: Snapshot, region: str) -> None:
    """Raises InvalidRequest, with those there are, for a region nothing was measured in."""
    known = snapshot.regions
    if region not in known:
        there = ", ".join(known) or "none yet"
        raise InvalidRequest(
            f"No term was measured in the region {region[:20]!r}. There are: {there}.",
            fields=[{"in": "query", "field": "region", "problem": "unknown region"}],
            regions=known,
        )


def resume(reader: SnapshotReader, cursor: str, mark: str, key: str) -> tuple[Snapshot, int]:
    """The snapshot and the row that a page cursor goes on in.

    Raises BadCursor for one of another list or query, SnapshotGone when its snapshot is not kept.
    """
    match decode_cursor(cursor):
        case [str() as made, str() as generation, str() as of, int() as offset] if (
            made == mark and of == key and 0 <= offset <= MOST_ROWS
        ):
            return reader.at(generation), offset
    raise BadCursor(
        "This page cursor belongs to another query. Start again without `cursor`, "
        "or repeat the filters and the order it was made with."
    )


def snapshot_answer(
    request: Request,
    snapshot: Snapshot,
    body: bytes,
    *,
    media: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer whose validator is made of product version, generation, query and media type."""
    mark = digest(product_tag(), request.scope["path"], request.scope["query_string"], media)
    told = {"etag": f'"{snapshot.generation.id}-{mark}"', **(headers or {})}
    return Response(body, media_type=media, headers=told)


def lines(
    snapshot: Snapshot, term_ids: list[str], day: date | None
) -> dict[str, tuple[list[float | None], SeriesRef]]:
    """The sparkline of each term that was measured, and the series it shows."""
    if not term_ids or day is None:
        return {}
    daily = snapshot.query(
        queries.SPARKLINES, {"term_ids": term_ids, "after": line_start("day", day), "until": day}
    )
    drawn = sparklines(daily, day)
    without = [term_id for term_id in term_ids if term_id not in drawn]
    if without:
        coarse = snapshot.query(
            queries.COARSE_SPARKLINES,
            {
                "term_ids": without,
                "week_after": line_start("week", day),
                "month_after": line_start("month", day),
                "until": day,
            },
        )
        drawn |= sparklines(coarse, day)
    return drawn


def trend_of(
    row: dict[str, Any], drawn: Mapping[str, tuple[list[float | None], SeriesRef]]
) -> Trend:
    """A scored row with its sparkline."""
    line, reference = drawn.get(row["term_id"], ([], None))
    return Trend(**trend_fields(row), sparkline=line, sparkline_source=reference)
