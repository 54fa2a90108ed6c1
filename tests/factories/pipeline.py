"""Installations for tests: a data folder, recorded signals, and the pipeline run over them."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.factories.signals import AS_OF, write_slice

if TYPE_CHECKING:
    import dagster as dg

ROOT = Path(__file__).resolve().parents[2]
IDEAS = 6
SCORE_DAYS = 3


@dataclass
class Installation:
    """A data folder and its signals. Nothing of it is shared with the checkout's own folders."""

    root: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    recorded: Path | None = None  # signals that lie elsewhere

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def signals(self) -> Path:
        return self.recorded or self.root / "signals"

    @property
    def variables(self) -> dict[str, str]:
        """What makes a process work here."""
        return {
            "PODPUSHER_DATA": str(self.data),
            "PODPUSHER_SIGNALS": str(self.signals),
            "PODPUSHER_AS_OF": AS_OF.isoformat(),
            "PODPUSHER_IDEAS": str(IDEAS),
            "PODPUSHER_SCORE_DAYS": str(SCORE_DAYS),
            "PODPUSHER_COUNTRIES": "US",
            **self.settings,
        }

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Work here in this process; afterwards our part of its environment is what it was."""
        before = _ours()
        _forget()
        os.environ.update(self.variables)
        try:
            yield
        finally:
            for name in _ours():
                del os.environ[name]
            os.environ.update(before)
            _forget()

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a child that works here, without settings of the checkout."""
        own = {name: text for name, text in os.environ.items() if not name.startswith("PODPUSHER")}
        own.pop("PYTHONDONTWRITEBYTECODE", None)
        own.pop("DAGSTER_HOME", None)
        variables = self.variables
        for given in ("PODPUSHER_SIGNALS", "PODPUSHER_AS_OF"):  # the command line says them
            variables.pop(given)
        return own | variables | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | more

    def command(self, *arguments: str, replay: bool = True) -> list[str]:
        """A `podpusher` command line; `replay` adds the signals and the day."""
        told = ["--signals", str(self.signals), "--as-of", AS_OF.isoformat()] if replay else []
        return [sys.executable, "-m", "podpusher", *arguments, *told]

    def podpusher(
        self, *arguments: str, replay: bool = True, timeout: float = 280, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end.

        Its output goes to files: a process that it left behind would hold pipes open, and we
        would wait for that one instead.
        """
        command = self.command(*arguments, replay=replay)
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(
                command,
                env=self.environment(**more),
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                timeout=timeout,
                check=False,
            )
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())

    def pointer(self) -> dict[str, Any]:
        """The pointer to the published generation, as it lies on disk."""
        found: dict[str, Any] = json.loads((self.data / "serving" / "current.json").read_text())
        return found

    def warehouse(self, sql: str) -> list[dict[str, Any]]:
        """Rows of the embedded warehouse."""
        from warehouse.engine.base import closing
        from warehouse.engine.duckdb import DuckDBEngine

        with closing(DuckDBEngine(self.data / "warehouse.duckdb")) as engine:
            return engine.query(sql)

    def copy_to(self, root: Path) -> Installation:
        """The same installation at another place."""
        shutil.copytree(self.root, root)
        return Installation(root, self.settings)


def _ours() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if name.startswith("PODPUSHER_")}


def _forget() -> None:
    from assets.settings import pipeline_settings
    from warehouse.settings import warehouse_settings
    from warehouse.state.session import forget_engines

    warehouse_settings.cache_clear()
    pipeline_settings.cache_clear()
    forget_engines()


@dataclass(frozen=True)
class Replayed:
    """An installation after two runs over the same signals, with both results."""

    place: Installation
    first: dg.ExecuteInProcessResult
    second: dg.ExecuteInProcessResult
    generations: tuple[dict[str, Any], dict[str, Any]]
    counts: tuple[dict[str, int], dict[str, int]]


def folder_for_the_session(name: str) -> Path:
    """A temporary folder that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"podpusher-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache(maxsize=1)
def parsed_models() -> Installation:
    """A place with the models parsed, and nothing else."""
    return Installation(folder_for_the_session("definitions"))


def load_definitions() -> Any:
    """The module of the definitions, loaded over a folder of its own. The parse costs seconds."""
    if "orchestration.definitions" not in sys.modules:
        with parsed_models().inside(), quiet():
            import orchestration.definitions  # noqa: F401
    return sys.modules["orchestration.definitions"]


def with_parsed_models(place: Installation) -> Installation:
    """Spare the place the parse."""
    load_definitions()
    shutil.copytree(parsed_models().data / "dbt", place.data / "dbt", dirs_exist_ok=True)
    return place


def run_replay(place: Installation, *, raise_on_error: bool = True) -> dg.ExecuteInProcessResult:
    """The replay job once, in this process, on an instance that forgets."""
    import dagster as dg

    module = load_definitions()
    with place.inside(), dg.DagsterInstance.ephemeral() as instance, quiet():
        return module.defs.resolve_job_def("replay").execute_in_process(
            instance=instance,
            raise_on_error=raise_on_error,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )


@contextmanager
def quiet() -> Iterator[None]:
    """Warnings of third parties while a whole run is under way are theirs, not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", module=r"(assets|orchestration|warehouse|connectors)\.")
        yield


@lru_cache(maxsize=1)
def replayed() -> Replayed:
    """The slice replayed twice; made once a process and never changed by a test."""
    place = Installation(folder_for_the_session("replayed"))
    write_slice(place.signals)
    with_parsed_models(place)
    first = run_replay(place)
    pointer, counts = place.pointer(), row_counts(place)
    second = run_replay(place)
    return Replayed(place, first, second, (pointer, place.pointer()), (counts, row_counts(place)))


# A run copies the drafts of the runs before it: as many more as there were runs to their end.
OF_RUNS_BEFORE = {"raw.app_drafts", "raw.build_drafts"}


def row_counts(place: Installation) -> dict[str, int]:
    """Rows of every table: raw, staging seeds, intermediate, marts and state."""
    tables = place.warehouse(
        "select table_schema || '.' || table_name as name from information_schema.tables "
        "where table_type = 'BASE TABLE' order by 1"
    )
    counts = {
        row["name"]: int(place.warehouse(f"select count(*) as n from {row['name']}")[0]["n"])
        for row in tables
    }
    return counts | state_counts(place)


def state_counts(place: Installation) -> dict[str, int]:
    """Rows of every table of the state database, its migration table left out."""
    import sqlite3

    connection = sqlite3.connect(f"file:{place.data / 'state.db'}?mode=ro", uri=True)
    try:
        names = [
            row[0]
            for row in connection.execute("select name from sqlite_master where type = 'table'")
            if not row[0].startswith(("sqlite_", "alembic"))
        ]
        return {
            f"state.{name}": connection.execute(f'select count(*) from "{name}"').fetchone()[0]
            for name in names
        }
    finally:
        connection.close()
