"""Everything that must be in place before the servers start; safe to repeat.

Runs as a process of its own, so that `up` itself imports neither Dagster nor dbt.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from podpusher.errors import CommandError


def run_prepare(environment: Mapping[str, str]) -> None:
    """Run `podpusher prepare` in a child; its complaint becomes ours."""
    result = subprocess.run(
        [sys.executable, "-m", "podpusher", "prepare"],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise CommandError(
            f"Preparing failed:\n{(result.stderr or result.stdout).strip()[-2000:]}",
            code="up.prepare_failed",
        )


def prepare(*, dbt_only: bool = False) -> list[str]:
    """Migrate, parse the models, end what a killed run left; returns what was done."""
    from assets.project import manifest
    from warehouse.settings import warehouse_settings

    settings = warehouse_settings()
    settings.folder.mkdir(parents=True, exist_ok=True)
    done: list[str] = []
    if not dbt_only:
        from warehouse.engine.open import open_engine
        from warehouse.state.session import migrate_state

        migrate_state(settings)
        done.append("state migrated")
        ended = end_stale_runs()
        if ended:
            done.append(f"{ended} interrupted runs closed")
        open_engine(settings).close()
        done.append("warehouse migrated")
    nodes = manifest(settings)["nodes"]
    done.append(f"{len(nodes)} dbt nodes parsed")
    return done


def end_stale_runs() -> int:
    """Close runs whose worker a crash or kill took, and free what they held.

    The caller holds the folder's lock, so no run of this folder is rightly under way. A worker
    that outlived its servers is ended first: two writers must not meet. Opening the instance also
    creates its tables, in one process: servers that start together would each try.
    """
    import os
    from pathlib import Path

    home = os.environ.get("DAGSTER_HOME")
    if not home or not (Path(home) / "dagster.yaml").is_file():
        return 0
    import psutil
    from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

    from orchestration.launcher import last_worker, process_alive

    unfinished = [
        DagsterRunStatus.QUEUED,
        DagsterRunStatus.NOT_STARTED,
        DagsterRunStatus.STARTING,
        DagsterRunStatus.STARTED,
        DagsterRunStatus.CANCELING,
    ]
    with DagsterInstance.get() as instance:
        runs = instance.get_runs(RunsFilter(statuses=unfinished))
        for run in runs:
            worker = last_worker(instance, run.run_id)
            if worker and process_alive(*worker):
                with suppress(psutil.NoSuchProcess):  # it ended meanwhile
                    process = psutil.Process(worker[0])
                    process.kill()
                    process.wait(10)
            # The new start does the work anyway: a retry beside it would do it twice.
            instance.add_run_tags(run.run_id, {"dagster/max_retries": "0"})
            instance.report_run_failed(run, "Closed at the next start: its worker was gone.")
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        return len(runs)
