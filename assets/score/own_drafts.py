"""Our own drafts as the score sees them: a copy of state, one way, for the crowding of a term."""

from datetime import UTC

import dagster as dg
import polars as pl

from assets import keys
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from warehouse.engine.base import Engine
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import drafts as repository
from warehouse.state.session import migrate_state, session_scope
from warehouse.tables import APP_DRAFTS

SCHEMA = {
    "draft_id": pl.String(),
    "idea_id": pl.String(),
    "term_id": pl.String(),
    "created_at": pl.Datetime("us"),
    "run_id": pl.String(),
}


@dg.asset(
    key=keys.RAW_APP_DRAFTS,
    group_name=keys.SCORE,
    owners=["team:data"],
    kinds={"python", "sqlite"},
    pool=WAREHOUSE_WRITER,
    description="Every listing draft of this installation with the term it aims at, copied from "
    "state before scoring. It has no upstream: drafts come of scores, and the drafts of the "
    "last run are what the next one counts. Nothing but counts by term leaves it.",
    metadata={"dagster/table_name": APP_DRAFTS.name},
)
def app_drafts(
    context: dg.AssetExecutionContext, pipeline: PipelineResource
) -> dg.MaterializeResult:
    """Replace the copy."""
    with pipeline.engine() as engine:
        count, terms = copy_drafts(engine, pipeline.warehouse_settings(), context.run.run_id)
    return dg.MaterializeResult(metadata={"dagster/row_count": count, "terms": terms})


def copy_drafts(engine: Engine, settings: WarehouseSettings, run_id: str) -> tuple[int, int]:
    """Put what state holds in place of the copy; how many drafts, of how many terms."""
    migrate_state(settings)
    with session_scope(settings) as session:
        found = repository.aimed(session)
    rows = [
        (draft, idea, term, made.astimezone(UTC).replace(tzinfo=None), run_id)
        for draft, idea, term, made in found
    ]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    with engine.transaction():
        engine.execute(f"delete from {APP_DRAFTS.name}")  # noqa: S608  # our own name
        if frame.height:
            engine.append(APP_DRAFTS.name, frame)
    return frame.height, frame["term_id"].n_unique()
