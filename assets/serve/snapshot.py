"""The published snapshot: all that the API may read of the warehouse."""

from __future__ import annotations

import dagster as dg

from assets import keys
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from warehouse.serving.publish import publish

EXPOSED = (
    "dim_term",
    "dim_source",
    "dim_occasion",
    "fct_term_daily",
    "fct_term_score_daily",
    "fct_score_contribution",
    "fct_term_evidence",
)


@dg.asset(
    key=keys.SNAPSHOT,
    deps=[keys.mart(name) for name in EXPOSED],
    group_name=keys.SERVE,
    owners=["team:data"],
    kinds={"duckdb"},
    pool=WAREHOUSE_WRITER,
    description="A read-only generation of the marts under a new file name, and the pointer that "
    "names it. The API reads nothing else; an unchanged warehouse publishes nothing new.",
)
def snapshot(
    context: dg.AssetExecutionContext, pipeline: PipelineResource
) -> dg.MaterializeResult:
    """Publish the marts, unless the current generation already holds the same rows."""
    with pipeline.engine() as engine:
        generation = publish(
            engine,
            pipeline.warehouse_settings(),
            as_of=pipeline.as_of_end(),
            mode=pipeline.mode,
        )
    rows = generation.row_counts
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(rows.values()),
            "generation": generation.generation,
            "as_of": pipeline.as_of_end().isoformat(),
            "tables": dg.MetadataValue.table(
                [dg.TableRecord({"table": name, "rows": count}) for name, count in rows.items()]
            ),
        },
        data_version=dg.DataVersion(str(generation.generation)),
    )
