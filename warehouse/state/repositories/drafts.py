"""Listing drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.money import Money
from warehouse.errors import NotFound
from warehouse.state.models.design import Design
from warehouse.state.models.draft import Draft
from warehouse.state.models.idea import Idea
from warehouse.state.plain import plain
from warehouse.state.repositories import designs, ideas
from warehouse.state.repositories.paging import page


@dataclass(frozen=True, slots=True)
class MadeDraft:
    """What the listing stage hands over. `pricing`, `findings`, `quality`: plain or dataclasses."""

    id: str
    idea_id: str
    design_id: str
    title: str
    tags: tuple[str, ...]
    description: str
    materials: tuple[str, ...]
    price: Money
    pricing: Any
    findings: Any
    quality: Any


def upsert(session: Session, made: MadeDraft) -> Draft:
    """Add or update a draft. Earlier drafts of its idea are kept, no longer current.

    Repeating it changes nothing. Raises NotFound when idea or design is not stored.
    """
    ideas.get(session, made.idea_id)
    designs.get(session, made.design_id)
    draft = session.get(Draft, made.id)
    if draft is None:
        draft = Draft(id=made.id)
        session.add(draft)
    draft.idea_id, draft.design_id = made.idea_id, made.design_id
    draft.title, draft.description = made.title, made.description
    draft.tags, draft.materials = list(made.tags), list(made.materials)
    draft.price_cents = int(made.price.amount * 100)
    draft.currency = made.price.currency
    draft.pricing, draft.quality = plain(made.pricing), plain(made.quality)
    draft.findings = plain(made.findings)
    draft.current = True
    session.flush()
    session.execute(
        sa.update(Draft)
        .where(Draft.idea_id == made.idea_id, Draft.id != made.id, Draft.current)
        .values(current=False)
    )
    ideas.advance(session, [made.idea_id], "drafted")
    return draft


def upsert_all(session: Session, made: Sequence[MadeDraft]) -> int:
    """`upsert` for each; the number of them."""
    for one in made:
        upsert(session, one)
    return len(made)


def get(session: Session, draft_id: str) -> Draft:
    """The draft; NotFound otherwise."""
    draft = session.get(Draft, draft_id)
    if draft is None:
        raise NotFound(f"There is no draft {draft_id!r}. List the drafts to see which there are.")
    return draft


def list_page(
    session: Session,
    *,
    limit: int,
    cursor: str | None = None,
    idea_id: str | None = None,
    design_id: str | None = None,
) -> tuple[list[Draft], str | None]:
    """A page of current drafts, best idea first, and the next cursor."""
    query = (
        sa.select(Draft)
        .join(Idea, Idea.id == Draft.idea_id)
        .join(Design, Design.id == Draft.design_id)
        .where(Draft.current, Design.current, Idea.current)
    )
    if idea_id is not None:
        query = query.where(Draft.idea_id == idea_id)
    if design_id is not None:
        query = query.where(Draft.design_id == design_id)
    return page(
        session,
        query,
        sa.type_coerce(Idea.position, sa.Double),
        sa.type_coerce(Draft.id, sa.String),
        limit=limit,
        cursor=cursor,
        key=("drafts", idea_id, design_id),
    )


def ids_by_idea(session: Session, idea_ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids of the current drafts of each idea that has some."""
    query = sa.select(Draft.idea_id, Draft.id).where(
        Draft.current, Draft.idea_id.in_(list(idea_ids))
    )
    found: dict[str, list[str]] = {}
    for idea_id, draft_id in session.execute(query.order_by(Draft.id)):
        found.setdefault(idea_id, []).append(draft_id)
    return found


def aimed(session: Session) -> list[tuple[str, str, str, datetime]]:
    """Every draft ever made, superseded ones too: its id, its idea's, the idea's term, when."""
    query = sa.select(Draft.id, Draft.idea_id, Idea.term_id, Draft.created_at).join(
        Idea, Idea.id == Draft.idea_id
    )
    rows = session.execute(query.order_by(Draft.id))
    return [(draft, idea, term, made) for draft, idea, term, made in rows]
