"""Designs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from warehouse.errors import NotFound
from warehouse.state.models.design import Design
from warehouse.state.models.idea import Idea
from warehouse.state.plain import plain
from warehouse.state.repositories import ideas
from warehouse.state.repositories.paging import page
from warehouse.store import StoredFile


@dataclass(frozen=True, slots=True)
class MadeDesign:
    """What the design stage hands over for one idea. `report` holds plain or dataclass values."""

    id: str
    idea_id: str
    layout: str
    palette: str
    faces: tuple[str, ...]
    garments: tuple[str, ...]
    scene_version: str
    files: Mapping[str, StoredFile]  # print, preview, mockup_light, mockup_dark
    report: Any


def upsert(session: Session, made: MadeDesign) -> Design:
    """Add or update a design. Earlier designs of its idea are kept, no longer current.

    Repeating it changes nothing. Raises NotFound when the idea is not stored.
    """
    ideas.get(session, made.idea_id)
    design = session.get(Design, made.id)
    if design is None:
        design = Design(id=made.id)
        session.add(design)
    design.idea_id, design.layout, design.palette = made.idea_id, made.layout, made.palette
    design.faces, design.garments = list(made.faces), list(made.garments)
    design.scene_version = made.scene_version
    design.sha256 = made.files["print"].sha256
    design.files = {name: plain(stored) for name, stored in sorted(made.files.items())}
    design.report = plain(made.report)
    design.current = True
    session.flush()
    session.execute(
        sa.update(Design)
        .where(Design.idea_id == made.idea_id, Design.id != made.id, Design.current)
        .values(current=False)
    )
    ideas.advance(session, [made.idea_id], "designed")
    return design


def upsert_all(session: Session, made: Sequence[MadeDesign]) -> int:
    """`upsert` for each; the number of them."""
    for one in made:
        upsert(session, one)
    return len(made)


def get(session: Session, design_id: str) -> Design:
    """The design; NotFound otherwise."""
    design = session.get(Design, design_id)
    if design is None:
        raise NotFound(
            f"There is no design {design_id!r}. List the designs to see which there are."
        )
    return design


def current(session: Session) -> list[Design]:
    """Current designs of current ideas, best idea first."""
    query = _shown().order_by(Idea.position.desc(), Design.id)
    return list(session.scalars(query))


def list_page(
    session: Session,
    *,
    limit: int,
    cursor: str | None = None,
    idea_id: str | None = None,
    layout: str | None = None,
) -> tuple[list[Design], str | None]:
    """A page of current designs, best idea first, and the next cursor."""
    query = _shown()
    if idea_id is not None:
        query = query.where(Design.idea_id == idea_id)
    if layout is not None:
        query = query.where(Design.layout == layout)
    return page(
        session,
        query,
        sa.type_coerce(Idea.position, sa.Double),
        sa.type_coerce(Design.id, sa.String),
        limit=limit,
        cursor=cursor,
        key=("designs", idea_id, layout),
    )


def ids_by_idea(session: Session, idea_ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids of the current designs of each idea that has some."""
    query = sa.select(Design.idea_id, Design.id).where(
        Design.current, Design.idea_id.in_(list(idea_ids))
    )
    found: dict[str, list[str]] = {}
    for idea_id, design_id in session.execute(query.order_by(Design.id)):
        found.setdefault(idea_id, []).append(design_id)
    return found


def by_ids(session: Session, design_ids: Iterable[str]) -> dict[str, Design]:
    """Designs by id."""
    query = sa.select(Design).where(Design.id.in_(list(design_ids)))
    return {design.id: design for design in session.scalars(query)}


def _shown() -> sa.Select[Design]:
    return (
        sa.select(Design).join(Idea, Idea.id == Design.idea_id).where(Design.current, Idea.current)
    )
