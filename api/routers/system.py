"""What operators and tools ask: health, readiness, metrics, capabilities, the API's description."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import body_answer
from api.capabilities import capabilities
from api.dependencies import Services, ServicesOf, StateOf
from api.docs_page import CONTENT_SECURITY_POLICY, render
from api.examples import errors
from api.metrics_of_sources import SeenSources
from api.routers.sources import state_of
from api.routing import StrictRoute
from api.schemas.capabilities import Capabilities
from api.schemas.health import HealthAnswer, ReadyAnswer
from domain.sources.registry import live_sources
from warehouse.errors import NotPublished, StateUnavailable
from warehouse.state.repositories import scrape_runs
from warehouse.state.repositories.breakers import SharedBreakers
from warehouse.state.session import read_scope

_LOGGER = logging.getLogger("podpusher.api")
router = APIRouter(tags=["system"], route_class=StrictRoute)
_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/health", summary="Alive", response_model=HealthAnswer, responses=errors())
def health(services: ServicesOf) -> Response:
    """The process answers. Says nothing of data; ask /ready for that."""
    return _fresh(HealthAnswer(status="ok", version=services.version))


@router.get("/ready", summary="Ready", response_model=ReadyAnswer, responses=errors(503))
def ready(services: ServicesOf, session: StateOf) -> Response:
    """A snapshot is published and the state database, if there is one, answers. 503 until then."""
    generation = services.reader.current().generation
    if session is not None:
        session.execute(sa.text("select 1 from ideas limit 1"))
    return _fresh(
        ReadyAnswer(
            status="ready",
            generation=generation.id,
            as_of=generation.as_of,
            mode=generation.mode,
            published_at=generation.created_at,
        )
    )


@router.get(
    "/v1/capabilities",
    summary="What works here",
    response_model=Capabilities,
    responses=errors(),
    tags=["capabilities"],
)
def list_capabilities(request: Request, services: ServicesOf) -> Response:
    """Every feature: whether it is at hand, and what a missing key would enable."""
    try:
        mode: str | None = services.reader.current().generation.mode
    except NotPublished:
        mode = None
    answer = Capabilities(
        items=capabilities(services.keys, pages=services.sources.reads_pages),
        mode=mode,
        version=services.version,
    )
    return body_answer(request, answer)


@router.get(
    "/metrics",
    summary="Prometheus metrics",
    response_class=Response,
    responses={
        **errors(),
        200: {
            "description": "The Prometheus exposition format.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
    },
)
def metrics(services: ServicesOf) -> Response:
    """Counts of requests, the snapshot's age and size, and the last run of every source."""
    _measure(services)
    return Response(
        services.metrics.text(),
        media_type=_EXPOSITION,
        headers={"cache-control": "no-store"},
    )


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    import orjson

    document = request.app.openapi()
    base = str(request.scope.get("root_path", ""))
    served = {**document, "servers": [{"url": base or "/"}]}
    return Response(
        orjson.dumps(served), media_type="application/json", headers={"cache-control": "no-cache"}
    )


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """The OpenAPI document for people, without script and without a third party."""
    base = str(request.scope.get("root_path", ""))
    return Response(
        render(request.app.openapi(), base),
        media_type="text/html; charset=utf-8",
        headers={
            "content-security-policy": CONTENT_SECURITY_POLICY,
            "cache-control": "no-cache",
        },
    )


def _fresh(model: HealthAnswer | ReadyAnswer) -> Response:
    return Response(
        model.model_dump_json().encode(),
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def _measure(services: Services) -> None:
    gauges = services.metrics
    try:
        generation = services.reader.current().generation
    except NotPublished:
        gauges.published.set(0)
    else:
        gauges.published.set(1)
        gauges.snapshot_time.set(generation.created_at.timestamp())
        for table, rows in generation.rows.items():
            gauges.snapshot_rows.labels(table).set(rows)
    try:
        gauges.signals.show(seen_sources(services))
    except StateUnavailable:
        # Metrics must still be readable while something is wrong; the gauge says what.
        _LOGGER.warning("the state database does not answer; source runs are not in the metrics")
        gauges.state_up.set(0)
    else:
        gauges.state_up.set(1)


def seen_sources(services: Services) -> SeenSources:
    """How the sources and their hosts stand. Raises StateUnavailable."""
    asked = {
        spec.id: spec.cadence
        for spec in live_sources()
        if spec.cadence and not _replayed(services) and state_of(spec, services) == "asked"
    }
    with read_scope(services.warehouse) as session:
        if session is None:
            return SeenSources(asked)
        cycle = scrape_runs.last_cycle(session)
        return SeenSources(
            asked,
            scrape_runs.totals(session),
            scrape_runs.health(session),
            SharedBreakers(services.warehouse).all(),
            None if cycle is None else cycle.distinct_terms,
        )


def _replayed(services: Services) -> bool:
    """Whether what is served is a replay, in which nobody is asked."""
    try:
        return services.reader.current().generation.mode == "replay"
    except NotPublished:
        return False
