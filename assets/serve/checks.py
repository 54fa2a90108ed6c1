"""Checks on what is published."""

from __future__ import annotations

import dagster as dg

from assets import keys
from assets.resources import PipelineResource
from warehouse.errors import NotPublished
from warehouse.serving.reader import SnapshotReader


def snapshot_checks() -> list[dg.AssetChecksDefinition]:
    """The current generation opens and stands at the run's day."""
    return [snapshot_readable]


@dg.asset_check(
    asset=keys.SNAPSHOT,
    blocking=True,
    description="The pointer names a generation that opens, and it stands at the run's day.",
)
def snapshot_readable(pipeline: PipelineResource) -> dg.AssetCheckResult:
    """Open the current generation as the API would."""
    try:
        snapshot = SnapshotReader(pipeline.warehouse_settings().serving).current()
    except NotPublished as error:
        return dg.AssetCheckResult(passed=False, metadata={"reason": str(error)})
    return dg.AssetCheckResult(
        passed=snapshot.generation.as_of == pipeline.as_of_date(),
        metadata={
            "generation": snapshot.generation.id,
            "as_of": snapshot.generation.as_of.isoformat(),
        },
    )
