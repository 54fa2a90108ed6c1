"""Answers made from state: their validator is their own content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from fastapi import Request
from starlette.responses import Response

from api.cache import Answer
from api.dependencies import digest
from api.routing import conditional
from api.schemas.common import Wire
from warehouse.state.models.idea import Idea


class Stamp(TypedDict):
    """Where a page's figures come from."""

    as_of: date | None
    generation: str | None


def body_answer(request: Request, model: Wire) -> Response:
    """The model as JSON, or 304: state may change at any moment, so only the bytes can tell."""
    body = model.model_dump_json().encode()
    return conditional(request, Answer(body, f'"{digest(body)}"'))


def fresh_answer(
    model: Wire, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The model as JSON, never kept: it is about work that goes on."""
    return Response(
        model.model_dump_json().encode(),
        status,
        {"cache-control": "no-store", **(headers or {})},
        "application/json",
    )


def stamp(rows: Sequence[Idea]) -> Stamp:
    """Newest day and generation among the ideas behind a page."""
    newest = max(rows, key=lambda row: (row.as_of, row.generation), default=None)
    if newest is None:
        return Stamp(as_of=None, generation=None)
    return Stamp(as_of=newest.as_of, generation=newest.generation)
