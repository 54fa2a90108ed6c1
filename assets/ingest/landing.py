"""Landing assets: what came from outside, kept as it came, before anything is loaded."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from assets import keys
from assets.automation import fresh_daily, fresh_hourly
from assets.ingest.cycle import CycleResource
from assets.ingest.live import folder_of, land_platform
from assets.ingest.outcomes import SourceOutcome, as_json, table
from assets.ingest.recorded import CURATED, land_recorded
from assets.ingest.records import record_outcomes
from assets.partitions import DAYS
from assets.resources import PipelineResource
from connectors.errors import NotReplayable, UnusableInput
from connectors.trends.curated import curated_payload, parse_curated
from domain.signals import Origin
from domain.sources.registry import live_platforms, live_sources
from domain.sources.spec import SourceSpec
from warehouse.landing import Landing

OWNERS = ["team:data"]
READABLE = "files_readable"
ANSWERED = "source_answered"
PAST_UNTOLD = "source.past_untold"
WAITED_HOURS = 2  # also the longest that a run may take (orchestration)
_TAKES = {"open": "open", "key": "needs a key", "page": "public page, off until named"}


def landing_assets() -> list[dg.AssetsDefinition]:
    """Replay, live sources and our own lists."""
    return [landed_replay, *(live_landing(name) for name in live_platforms()), landed_curated]


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


def live_landing(platform: str) -> dg.AssetsDefinition:
    """The landing asset of a platform, a partition a day.

    Asked about today it never fails: a silent platform is an outcome. A day past is asked for by a
    person, in a backfill: there it fails unless the platform could tell of it.
    """
    key = keys.landing(folder_of(platform))
    mine = [spec for spec in live_sources() if spec.platform == platform]
    hourly = any(spec.cadence == "hourly" for spec in mine)

    @dg.asset(
        key=key,
        group_name=keys.INGEST,
        owners=OWNERS,
        kinds={"python", "playwright" if mine[0].access == "page" else "api"},
        description=describe(mine),
        pool=platform,
        partitions_def=DAYS,
        freshness_policy=fresh_hourly() if hourly else fresh_daily(),
        metadata={"sources": dg.MetadataValue.md(rights_table(mine))},
        check_specs=[
            dg.AssetCheckSpec(
                ANSWERED,
                asset=key,
                description="Every source that was asked gave an answer that could be read.",
            )
        ],
    )
    def landed(
        context: dg.AssetExecutionContext, pipeline: PipelineResource, cycle: CycleResource
    ) -> dg.MaterializeResult:
        """Ask the platform's sources and keep their answers as they came."""
        today = pipeline.as_of_date()
        day = date.fromisoformat(context.partition_key) if context.has_partition_key else today
        as_of = standing_at(day, today, pipeline.now())
        outcomes = land_platform(
            platform,
            Landing(pipeline.warehouse_settings().landing),
            cycle.shared(),
            as_of=as_of,
            now=pipeline.now(),
        )
        for outcome in outcomes:
            if outcome.message:
                context.log.warning(f"{outcome.name}: {outcome.message}")
        if as_of != today:
            _refuse_untold(mine, day, outcomes)
        else:  # how a source is doing is what it answers today; of its past it may know nothing
            record_outcomes(
                pipeline.warehouse_settings(),
                outcomes,
                origin=Origin.LIVE,
                run_id=context.run.run_id,
                now=pipeline.now(),
            )
        return dg.MaterializeResult(
            metadata=outcome_metadata(outcomes, **_answers(outcomes)),
            check_results=[_answered_check(outcomes)],
        )

    return landed


def standing_at(day: date, today: date, now: datetime) -> date:
    """The day as of which a partition is asked for.

    A run of late yesterday that waited beyond midnight asks about now, as it would have: to sources
    with a past that is the same question, and the others know no other.
    """
    waited = now.date() == today and now.hour < WAITED_HOURS
    return today if waited and day == today - timedelta(days=1) else day


def _refuse_untold(
    mine: Sequence[SourceSpec], day: date, outcomes: Sequence[SourceOutcome]
) -> None:
    """Raise unless a source told of the day: a partition that stands as made holds something."""
    if any(one.status in ("ok", "partial", "unchanged") for one in outcomes):
        return
    said = dict.fromkeys(one.message or one.name for one in outcomes)
    raise dg.Failure(
        description=f"{mine[0].platform} told nothing of {day}: {'; '.join(said)[:1500]}",
        metadata={
            "code": PAST_UNTOLD if any(spec.replayable for spec in mine) else NotReplayable.code
        },
        allow_retries=False,
    )


def describe(specs: Sequence[SourceSpec]) -> str:
    """What a platform's landing asset asks, and what it takes."""
    what = "; ".join(f"{spec.name} ({_TAKES[spec.access]})" for spec in specs)
    return f"{what}. A source that answers only for today is not asked about another day."


def rights_table(specs: Sequence[SourceSpec]) -> str:
    """The rights of a platform's sources, for whoever looks at the asset."""
    lines = ["| source | may be kept | days | business use | terms |", "|---|---|--:|---|---|"]
    lines += [
        f"| {spec.name} | {'yes' if spec.may_store else 'no, shown only'} "
        f"| {spec.retention_days or '–'} | {'yes' if spec.commercial_use else 'no'} "
        f"| {spec.terms_note} |"
        for spec in specs
    ]
    return "\n".join(lines)


def _answers(outcomes: Sequence[SourceOutcome]) -> dict[str, Any]:
    """Whether an asked source answered, and what to tell the person who waits."""
    asked = [outcome for outcome in outcomes if outcome.status != "skipped"]
    if not asked:
        return {}
    silent = [outcome for outcome in asked if outcome.status not in ("ok", "partial")]
    told = "; ".join(f"{one.name}: {one.message or 'no rows'}" for one in silent)
    notice = {"notice": told[:2000]} if told else {}
    return {"answered": len(silent) < len(asked), **notice}


def _answered_check(outcomes: Sequence[SourceOutcome]) -> dg.AssetCheckResult:
    wrong = [outcome for outcome in outcomes if outcome.unusable]
    return dg.AssetCheckResult(
        check_name=ANSWERED,
        passed=not wrong,
        severity=dg.AssetCheckSeverity.WARN,  # scoring goes on with what is there
        description="; ".join(f"{one.name}: {one.message}" for one in wrong)[:2000] or None,
        metadata={one.source: one.status for one in outcomes},
    )


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
