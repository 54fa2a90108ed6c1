"""Work that people ask for: asked once, claimed by one worker, followed, and never left hanging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from warehouse.errors import Conflict, NotFound
from warehouse.state.models.request import ACTIVE, Request
from warehouse.state.upserts import insert_unless_there

Kind = Literal["refresh", "import"]
TIMED_OUT = "request.timed_out"
MESSAGE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The request that stands for the wish; `created` false: it was there before."""

    request: Request
    created: bool


def ask(
    session: Session,
    kind: Kind,
    *,
    requested_by: str,
    now: datetime,
    subject: str = "",
    idempotency_key: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Asked:
    """Ask for work. While one of the kind and subject is queued or running, that one is meant.

    An idempotency key means the request it was first used for, finished or not. Raises Conflict
    when that was another kind or subject.
    """
    values: dict[str, Any] = {
        "id": uuid4().hex,
        "kind": kind,
        "subject": subject,
        "status": "queued",
        "requested_by": requested_by,
        "requested_at": now,
        "idempotency_key": idempotency_key,
        "detail": dict(detail or {}),
    }
    while True:
        found = _same_key(session, kind, subject, idempotency_key)
        if found is not None:
            return Asked(found, False)
        if insert_unless_there(session, Request, values):
            return Asked(get(session, values["id"]), True)
        found = _active(session, kind, subject)
        if found is not None:
            return Asked(found, False)
        # The one in the way ended, or took the key, between two statements: look again.


def claim(
    session: Session, kinds: Sequence[Kind], now: datetime, *, run_id: str | None = None
) -> Request | None:
    """Take the oldest queued request of these kinds as running; None when there is none.

    One statement: of two claimers one gets it, the other the next.
    """
    oldest = (
        sa.select(Request.id)
        .where(Request.status == "queued", Request.kind.in_(kinds))
        .order_by(Request.requested_at, Request.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        sa.update(Request)
        .where(Request.id == oldest, Request.status == "queued")
        .values(status="running", started_at=now, run_id=run_id)
        .returning(Request)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return session.scalars(taken).one_or_none()


def progress(
    session: Session,
    request_id: str,
    *,
    run_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Request:
    """Say how far a running request is: its run, and keys of `detail` to add or replace.

    Raises NotFound, or Conflict when it is not running.
    """
    request = _locked(session, request_id)
    if request.status != "running":
        raise Conflict(_not_any_more(request, "is followed"))
    if run_id is not None:
        request.run_id = run_id
    request.detail = {**request.detail, **(detail or {})}
    session.flush()
    return request


def finish(
    session: Session,
    request_id: str,
    status: Literal["done", "failed"],
    now: datetime,
    *,
    run_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
    error_code: str | None = None,
    message: str | None = None,
) -> Request:
    """Close a request. Repeating the same status changes nothing.

    Raises NotFound, or Conflict when it was closed with the other status (given up as too slow).
    """
    request = _locked(session, request_id)
    if request.status == status:
        return request
    if request.status not in ACTIVE:
        raise Conflict(_not_any_more(request, f"becomes {status}"))
    request.status, request.finished_at = status, now
    request.started_at = request.started_at or now
    request.run_id = run_id or request.run_id
    request.detail = {**request.detail, **(detail or {})}
    request.error_code = error_code
    request.message = None if message is None else message[:MESSAGE_LENGTH]
    session.flush()
    return request


def get(session: Session, request_id: str) -> Request:
    """The request; NotFound otherwise."""
    request = session.get(Request, request_id)
    if request is None:
        raise NotFound(
            f"There is no request {request_id!r}. List the requests to see which there are."
        )
    return request


def recent(session: Session, limit: int, *, kind: Kind | None = None) -> list[Request]:
    """The last requests, newest first."""
    query = sa.select(Request)
    if kind is not None:
        query = query.where(Request.kind == kind)
    newest_first = query.order_by(Request.requested_at.desc(), Request.id.desc())
    return list(session.scalars(newest_first.limit(limit)))


def stale(session: Session, now: datetime, after: timedelta) -> list[Request]:
    """Give up requests that have been running for longer than `after`; returns them, failed."""
    minutes = after / timedelta(minutes=1)
    given_up = (
        sa.update(Request)
        .where(Request.status == "running", Request.started_at < now - after)
        .values(
            status="failed",
            finished_at=now,
            error_code=TIMED_OUT,
            message=f"It was still running after {minutes:g} minutes and was given up. "
            "Look at its run, then ask again.",
        )
        .returning(Request)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return list(session.scalars(given_up))


def _same_key(session: Session, kind: Kind, subject: str, key: str | None) -> Request | None:
    if key is None:
        return None
    found = session.scalars(sa.select(Request).where(Request.idempotency_key == key)).one_or_none()
    if found is not None and (found.kind, found.subject) != (kind, subject):
        raise Conflict(
            "This idempotency key was used for another request. Use a new key for a new request."
        )
    return found


def _active(session: Session, kind: Kind, subject: str) -> Request | None:
    query = sa.select(Request).where(
        Request.kind == kind, Request.subject == subject, Request.status.in_(ACTIVE)
    )
    return session.scalars(query).one_or_none()


def _locked(session: Session, request_id: str) -> Request:
    request = session.get(Request, request_id, with_for_update=True, populate_existing=True)
    return request or get(session, request_id)


def _not_any_more(request: Request, wish: str) -> str:
    return (
        f"Request {request.id} is {request.status} and no longer {wish}. "
        "Read it again; ask anew if the work is still wanted."
    )
