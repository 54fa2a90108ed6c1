"""Many terms at once, for whoever has a list of their own."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.answers import fresh_answer
from api.dependencies import SnapshotOf
from api.examples import errors
from api.routing import StrictRoute
from api.schemas.lookup import Looked, Lookup, LookupQuestion
from api.snapshots import fold, lines, scored_day, trend_of
from warehouse.serving import queries

router = APIRouter(prefix="/v1/trends", tags=["trends"], route_class=StrictRoute)


@router.post(
    "/lookup",
    summary="Many terms at once",
    response_model=Lookup,
    responses=errors(400, 422, 503),
)
def look_up(question: LookupQuestion, snapshot: SnapshotOf) -> Response:
    """The scores of up to 500 terms, in the order asked. It reads only; the body is the question.

    A term that is not among the scored ones has `trend: null`, and no other fails for it.
    """
    day = scored_day(snapshot, question.as_of)
    version = snapshot.version_on(day)
    found = snapshot.query(
        queries.TERMS_LOOKUP,
        {"asked": question.terms, "folded": [fold(term) for term in question.terms]},
    )
    ids = sorted({row[name] for row in found for name in ("term_id", "head_id")})
    rows = {}
    if ids and day is not None:
        asked = {"term_ids": ids, "score_version": version, "scored_on": day}
        rows = {row["term_id"]: row for row in snapshot.query(queries.TREND_MANY, asked)}
    drawn = lines(snapshot, list(rows), day)
    trends = {term_id: trend_of(row, drawn) for term_id, row in rows.items()}
    # A term that was scored by itself on the day keeps that; else its head answers for it.
    answers = {
        row["asked"]: trends.get(row["term_id"]) or trends.get(row["head_id"]) for row in found
    }
    return fresh_answer(
        Lookup(
            items=[Looked(asked=term, trend=answers.get(term)) for term in question.terms],
            as_of=day or snapshot.generation.as_of,
            generation=snapshot.generation.id,
        )
    )
