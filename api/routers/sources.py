"""Sources: their rights, their health, and what of them is in the snapshot."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import body_answer
from api.dependencies import Services, ServicesOf, StateOf
from api.examples import conditional
from api.routing import StrictRoute
from api.schemas.common import Page
from api.schemas.sources import Health, Rights, Shown, Source
from domain.sources.registry import SOURCES, platform_of
from domain.sources.spec import SourceSpec
from warehouse.errors import NotPublished
from warehouse.serving import queries
from warehouse.serving.reader import Snapshot
from warehouse.state.repositories import display, scrape_runs
from warehouse.state.repositories.scrape_runs import SourceHealth

router = APIRouter(prefix="/v1/sources", tags=["sources"], route_class=StrictRoute)
TURN: Final = {"hourly": timedelta(hours=1), "daily": timedelta(days=1)}
TURNS_MISSED: Final = 2
State = Literal["asked", "switched_off", "needs_key", "not_asked"]


@router.get("", summary="Sources", response_model=Page[Source], responses=conditional(422, 503))
def list_sources(request: Request, services: ServicesOf, session: StateOf) -> Response:
    """Every registered source. Rights and health are shown before anything is published, too."""
    now = datetime.now(UTC)
    try:
        snapshot: Snapshot | None = services.reader.current()
    except NotPublished:
        snapshot = None
    served = {row["source_id"]: row for row in snapshot.query(queries.SOURCES)} if snapshot else {}
    health = scrape_runs.health(session) if session is not None else {}
    rows = display.shown(session, now) if session is not None else []
    shown = {row.source_id: Shown.model_validate(row, from_attributes=True) for row in rows}
    names = [*SOURCES, *sorted({*served, *health} - set(SOURCES))]
    replayed = snapshot is not None and snapshot.generation.mode == "replay"
    stands = {name: _health(name, health.get(name), services, now, replayed) for name in names}
    page = Page[Source](
        items=[
            _source(name, services, served.get(name), stands[name], shown.get(name))
            for name in names
        ],
        as_of=snapshot.generation.as_of if snapshot else None,
        generation=snapshot.generation.id if snapshot else None,
    )
    return body_answer(request, page)


def _source(
    name: str,
    services: Services,
    served: dict[str, Any] | None,
    health: Health,
    shown: Shown | None,
) -> Source:
    spec = SOURCES.get(name)
    known: dict[str, Any] = served or {}
    if spec is not None:
        known = {**known, **asdict(spec)}
    return Source(
        source_id=name,
        platform=known.get("platform", platform_of(name)),
        name=known.get("name", name),
        family=known.get("family", "own"),
        enabled_by_default=spec.enabled_by_default if spec else False,
        live=spec is not None and spec.live,
        access=spec.access if spec else "file",
        cadence=spec.cadence if spec else None,
        state=state_of(spec, services),
        needs=[services.keys.variable(need) for need in spec.needs] if spec else [],
        rights=Rights.model_validate(known) if "licence" in known else None,
        health=health,
        shown=shown,
        origins=[part for part in (known.get("origins") or "").split(",") if part],
        n_terms=known.get("n_terms"),
        n_observations=known.get("n_observations"),
        first_observed_on=known.get("first_observed_on"),
        last_observed_on=known.get("last_observed_on"),
    )


def state_of(spec: SourceSpec | None, services: Services) -> State:
    """Whether this installation asks the source, and why not."""
    if spec is None or not spec.live:
        return "not_asked"
    if not services.sources.wants(spec):
        return "switched_off"
    if spec.access == "key" and not all(services.keys.has(need) for need in spec.needs):
        return "needs_key"
    return "asked"


def _health(
    name: str,
    health: SourceHealth | None,
    services: Services,
    now: datetime,
    replayed: bool,
) -> Health:
    if health is None:
        return Health(status="never")
    last = health.last
    return Health(
        status=last.status,
        run_id=last.run_id,
        started_at=last.started_at,
        finished_at=last.finished_at,
        attempts=last.attempts,
        collected=last.collected,
        rows=last.accepted,
        quarantined=last.quarantined,
        duplicates=last.duplicates,
        distinct_terms=last.distinct_terms,
        error_code=last.error_code,
        message=last.message,
        failures=health.failures,
        last_ok_at=health.last_ok_at,
        newest_captured_at=health.newest_captured_at,
        # Nobody is asked in a replay, so nothing is late there.
        stale=not replayed and _stale(SOURCES.get(name), health, services, now),
    )


def _stale(
    spec: SourceSpec | None, health: SourceHealth, services: Services, now: datetime
) -> bool:
    """Whether a source that is asked has not answered well for two of its turns."""
    if spec is None or spec.cadence is None or state_of(spec, services) != "asked":
        return False
    good = health.last_ok_at
    return good is None or now - good > TURNS_MISSED * TURN[spec.cadence]
