"""Ideas, and the terms that did not become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.answers import body_answer, stamp
from api.dependencies import StateOf
from api.examples import conditional
from api.parameters import Cursor, Flag, Identity, Limit, Text
from api.routing import StrictRoute
from api.schemas.common import Page
from api.schemas.ideas import Idea, IdeaEvidence, Refusal
from warehouse.errors import NotFound
from warehouse.state.models.idea import Idea as StoredIdea
from warehouse.state.repositories import designs, drafts, ideas

router = APIRouter(prefix="/v1", tags=["ideas"], route_class=StrictRoute)


@router.get(
    "/ideas",
    summary="Product ideas",
    response_model=Page[Idea],
    responses=conditional(400, 422, 503),
)
def list_ideas(
    request: Request,
    session: StateOf,
    limit: Limit = 50,
    cursor: Cursor = None,
    term_id: Annotated[Text, Query(description="Ideas of one term.")] = None,
    status: Literal["new", "designed", "drafted"] | None = None,
    superseded: Flag = None,
) -> Response:
    """Ideas, best first. Superseded ones, no longer proposed by the last run, only when asked."""
    if session is None:
        return body_answer(request, Page[Idea](items=[]))
    rows, following = ideas.list_page(
        session,
        limit=limit,
        cursor=cursor,
        term_id=term_id,
        status=status,
        include_superseded=bool(superseded),
    )
    return body_answer(
        request,
        Page[Idea](items=present(session, rows), next_cursor=following, **stamp(rows)),
    )


@router.get(
    "/ideas/{idea_id}",
    summary="One idea",
    response_model=Idea,
    responses=conditional(404, 422, 503),
)
def one_idea(request: Request, session: StateOf, idea_id: Identity) -> Response:
    """One idea with the evidence it was made from."""
    if session is None:
        raise NotFound("There are no ideas yet. Run the pipeline, then list the ideas.")
    return body_answer(request, present(session, [ideas.get(session, idea_id)])[0])


@router.get(
    "/refusals",
    summary="Terms that did not become an idea",
    response_model=Page[Refusal],
    responses=conditional(400, 422, 503),
)
def list_refusals(
    request: Request,
    session: StateOf,
    limit: Limit = 50,
    cursor: Cursor = None,
    code: Annotated[Text, Query(description="Refusals for one reason, e.g. risk.brand.")] = None,
) -> Response:
    """Terms that the last run considered and refused, with the reason."""
    if session is None:
        return body_answer(request, Page[Refusal](items=[]))
    rows, following = ideas.refusals(session, limit=limit, cursor=cursor, code=code)
    items = [
        Refusal(
            term_id=row.term_id,
            display=row.display,
            code=row.code,
            reason=row.reason,
            as_of=row.as_of,
            generation=row.generation,
        )
        for row in rows
    ]
    newest = items[0] if items else None
    page = Page[Refusal](
        items=items,
        next_cursor=following,
        as_of=newest.as_of if newest else None,
        generation=newest.generation if newest else None,
    )
    return body_answer(request, page)


def present(session: Session, rows: Sequence[StoredIdea]) -> list[Idea]:
    """Stored ideas as they go over the wire."""
    ids = [row.id for row in rows]
    drawn, written = designs.ids_by_idea(session, ids), drafts.ids_by_idea(session, ids)
    return [_idea(row, drawn.get(row.id, []), written.get(row.id, [])) for row in rows]


def _idea(row: StoredIdea, design_ids: list[str], draft_ids: list[str]) -> Idea:
    brief = ideas.brief_of(row)
    return Idea(
        id=row.id,
        term_id=row.term_id,
        term=row.term,
        origin=row.origin,
        status=row.status,
        current=row.current,
        concept=brief.concept,
        audience=brief.audience,
        occasion=brief.occasion,
        phrase=list(brief.phrase),
        emphasis=brief.emphasis,
        style=brief.style,
        palette=brief.palette,
        motif=brief.motif,
        product_types=list(brief.product_types),
        keywords=list(brief.keywords),
        why_now=brief.why_now,
        category=brief.category,
        evidence=[
            IdeaEvidence(
                source_id=seen.source,
                origin=seen.origin,
                region=seen.region,
                metric=seen.metric,
                value=seen.value,
                rank=seen.rank,
                observed_on=seen.observed_on,
                captured_at=seen.captured_at,
                url=seen.url,
            )
            for seen in brief.evidence
        ],
        score=row.score,
        score_low=row.score_low,
        confidence=row.confidence,
        as_of=row.as_of,
        generation=row.generation,
        writer=row.writer,
        seed=brief.seed,
        design_ids=design_ids,
        draft_ids=draft_ids,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
