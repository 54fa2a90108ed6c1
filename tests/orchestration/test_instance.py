"""dagster.yaml, workspace.yaml and the production storage work as they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import psutil
import pytest
import yaml
from dagster import DagsterInstance, DagsterRunStatus
from dagster._core.run_coordinator import QueuedRunCoordinator

from orchestration.launcher import WatchedRunLauncher
from podpusher.dagster_home import write_home
from podpusher.prepare import end_stale_runs
from tests.factories.pipeline import Installation, with_parsed_models
from tests.fakes.postgres import PostgresServer


@dg.op(pool="warehouse_writer")
def nothing() -> None: ...


@dg.job(executor_def=dg.in_process_executor)
def small_job() -> None:
    nothing()


def settings_hold(instance: DagsterInstance) -> None:
    """What both instances promise about workers that die."""
    assert isinstance(instance.run_launcher, WatchedRunLauncher)
    assert isinstance(instance.run_coordinator, QueuedRunCoordinator)
    assert instance.run_monitoring_enabled
    assert instance.run_monitoring_max_runtime_seconds == 7200
    assert instance.run_retries_enabled
    assert instance.run_retries_max_retries == 1
    assert not instance.run_retries_retry_on_asset_or_op_failure
    assert instance.telemetry_enabled is False


@pytest.fixture
def home(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of dagster.yaml as it stands, seen from its own folder."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "dagster.yaml").write_text((repository / "dagster.yaml").read_text())
    monkeypatch.chdir(folder)
    return folder


def test_the_embedded_default(home: Path) -> None:
    with DagsterInstance.from_config(str(home)) as instance:
        settings_hold(instance)
        result = small_job.execute_in_process(instance=instance)
        found = instance.get_run_by_id(result.run_id)
        assert found is not None
        assert found.status is DagsterRunStatus.SUCCESS
    assert list((home / ".podpusher" / "dagster").rglob("runs.db"))


def test_the_data_folder_has_the_same_with_its_own_paths(tmp_path: Path, repository: Path) -> None:
    home = tmp_path / "data" / "dagster"
    workspace = write_home(home, 4321)
    ours = yaml.safe_load((home / "dagster.yaml").read_text())
    theirs = yaml.safe_load((repository / "dagster.yaml").read_text())
    assert ours.pop("storage") == {"sqlite": {"base_dir": str(home)}}
    assert ours.pop("local_artifact_storage")["config"]["base_dir"] == str(home)
    assert ours.pop("compute_logs")["config"]["base_dir"] == str(home / "logs")
    for name in ("storage", "local_artifact_storage", "compute_logs"):
        theirs.pop(name)
    assert ours == theirs
    server = yaml.safe_load(workspace.read_text())["load_from"][0]["grpc_server"]
    assert server == {"host": "127.0.0.1", "port": 4321, "location_name": "podpusher"}
    with DagsterInstance.from_config(str(home)) as instance:
        settings_hold(instance)


def test_the_workspace_names_our_one_location(repository: Path) -> None:
    listed = yaml.safe_load((repository / "workspace.yaml").read_text())["load_from"]
    assert [entry["python_module"]["module_name"] for entry in listed] == [
        "orchestration.definitions"
    ]
    assert [entry["python_module"]["location_name"] for entry in listed] == ["podpusher"]


@pytest.mark.slow
def test_the_workspace_loads(home: Path, repository: Path) -> None:
    (home / "workspace.yaml").write_text((repository / "workspace.yaml").read_text())
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "definitions", "validate", "-w", "workspace.yaml"],
        cwd=home,
        env={
            **os.environ,
            "PYTHONPATH": str(repository),
            "PODPUSHER_DATA": str(with_parsed_models(Installation(home)).data),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "podpusher" in done.stderr + done.stdout


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


def test_the_production_storage(
    postgres: PostgresServer, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dagster.yaml").write_text(
        (repository / "deploy/dagster.postgres.yaml").read_text()
    )
    address = postgres.create_database("dagster").replace("postgresql://", "postgresql+psycopg2://")
    monkeypatch.setenv("PODPUSHER_DAGSTER_PG_URL", address)
    with DagsterInstance.from_config(str(tmp_path)) as instance:
        settings_hold(instance)
        result = small_job.execute_in_process(instance=instance)
    with DagsterInstance.from_config(str(tmp_path)) as again:
        found = again.get_run_by_id(result.run_id)
        assert found is not None
        assert found.status is DagsterRunStatus.SUCCESS
        assert any(entry.is_dagster_event for entry in again.all_logs(result.run_id))
        assert again.event_log_storage.get_concurrency_info("warehouse_writer").slot_count == 1
    assert not list(tmp_path.rglob("*.db"))


@pytest.fixture
def served_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "dagster"
    write_home(home, 4321)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    return home


def test_nothing_to_close_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    assert end_stale_runs() == 0


def test_opening_makes_the_tables_before_any_server_does(served_home: Path) -> None:
    assert end_stale_runs() == 0
    assert list(served_home.rglob("runs.db"))
    assert list(served_home.rglob("schedules.db"))
    assert list(served_home.rglob("index.db"))


def test_an_interrupted_run_is_closed_and_its_slot_freed(served_home: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    with DagsterInstance.get() as instance:
        run = instance.create_run_for_job(small_job, status=DagsterRunStatus.STARTED)
        instance.report_engine_event(f"Started process for run (pid: {ended.pid}).", run)
        storage = instance.event_log_storage
        storage.initialize_concurrency_limit_to_default("warehouse_writer")
        claim = storage.claim_concurrency_slot("warehouse_writer", run.run_id, "nothing")
        assert claim.is_claimed
        assert end_stale_runs() == 1
        closed = instance.get_run_by_id(run.run_id)
        assert closed is not None
        assert closed.status is DagsterRunStatus.FAILURE
        assert storage.get_concurrency_info("warehouse_writer").active_slot_count == 0
        assert end_stale_runs() == 0


def test_a_worker_that_outlived_its_servers_is_ended_first(served_home: Path) -> None:
    worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    try:
        with DagsterInstance.get() as instance:
            run = instance.create_run_for_job(small_job, status=DagsterRunStatus.STARTED)
            instance.report_engine_event(f"Started process for run (pid: {worker.pid}).", run)
            assert end_stale_runs() == 1
        assert not psutil.pid_exists(worker.pid)  # we are its parent: it was reaped, too
    finally:
        worker.kill()
        worker.wait()


def test_an_ended_run_is_left_alone(served_home: Path) -> None:
    with DagsterInstance.get() as instance:
        result = small_job.execute_in_process(instance=instance)
        assert end_stale_runs() == 0
        found = instance.get_run_by_id(result.run_id)
        assert found is not None
        assert found.status is DagsterRunStatus.SUCCESS
