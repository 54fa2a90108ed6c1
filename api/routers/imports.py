"""People's own files: read at once, kept, and loaded by the run that is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.answers import fresh_answer
from api.auth.admin import Admin
from api.dependencies import ServicesOf
from api.errors import InvalidRequest
from api.examples import errors
from api.routers.requests import spend, wire
from api.routing import StrictRoute
from api.schemas.requests import Imported, Refused
from connectors.trends.base import Parsed
from domain.signals import Origin
from warehouse.landing import Landing
from warehouse.state.repositories import requests
from warehouse.state.session import migrate_state, session_scope

ADDRESS: Final = "/v1/imports"
LANDING: Final = "import"  # the landing folder of people's own files
router = APIRouter(prefix="/v1", tags=["requests"], route_class=StrictRoute)
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "text/plain": {"schema": {"type": "string"}},
        },
        "description": "The file's bytes, or text copied from a page.",
    }
}
NAME = Annotated[
    str,
    Query(min_length=1, max_length=120, description="The file's name, as people will see it."),
]


@router.post(
    "/imports",
    summary="Import a file",
    status_code=202,
    response_model=Imported,
    responses=errors(401, 403, 413, 422, 429, 503),
    openapi_extra=_BODY,
)
async def import_file(
    request: Request, services: ServicesOf, who: Admin, name: NAME = "pasted text"
) -> Response:
    """Read a file of signals, keep it, and queue its loading.

    Marketplace Insights, Pinterest Trends, TikTok Creative Center and Google Trends exports are
    recognised by their content, and so is text copied from their pages; docs/user/signals.md shows
    the format for anything else. Refused rows are counted and named; the others load.
    """
    from starlette.concurrency import run_in_threadpool

    body = await request.body()
    if not body.strip():
        raise InvalidRequest("The body is empty. Send the file's bytes or the copied text.")
    answer = await run_in_threadpool(_import, services, who, shown_name(name), body)
    return fresh_answer(answer, status=202)


def _import(services: ServicesOf, who: str, name: str, body: bytes) -> Imported:
    from connectors.trends.replay import reader

    settings, now = services.warehouse, datetime.now(UTC)
    migrate_state(settings)
    spend(services, "import", services.settings.imports_per_hour)
    parsed = reader.parse(body, Origin.IMPORT, noted_at=now)
    landed = Landing(settings.landing).write(
        LANDING,
        Origin.IMPORT,
        None,
        body,
        PurePosixPath(name).suffix,
        {
            "format": parsed.format,
            "platforms": list(parsed.platforms),
            "parser": reader.PARSER_VERSION,
        },
        file_name=name,
        landed_at=now,
    )
    with session_scope(settings) as session:
        asked = requests.ask(
            session,
            "import",
            requested_by=who,
            now=now,
            subject=landed.sha256,
            detail={"file": name},
        )
        return Imported(
            file=name,
            format=parsed.format,
            platforms=list(parsed.platforms),
            rows=parsed.frame.height,
            refused=refusals(parsed),
            notes=list(parsed.notes),
            request=wire(session, asked.request),
        )


def refusals(parsed: Parsed) -> list[Refused]:
    """Refused rows by reason, the most frequent first."""
    import polars as pl

    counted = (
        parsed.quarantine.group_by("reason")
        .agg(pl.len().alias("rows"), pl.col("detail").first().alias("example"))
        .sort(["rows", "reason"], descending=[True, False])
    )
    return [Refused.model_validate(row) for row in counted.to_dicts()]


def shown_name(name: str) -> str:
    """The last part of a path of any system, without control characters."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(char for char in last if char.isprintable()).strip() or "file"
