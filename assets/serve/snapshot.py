"""The published snapshot: all that the API may read of the warehouse."""

import dagster as dg

from assets import keys, weights
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from warehouse.cards import keep_shipped_card
from warehouse.serving.publish import EXPOSED, publish


@dg.asset(
    key=keys.SNAPSHOT,
    deps=[keys.mart(table.name) for table in EXPOSED],
    group_name=keys.SERVE,
    owners=["team:data"],
    kinds={"duckdb"},
    pool=WAREHOUSE_WRITER,
    description="A read-only generation of the marts under a new file name, and the pointer that "
    "names it. The API reads nothing else; an unchanged warehouse publishes nothing new.",
)
def snapshot(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> dg.MaterializeResult:
    """Publish the marts, unless the current generation already holds the same rows."""
    with pipeline.engine() as engine:
        generation = publish(
            engine,
            pipeline.warehouse_settings(),
            as_of=pipeline.as_of_date(),
            mode=pipeline.mode,
        )
    card = weights.shipped_card()
    if card is not None:
        keep_shipped_card(pipeline.warehouse_settings().cards, card)
    rows = generation.rows
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(rows.values()),
            "generation": generation.id,
            "as_of": generation.as_of.isoformat(),
            "tables": dg.MetadataValue.table(
                [dg.TableRecord({"table": name, "rows": count}) for name, count in rows.items()]
            ),
        },
        data_version=dg.DataVersion(generation.id),
    )
