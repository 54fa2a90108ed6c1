"""One term with all that explains its score."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from api.dependencies import SnapshotOf
from api.errors import UnknownTerm
from api.examples import conditional
from api.parameters import PRINTABLE, Day, whole_number
from api.presenters import evidence, evidence_sources, forecast, product_reasons, trend_fields
from api.routing import SnapshotRoute
from api.schemas.forecasts import TermForecast
from api.schemas.terms import (
    ConfidenceParts,
    Contribution,
    Measures,
    Member,
    Rise,
    ScorePoint,
    Season,
    Series,
    SeriesPoint,
    SimilarTerm,
    TrendDetail,
)
from api.snapshots import fold, lines, scored_day, snapshot_answer
from domain.expiry import Expired, lost_on
from warehouse.serving import queries
from warehouse.serving.reader import Snapshot

router = APIRouter(prefix="/v1/trends", tags=["trends"], route_class=SnapshotRoute)
HISTORY_DAYS = 1100
FORECAST_DAYS = 7  # an older forecast is none of this day


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
    """The score with its contributions, its history, the series behind it and the evidence rows.

    Terms that mean the same are scored as one: a member is answered with its head's trend, and
    `asked_member` says so. A day on which the member still had a score of its own keeps it.
    """
    day = scored_day(snapshot, as_of)
    folded = fold(term)
    found = snapshot.query(queries.TERM_LOOKUP, {"asked": term, "folded": folded})
    row = _row(snapshot, found[0], day) if found and day is not None else None
    if row is None:
        close = snapshot.query(queries.CLOSE_TERMS, {"folded": folded, "scored_on": day})
        names = [row["display"] for row in close]
        hint = (
            f"Did you mean {', '.join(map(repr, names))}?"
            if names
            else ("Search the list with `q` to see which are.")
        )
        raise UnknownTerm(
            f"The term {term[:80]!r} is not among the scored ones. {hint}", suggestions=names
        )
    detail = _detail(snapshot, row, history_days, asked=found[0]["term_id"])
    return snapshot_answer(request, snapshot, detail.model_dump_json().encode())


def _row(snapshot: Snapshot, asked: dict[str, Any], day: date) -> dict[str, Any] | None:
    """The row of the day: the term's own if it was scored then, else that of its head."""
    own = snapshot.score_of(asked["term_id"], day)
    if own and own["scored_on"] == day:
        return own
    return snapshot.score_of(asked["head_id"], day) or own


def _detail(
    snapshot: Snapshot, row: dict[str, Any], history_days: int, *, asked: str
) -> TrendDetail:
    day: date = row["scored_on"]
    term_id = row["term_id"]
    version = snapshot.version_on(day)
    span = {"term_id": term_id, "after": day - timedelta(days=history_days), "until": day}
    scored = {"term_id": term_id, "score_version": version, "scored_on": day}
    captured = {"term_id": term_id, "until": day + timedelta(days=1)}
    seen = [evidence(one) for one in snapshot.query(queries.EVIDENCE, captured)]
    gone = (Expired(**one) for one in snapshot.query(queries.EXPIRED, {"until": day}))
    fields = trend_fields(row)
    line, reference = lines(snapshot, [term_id], day).get(term_id, ([], None))
    return TrendDetail(
        **fields,
        sparkline=line,
        sparkline_source=reference,
        log_score=row["log_score"],
        first_seen_on=row["first_seen_on"],
        last_seen_on=row["last_seen_on"],
        intent=row["intent"],
        product_reasons=product_reasons(row),
        confidence_parts=ConfidenceParts.model_validate(row),
        measures=Measures.model_validate(row),
        season=_season(row),
        rise=_rise(row),
        contributions=[
            Contribution.model_validate(part)
            for part in snapshot.query(queries.CONTRIBUTIONS, scored)
        ],
        forecast=_forecast(snapshot, term_id, day),
        history=_history(snapshot.query(queries.TERM_HISTORY, span)),
        score_history=[
            _score_point(past)
            for past in snapshot.query(queries.SCORE_HISTORY, span)
            if past["score_version"] == snapshot.version_on(past["scored_on"])
        ],
        asked_member=asked if asked != term_id else None,
        members=[
            Member.model_validate(member)
            for member in snapshot.query(queries.MEMBERS, {"term_id": row["cluster_id"]})
        ],
        similar=[
            SimilarTerm.model_validate(other)
            for other in snapshot.query(queries.SIMILAR_TERMS, scored)
        ],
        evidence=seen,
        evidence_sources=evidence_sources(fields["sources"], seen, lost_on(gone, day)),
        evidence_complete=row["evidence_complete"],
        as_of=day,
        generation=snapshot.generation.id,
    )


def _forecast(snapshot: Snapshot, term_id: str, day: date) -> TermForecast | None:
    asked = {"term_id": term_id, "after": day - timedelta(days=FORECAST_DAYS), "until": day}
    rows = snapshot.query(queries.FORECAST, asked)
    if not rows:
        return None
    made = {"made_on": rows[0]["made_on"], "version": rows[0]["forecast_version"]}
    parts = snapshot.query(queries.FORECAST_PARTS, {"term_id": term_id, **made})
    return forecast(rows[0], parts)


def _score_point(past: dict[str, Any]) -> ScorePoint:
    named = {name: value for name, value in past.items() if name in ScorePoint.model_fields}
    return ScorePoint(on=past["scored_on"], **named)


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
        peak_basis=row["peak_basis"],
    )


def _rise(row: dict[str, Any]) -> Rise | None:
    age = row["rise_age"]
    return None if age is None else Rise(age=age, like=row["n_rises"])
