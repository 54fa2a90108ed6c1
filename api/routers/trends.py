"""Trends: the ranked list, and one term with all that explains it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from api.dependencies import SnapshotOf, digest, product_tag
from api.examples import conditional
from api.parameters import PRINTABLE, Cursor, Day, Flag, Limit, Share, Text, whole_number
from api.presenters import evidence, line_start, sparklines, trend_fields
from api.routing import SnapshotRoute
from api.schemas.common import Page
from api.schemas.trends import (
    ConfidenceParts,
    Contribution,
    Measures,
    ScorePoint,
    Season,
    Series,
    SeriesPoint,
    Trend,
    TrendDetail,
    TrendSort,
)
from warehouse.cursors import decode_cursor, encode_cursor, query_key
from warehouse.errors import BadCursor, BeforeHistory, NotFound
from warehouse.serving import queries
from warehouse.serving.reader import Snapshot

router = APIRouter(prefix="/v1/trends", tags=["trends"], route_class=SnapshotRoute)
HISTORY_DAYS = 1100
_MARK = "trends/1"


@router.get(
    "",
    summary="Ranked trends",
    response_model=Page[Trend],
    responses=conditional(400, 410, 422, 503),
)
def list_trends(
    request: Request,
    snapshot: SnapshotOf,
    limit: Limit = 50,
    cursor: Cursor = None,
    sort: TrendSort = TrendSort.RANK,
    as_of: Day = None,
    q: Annotated[Text, Query(description="Words in the term, as written or as matched.")] = None,
    stage: Annotated[
        Text,
        Query(description="emerging, rising, peak, fading, steady, evergreen …"),
    ] = None,
    origin: Annotated[Text, Query(description="live, replay, import or curated.")] = None,
    source: Annotated[Text, Query(description="Id of a source that measured the term.")] = None,
    risk: Annotated[Text, Query(description="clear, review or block.")] = None,
    category: Annotated[Text, Query(description="Niche category of a curated term.")] = None,
    language: Annotated[Text, Query(description="ISO 639-1, or und.")] = None,
    occasion: Annotated[Text, Query(description="English name of the occasion.")] = None,
    min_confidence: Share = None,
    is_curated: Flag = None,
) -> Response:
    """The terms scored on one day, best first. Filters narrow the list and never change a rank.

    `as_of` gives the latest daily scores on or before that day. A page cursor goes on in the
    snapshot it was made from, also when a newer one has been published meanwhile.
    """
    filters: dict[str, Any] = {
        "stage": stage,
        "origin": origin,
        "source": source,
        "risk": risk,
        "category": category,
        "language": language,
        "occasion": occasion,
        "min_confidence": min_confidence,
        "is_curated": is_curated,
        "text": None if q is None else fold(q),
    }
    key = query_key(sort.value, as_of, filters)
    offset = 0
    if cursor is not None:
        snapshot, offset = _resume(request, cursor, key)
    day = scored_day(snapshot, as_of)
    rows: list[dict[str, Any]] = []
    if day is not None:
        rows = snapshot.query(
            queries.TREND_LIST[sort.value],
            {
                **filters,
                "scored_on": day,
                "score_version": snapshot.generation.score_version,
                "limit": limit + 1,
                "offset": offset,
            },
        )
    shown = rows[:limit]
    generation = snapshot.generation
    following = None
    if len(rows) > limit:
        following = encode_cursor([_MARK, generation.id, key, offset + limit])
    lines = _lines(snapshot, [row["term_id"] for row in shown], day)
    page = Page[Trend](
        items=[_trend(row, lines) for row in shown],
        next_cursor=following,
        as_of=day or generation.as_of,
        generation=generation.id,
    )
    return snapshot_answer(request, snapshot, page.model_dump_json().encode())


@router.get(
    "/{term:path}",
    summary="One term, explained",
    response_model=TrendDetail,
    responses=conditional(400, 404, 422, 503),
)
def one_trend(
    request: Request,
    snapshot: SnapshotOf,
    term: Annotated[
        str,
        Path(
            min_length=1,
            max_length=200,
            pattern=PRINTABLE,
            description="The term as written, its match key or its id, percent-encoded.",
            examples=["book club"],
        ),
    ],
    as_of: Day = None,
    history_days: Annotated[
        int,
        Field(ge=1, le=HISTORY_DAYS),
        BeforeValidator(whole_number),
        Query(description="Days of history before the day."),
    ] = 120,
) -> Response:
    """The score with its contributions, its history, the series behind it and the evidence rows."""
    day = scored_day(snapshot, as_of)
    found = snapshot.query(queries.TERM_LOOKUP, {"asked": term, "folded": fold(term)})
    version = snapshot.generation.score_version
    rows = []
    if found and day is not None:
        rows = snapshot.query(
            queries.TREND_ONE,
            {"term_id": found[0]["term_id"], "score_version": version, "as_of": day},
        )
    if not rows:
        raise NotFound(
            f"The term {term[:80]!r} is not among the scored ones. "
            "Search the list with `q` to see which are."
        )
    detail = _detail(snapshot, rows[0], history_days)
    return snapshot_answer(request, snapshot, detail.model_dump_json().encode())


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


def snapshot_answer(request: Request, snapshot: Snapshot, body: bytes) -> Response:
    """An answer whose validator is made of product version, generation and query."""
    mark = digest(product_tag(), request.scope["path"], request.scope["query_string"])
    etag = f'"{snapshot.generation.id}-{mark}"'
    return Response(body, media_type="application/json", headers={"etag": etag})


def _resume(request: Request, cursor: str, key: str) -> tuple[Snapshot, int]:
    payload = decode_cursor(cursor)
    if len(payload) != 4 or payload[0] != _MARK or payload[2] != key:
        raise BadCursor(
            "This page cursor belongs to another query. Start again without `cursor`, "
            "or repeat the filters and the order it was made with."
        )
    reader = request.app.state.services.reader
    return reader.at(str(payload[1])), int(payload[3])


def _lines(snapshot: Snapshot, term_ids: list[str], day: date | None) -> dict[str, Any]:
    if not term_ids or day is None:
        return {}
    daily = snapshot.query(
        queries.SPARKLINES, {"term_ids": term_ids, "after": line_start("day", day), "until": day}
    )
    lines = sparklines(daily, day)
    without = [term_id for term_id in term_ids if term_id not in lines]
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
        lines |= sparklines(coarse, day)
    return lines


def _trend(row: dict[str, Any], lines: dict[str, Any]) -> Trend:
    line, reference = lines.get(row["term_id"], ([], None))
    return Trend(**trend_fields(row), sparkline=line, sparkline_source=reference)


def _detail(snapshot: Snapshot, row: dict[str, Any], history_days: int) -> TrendDetail:
    day: date = row["scored_on"]
    term_id = row["term_id"]
    version = snapshot.generation.score_version
    span = {"term_id": term_id, "after": day - timedelta(days=history_days), "until": day}
    scored = {"term_id": term_id, "score_version": version, "scored_on": day}
    captured = {"term_id": term_id, "until": day + timedelta(days=1)}
    line, reference = _lines(snapshot, [term_id], day).get(term_id, ([], None))
    return TrendDetail(
        **trend_fields(row),
        sparkline=line,
        sparkline_source=reference,
        log_score=row["log_score"],
        first_seen_on=row["first_seen_on"],
        last_seen_on=row["last_seen_on"],
        intent=row["intent"],
        confidence_parts=ConfidenceParts.model_validate(row),
        measures=Measures.model_validate(row),
        season=_season(row),
        contributions=[
            Contribution.model_validate(part)
            for part in snapshot.query(queries.CONTRIBUTIONS, scored)
        ],
        history=_history(snapshot.query(queries.TERM_HISTORY, span)),
        score_history=[
            ScorePoint(on=past["scored_on"], **{k: v for k, v in past.items() if k != "scored_on"})
            for past in snapshot.query(queries.SCORE_HISTORY, {**span, "score_version": version})
        ],
        evidence=[evidence(seen) for seen in snapshot.query(queries.EVIDENCE, captured)],
        as_of=day,
        generation=snapshot.generation.id,
    )


def _history(rows: list[dict[str, Any]]) -> list[Series]:
    series: dict[tuple[str, str, str], list[SeriesPoint]] = {}
    for row in rows:
        point = SeriesPoint(
            on=row["observed_on"],
            value=row["value"],
            smoothed=row["smoothed"],
            best_rank=row["best_rank"],
        )
        series.setdefault((row["source_id"], row["metric"], row["period"]), []).append(point)
    return [
        Series(source_id=source_id, metric=metric, period=period, points=points)
        for (source_id, metric, period), points in series.items()
    ]


def _season(row: dict[str, Any]) -> Season:
    return Season(
        basis=row["season_basis"],
        index=row["season_index"],
        ahead=row["season_ahead"],
        years=row["season_years"],
        opportunity=row["occasion_opportunity"],
        occasion=row["occasion"],
        country=row["occasion_country"],
        falls_on=row["occasion_on"],
        publish_from=row["publish_from"],
        publish_by=row["publish_by"],
    )
