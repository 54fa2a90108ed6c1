"""Whether a run's worker lives: from the run's own log, and never fooled by a reused id."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import dagster as dg
import psutil
import pytest
from dagster._core.launcher.base import WorkerStatus

from orchestration.launcher import (
    CLOCK_TOLERANCE_SECONDS,
    WatchedRunLauncher,
    last_worker,
    process_alive,
)


@dg.op
def nothing() -> None: ...


@dg.job(executor_def=dg.in_process_executor)
def small_job() -> None:
    nothing()


@pytest.fixture
def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    return process.pid


def test_this_process_lives() -> None:
    assert process_alive(os.getpid(), time.time())


def test_an_ended_process_does_not(ended_process: int) -> None:
    assert not process_alive(ended_process, time.time())


def test_a_zombie_does_not() -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    try:
        psutil.Process(process.pid)
        deadline = time.monotonic() + 20
        while psutil.Process(process.pid).status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert not process_alive(process.pid, time.time())
    finally:
        process.wait()


def test_a_younger_process_of_the_same_id_is_another() -> None:
    born = psutil.Process().create_time()
    assert process_alive(os.getpid(), born - CLOCK_TOLERANCE_SECONDS + 0.5)
    assert not process_alive(os.getpid(), born - CLOCK_TOLERANCE_SECONDS - 0.5)


def test_the_worker_stands_in_the_runs_own_log() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        before = time.time()
        result = small_job.execute_in_process(instance=instance)
        pid, started = last_worker(instance, result.run_id) or (0, 0.0)
    assert pid == os.getpid()
    assert before <= started <= time.time()


def test_the_newest_worker_counts() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(small_job)
        instance.report_engine_event("Started process for run (pid: 11).", run)
        instance.report_engine_event("Launching something else (pid: 33).", run)
        instance.report_engine_event("Executing steps in process (pid: 22)", run)
        assert (last_worker(instance, run.run_id) or (0, 0))[0] == 22


def test_no_worker_on_record_is_no_verdict() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        launcher = WatchedRunLauncher.from_config_value(None, {})  # type: ignore[arg-type]
        launcher.register_instance(instance)
        run = instance.create_run_for_job(small_job)
        health = launcher.check_run_worker_health(run)
        assert launcher.supports_check_run_worker_health
        assert health.status is WorkerStatus.RUNNING
        assert "no worker" in (health.msg or "")


def test_health_follows_the_process(ended_process: int) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        launcher = WatchedRunLauncher()
        launcher.register_instance(instance)
        run = instance.create_run_for_job(small_job)
        instance.report_engine_event(f"Started process for run (pid: {os.getpid()}).", run)
        assert launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
        instance.report_engine_event(f"Started process for run (pid: {ended_process}).", run)
        health = launcher.check_run_worker_health(run)
        assert health.status is WorkerStatus.FAILED
        assert str(ended_process) in (health.msg or "")
