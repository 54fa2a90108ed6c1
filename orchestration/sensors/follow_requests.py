"""What people ask for becomes a run: the API writes a row, this sensor launches and follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg
from sqlalchemy.orm import Session

from assets.partitions import key_of
from orchestration.jobs import DRAFTS, REFRESH, REPLAY
from warehouse.settings import warehouse_settings
from warehouse.state.models.request import Request
from warehouse.state.repositories import requests
from warehouse.state.session import migrate_state, session_scope

REQUEST_TAG = "podpusher/request"
LONGEST = timedelta(hours=2)  # also the maximum runtime in dagster.yaml
RUN_FAILED = "request.run_failed"
_LOOKED_AT = 50  # requests; only one of a kind runs at a time


def requests_sensor(
    *, live: bool, all_jobs: Sequence[dg.UnresolvedAssetJobDefinition | dg.JobDefinition]
) -> dg.SensorDefinition:
    """The sensor. It always runs: an import is wanted in a replay, too."""
    known = {job.name: job for job in all_jobs}
    job_of = {
        "refresh": REFRESH if live else REPLAY,
        "import": DRAFTS if live else REPLAY,  # a file is loaded without asking anybody
    }

    @dg.sensor(
        name="follow_requests",
        jobs=[known[name] for name in sorted(set(job_of.values()))],
        minimum_interval_seconds=5,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Turns requests for a fresh look or an import into runs and notes how the "
        "runs ended.",
    )
    def follow_requests(
        context: dg.SensorEvaluationContext,
    ) -> Iterator[dg.RunRequest | dg.SkipReason]:
        """Note how earlier runs stand, then claim what is queued."""
        settings, now = warehouse_settings(), datetime.now(UTC)
        migrate_state(settings)
        with session_scope(settings) as session:
            follow(context.instance, session, now)
        claimed = False
        with session_scope(settings) as session:
            # A claim without a launched run is given up by `stale`; the run key launches it once.
            while request := requests.claim(session, ("refresh", "import"), now):
                claimed = True
                yield _run(request, job_of[request.kind], now)
        if not claimed:
            yield dg.SkipReason("nobody asked for anything")

    return follow_requests


def follow(instance: dg.DagsterInstance, session: Session, now: datetime) -> None:
    """Bring running requests in line with their runs."""
    for request in requests.recent(session, _LOOKED_AT):
        if request.status != "running":
            continue
        run = next(iter(instance.get_runs(_runs_of(request), limit=1)), None)
        if run is None:
            continue
        if run.status is dg.DagsterRunStatus.SUCCESS:
            requests.finish(session, request.id, "done", now, run_id=run.run_id)
        elif run.is_finished:
            requests.finish(
                session,
                request.id,
                "failed",
                now,
                run_id=run.run_id,
                error_code=RUN_FAILED,
                message="The run ended without success. Look at it in Dagster's UI, then ask "
                "again.",
            )
        elif request.run_id != run.run_id:
            requests.progress(session, request.id, run_id=run.run_id)
    requests.stale(session, now, LONGEST)


def _runs_of(request: Request) -> dg.RunsFilter:
    return dg.RunsFilter(tags={REQUEST_TAG: request.id})


def _run(request: Request, job: str, now: datetime) -> dg.RunRequest:
    return dg.RunRequest(
        run_key=request.id,
        job_name=job,
        # What is asked now lands in the partition of today.
        partition_key=key_of(now.date()) if job == REFRESH else None,
        tags={REQUEST_TAG: request.id, "podpusher/started_by": request.kind},
    )
