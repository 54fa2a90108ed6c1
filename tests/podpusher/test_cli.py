"""The command line: help everywhere, the exit status says what happened, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console
from typer.main import get_command
from typer.testing import CliRunner, Result

from connectors.errors import NotConfigured
from connectors.errors import UnusableInput as UnusableFile
from podpusher.cli import app, day, plain_errors
from podpusher.errors import CommandError, ExitStatus
from warehouse.errors import UnusableInput, WarehouseBusy
from warehouse.settings import WarehouseSettings

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})


def test_the_commands() -> None:
    assert {"doctor", "ingest", "run", "trends", "up"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help(command: str, option: str) -> None:
    result = call(command, option)
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert f"podpusher {command}" in result.output


def test_the_help_lists_the_commands_and_hides_ours() -> None:
    result = call("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert (f" {command} " in result.output) is (command != "prepare")


@pytest.mark.parametrize("command", ["up", "run", "trends"])
@pytest.mark.parametrize("text", ["yesterday", "31.12.2024", "2024-02-30", "2024-1", "1"])
def test_a_bad_day_is_a_usage_error(command: str, text: str, settings: WarehouseSettings) -> None:
    result = call(command, "--as-of", text)
    assert result.exit_code == ExitStatus.USAGE
    assert "usage.bad_day" in result.output
    assert "YYYY-MM-DD" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("up", "--nonsense"), ("ingest",), ("trends", "--limit", "0"),
     ("trends", "--limit", "201"), ("trends", "--limit", "many")],
)  # fmt: skip
def test_other_usage_errors(arguments: tuple[str, ...], settings: WarehouseSettings) -> None:
    result = call(*arguments)
    assert result.exit_code == ExitStatus.USAGE
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["up", "run"])
def test_signals_that_are_not_there(
    command: str, tmp_path: Path, settings: WarehouseSettings
) -> None:
    result = call(command, "--signals", str(tmp_path / "none"))
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "input.missing" in result.output
    assert not settings.folder.exists()


def test_trends_before_the_first_run(settings: WarehouseSettings) -> None:
    result = call("trends")
    assert result.exit_code == ExitStatus.FAILED
    assert "serving.not_published" in result.output
    assert "make run" in result.output.replace("\n", " ")


def test_a_day() -> None:
    assert day(None) is None
    assert day("") is None
    assert str(day("2024-12-31")) == "2024-12-31"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (CommandError("x", code="up.x"), 1, "up.x"),
        (CommandError("x", code="usage.x", status=ExitStatus.USAGE), 2, "usage.x"),
        (UnusableInput("x", code="input.empty"), 3, "input.empty"),
        (UnusableFile("x", reason="truncated"), 3, "input.truncated"),
        (WarehouseBusy("x"), 1, "warehouse.busy"),
        (NotConfigured("x"), 1, "connector.not_configured"),
    ],
)
def test_every_error_ends_in_its_status_and_code(
    error: Exception, status: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import typer

    with pytest.raises(typer.Exit) as caught, plain_errors(Console(width=200)):
        raise error
    assert caught.value.exit_code == status
    assert capsys.readouterr().out.startswith(f"error {code}: x")


def test_text_in_brackets_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """A file may be called [red].csv; its name is no markup."""
    import typer

    with pytest.raises(typer.Exit), plain_errors(Console(width=200)):
        raise UnusableFile("no [red] in [/nothing] here", reason="empty")
    assert "no [red] in [/nothing] here" in capsys.readouterr().out
