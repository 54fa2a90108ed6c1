"""Checks of what stands in the raw tables, whoever put it there."""

from collections.abc import Iterable

import dagster as dg

from assets import keys
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from domain.sources.registry import PLATFORMS
from warehouse.engine.base import Engine
from warehouse.tables import signals_table

WHOLE = "slices_whole"


def ingest_checks() -> list[dg.AssetChecksDefinition]:
    """The checks that are not part of loading itself."""
    return [slices_whole]


@dg.multi_asset_check(
    name=WHOLE,
    specs=[
        dg.AssetCheckSpec(
            WHOLE,
            asset=keys.raw_signals(platform),
            blocking=True,
            description="Every loaded slice holds as many rows as were accepted, and no row "
            "belongs to an unknown slice: nothing is lost and nothing counted twice.",
        )
        for platform in PLATFORMS
    ],
    can_subset=True,
    pool=WAREHOUSE_WRITER,
)
def slices_whole(
    context: dg.AssetCheckExecutionContext, pipeline: PipelineResource
) -> Iterable[dg.AssetCheckResult]:
    """Compare each raw table with the record of its slices."""
    wanted = {check.asset_key: check for check in context.selected_asset_check_keys}
    with pipeline.engine() as engine:
        for platform in PLATFORMS:
            key = keys.raw_signals(platform)
            if key in wanted:
                wrong = broken_slices(engine, platform)
                yield dg.AssetCheckResult(
                    asset_key=key,
                    check_name=WHOLE,
                    passed=not wrong,
                    severity=dg.AssetCheckSeverity.ERROR,
                    description="; ".join(wrong)[:2000] or None,
                    metadata={"broken_slices": len(wrong)},
                )


def broken_slices(engine: Engine, platform: str) -> list[str]:
    """Slices whose rows differ from their record, in words."""
    table = signals_table(platform).name
    recorded = engine.query(
        "select slice_id, rows_accepted as n from raw.slices where platform = $platform",
        {"platform": platform},
    )
    found = engine.query(f"select slice_id, count(*) as n from {table} group by slice_id")  # noqa: S608  # our own names
    accepted = {row["slice_id"]: row["n"] for row in recorded}
    standing = {row["slice_id"]: row["n"] for row in found}
    return [
        f"{slice_id[:40]}: {standing.get(slice_id, 0):,} rows where "
        f"{accepted.get(slice_id, 0):,} were accepted"
        for slice_id in sorted({*accepted, *standing})
        if accepted.get(slice_id, 0) != standing.get(slice_id, 0)
    ]
