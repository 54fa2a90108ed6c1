"""Repositories: repeatable writes, what is current, money to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.money import Money
from tests.factories.state import (
    AS_OF,
    GENERATION,
    fill_state,
    made_design,
    made_draft,
    made_idea,
)
from warehouse.errors import NotFound
from warehouse.settings import WarehouseSettings
from warehouse.state.models.design import Design
from warehouse.state.models.draft import Draft
from warehouse.state.models.idea import Idea, IdeaRefusal
from warehouse.state.models.scrape_run import ScrapeRun
from warehouse.state.repositories import designs, drafts, ideas
from warehouse.state.session import session_scope
from warehouse.store import ContentStore


def rows(settings: WarehouseSettings) -> dict[str, list[tuple[object, ...]]]:
    with session_scope(settings) as session:
        return {
            model.__tablename__: [
                tuple(row)
                for row in session.execute(sa.select(model.__table__).order_by(sa.text("1")))
            ]
            for model in (Idea, Design, Draft, ScrapeRun)
        }


def propose(session: Session, *numbers: int, generation: str = GENERATION) -> ideas.Counts:
    return ideas.replace_set(
        session, [made_idea(n) for n in numbers], [], as_of=AS_OF, generation=generation
    )


def test_repeating_everything_changes_nothing(state: WarehouseSettings) -> None:
    fill_state(state)
    before = rows(state)
    fill_state(state)
    assert rows(state) == before
    assert len(before["ideas"]) == len(before["designs"]) == len(before["drafts"]) == 3
    assert len(before["scrape_runs"]) == 2


def test_counts_say_what_happened(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        assert propose(session, 1, 2) == ideas.Counts(2, 0, 0, 0)
    with session_scope(state) as session:
        assert propose(session, 1, 2) == ideas.Counts(0, 0, 2, 0)
    with session_scope(state) as session:
        changed = replace(made_idea(2), score=1.0)
        counts = ideas.replace_set(
            session, [changed, made_idea(3)], [], as_of=AS_OF, generation=GENERATION
        )
        assert counts == ideas.Counts(1, 1, 0, 1)


def test_ideas_no_longer_proposed_are_kept_and_may_return(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        propose(session, 1, 2)
    with session_scope(state) as session:
        propose(session, 2, 3, generation="next")
        assert [idea.id for idea in ideas.current(session)] == ["idea0002", "idea0003"]
        every, _ = ideas.list_page(session, limit=10, include_superseded=True)
        assert [idea.id for idea in every] == ["idea0001", "idea0002", "idea0003"]
    with session_scope(state) as session:
        propose(session, 1)
        assert [idea.id for idea in ideas.current(session)] == ["idea0001"]


def test_an_untouched_idea_keeps_its_times_and_a_changed_one_moves(
    state: WarehouseSettings,
) -> None:
    with session_scope(state) as session:
        propose(session, 1)
        first = ideas.get(session, "idea0001")
        created, updated = first.created_at, first.updated_at
    with session_scope(state) as session:
        propose(session, 1)
        session.flush()
        assert ideas.get(session, "idea0001").updated_at == updated
    with session_scope(state) as session:
        ideas.upsert(session, replace(made_idea(1), score=1.0), as_of=AS_OF, generation="g2")
    with session_scope(state) as session:
        again = ideas.get(session, "idea0001")
        assert again.created_at == created
        assert again.updated_at > updated
        assert again.updated_at.tzinfo == UTC


def test_an_idea_without_a_score_comes_last(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        made = [replace(made_idea(1), score=None, score_low=None), made_idea(2)]
        ideas.replace_set(session, made, [], as_of=AS_OF, generation=GENERATION)
        assert [idea.id for idea in ideas.current(session)] == ["idea0002", "idea0001"]


def test_the_status_only_rises(state: WarehouseSettings) -> None:
    fill_state(state, 1)
    with session_scope(state) as session:
        assert ideas.get(session, "idea0001").status == "drafted"
        ideas.advance(session, ["idea0001"], "designed")
        propose(session, 1)
        assert ideas.get(session, "idea0001").status == "drafted"


def test_refusals_are_those_of_the_last_run(state: WarehouseSettings) -> None:
    def refuse(session: Session, *names: str) -> None:
        refused = [ideas.Refused(name, name, "risk.brand", "A brand.") for name in names]
        ideas.replace_set(session, [], refused, as_of=AS_OF, generation=GENERATION)

    with session_scope(state) as session:
        refuse(session, "a", "b")
    with session_scope(state) as session:
        refuse(session, "c", "b")
        assert [row.term_id for row in ideas.refusals(session, limit=10)[0]] == ["c", "b"]
        assert session.scalar(sa.select(sa.func.count()).select_from(IdeaRefusal)) == 2


def test_a_new_design_replaces_the_old_one_of_its_idea(
    state: WarehouseSettings, tmp_path: Path
) -> None:
    fill_state(state, 2)
    store = ContentStore(tmp_path / "designs")
    with session_scope(state) as session:
        designs.upsert(session, made_design(store, 1, id="newer", scene_version="2"))
        assert [design.id for design in designs.current(session)] == ["newer", "design0002"]
        assert designs.get(session, "design0001").current is False
        assert designs.ids_by_idea(session, ["idea0001"]) == {"idea0001": ["newer"]}
        # the draft of the replaced design is not offered any longer
        assert [draft.id for draft in drafts.list_page(session, limit=10)[0]] == ["draft0002"]
        drafts.upsert(session, made_draft(1, id="draft-newer", design_id="newer"))
        shown = [draft.id for draft in drafts.list_page(session, limit=10)[0]]
        assert shown == ["draft-newer", "draft0002"]
        assert drafts.ids_by_idea(session, ["idea0001"]) == {"idea0001": ["draft-newer"]}


def test_designs_and_drafts_of_superseded_ideas_are_not_shown(state: WarehouseSettings) -> None:
    fill_state(state, 3)
    with session_scope(state) as session:
        propose(session, 2)
        assert [design.id for design in designs.current(session)] == ["design0002"]
        assert [draft.id for draft in drafts.list_page(session, limit=9)[0]] == ["draft0002"]


def test_designs_by_layout_and_by_id(state: WarehouseSettings) -> None:
    fill_state(state, 2)
    with session_scope(state) as session:
        assert len(designs.list_page(session, limit=9, layout="badge")[0]) == 2
        assert designs.list_page(session, limit=9, layout="other")[0] == []
        assert set(designs.by_ids(session, ["design0001", "none"])) == {"design0001"}


@pytest.mark.parametrize("repository", [ideas, designs, drafts])
def test_what_is_not_there_is_named(state: WarehouseSettings, repository: object) -> None:
    with session_scope(state) as session, pytest.raises(NotFound, match="'none'"):
        repository.get(session, "none")  # type: ignore[attr-defined]


def propose_and_draft(settings: WarehouseSettings) -> None:
    with session_scope(settings) as session:
        propose(session, 1)
        drafts.upsert(session, made_draft(1))


def test_nothing_hangs_in_the_air(state: WarehouseSettings, tmp_path: Path) -> None:
    with pytest.raises(NotFound), session_scope(state) as session:
        designs.upsert(session, made_design(ContentStore(tmp_path), 1))
    with pytest.raises(NotFound):
        propose_and_draft(state)
    assert rows(state)["ideas"] == []  # the failed transaction left nothing


@pytest.mark.parametrize("amount", ["0.01", "0.10", "19.99", "24.90", "99999.99"])
def test_prices_are_exact(state: WarehouseSettings, amount: str) -> None:
    fill_state(state, 1)
    price = Money(Decimal(amount), "EUR")
    with session_scope(state) as session:
        drafts.upsert(session, made_draft(1, price=price))
    with session_scope(state) as session:
        assert drafts.get(session, "draft0001").price == price


def test_ideas_of_a_term(state: WarehouseSettings) -> None:
    fill_state(state, 2)
    with session_scope(state) as session:
        assert ideas.ids_by_term(session, "term0001") == ["idea0001"]
        assert ideas.counts_by_term(session) == {"term0001": 1, "term0002": 1}
        assert ideas.by_ids(session, ["idea0002"])["idea0002"].term_id == "term0002"


def test_the_day_is_kept(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        ideas.upsert(session, made_idea(1), as_of=date(2024, 2, 29), generation="g")
    with session_scope(state) as session:
        assert ideas.get(session, "idea0001").as_of == date(2024, 2, 29)
