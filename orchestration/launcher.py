"""The stock run launcher, and a health check for its workers.

Without one, a run whose worker died together with its code server stays "started" for ever and
holds its pool slot. The worker's process id stands in the run's own event log; the process must
still be there and must not be younger than the run (process ids are reused).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psutil
from dagster import DagsterEventType, DagsterInstance, DagsterRun
from dagster._core.launcher.base import CheckRunHealthResult, WorkerStatus
from dagster._core.launcher.default_run_launcher import DefaultRunLauncher
from dagster._serdes import ConfigurableClassData

WORKER_PROCESS = re.compile(
    r"^(?:Started process for run|Executing steps in process) \(pid: (\d+)\)"
)
# The event is written a moment after the process starts; clocks are the same machine's.
CLOCK_TOLERANCE_SECONDS = 2.0


class WatchedRunLauncher(DefaultRunLauncher):
    """Launches runs in the code server, and can tell whether a run's worker is alive."""

    def __init__(self, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData, config_value: Mapping[str, Any]
    ) -> WatchedRunLauncher:
        """Build from `dagster.yaml`; there is nothing to configure."""
        return cls(inst_data=inst_data)

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Run monitoring asks `check_run_worker_health` when this is true."""
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Running when the recorded worker process still lives, failed otherwise."""
        worker = last_worker(self._instance, run.run_id)
        if worker is None:
            # Cannot tell yet: the start time-out and the maximum runtime still bound the run.
            return CheckRunHealthResult(WorkerStatus.RUNNING, "no worker process on record yet")
        pid, started = worker
        if process_alive(pid, started):
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, f"worker process {pid} is gone")


def last_worker(instance: DagsterInstance, run_id: str) -> tuple[int, float] | None:
    """Process id and start time (seconds since the epoch) of the run's newest worker."""
    found = None
    for entry in instance.all_logs(run_id, of_type=DagsterEventType.ENGINE_EVENT):
        message = (entry.dagster_event.message if entry.dagster_event else None) or ""
        match = WORKER_PROCESS.match(message)
        if match:
            found = int(match.group(1)), entry.timestamp
    return found


def process_alive(pid: int, recorded_at: float) -> bool:
    """Whether the process of that id lives and is the one that was recorded then."""
    try:
        process = psutil.Process(pid)
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.create_time() <= recorded_at + CLOCK_TOLERANCE_SECONDS
        )
    except psutil.NoSuchProcess:
        return False
