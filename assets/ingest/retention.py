"""What is past its time is deleted: landed answers, their rows, what was only to be shown."""

from datetime import timedelta

import dagster as dg

from assets.ingest.live import expired, version_of
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from domain.sources.registry import live_platforms
from warehouse.engine.timescale import drop_empty_chunks
from warehouse.landing import Landing
from warehouse.load import remove_slices, slice_id_of
from warehouse.state.repositories import display, scrape_runs
from warehouse.state.session import migrate_state, session_scope
from warehouse.tables import signals_table

RUNS_KEPT = timedelta(days=90)  # longer than any source's cadence or alert looks back


@dg.op(
    pool=WAREHOUSE_WRITER,
    description="Delete what is past the time its source allows: landed files, the rows loaded "
    "from them, answers that may only be shown, and old records of runs.",
)
def delete_expired(context: dg.OpExecutionContext, pipeline: PipelineResource) -> None:
    """Delete, and say how much of what."""
    settings, now = pipeline.warehouse_settings(), pipeline.now()
    landing = Landing(settings.landing)
    with pipeline.engine() as engine:
        for platform in live_platforms():
            due = expired(landing, platform, now)
            slices = [slice_id_of(file, version_of(file)) for file in due]
            # The rows go first: after a crash in between, the next night finds the files again.
            removed = remove_slices(engine, platform, slices)
            for file in due:
                landing.remove(file)
            if due:
                context.log.info(f"{platform}: {len(due)} files, {removed} slices deleted")
            chunks = drop_empty_chunks(engine, signals_table(platform).name)
            if chunks:
                context.log.info(f"{platform}: {chunks} empty chunks dropped")
    migrate_state(settings)
    with session_scope(settings) as session:
        shown = display.forget_expired(session, now)
        runs = scrape_runs.forget_before(session, now - RUNS_KEPT)
    context.log.info(f"{shown} answers that may only be shown, {runs} records of runs")


def retention_job() -> dg.JobDefinition:
    """The nightly job."""

    @dg.job(name="retention", description="Delete what is past the time its source allows.")
    def retention() -> None:
        delete_expired()

    return retention
