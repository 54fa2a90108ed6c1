"""The regions of one day, for whoever offers a choice of them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import SnapshotOf
from api.examples import conditional
from api.parameters import Day
from api.routing import SnapshotRoute
from api.schemas.common import Page
from api.schemas.regions import Region
from api.snapshots import scored_day, snapshot_answer
from warehouse.serving import queries

router = APIRouter(prefix="/v1", tags=["trends"], route_class=SnapshotRoute)


@router.get(
    "/regions",
    summary="Regions with trends",
    response_model=Page[Region],
    responses=conditional(400, 422, 503),
)
def list_regions(request: Request, snapshot: SnapshotOf, as_of: Day = None) -> Response:
    """Where the terms scored on one day were measured in the 35 days up to it, by code."""
    day = scored_day(snapshot, as_of)
    rows = []
    if day is not None:
        asked = {"scored_on": day, "score_version": snapshot.generation.score_version}
        rows = snapshot.query(queries.REGIONS, asked)
    page = Page[Region](
        items=[Region.model_validate(row) for row in rows],
        as_of=day or snapshot.generation.as_of,
        generation=snapshot.generation.id,
    )
    return snapshot_answer(request, snapshot, page.model_dump_json().encode())
