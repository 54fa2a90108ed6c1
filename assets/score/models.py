"""The dbt models as assets: one in-process dbt build per run, its tests as checks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from assets import keys, project
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from assets.score.check_words import with_descriptions
from assets.score.evidence import SCORES, expired_evidence
from assets.score.figures import figures
from warehouse.builds import built_from, fingerprint, inputs_of_score, record_build
from warehouse.engine.base import Engine
from warehouse.engine.timescale import refresh, timescale
from warehouse.growth import Plan, begin_build, end_build, forget_build, plan_build

STAGE = "score"
OWNER = "team:data"
# Unit tests prove the models, not the data: the test suite runs them.
BUILD = ("build", "--exclude-resource-type", "unit_test")


# Views and seeds stand as the last build left them: the project is the same. The view of our own
# drafts holds the as-of moment, and a standing one would not show the drafts made since.
GROWN = (
    "--select",
    "config.materialized:table",
    "config.materialized:incremental",
    "stg_app_drafts",
)


def described(plan: Plan) -> dict[str, Any]:
    """What the metadata of every asset says of the build."""
    change = plan.change
    return {
        "build": "grown by what is new" if plan.grows else f"computed anew: {plan.anew}",
        "slices_in": change.new,
        "slices_out": change.gone,
        "rows_in": change.rows,
        "days_scored": plan.score_days,
    }


class ScoreTranslator(DagsterDbtTranslator):
    """dbt names to asset keys: the key says in which schema the table lives."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`raw/…` for sources, `<schema>/<model>` for models and seeds."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(["raw", dbt_resource_props["name"]])
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """One group for the whole stage."""
        return keys.SCORE

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        """The data team."""
        return [OWNER]


def build_score_assets(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """All models, seeds and tests of the parsed project as one multi-asset."""
    translator = ScoreTranslator()

    @dbt_assets(
        manifest=with_descriptions(manifest),
        dagster_dbt_translator=translator,
        name="score_models",
        pool=WAREHOUSE_WRITER,
    )
    def score_models(
        context: dg.AssetExecutionContext, pipeline: PipelineResource
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        settings = pipeline.pipeline_settings()
        variables = project.score_variables(pipeline.as_of_end(), settings.score_days)
        rules, as_of = project.project_hash(), pipeline.as_of_end().replace(tzinfo=None)
        with pipeline.engine() as engine:
            beneath = timescale(engine)
            variables |= beneath.variables()
            known = inputs_of_score(engine, as_of)
            inputs = fingerprint([rules, sorted(variables.items()), *known])
            unchanged = not context.is_subset and built_from(engine, STAGE) == inputs
            plan = plan_build(engine, as_of, settings.score_days, [rules, *beneath.variants])
            if not unchanged:
                refresh(engine)
            if context.is_subset:
                forget_build(engine)
            elif not unchanged:
                begin_build(engine, plan)
        made: dict[str, Any] = {}
        if unchanged:
            context.log.info("inputs unchanged since the last build: nothing computed")
            results: list[project.NodeResult] = []
        else:
            command = [*BUILD, *_selection(context, manifest, translator)]
            if not context.is_subset:
                variables |= plan.variables()
                command += GROWN if plan.grows else ()
                made = described(plan)
                context.log.info(made["build"])
            results = project.invoke(pipeline.warehouse_settings(), command, variables)
        stands = pipeline.as_of_date(), plan.score_days
        yield from _report(context, pipeline, manifest, translator, results, made, stands)
        failed = [result for result in results if result.status in {"error", "fail"}]
        if failed:
            names = ", ".join(result.unique_id.split(".")[2] for result in failed[:5])
            raise dg.Failure(
                f"dbt: {len(failed)} of {len(results)} nodes failed ({names}). "
                f"First message: {failed[0].message}"
            )
        if not context.is_subset and not unchanged:
            with pipeline.engine() as engine:
                end_build(engine, plan, context.run.run_id)
                record_build(engine, STAGE, inputs, context.run.run_id)

    return score_models


def _selection(
    context: dg.AssetExecutionContext,
    manifest: Mapping[str, Any],
    translator: ScoreTranslator,
) -> list[str]:
    if not context.is_subset:
        return []
    wanted = context.selected_asset_keys
    names = [
        node["name"] for node in nodes_of(manifest) if translator.get_asset_key(node) in wanted
    ]
    return ["--select", *sorted(names)]


def nodes_of(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Models and seeds, each after everything it reads: Dagster wants them in that order."""
    nodes = {
        name: node
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in {"model", "seed", "snapshot"}
    }
    order = TopologicalSorter(
        {name: [p for p in manifest["parent_map"][name] if p in nodes] for name in sorted(nodes)}
    )
    return [nodes[name] for name in order.static_order()]


def _report(
    context: dg.AssetExecutionContext,
    pipeline: PipelineResource,
    manifest: Mapping[str, Any],
    translator: ScoreTranslator,
    results: Sequence[project.NodeResult],
    made: Mapping[str, Any],
    stands: tuple[date, int],
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    by_id = {result.unique_id: result for result in results}
    selected = context.selected_asset_keys
    with pipeline.engine() as engine:
        for node in nodes_of(manifest):
            key = translator.get_asset_key(node)
            result = by_id.get(node["unique_id"])
            if key not in selected or (result is not None and result.status != "success"):
                continue
            metadata = metadata_of(engine, node, result, made)
            if node["name"] == SCORES:
                metadata |= (told := expired_evidence(engine, *stands))
                if "notice" in told:
                    context.log.warning(told["notice"])
            yield dg.MaterializeResult(asset_key=key, metadata=metadata, check_results=[])
    for check, node in _checks(context, manifest, translator):
        result = by_id.get(node["unique_id"])
        if result is not None and result.status == "skipped":
            continue  # what it would look at was not built: that failure is the news
        if result is None:
            yield dg.AssetCheckResult(
                passed=True,
                asset_key=check.asset_key,
                check_name=check.name,
                metadata={"status": "unchanged inputs: the last result stands"},
            )
            continue
        yield dg.AssetCheckResult(
            passed=result.status in {"pass", "warn", "success"},
            asset_key=check.asset_key,
            check_name=check.name,
            severity=dg.AssetCheckSeverity.WARN
            if result.status == "warn"
            else dg.AssetCheckSeverity.ERROR,
            metadata={
                "status": result.status,
                "failing_rows": result.failures or 0,
                "seconds": round(result.seconds, 3),
            },
        )


def _checks(
    context: dg.AssetExecutionContext,
    manifest: Mapping[str, Any],
    translator: ScoreTranslator,
) -> Iterator[tuple[dg.AssetCheckKey, Mapping[str, Any]]]:
    selected = context.selected_asset_check_keys
    for node in manifest["nodes"].values():
        if node["resource_type"] != "test":
            continue
        key = get_asset_check_key_for_test(
            manifest=manifest,
            dagster_dbt_translator=translator,
            test_unique_id=node["unique_id"],
            project=None,
        )
        if key is not None and key in selected:
            yield key, node


def metadata_of(
    engine: Engine,
    node: Mapping[str, Any],
    result: project.NodeResult | None,
    made: Mapping[str, Any],
) -> dict[str, Any]:
    """What Dagster shows beside a model. `made` is what is said of the build as a whole."""
    metadata: dict[str, Any] = {
        "dagster/table_name": f"{node['schema']}.{node['name']}",
        "recomputed": result is not None,
    }
    if result is not None:
        metadata["seconds"] = round(result.seconds, 3)
        metadata |= made
    if result is None and node["config"]["materialized"] == "view":
        return metadata  # counting it would compute it
    count = engine.query(
        f'select count(*) as n from {node["schema"]}."{node["name"]}"'  # noqa: S608  # our own names
    )
    metadata["dagster/row_count"] = int(count[0]["n"])
    return metadata | figures(engine, node["schema"], node["name"])
