"""Sources: their rights, their health, and what of them is in the snapshot."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import body_answer
from api.dependencies import ServicesOf, StateOf
from api.examples import conditional
from api.routing import StrictRoute
from api.schemas.common import Page
from api.schemas.sources import Health, Rights, Source
from connectors.trends.registry import SOURCES, platform_of
from warehouse.errors import NotPublished
from warehouse.serving import queries
from warehouse.serving.reader import Snapshot
from warehouse.state.repositories import source_runs
from warehouse.state.repositories.source_runs import SourceHealth

router = APIRouter(prefix="/v1/sources", tags=["sources"], route_class=StrictRoute)


@router.get("", summary="Sources", response_model=Page[Source], responses=conditional(422, 503))
def list_sources(request: Request, services: ServicesOf, session: StateOf) -> Response:
    """Every registered source. Rights and health are shown before anything is published, too."""
    try:
        snapshot: Snapshot | None = services.reader.current()
    except NotPublished:
        snapshot = None
    served = {row["source_id"]: row for row in snapshot.query(queries.SOURCES)} if snapshot else {}
    health = source_runs.health(session) if session is not None else {}
    names = [*SOURCES, *sorted({*served, *health} - set(SOURCES))]
    page = Page[Source](
        items=[_source(name, served.get(name), health.get(name)) for name in names],
        as_of=snapshot.generation.as_of if snapshot else None,
        generation=snapshot.generation.id if snapshot else None,
    )
    return body_answer(request, page)


def _source(name: str, served: dict[str, Any] | None, health: SourceHealth | None) -> Source:
    spec = SOURCES.get(name)
    known: dict[str, Any] = served or {}
    if spec is not None:
        known = {**known, **asdict(spec)}
    return Source(
        source_id=name,
        platform=known.get("platform", platform_of(name)),
        name=known.get("name", name),
        family=known.get("family", "own"),
        enabled_by_default=known.get("enabled_by_default", False),
        live=spec is not None and spec.live,
        rights=Rights.model_validate(known) if "licence" in known else None,
        health=_health(health),
        origins=[part for part in (known.get("origins") or "").split(",") if part],
        n_terms=known.get("n_terms"),
        n_observations=known.get("n_observations"),
        first_observed_on=known.get("first_observed_on"),
        last_observed_on=known.get("last_observed_on"),
    )


def _health(health: SourceHealth | None) -> Health:
    if health is None:
        return Health(status="never")
    last = health.last
    return Health(
        status=last.status,
        run_id=last.run_id,
        started_at=last.started_at,
        finished_at=last.finished_at,
        rows=last.rows,
        quarantined=last.quarantined,
        error_code=last.error_code,
        message=last.message,
        last_ok_at=health.last_ok_at,
    )
