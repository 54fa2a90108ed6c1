"""The listing stage: one draft a design, inside the limits, blocked where the rules say so."""

from __future__ import annotations

import dagster as dg
import pytest

from assets.listing.drafts import compose_drafts, drafts, judge
from assets.resources import PipelineResource
from domain.gate.risk import RiskStatus
from domain.listings.limits import breaches
from tests.factories.pipeline import AS_OF
from tests.factories.state import made_design, made_idea
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import designs, ideas
from warehouse.state.repositories import drafts as repository
from warehouse.state.session import migrate_state, session_scope
from warehouse.store import ContentStore


def keep(settings: WarehouseSettings, number: int, *, passed: bool = True, **brief: object) -> None:
    """An idea and its design on record."""
    with session_scope(settings) as session:
        ideas.upsert(session, made_idea(number, **brief), as_of=AS_OF, generation="g")
        made = made_design(ContentStore(settings.designs), number)
        designs.upsert(session, made_design_with(made, passed=passed))


def made_design_with(made: designs.MadeDesign, *, passed: bool) -> designs.MadeDesign:
    from dataclasses import replace

    return replace(made, report={**made.report, "passed": passed})


@pytest.fixture
def kept(settings: WarehouseSettings) -> WarehouseSettings:
    migrate_state(settings)
    keep(settings, 1)
    keep(settings, 2, term="camping", phrase=("Camping", "Queen"), emphasis="Camping")
    return settings


def materialize() -> dict[str, object]:
    result = dg.materialize([drafts], resources={"pipeline": PipelineResource()})
    (event,) = result.asset_materializations_for_node("state__drafts")
    return {name: value.value for name, value in event.metadata.items()}


def test_every_design_has_a_draft_within_the_limits(kept: WarehouseSettings) -> None:
    shown = materialize()
    assert shown["dagster/row_count"] == 2
    assert shown["blocked"] == 0
    assert isinstance(shown["quality_mean"], float)
    assert shown["quality_mean"] > 0
    assert "| finding | drafts |" in str(shown["findings"])
    with session_scope(kept) as session:
        found, _ = repository.list_page(session, limit=10)
        assert {draft.design_id for draft in found} == {"design0001", "design0002"}
        for draft in found:
            assert not breaches(draft.title, draft.tags, draft.materials)
            assert draft.price.amount > 0


def test_doing_it_again_changes_nothing(kept: WarehouseSettings) -> None:
    materialize()
    with session_scope(kept) as session:
        first = {
            d.id: (d.title, d.tags, d.price) for d in repository.list_page(session, limit=9)[0]
        }
    materialize()
    with session_scope(kept) as session:
        again = {
            d.id: (d.title, d.tags, d.price) for d in repository.list_page(session, limit=9)[0]
        }
    assert again == first


def test_no_design_no_draft(settings: WarehouseSettings) -> None:
    shown = materialize()
    assert shown["dagster/row_count"] == 0
    assert shown["quality_mean"] == 0.0


def test_words_the_gate_blocks_block_the_draft(kept: WarehouseSettings) -> None:
    keep(kept, 3, term="taylor swift", phrase=("Taylor Swift", "Fan"), emphasis="Taylor Swift")
    by_design = {made.design_id: listing for made, listing in compose_drafts(kept)}
    assert by_design["design0003"].blocked
    assert not by_design["design0001"].blocked
    assert materialize()["blocked"] == 1


def test_a_failed_print_check_shows_in_the_draft(kept: WarehouseSettings) -> None:
    keep(kept, 4, passed=False)
    by_design = {made.design_id: listing for made, listing in compose_drafts(kept)}

    def codes(design: str) -> set[tuple[str, str]]:
        return {(finding.code, finding.status) for finding in by_design[design].findings}

    assert codes("design0004") != codes("design0001")


def test_the_judge_is_the_name_gate() -> None:
    assert judge("Harry Potter mug").status is RiskStatus.BLOCK
    assert judge("gardening").status is RiskStatus.CLEAR
