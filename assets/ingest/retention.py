"""What is past its time is deleted: landed answers, their rows, what was only to be shown."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import dagster as dg

from assets.ingest.live import expired, source_of, version_of
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from domain.expiry import Expired
from domain.sources.registry import SOURCES, live_platforms
from warehouse.engine.base import Engine
from warehouse.engine.timescale import drop_empty_chunks
from warehouse.expiry import note_expired
from warehouse.landing import LandedFile, Landing
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
            if due := delete_due(engine, landing, platform, now):
                context.log.info(f"{platform}: {due} files and their rows deleted")
            chunks = drop_empty_chunks(engine, signals_table(platform).name)
            if chunks:
                context.log.info(f"{platform}: {chunks} empty chunks dropped")
    migrate_state(settings)
    with session_scope(settings) as session:
        shown = display.forget_expired(session, now)
        runs = scrape_runs.forget_before(session, now - RUNS_KEPT)
    context.log.info(f"{shown} answers that may only be shown, {runs} records of runs")


def delete_due(engine: Engine, landing: Landing, platform: str, now: datetime) -> int:
    """Delete the files of a platform that are past their time, and their rows; how many files."""
    due = expired(landing, platform, now)
    # Never a deletion that is not said.
    note_expired(landing, expired_evidence(engine, platform, due, now))
    # The rows go first: after a crash in between, the next night finds the files again.
    remove_slices(engine, platform, [slice_id_of(file, version_of(file)) for file in due])
    for file in due:
        landing.remove(file)
    return len(due)


def expired_evidence(
    engine: Engine, platform: str, due: Sequence[LandedFile], now: datetime
) -> set[Expired]:
    """What the list of expired evidence says of files that are about to be deleted.

    When their rows were known is what the loaded rows say; a file may tell of days before it was
    captured.
    """
    bounds = {
        row["slice_id"]: (row["captured_from"], row["captured_to"])
        for row in engine.query(
            "select slice_id, captured_from, captured_to from raw.slices "
            "where platform = $platform and captured_from is not null",
            {"platform": platform},
        )
    }
    entries = set()
    for file in due:
        spec = SOURCES[source_of(file)]
        if spec.retention_days is None or "error" in file.meta:
            continue  # never loaded: no answer rests on it
        first, last = bounds.get(slice_id_of(file, version_of(file)), (None, None))
        moment = file.captured_at or file.landed_at
        known = [_known_on(one.replace(tzinfo=UTC)) for one in (first, last) if one]
        days = [_known_on(moment), *known]
        removed = now.astimezone(UTC).date()
        entries.add(Expired(spec.id, spec.retention_days, min(days), max(days), removed))
    return entries


def _known_on(moment: datetime) -> date:
    """The as-of day from which a row is known: midnight ends a day."""
    return (moment.astimezone(UTC) - timedelta(microseconds=1)).date()


def retention_job() -> dg.JobDefinition:
    """The nightly job."""

    @dg.job(name="retention", description="Delete what is past the time its source allows.")
    def retention() -> None:
        delete_expired()

    return retention
