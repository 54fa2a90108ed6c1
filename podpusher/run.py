"""`podpusher run`: the pipeline once, in this process, recorded in the same Dagster instance."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

from podpusher.dagster_client import Event
from podpusher.dagster_home import write_home
from podpusher.errors import CommandError, ExitStatus
from podpusher.folders import only_one
from podpusher.local_postgres import warehouse_on
from podpusher.prepare import run_prepare
from podpusher.progress import Outcome, Show, Tracker
from warehouse.settings import warehouse_settings

if TYPE_CHECKING:
    from dagster import DagsterInstance, EventLogEntry, JobDefinition
    from dagster._core.execution.plan.objects import StepFailureData


def run_once(
    signals: Path | None, as_of: date | None, console: Console, engine: str | None = None
) -> ExitStatus:
    """Run the pipeline and show it; 0 when it succeeded, 3 when no input could be read."""
    from podpusher.up import plan

    made = plan(signals, as_of, engine=engine)
    with only_one(made.folder, "up"), warehouse_on(engine, made.folder, made.environment):
        # This process becomes what `up` starts as a child: its environment, settings read anew.
        os.environ.clear()
        os.environ.update(made.environment)
        warehouse_settings.cache_clear()
        write_home(made.folder / "dagster", made.code_port)
        with console.status("Preparing ..."):
            run_prepare(made.environment)
        console.print(f"Pipeline ({made.job}); data in {escape(str(made.folder))}", highlight=False)
        outcome = execute(made.job, console, made.partition())
    for warning in dict.fromkeys(outcome.warnings):
        console.print(f"  [yellow]note[/yellow] {escape(warning)}", highlight=False)
    for problem in dict.fromkeys(outcome.problems):
        console.print(f"  [red]problem[/red] {escape(problem)}", highlight=False)
    if outcome.ok:
        console.print("Done. See the ranking: podpusher trends")
    return outcome.exit_status


def execute(job_name: str, console: Console, partition: Mapping[str, str]) -> Outcome:
    """Execute the job in a thread and follow its log. `partition`: the tag of the day it is for."""
    from dagster import DagsterInstance

    from orchestration.definitions import defs

    run_id = str(uuid.uuid4())
    with DagsterInstance.get() as instance:
        job = defs.resolve_job_def(job_name)
        failure: list[BaseException] = []
        worker = threading.Thread(
            target=_work, args=(job, instance, run_id, failure, partition), name="pipeline"
        )
        worker.start()
        tracker = Tracker()
        with Show(tracker, console) as show:
            cursor: str | None = None
            while True:
                ended = not worker.is_alive()
                page = instance.get_records_for_run(run_id, cursor=cursor)
                cursor = page.cursor
                for event in events_of([record.event_log_entry for record in page.records]):
                    tracker.take(event)
                show.update()
                if ended and not page.records:
                    break
                worker.join(0.3)
        if failure:
            raise CommandError(f"The run broke: {failure[0]}", code="run.broke") from failure[0]
        run = instance.get_run_by_id(run_id)
    status = run.status.value if run else "NOT_FOUND"
    return tracker.outcome(status)


def _work(
    job: JobDefinition,
    instance: DagsterInstance,
    run_id: str,
    failure: list[BaseException],
    partition: Mapping[str, str],
) -> None:
    try:
        job.execute_in_process(
            instance=instance,
            run_id=run_id,
            raise_on_error=False,
            # The log is kept in the instance; on the screen the stages stand for it.
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            tags={"podpusher/started_by": "run", **partition},
        )
    except BaseException as error:
        failure.append(error)


TYPES = {
    "STEP_START": "ExecutionStepStartEvent",
    "STEP_SUCCESS": "ExecutionStepSuccessEvent",
    "STEP_FAILURE": "ExecutionStepFailureEvent",
    "ASSET_MATERIALIZATION": "MaterializationEvent",
    "ASSET_CHECK_EVALUATION": "AssetCheckEvaluationEvent",
}


def events_of(entries: Sequence[EventLogEntry]) -> Iterator[Event]:
    """The log entries that matter, in the words of the GraphQL door."""
    for entry in entries:
        event = entry.dagster_event
        kind = TYPES.get(event.event_type_value) if event else None
        if event is None or kind is None:
            continue
        message = event.message or ""
        asset: tuple[str, ...] = ()
        metadata: dict[str, Any] = {}
        check: str | None = None
        passed = severe = True
        if kind == "ExecutionStepFailureEvent":
            message, metadata = _failure(event.step_failure_data)
        elif kind == "MaterializationEvent":
            materialization = event.step_materialization_data.materialization
            asset = tuple(materialization.asset_key.path)
            metadata = {name: _plain(value) for name, value in materialization.metadata.items()}
        elif kind == "AssetCheckEvaluationEvent":
            evaluation = event.asset_check_evaluation_data
            asset = tuple(evaluation.asset_key.path)
            check, passed = evaluation.check_name, evaluation.passed
            severe = evaluation.severity.value != "WARN"
        yield Event(
            type=kind,
            step=event.step_key,
            message=message,
            asset=asset,
            metadata=metadata,
            check=check,
            passed=passed,
            severe=severe,
        )


def _failure(data: StepFailureData) -> tuple[str, dict[str, Any]]:
    """What the step said of its failure, else the words of the first error in the chain."""
    said = data.user_failure_data
    if said and said.description:
        return said.description, {name: _plain(value) for name, value in said.metadata.items()}
    error = data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return (str(error.message) if error else ""), {}


def _plain(value: Any) -> Any:
    return getattr(value, "value", None)
