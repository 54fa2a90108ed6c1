"""Designs and their pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import FileResponse, Response

from api.answers import body_answer, stamp
from api.dependencies import BasePath, ServicesOf, StateOf
from api.examples import conditional
from api.parameters import Cursor, Flag, Identity, Limit, Text
from api.routing import StrictRoute, matches
from api.schemas.common import Page
from api.schemas.designs import Design, Image, PrintReport, Variant
from warehouse.errors import NotFound
from warehouse.state.models.design import Design as StoredDesign
from warehouse.state.repositories import designs, ideas

router = APIRouter(prefix="/v1/designs", tags=["designs"], route_class=StrictRoute)
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
TAG = 16  # characters of the SHA-256 in a picture's address


@router.get(
    "", summary="Designs", response_model=Page[Design], responses=conditional(400, 422, 503)
)
def list_designs(
    request: Request,
    session: StateOf,
    base: BasePath,
    limit: Limit = 50,
    cursor: Cursor = None,
    idea_id: Annotated[Text, Query(description="Designs of one idea.")] = None,
    layout: Annotated[Text, Query(description="Designs of one layout family.")] = None,
) -> Response:
    """Current designs, those of the best ideas first."""
    if session is None:
        return body_answer(request, Page[Design](items=[]))
    rows, following = designs.list_page(
        session, limit=limit, cursor=cursor, idea_id=idea_id, layout=layout
    )
    sources = ideas.by_ids(session, [row.idea_id for row in rows])
    page = Page[Design](
        items=present(session, rows, base),
        next_cursor=following,
        **stamp(list(sources.values())),
    )
    return body_answer(request, page)


@router.get(
    "/{design_id}",
    summary="One design",
    response_model=Design,
    responses=conditional(404, 422, 503),
)
def one_design(request: Request, session: StateOf, base: BasePath, design_id: Identity) -> Response:
    """One design with its print report and the addresses of its pictures."""
    return body_answer(request, present(_session(session), [_get(session, design_id)], base)[0])


@router.get(
    "/{design_id}/image",
    summary="A picture of a design",
    response_class=FileResponse,
    responses={
        **conditional(404, 422, 503),
        200: {
            "description": "The picture's bytes.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/png", "image/webp", "image/jpeg")
            },
        },
        206: {"description": "The part of the picture that a Range header asks for."},
    },
)
def design_image(
    request: Request,
    session: StateOf,
    services: ServicesOf,
    design_id: Identity,
    variant: Annotated[Variant, Query(description="Which picture.")] = Variant.PREVIEW,
    v: Annotated[
        str | None,
        Query(
            pattern=r"^[0-9a-f]{16}$",
            description="Content tag, as in the listed addresses: the answer may be kept for ever.",
        ),
    ] = None,
    download: Flag = None,
) -> Response:
    """The bytes of the print file, the preview or a mockup.

    Addresses in the list of designs carry a content tag and may be kept for ever; without it the
    answer may be kept for a day.
    """
    design = _get(session, design_id)
    stored = design.files.get(variant.value)
    if stored is None:
        raise NotFound(f"The design has no {variant.value} picture. Run the design stage again.")
    path = services.store.locate(stored["path"])
    etag = f'"{stored["sha256"]}"'
    kept = FOR_EVER if v == stored["sha256"][:TAG] else A_DAY
    asked = request.headers.get("if-none-match")
    if asked is not None and matches(asked, etag):
        return Response(status_code=304, headers={"etag": etag, "cache-control": kept})
    name = _file_name(session, design, variant, path.suffix)
    disposition = "attachment" if download else "inline"
    return FileResponse(
        path,
        media_type=stored["media_type"],
        headers={
            "etag": etag,
            "cache-control": kept,
            "content-disposition": f'{disposition}; filename="{name}"; '
            f"filename*=utf-8''{quote(name)}",
        },
    )


def present(session: Session, rows: Sequence[StoredDesign], base: str) -> list[Design]:
    """Stored designs as they go over the wire."""
    sources = ideas.by_ids(session, [row.idea_id for row in rows])
    return [
        Design(
            id=row.id,
            idea_id=row.idea_id,
            term=sources[row.idea_id].term,
            phrase=list(ideas.brief_of(sources[row.idea_id]).phrase),
            layout=row.layout,
            palette=row.palette,
            faces=row.faces,
            garments=row.garments,
            scene_version=row.scene_version,
            sha256=row.sha256,
            images=[image(row, variant, base) for variant in Variant if variant.value in row.files],
            report=PrintReport.model_validate(row.report),
            created_at=row.created_at,
        )
        for row in rows
    ]


def image(row: StoredDesign, variant: Variant, base: str) -> Image:
    """Where one picture of a design is."""
    stored: dict[str, Any] = row.files[variant.value]
    tag = stored["sha256"][:TAG]
    return Image(
        variant=variant,
        url=f"{base}/v1/designs/{quote(row.id)}/image?variant={variant.value}&v={tag}",
        media_type=stored["media_type"],
        bytes=stored["bytes"],
        sha256=stored["sha256"],
    )


def _session(session: Session | None) -> Session:
    if session is None:
        raise NotFound("There are no designs yet. Run the pipeline, then list the designs.")
    return session


def _get(session: Session | None, design_id: str) -> StoredDesign:
    return designs.get(_session(session), design_id)


def _file_name(session: Session | None, design: StoredDesign, variant: Variant, suffix: str) -> str:
    idea = ideas.get(_session(session), design.idea_id)
    words = "-".join(re.findall(r"[a-z0-9]+", idea.term.lower()))[:60] or "design"
    return f"{words}-{design.id[:8]}-{variant.value.replace('_', '-')}{suffix}"
