"""The back-test on the command line."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from podpusher.cli import app

RUN = CliRunner(env={"COLUMNS": "200"})


def asked(*arguments: object) -> tuple[int, str]:
    done = RUN.invoke(app, ["backtest", *(str(one) for one in arguments)])
    return done.exit_code, done.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two names on a list for forty days, one of them every third day."""
    days = [date(2024, 11, 1) + timedelta(days=number) for number in range(40)]
    rows = [f"steady,rank,{day}T12:00:00Z,1,twitter_trends,US" for day in days]
    rows += [f"coming back,rank,{day}T12:00:00Z,2,twitter_trends,US" for day in days[::3]]
    header = "term,metric,observed_at,rank,source,region"
    (tmp_path / "signals").mkdir()
    (tmp_path / "signals" / "signals.csv").write_text("\n".join([header, *rows]) + "\n")
    return tmp_path / "signals"


def test_the_card_is_shown_and_written(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "card.json"
    status, said = asked("--signals", folder, "--json", target)
    assert status == 0, said
    card = json.loads(target.read_text())
    assert set(card["questions"]) == {"a", "b", "c", "d"}
    assert (card["frozen"], card["weights"].split(" ")[0]) == (False, "fitted")
    assert card["signals"] == {"signals.csv": 54}
    data = (folder / "signals.csv").read_bytes()
    assert card["sha256"] == {"signals.csv": hashlib.sha256(data).hexdigest()}
    assert card["span"] == {"test_from": None, "test_to": None}
    graded = {
        name: universe["rows"]
        for question in card["questions"].values()
        for name, universe in question["universes"].items()
        if universe["rows"]
    }
    assert graded
    for name, rows in graded.items():
        assert name in said
        assert f"{rows:,}" in said
    assert "Rules only" in said
    assert not list(tmp_path.rglob("*.part"))


def test_the_page_is_written_beside_the_figures(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "card.html"
    status, said = asked("--signals", folder, "--html", target)
    assert status == 0, said
    assert str(target) in said.replace("\n", "")
    assert "Nothing can be said: no rule has a value." in target.read_text()  # all came back


def test_a_span_without_rows_is_said_and_is_no_error(folder: Path, tmp_path: Path) -> None:
    status, said = asked("--signals", folder, "--test-from", "2030-01-01")
    assert status == 0
    assert "No row can be graded" in said


def test_a_span_the_wrong_way_round_is_a_usage_error(folder: Path) -> None:
    span = ("--test-from", "2024-12-31", "--test-to", "2024-12-01")
    status, said = asked("--signals", folder, *span)
    assert (status, "usage.bad_span" in said) == (2, True)


def test_a_day_that_is_none_is_a_usage_error(folder: Path) -> None:
    status, said = asked("--signals", folder, "--test-from", "yesterday")
    assert (status, "usage.bad_day" in said) == (2, True)


def test_a_folder_that_is_not_there_is_an_unusable_input(tmp_path: Path) -> None:
    status, said = asked("--signals", tmp_path / "nowhere")
    assert (status, "input.not_found" in said) == (3, True)


def test_a_file_that_cannot_be_used_is_named_and_the_others_count(folder: Path) -> None:
    (folder / "notes.txt").write_text("nothing in here")
    status, said = asked("--signals", folder)
    assert status == 0
    assert "left out notes.txt" in said


def test_a_place_that_cannot_be_written_loses_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    status, said = asked("--signals", folder, "--json", tmp_path / "taken" / "card.json")
    assert (status, "backtest.cannot_write" in said) == (1, True)
    assert (tmp_path / "taken").read_text() == "mine"
