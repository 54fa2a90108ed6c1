"""Landing assets: what came from outside, kept as it came, before anything is loaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from assets import keys
from assets.automation import fresh_daily, fresh_hourly
from assets.ingest.live import LIVE, LiveLanding, land_live
from assets.ingest.outcomes import SourceOutcome, as_json, table
from assets.ingest.recorded import CURATED, land_recorded
from assets.ingest.records import record_outcomes
from assets.resources import PipelineResource
from connectors.errors import UnusableInput
from connectors.http.client import HttpClient
from connectors.settings import connector_settings
from connectors.trends.curated import curated_payload, parse_curated
from domain.signals import Origin
from warehouse.landing import Landing

OWNERS = ["team:data"]
READABLE = "files_readable"
ANSWERED = "source_answered"
_FRESHNESS = {"google_trends_signals": fresh_hourly, "wikimedia_signals": fresh_daily}


def landing_assets() -> list[dg.AssetsDefinition]:
    """Replay, live sources and our own lists."""
    return [landed_replay, *(live_landing(live) for live in LIVE), landed_curated]


def countries_of(setting: str) -> list[str]:
    """Country codes of a comma-separated setting, upper case."""
    return [part.strip().upper() for part in setting.split(",") if part.strip()]


def outcome_metadata(outcomes: Sequence[SourceOutcome], **more: Any) -> dict[str, Any]:
    """Row counts, a table for people and the outcomes for programs."""
    return {
        "dagster/row_count": sum(outcome.rows for outcome in outcomes),
        "rows_refused": sum(outcome.quarantined for outcome in outcomes),
        "files": dg.MetadataValue.md(table(outcomes)),
        "outcomes": dg.MetadataValue.json(as_json(outcomes)),
        **more,
    }


@dg.asset(
    key=keys.LANDING_REPLAY,
    group_name=keys.INGEST,
    owners=OWNERS,
    kinds={"python", "file"},
    description="Recorded signals of SIGNALS, file by file, recognised by columns and content. "
    "Landed files are never changed; a file that cannot be read is named with the reason.",
    check_specs=[
        dg.AssetCheckSpec(
            READABLE, asset=keys.LANDING_REPLAY, description="Every file of SIGNALS could be read."
        )
    ],
)
def landed_replay(
    context: dg.AssetExecutionContext, pipeline: PipelineResource
) -> dg.MaterializeResult:
    """Land the files of SIGNALS; they replace those of an earlier replay in this data folder."""
    landing = Landing(pipeline.warehouse_settings().landing)
    if pipeline.signals is None:
        note = "No SIGNALS were given; nothing is replayed."
        return dg.MaterializeResult(
            metadata=outcome_metadata([], note=note),
            check_results=[dg.AssetCheckResult(check_name=READABLE, passed=True, description=note)],
        )
    try:
        outcomes = land_recorded(
            landing, Path(pipeline.signals).expanduser().resolve(), pipeline.now()
        )
    except UnusableInput as error:
        raise dg.Failure(
            description=error.message,
            metadata={"code": error.code, "path": error.path or pipeline.signals},
            allow_retries=False,
        ) from error
    unusable = [outcome for outcome in outcomes if outcome.unusable]
    for outcome in unusable:
        context.log.warning(f"{outcome.name}: {outcome.message}")
    return dg.MaterializeResult(
        metadata=outcome_metadata(outcomes, signals=pipeline.signals),
        check_results=[_files_check(unusable)],
    )


def _files_check(unusable: Sequence[SourceOutcome]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=READABLE,
        passed=not unusable,
        severity=dg.AssetCheckSeverity.WARN,  # the other files go on
        description="; ".join(f"{o.name}: {o.message}" for o in unusable)[:2000] or None,
        metadata={"unusable_files": len(unusable)},
    )


def live_landing(live: LiveLanding) -> dg.AssetsDefinition:
    """The landing asset of a live source. It never fails: a silent platform is an outcome."""
    key = keys.landing(live.folder)

    @dg.asset(
        key=key,
        group_name=keys.INGEST,
        owners=OWNERS,
        kinds={"python", "api"},
        description=live.title,
        pool=live.platform,
        freshness_policy=_FRESHNESS[live.folder](),
        check_specs=[
            dg.AssetCheckSpec(
                ANSWERED,
                asset=key,
                description="The source gave rows in the time set aside for it.",
            )
        ],
    )
    def landed(
        context: dg.AssetExecutionContext, pipeline: PipelineResource
    ) -> dg.MaterializeResult:
        """Ask the source and keep its answers as they came."""
        settings = connector_settings()
        with HttpClient(user_agent=settings.user_agent) as client:
            outcome = land_live(
                live,
                Landing(pipeline.warehouse_settings().landing),
                client,
                settings,
                as_of=pipeline.as_of_date(),
                now=pipeline.now(),
            )
        if outcome.message:
            context.log.warning(f"{outcome.name}: {outcome.message}")
        record_outcomes(
            pipeline.warehouse_settings(),
            [outcome],
            origin=Origin.LIVE,
            run_id=context.run.run_id,
            now=pipeline.now(),
        )
        answered = outcome.status in ("ok", "partial")
        notice = {} if answered else {"notice": f"{outcome.name}: {outcome.message or 'no rows'}"}
        return dg.MaterializeResult(
            metadata=outcome_metadata([outcome], answered=answered, **notice),
            check_results=[
                dg.AssetCheckResult(
                    check_name=ANSWERED,
                    passed=outcome.status in ("ok", "partial", "skipped"),
                    severity=dg.AssetCheckSeverity.WARN,  # scoring goes on with what is there
                    description=outcome.message,
                    metadata={"status": outcome.status, "code": outcome.code or ""},
                )
            ],
        )

    return landed


@dg.asset(
    key=keys.landing(CURATED),
    group_name=keys.INGEST,
    owners=OWNERS,
    kinds={"python", "file"},
    description="Our own evergreen niches and the occasions due at AS_OF. Nobody measured them, "
    "and they are marked so wherever they appear.",
)
def landed_curated(pipeline: PipelineResource) -> dg.MaterializeResult:
    """Land today's curated list; it replaces the earlier one."""
    landing = Landing(pipeline.warehouse_settings().landing)
    countries = countries_of(pipeline.pipeline_settings().countries)
    payload = curated_payload(pipeline.as_of_date(), countries)
    file = landing.write(
        CURATED,
        Origin.CURATED,
        payload.captured_at,
        payload.body,
        payload.suffix,
        file_name=f"curated {pipeline.as_of_date()}",
        landed_at=pipeline.now(),
    )
    landing.set_current(CURATED, [file])
    rows = parse_curated(payload.body).frame.height
    return dg.MaterializeResult(
        metadata=outcome_metadata(
            [SourceOutcome(CURATED, file.file_name, "ok", format="curated", rows=rows)]
        )
    )
