"""The copy of our own drafts that the score counts."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg
import sqlalchemy as sa

from assets import keys
from assets.resources import PipelineResource
from assets.score.own_drafts import app_drafts
from tests.factories.state import fill_state
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings
from warehouse.state.models.draft import Draft
from warehouse.state.session import session_scope


def copied(settings: WarehouseSettings) -> list[tuple[object, ...]]:
    with closing(open_engine(settings)) as engine:
        rows = engine.query(
            "select draft_id, idea_id, term_id, created_at from raw.app_drafts order by draft_id"
        )
    return [tuple(row.values()) for row in rows]


def materialize() -> dict[str, object]:
    result = dg.materialize([app_drafts], resources={"pipeline": PipelineResource()})
    (event,) = result.asset_materializations_for_node("raw__app_drafts")
    return {name: value.value for name, value in event.metadata.items()}


def test_a_copy_is_made_of_every_draft_and_made_again(settings: WarehouseSettings) -> None:
    fill_state(settings)
    shown = materialize()
    first = copied(settings)
    assert (shown["dagster/row_count"], shown["terms"]) == (3, 3)
    assert [row[2] for row in first] == ["term0001", "term0002", "term0003"]
    moment = datetime(2024, 12, 30, 8, tzinfo=UTC)
    with session_scope(settings) as session:
        session.execute(sa.update(Draft).values(created_at=moment, current=False))
    materialize()
    # A superseded draft was made all the same.
    assert [row[:3] for row in copied(settings)] == [row[:3] for row in first]
    assert {row[3] for row in copied(settings)} == {moment.replace(tzinfo=None)}
    with session_scope(settings) as session:
        session.execute(sa.delete(Draft))
    assert materialize()["dagster/row_count"] == 0
    assert copied(settings) == []


def test_it_has_no_upstream_because_drafts_come_of_scores() -> None:
    assert app_drafts.key == keys.RAW_APP_DRAFTS
    assert not app_drafts.dependency_keys
