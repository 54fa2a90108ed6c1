"""Raw assets: one table a platform, the registry of sources, and the calendar."""

from dataclasses import asdict
from typing import Any

import dagster as dg
import polars as pl

from assets import keys
from assets.ingest.expectations import MAX_QUARANTINED_SHARE, judge_batch
from assets.ingest.expiry import raw_expired
from assets.ingest.landing import OWNERS, countries_of, outcome_metadata
from assets.ingest.live import folder_of
from assets.ingest.loading import PlatformLoad, load_platform
from assets.ingest.recorded import CURATED
from assets.ingest.records import record_loading, record_outcomes
from assets.occasions import occasion_frame
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from domain.sources.registry import PLATFORMS, SOURCES, live_platforms
from domain.sources.spec import SourceSpec
from warehouse.engine.base import Engine
from warehouse.landing import Landing
from warehouse.tables import OCCASIONS, signals_table
from warehouse.tables import SOURCES as SOURCES_TABLE

ACCEPTED = "accepted_batch"
_KINDS = {"python", "duckdb"}
# A set of sources is one integer that a double must hold exactly (see the macro has_bit); further
# names of people's own count as one source.
OWN_TOLD_APART = 53 - len(SOURCES)


def raw_assets() -> list[dg.AssetsDefinition]:
    """Every raw table of the ingest stage."""
    own = [raw_sources, raw_expired, raw_occasions]
    return [*(raw_signals(platform) for platform in PLATFORMS), *own]


def landings_of(platform: str) -> list[dg.AssetKey]:
    """Landings that feed a platform's raw table. A replay may feed any of them."""
    found = [keys.LANDING_REPLAY]
    if platform in live_platforms():
        found.append(keys.landing(folder_of(platform)))
    if platform == "curated":
        found.append(keys.landing(CURATED))
    return found


def raw_signals(platform: str) -> dg.AssetsDefinition:
    """The raw table of one platform, replaced slice by slice."""
    key = keys.raw_signals(platform)

    @dg.asset(
        key=key,
        deps=landings_of(platform),
        group_name=keys.INGEST,
        owners=OWNERS,
        kinds=_KINDS,
        pool=WAREHOUSE_WRITER,
        description=f"Signals of {platform} as seen, one row an observation. A landed file is one "
        "slice: loaded once, replaced as a whole, its bad rows in raw.quarantine with a reason.",
        metadata={"dagster/table_name": signals_table(platform).name},
        check_specs=[
            dg.AssetCheckSpec(
                ACCEPTED,
                asset=key,
                blocking=True,
                description="Great Expectations on the accepted rows of new slices: schema, "
                "ranges, and at most a fifth refused. A batch that fails stays out of the table, "
                "so only its own source stops.",
            )
        ],
    )
    def raw(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> dg.MaterializeResult:
        """Load what is landed and not yet loaded; take out what is no longer landed."""
        with pipeline.engine() as engine:
            done = load_platform(
                engine,
                Landing(pipeline.warehouse_settings().landing),
                platform,
                context.run.run_id,
                pipeline.now(),
                check=judge_batch,
            )
            metadata = _metadata(engine, platform, done)
            stored = rows_by_source(engine, platform)
        settings, run_id, now = pipeline.warehouse_settings(), context.run.run_id, pipeline.now()
        record_outcomes(
            settings,
            done.recorded(),
            origin=", ".join(sorted({row["origin"] for row in stored})) or "none",
            run_id=run_id,
            now=now,
            stored={row["source"]: row["n"] for row in stored},
        )
        record_loading(settings, done.answered(), run_id=run_id, now=now)
        for outcome in done.outcomes():
            if outcome.unusable or outcome.status == "partial":
                context.log.warning(f"{outcome.name}: {outcome.message}")
        return dg.MaterializeResult(metadata=metadata, check_results=[accepted_batch(done)])

    return raw


def accepted_batch(done: PlatformLoad) -> dg.AssetCheckResult:
    """The check's verdict. A refused batch is already kept out, so it warns and others go on."""
    refused_many = [
        result for result in done.loaded if result.quarantined_share > MAX_QUARANTINED_SHARE
    ]
    problems = [f"{r.file_name}: {r.withheld}" for r in done.withheld]
    problems += [
        f"{r.file_name}: {r.quarantined_share:.0%} of its rows were refused, the others are loaded"
        for r in refused_many
        if not r.withheld
    ]
    problems += [f"{failure.name}: {failure.message}" for failure in done.failures]
    unchanged = "" if done.loaded else "Nothing new: every slice was checked when it was loaded."
    return dg.AssetCheckResult(
        check_name=ACCEPTED,
        passed=not problems,
        severity=dg.AssetCheckSeverity.WARN,
        description="; ".join(problems)[:2000] or unchanged or None,
        metadata={
            "new_slices": len(done.loaded),
            "unchanged_slices": len(done.results) - len(done.loaded),
            "withheld_slices": len(done.withheld),
            "rows_accepted": sum(result.rows_accepted for result in done.loaded),
            "rows_refused": sum(result.rows_quarantined for result in done.loaded),
        },
    )


def rows_by_source(engine: Engine, platform: str) -> list[dict[str, Any]]:
    """Rows of each source and how they came to us."""
    name = signals_table(platform).name
    return engine.query(
        f"select source, min(origin) as origin, count(*) as n from {name} group by source"  # noqa: S608  # our own names
    )


def _metadata(engine: Engine, platform: str, done: PlatformLoad) -> dict[str, Any]:
    name = signals_table(platform).name
    figures = "count(*) as n, count(distinct term) as terms, min(observed_at) as first"
    total = engine.query(f"select {figures}, max(observed_at) as last from {name}")[0]  # noqa: S608  # our own names
    more: dict[str, Any] = {
        "dagster/row_count": total["n"],
        "terms_seen": total["terms"],
        "slices_removed": done.removed,
        "repeats_dropped": sum(result.duplicates for result in done.results),
    }
    if total["n"]:
        more["observed_from"] = str(total["first"])
        more["observed_to"] = str(total["last"])
        month = "date_trunc('month', observed_at) as month"
        by_month = engine.query(f"select {month}, count(*) as n from {name} group by 1 order by 1")  # noqa: S608  # our own names
        more["rows_by_month"] = dg.MetadataValue.md(_bars(by_month))
    return outcome_metadata(done.outcomes()) | more


def _bars(rows: list[dict[str, Any]]) -> str:
    """A small bar chart in Markdown, the last 24 months."""
    rows = rows[-24:]
    most = max(row["n"] for row in rows)
    lines = ["| month | rows | |", "|---|--:|---|"]
    lines += [
        f"| {row['month']:%Y-%m} | {row['n']:,} | {'█' * max(1, round(10 * row['n'] / most))} |"
        for row in rows
    ]
    return "\n".join(lines)


@dg.asset(
    key=keys.RAW_SOURCES,
    deps=[keys.raw_signals("user")],
    group_name=keys.INGEST,
    owners=OWNERS,
    kinds=_KINDS,
    pool=WAREHOUSE_WRITER,
    description="Every source with its rights: licence, whether rows may be kept and for how long, "
    "commercial use, whether it can be asked for the past. Sources that people named in their own "
    "files stand here too, as theirs.",
    metadata={"dagster/table_name": SOURCES_TABLE.name},
)
def raw_sources(pipeline: PipelineResource) -> dg.MaterializeResult:
    """Replace the registry table."""
    with pipeline.engine() as engine:
        named = engine.query("select distinct source from raw.user_signals order by source")
        own = [row["source"] for row in named if row["source"] not in SOURCES]
        rows = [_source_row(spec) for spec in SOURCES.values()]
        rows += [_own_row(name, apart=place < OWN_TOLD_APART) for place, name in enumerate(own)]
        replace_table(engine, SOURCES_TABLE.name, pl.DataFrame(rows, infer_schema_length=None))
    return dg.MaterializeResult(metadata={"dagster/row_count": len(rows)})


def _source_row(spec: SourceSpec) -> dict[str, Any]:
    known = asdict(spec)
    known["enabled_by_default"] = spec.enabled_by_default
    renamed = {"source_id": spec.id, "counts_as": spec.id, **known}
    return {column.name: renamed[column.name] for column in SOURCES_TABLE.columns}


def _own_row(source: str, *, apart: bool) -> dict[str, Any]:
    """A source that a person named in a canonical file: theirs, with the rights of their file."""
    counts_as = source if apart else "user_file"
    return _source_row(SOURCES["user_file"]) | {
        "source_id": source,
        "counts_as": counts_as,
        "name": f"{source} (own file)",
    }


@dg.asset(
    key=keys.RAW_OCCASIONS,
    group_name=keys.INGEST,
    owners=OWNERS,
    kinds=_KINDS,
    pool=WAREHOUSE_WRITER,
    description="Occasions by country for the years around AS_OF, with the days between which a "
    "listing for them should be published.",
    metadata={"dagster/table_name": OCCASIONS.name},
)
def raw_occasions(pipeline: PipelineResource) -> dg.MaterializeResult:
    """Replace the calendar table."""
    year = pipeline.as_of_date().year
    frame = occasion_frame(
        range(year - 1, year + 3), countries_of(pipeline.pipeline_settings().countries)
    )
    with pipeline.engine() as engine:
        replace_table(engine, OCCASIONS.name, frame)
    return dg.MaterializeResult(metadata={"dagster/row_count": frame.height})


def replace_table(engine: Engine, table: str, frame: pl.DataFrame) -> None:
    """Put the frame in place of all rows, in one transaction."""
    with engine.transaction():
        engine.execute(f"delete from {table}")  # noqa: S608  # our own names
        if frame.height:
            engine.append(table, frame)
