"""A replay of files nobody can read, from the command line to Dagster's own answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from podpusher.cli import app
from podpusher.dagster_client import Event
from podpusher.errors import ExitStatus
from podpusher.folders import data_folder
from podpusher.progress import Tracker
from tests.factories.pipeline import load_definitions, parsed_models, quiet
from tests.podpusher.conftest import forget
from tests.podpusher.wire import real_schema


def learned(events: list[Event]) -> Tracker:
    tracker = Tracker()
    for event in events:
        tracker.take(event)
    return tracker


@pytest.mark.long
def test_the_code_reaches_the_user_both_ways(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long: a whole run. That nothing usable is status 3 and says why, tests/e2e proves quickly."""
    load_definitions()
    forget()
    signals = place / "rubbish"
    signals.mkdir()
    (signals / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    folder = data_folder(signals)
    shutil.copytree(parsed_models().data / "dbt", folder / "dbt")
    # Left over from an earlier shell; the command line says what counts.
    monkeypatch.setenv("PODPUSHER_AS_OF", "2001-01-01")

    with quiet():
        result = CliRunner().invoke(app, ["run", "--signals", str(signals)], env={"COLUMNS": "500"})
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT, result.output
    (line,) = [line for line in result.output.splitlines() if "landing__replay" in line]
    assert "input.unknown_format" in line
    assert "picture.csv" in line
    assert "Done." not in result.output

    # Rows of a replay never go where live rows are kept.
    assert (folder / "warehouse.duckdb").is_file()
    assert not (place / ".podpusher").exists()

    with quiet(), dg.DagsterInstance.get() as instance:
        (run,) = instance.get_runs()
        events, _, status = real_schema(instance).follow(run.run_id, None)
    outcome = learned(events).outcome(status)
    assert outcome.exit_status is ExitStatus.UNUSABLE_INPUT
    assert outcome.problems == [line.split("problem ", 1)[1].strip()]
