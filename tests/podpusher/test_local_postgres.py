"""The Postgres that `--engine postgres` starts: its rows stay, nothing else does."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from podpusher.errors import CommandError, ExitStatus
from podpusher.local_postgres import URL, LocalPostgres, warehouse_on
from podpusher.up import plan
from tests.podpusher.conftest import forget


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that any user may pass through; pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="podpusher-data-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_what_was_written_is_there_at_the_next_start(folder: Path) -> None:
    environment: dict[str, str] = {}
    with warehouse_on("postgres", folder, environment):
        first = environment[URL]
        with psycopg.connect(first) as connection:
            connection.execute("create table kept (a integer)")
            connection.execute("insert into kept values (1)")
            (pid,) = connection.execute("select pg_backend_pid()").fetchone()
            server = psutil.Process(pid).parent()
    assert not server.is_running()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first, connect_timeout=2)
    with warehouse_on("postgres", folder, environment):
        assert environment[URL] != first
        with psycopg.connect(environment[URL]) as connection:
            assert connection.execute("select a from kept").fetchall() == [(1,)]
            locale = "select datcollate from pg_database where datname = current_database()"
            assert connection.execute(locale).fetchone() == ("C",)
    assert (folder / "logs" / "postgres.log").is_file()


def test_it_ends_with_an_error_in_the_block(folder: Path) -> None:
    environment: dict[str, str] = {}
    with pytest.raises(RuntimeError, match="mine"):
        _fail_inside(folder, environment)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(environment[URL], connect_timeout=2)


def _fail_inside(folder: Path, environment: dict[str, str]) -> None:
    with warehouse_on("postgres", folder, environment):
        raise RuntimeError("mine")


def test_its_secret_is_for_its_user_alone(folder: Path) -> None:
    with warehouse_on("postgres", folder, {}):
        assert (folder / "postgres" / "password").stat().st_mode & 0o077 == 0
        assert (folder / "postgres" / "data").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_folder_that_its_user_may_not_enter_is_named(folder: Path) -> None:
    folder.chmod(0o700)
    with pytest.raises(CommandError, match="PODPUSHER_DATA") as raised:
        LocalPostgres(folder / "postgres").start(folder / "logs")
    assert raised.value.code == "up.no_postgres"


def test_without_the_option_nothing_is_started(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    for engine in (None, "duckdb"):
        with warehouse_on(engine, tmp_path, environment):
            assert environment == {}
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_is_none_is_a_usage_error(place: Path) -> None:
    with pytest.raises(CommandError, match="duckdb, postgres") as raised:
        plan(None, None, engine="timescale")
    assert raised.value.status == ExitStatus.USAGE
    assert plan(None, None, engine="postgres").engine == "postgres"


def test_a_named_server_and_an_engine_contradict(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL, "postgresql://me@127.0.0.1:1/none")
    forget()
    with pytest.raises(CommandError, match="names a server already"):
        plan(None, None, engine="duckdb")
    assert plan(None, None).engine is None
