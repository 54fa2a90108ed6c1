"""Asking for a fresh look at the sources, and following it. The API never launches a run itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from pydantic import BeforeValidator, Field
from sqlalchemy.orm import Session

from api.answers import fresh_answer
from api.auth.admin import Admin
from api.dependencies import Services, ServicesOf, StateOf
from api.errors import NothingToRefresh, RateLimited
from api.examples import errors
from api.parameters import Identity, whole_number
from api.routing import StrictRoute
from api.schemas.requests import RequestList, SourceProgress, WorkRequest
from domain.sources.registry import SOURCES
from warehouse.errors import NotFound, NotPublished
from warehouse.state.models.request import Request as Stored
from warehouse.state.repositories import requests, scrape_runs
from warehouse.state.repositories.buckets import SharedBuckets
from warehouse.state.session import migrate_state, read_scope, session_scope

router = APIRouter(prefix="/v1", tags=["requests"], route_class=StrictRoute)
KEY = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        description="Repeating a call with the same key is the same request, finished or not.",
    ),
]
FewRows = Annotated[
    int,
    Field(ge=1, le=100),  # before the validator, or the document would not show it
    BeforeValidator(whole_number),
    Query(description="Rows.", examples=[20]),
]
HOUR = 3600.0


@router.post(
    "/trends/refresh",
    summary="Ask all sources anew",
    status_code=202,
    response_model=WorkRequest,
    responses=errors(401, 403, 409, 422, 429, 503),
)
def refresh(services: ServicesOf, who: Admin, idempotency_key: KEY = None) -> Response:
    """Queue a fresh look at every source that is switched on. 202 with the request to follow.

    While one is queued or running, the same one is meant. A replay's past does not change: 409.
    """
    _refuse_replay(services)
    settings, now = services.warehouse, datetime.now(UTC)
    migrate_state(settings)
    with read_scope(settings) as session:
        known = requests.recent(session, 20, kind="refresh") if session is not None else []
        meant = any(_open(one) or _same(one, idempotency_key) for one in known)
    if not meant:  # only a new look at the sources costs anything
        spend(services, "refresh", services.settings.refreshes_per_hour)
    with session_scope(settings) as session:
        asked = requests.ask(
            session, "refresh", requested_by=who, now=now, idempotency_key=idempotency_key
        )
        answer = wire(session, asked.request)
    return fresh_answer(answer, status=202, headers={"location": _address(services, answer.id)})


@router.get(
    "/requests",
    summary="Requests",
    response_model=RequestList,
    responses=errors(422, 503),
)
def list_requests(session: StateOf, limit: FewRows = 20) -> Response:
    """The last requests, newest first."""
    found = requests.recent(session, limit) if session is not None else []
    items = [wire(session, one) for one in found] if session is not None else []
    return fresh_answer(RequestList(items=items))


@router.get(
    "/requests/{request_id}",
    summary="One request",
    response_model=WorkRequest,
    responses=errors(404, 422, 503),
)
def one_request(request_id: Identity, session: StateOf) -> Response:
    """How far a request is, source by source."""
    if session is None:
        raise NotFound(f"There is no request {request_id[:80]!r}. Nothing was ever asked for.")
    return fresh_answer(wire(session, requests.get(session, request_id)))


def wire(session: Session, request: Stored) -> WorkRequest:
    """A stored request as it travels, with what its run has done so far."""
    runs = scrape_runs.of_run(session, request.run_id) if request.run_id else []
    return WorkRequest(
        id=request.id,
        kind=request.kind,  # type: ignore[arg-type]
        subject=request.subject,
        status=request.status,  # type: ignore[arg-type]
        requested_at=request.requested_at,
        started_at=request.started_at,
        finished_at=request.finished_at,
        run_id=request.run_id,
        error_code=request.error_code,
        message=request.message,
        sources=[
            SourceProgress(
                source_id=run.source_id,
                name=SOURCES[run.source_id].name if run.source_id in SOURCES else run.source_id,
                status=run.status,
                collected=run.collected,
                accepted=run.accepted,
                message=run.message,
            )
            for run in runs
        ],
    )


def spend(services: Services, what: str, per_hour: int) -> None:
    """Take one of the calls an hour. Raises RateLimited with the seconds to wait."""
    wait = SharedBuckets(services.warehouse).take(f"api/{what}", per_hour, per_hour / HOUR)
    if wait > 0:
        seconds = int(wait) + 1
        raise RateLimited(
            f"At most {per_hour} an hour are taken. Try again in {seconds} seconds.",
            retry_after=seconds,
        )


def _open(request: Stored) -> bool:
    return request.status in ("queued", "running")


def _same(request: Stored, key: str | None) -> bool:
    return key is not None and request.idempotency_key == key


def _refuse_replay(services: Services) -> None:
    try:
        mode = services.reader.current().generation.mode
    except NotPublished:
        return
    if mode == "replay":
        raise NothingToRefresh(
            "This is a replay of recorded signals; its past does not change. Start without "
            "SIGNALS to ask live sources."
        )


def _address(services: Services, request_id: str) -> str:
    return f"/api/v1/requests/{request_id}"
