"""The list of what has expired, as the models read it."""

import dagster as dg

from assets import keys
from assets.ingest.landing import OWNERS
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from warehouse.expiry import expired_so_far, store_expired
from warehouse.landing import Landing
from warehouse.tables import EXPIRED


@dg.asset(
    key=keys.RAW_EXPIRED,
    group_name=keys.INGEST,
    owners=OWNERS,
    kinds={"python", "duckdb"},
    pool=WAREHOUSE_WRITER,
    description="Which files of which source were deleted on which day because its retention had "
    "ended, and on which days their rows were known. Scores of those days stay as they were said.",
    metadata={"dagster/table_name": EXPIRED.name},
)
def raw_expired(pipeline: PipelineResource) -> dg.MaterializeResult:
    """Copy the list that lies beside the landed files."""
    entries = expired_so_far(Landing(pipeline.warehouse_settings().landing))
    with pipeline.engine() as engine:
        rows = store_expired(engine, entries)
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})
