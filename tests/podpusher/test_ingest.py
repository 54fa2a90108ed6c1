"""`podpusher ingest`: good rows load, bad rows are counted, the exit status says what happened."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from podpusher.cli import app
from podpusher.errors import ExitStatus
from tests.factories.signals import as_csv, rows
from warehouse.engine.base import Row, closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings

HEADER = "term,metric,observed_at,value\n"


def ingest(path: Path) -> Result:
    return CliRunner().invoke(app, ["ingest", str(path)], env={"COLUMNS": "220"})


def query(settings: WarehouseSettings, sql: str) -> list[Row]:
    with closing(open_engine(settings)) as engine:
        return engine.query(sql)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_good_file(settings: WarehouseSettings, tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", as_csv(rows(days=3)))
    result = ingest(path)
    assert result.exit_code == ExitStatus.OK, result.output
    assert "mine.csv" in result.output
    assert "podpusher run" in result.output
    found = query(settings, "select distinct origin from raw.user_signals")
    assert found == [{"origin": "import"}]


def test_the_same_file_again_changes_nothing(settings: WarehouseSettings, tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", HEADER + "plant mom,interest,2024-12-31,50\n")
    ingest(path)
    again = ingest(path)
    assert again.exit_code == ExitStatus.OK
    assert "unchanged" in again.output
    assert query(settings, "select count(*) as n from raw.user_signals") == [{"n": 1}]


def test_a_newer_file_of_the_name_replaces_the_older(
    settings: WarehouseSettings, tmp_path: Path
) -> None:
    ingest(write(tmp_path, "mine.csv", HEADER + "plant mom,interest,2024-12-31,50\n"))
    ingest(write(tmp_path, "mine.csv", HEADER + "plant mom,interest,2024-12-31,60\n"))
    assert query(settings, "select value from raw.user_signals") == [{"value": 60.0}]


def test_refused_rows_are_counted_and_the_others_load(
    settings: WarehouseSettings, tmp_path: Path
) -> None:
    text = HEADER + "plant mom,interest,2024-12-31,50\ncrochet,interest,2024-12-31,-4\n"
    result = ingest(write(tmp_path, "mixed.csv", text))
    assert result.exit_code == ExitStatus.OK
    assert "partial" in result.output
    assert "negative_value 1" in result.output
    assert query(settings, "select reason, term from raw.quarantine") == [
        {"reason": "negative_value", "term": "crochet"}
    ]


def test_a_file_without_one_good_row(settings: WarehouseSettings, tmp_path: Path) -> None:
    result = ingest(write(tmp_path, "bad.csv", HEADER + "crochet,interest,2024-12-31,-4\n"))
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "failed" in result.output


def test_an_unusable_file_among_good_ones(settings: WarehouseSettings, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write(folder, "good.csv", HEADER + "plant mom,interest,2024-12-31,50\n")
    write(folder, "other.csv", "a,b\n1,2\n")
    result = ingest(folder)
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "other.csv" in result.output
    assert query(settings, "select count(*) as n from raw.user_signals") == [{"n": 1}]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "input.unknown_format"),
        ("", "input.empty"),
        (b"PAR1\x00\x00\x00", "input.truncated"),
    ],
)
def test_an_unusable_file(
    settings: WarehouseSettings, tmp_path: Path, text: str | bytes, code: str
) -> None:
    result = ingest(write(tmp_path, "bad", text))
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert f"error {code}" in result.output
    assert "Traceback" not in result.output
    assert not list(settings.landing.rglob("*.note.json"))


def test_a_place_that_is_not_there(settings: WarehouseSettings, tmp_path: Path) -> None:
    result = ingest(tmp_path / "none.csv")
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "error input.not_found" in result.output
