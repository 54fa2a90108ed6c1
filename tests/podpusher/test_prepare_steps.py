"""What is in place before the servers start, however often it is asked for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from podpusher.cli import app
from podpusher.dagster_home import write_home
from podpusher.errors import CommandError
from podpusher.prepare import end_stale_runs, prepare, run_prepare
from tests.factories.pipeline import load_definitions, parsed_models
from tests.podpusher.conftest import forget


@pytest.fixture
def folder(place: Path) -> Path:
    """A data folder whose models need no parsing: that costs seconds."""
    load_definitions()
    forget()
    folder = place / "data"
    shutil.copytree(parsed_models().data / "dbt", folder / "dbt")
    os.environ["PODPUSHER_DATA"] = str(folder)
    return folder


@pytest.fixture
def instance(folder: Path) -> Iterator[dg.DagsterInstance]:
    """The folder's own Dagster instance."""
    home = folder / "dagster"
    write_home(home, 1)
    os.environ["DAGSTER_HOME"] = str(home)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # third parties' own
        with dg.DagsterInstance.get() as instance:
            yield instance


@dg.op
def work() -> None:
    """Stands for the pipeline; it is never executed here."""


@dg.job
def pipeline() -> None:
    """A job with one op."""
    work()


def test_everything_is_migrated_and_again_changes_nothing(folder: Path) -> None:
    first = prepare()
    assert first[:2] == ["state migrated", "warehouse migrated"]
    assert first[2].endswith("dbt nodes parsed")
    assert (folder / "warehouse.duckdb").is_file()

    def tables() -> list[tuple[str]]:
        with sqlite3.connect(folder / "state.db") as connection:
            found = connection.execute("select name, sql from sqlite_master order by 1").fetchall()
        connection.close()
        return found

    before = tables()
    assert any(name == "drafts" for name, _ in before)
    assert prepare() == first
    assert tables() == before


def test_only_the_models(folder: Path) -> None:
    result = CliRunner().invoke(app, ["prepare", "--dbt-only"])
    assert result.exit_code == 0, result.output
    assert result.output.strip().endswith("dbt nodes parsed")
    assert not (folder / "state.db").exists()
    assert not (folder / "warehouse.duckdb").exists()


def test_without_an_instance_there_are_no_runs_to_close(place: Path) -> None:
    assert end_stale_runs() == 0
    os.environ["DAGSTER_HOME"] = str(place / "nowhere")
    assert end_stale_runs() == 0


def test_a_run_whose_worker_is_gone_is_closed(instance: dg.DagsterInstance) -> None:
    kept = instance.create_run_for_job(pipeline, status=dg.DagsterRunStatus.SUCCESS)
    gone = instance.create_run_for_job(pipeline, status=dg.DagsterRunStatus.STARTED)
    waiting = instance.create_run_for_job(pipeline, status=dg.DagsterRunStatus.STARTING)
    assert "2 interrupted runs closed" in prepare()

    def status(run: dg.DagsterRun) -> dg.DagsterRunStatus:
        found = instance.get_run_by_id(run.run_id)
        assert found is not None
        return found.status

    assert status(gone) is status(waiting) is dg.DagsterRunStatus.FAILURE
    assert status(kept) is dg.DagsterRunStatus.SUCCESS
    assert end_stale_runs() == 0


def test_a_failure_to_prepare_is_told_in_its_own_words(folder: Path, repository: Path) -> None:
    (folder / "state.db").write_text("this is no database " * 100)
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    with pytest.raises(CommandError, match="not a database") as caught:
        run_prepare(environment)
    assert caught.value.code == "up.prepare_failed"
