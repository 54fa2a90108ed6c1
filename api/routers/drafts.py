"""Listing drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.answers import body_answer, stamp
from api.dependencies import BasePath, StateOf
from api.examples import conditional
from api.parameters import Cursor, Identity, Limit, Text
from api.routers.designs import image
from api.routing import StrictRoute
from api.schemas.common import Page
from api.schemas.designs import Variant
from api.schemas.drafts import Draft, Finding, Price, Pricing, Quality
from warehouse.errors import NotFound
from warehouse.state.models.draft import Draft as StoredDraft
from warehouse.state.repositories import designs, drafts, ideas

router = APIRouter(prefix="/v1/drafts", tags=["drafts"], route_class=StrictRoute)


@router.get(
    "", summary="Listing drafts", response_model=Page[Draft], responses=conditional(400, 422, 503)
)
def list_drafts(
    request: Request,
    session: StateOf,
    base: BasePath,
    limit: Limit = 50,
    cursor: Cursor = None,
    idea_id: Annotated[Text, Query(description="Drafts of one idea.")] = None,
    design_id: Annotated[Text, Query(description="Drafts of one design.")] = None,
) -> Response:
    """Current drafts, those of the best ideas first."""
    if session is None:
        return body_answer(request, Page[Draft](items=[]))
    rows, following = drafts.list_page(
        session, limit=limit, cursor=cursor, idea_id=idea_id, design_id=design_id
    )
    sources = ideas.by_ids(session, [row.idea_id for row in rows])
    page = Page[Draft](
        items=present(session, rows, base),
        next_cursor=following,
        **stamp(list(sources.values())),
    )
    return body_answer(request, page)


@router.get(
    "/{draft_id}", summary="One draft", response_model=Draft, responses=conditional(404, 422, 503)
)
def one_draft(request: Request, session: StateOf, base: BasePath, draft_id: Identity) -> Response:
    """One draft with its price, its findings and its quality explained."""
    if session is None:
        raise NotFound("There are no drafts yet. Run the pipeline, then list the drafts.")
    return body_answer(request, present(session, [drafts.get(session, draft_id)], base)[0])


def present(session: Session, rows: Sequence[StoredDraft], base: str) -> list[Draft]:
    """Stored drafts as they go over the wire."""
    sources = ideas.by_ids(session, [row.idea_id for row in rows])
    drawn = designs.by_ids(session, [row.design_id for row in rows])
    shown = []
    for row in rows:
        design = drawn[row.design_id]
        findings = [Finding.model_validate(finding) for finding in row.findings]
        preview = Variant.MOCKUP_LIGHT if "mockup_light" in design.files else Variant.PREVIEW
        shown.append(
            Draft(
                id=row.id,
                idea_id=row.idea_id,
                design_id=row.design_id,
                term=sources[row.idea_id].term,
                title=row.title,
                tags=row.tags,
                description=row.description,
                materials=row.materials,
                price=Price(amount=row.price.amount, currency=row.price.currency),
                pricing=Pricing.model_validate(row.pricing),
                findings=findings,
                blocked=any(finding.status == "block" for finding in findings),
                quality=Quality.model_validate(row.quality),
                preview_url=image(design, preview, base).url
                if preview.value in design.files
                else None,
                created_at=row.created_at,
                updated_at=row.updated_at,
            )
        )
    return shown
