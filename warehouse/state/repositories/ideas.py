"""Ideas and refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ideas.brief import Brief
from warehouse.errors import NotFound
from warehouse.state.models.idea import Idea, IdeaRefusal
from warehouse.state.plain import brief_from_json, brief_to_json
from warehouse.state.repositories.paging import page

STATUSES = ("new", "designed", "drafted")


@dataclass(frozen=True, slots=True)
class MadeIdea:
    """A brief with the figures it was made from."""

    brief: Brief
    score: float | None
    score_low: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A term that may not become an idea, and why."""

    term_id: str
    display: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a replacement did."""

    added: int
    changed: int
    unchanged: int
    retired: int  # kept, but no longer proposed


def upsert(session: Session, made: MadeIdea, *, as_of: date, generation: str) -> Idea:
    """Add or update the idea with the brief's id. Repeating it changes nothing."""
    brief = made.brief
    idea = session.get(Idea, brief.idea_id)
    if idea is None:
        idea = Idea(id=brief.idea_id, status=STATUSES[0])
        session.add(idea)
    idea.term_id, idea.term = brief.term_id, brief.term
    idea.origin, idea.writer = brief.origin, brief.writer
    idea.brief = brief_to_json(brief)
    idea.score, idea.score_low = made.score, made.score_low
    idea.confidence = made.confidence
    idea.position = -1.0 if made.score_low is None else made.score_low
    idea.as_of, idea.generation, idea.current = as_of, generation, True
    return idea


def replace_set(
    session: Session,
    made: Sequence[MadeIdea],
    refused: Sequence[Refused],
    *,
    as_of: date,
    generation: str,
) -> Counts:
    """Make these the current ideas and refusals. Ideas no longer proposed are kept, not current."""
    added = changed = 0
    for one in made:
        idea = upsert(session, one, as_of=as_of, generation=generation)
        if sa.inspect(idea).pending:
            added += 1
        elif session.is_modified(idea):
            changed += 1
    session.flush()
    ids = {one.brief.idea_id for one in made}
    retired = 0
    for idea in session.scalars(sa.select(Idea).where(Idea.current)):
        if idea.id not in ids:
            idea.current = False
            retired += 1
    session.execute(sa.delete(IdeaRefusal))
    session.add_all(
        IdeaRefusal(
            term_id=term.term_id,
            display=term.display,
            code=term.code,
            reason=term.reason,
            as_of=as_of,
            generation=generation,
        )
        for term in refused
    )
    session.flush()
    return Counts(added, changed, len(made) - added - changed, retired)


def get(session: Session, idea_id: str) -> Idea:
    """The idea; NotFound otherwise."""
    idea = session.get(Idea, idea_id)
    if idea is None:
        raise NotFound(f"There is no idea {idea_id!r}. List the ideas to see which there are.")
    return idea


def brief_of(idea: Idea) -> Brief:
    """The brief of a stored idea."""
    return brief_from_json(idea.brief)


def current(session: Session) -> list[Idea]:
    """All current ideas, best first."""
    query = sa.select(Idea).where(Idea.current).order_by(Idea.position.desc(), Idea.id)
    return list(session.scalars(query))


def list_page(
    session: Session,
    *,
    limit: int,
    cursor: str | None = None,
    term_id: str | None = None,
    status: str | None = None,
    include_superseded: bool = False,
) -> tuple[list[Idea], str | None]:
    """A page of ideas, best first, and the next cursor."""
    query = sa.select(Idea)
    if not include_superseded:
        query = query.where(Idea.current)
    if term_id is not None:
        query = query.where(Idea.term_id == term_id)
    if status is not None:
        query = query.where(Idea.status == status)
    key = ("ideas", term_id, status, include_superseded)
    return page(
        session,
        query,
        sa.type_coerce(Idea.position, sa.Double),
        sa.type_coerce(Idea.id, sa.String),
        limit=limit,
        cursor=cursor,
        key=key,
    )


def refusals(
    session: Session, *, limit: int, cursor: str | None = None, code: str | None = None
) -> tuple[list[IdeaRefusal], str | None]:
    """A page of refusals in the order they were met (best term first)."""
    query = sa.select(IdeaRefusal)
    if code is not None:
        query = query.where(IdeaRefusal.code == code)
    return page(
        session,
        query,
        sa.type_coerce(-IdeaRefusal.id, sa.Double),
        sa.type_coerce(IdeaRefusal.term_id, sa.String),
        limit=limit,
        cursor=cursor,
        key=("refusals", code),
    )


def by_ids(session: Session, idea_ids: Iterable[str]) -> dict[str, Idea]:
    """Ideas by id."""
    query = sa.select(Idea).where(Idea.id.in_(set(idea_ids)))
    return {idea.id: idea for idea in session.scalars(query)}


def ids_by_term(session: Session, term_id: str) -> list[str]:
    """Ids of the current ideas of a term, best first."""
    query = sa.select(Idea.id).where(Idea.current, Idea.term_id == term_id)
    return list(session.scalars(query.order_by(Idea.position.desc(), Idea.id)))


def counts_by_term(session: Session) -> dict[str, int]:
    """Number of current ideas of each term that has some."""
    query = sa.select(Idea.term_id, sa.func.count()).where(Idea.current).group_by(Idea.term_id)
    return {row[0]: row[1] for row in session.execute(query)}


def advance(session: Session, idea_ids: Iterable[str], status: str) -> None:
    """Raise the status of ideas, never lower it."""
    rank = STATUSES.index(status)
    for idea_id in set(idea_ids):
        idea = get(session, idea_id)
        if STATUSES.index(idea.status) < rank:
            idea.status = status
