"""The dbt project as Dagster sees it: manifest, keys, and one in-process run."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from warehouse.settings import WarehouseSettings

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
IGNORED = {"target", "logs", "dbt_packages"}
PACKED = "partial_parse.msgpack"  # dbt's own name
PARSED = "parsed.json"  # our copy of its manifest.json


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What dbt says of one model, seed or test."""

    unique_id: str
    status: str  # success, pass, warn, fail, error, skipped
    seconds: float
    failures: int | None
    message: str


def target_folder(settings: WarehouseSettings) -> Path:
    """Where this data folder's compiled project lies, a folder for each checkout that uses it.

    dbt's parse cache holds absolute paths: after a move of the code its seeds would not be found.
    """
    mark = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:8]
    return settings.folder / "dbt" / f"target-{mark}"


def project_files() -> list[Path]:
    """The project's own files, sorted."""
    return sorted(
        path
        for path in PROJECT.rglob("*")
        if path.is_file() and not IGNORED.intersection(path.relative_to(PROJECT).parts)
    )


def project_hash() -> str:
    """Hash of every file of the project: a changed model is a changed score."""
    digest = hashlib.sha256()
    for path in project_files():
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def manifest(settings: WarehouseSettings) -> Mapping[str, Any]:
    """The parsed project. Parsed again only when a file of it is newer than what was parsed.

    Read from a copy of our own that is only ever replaced whole: dbt writes its manifest in place
    with every command, and a process that starts meanwhile, or after a kill, would read half of it.
    """
    return json.loads(_parsed(settings, PARSED).read_bytes())


def _parsed(settings: WarehouseSettings, name: str) -> Path:
    """Our copy of what parsing made, not older than the project."""
    target = target_folder(settings)
    path = target / name
    newest = max(file.stat().st_mtime for file in project_files())
    if not path.is_file() or path.stat().st_mtime < newest:
        invoke(settings, ["parse"])
        for made, kept in (("manifest.json", PARSED), (PACKED, _packed(settings))):
            part = target / f"{kept}.{os.getpid()}.part"
            part.write_bytes((target / made).read_bytes())
            part.replace(target / kept)
    return path


def _packed(settings: WarehouseSettings) -> str:
    """The name of our copy of what dbt reads back."""
    mark = hashlib.sha256(repr(_database(settings)).encode()).hexdigest()[:8]
    return f"parsed-{mark}.msgpack"


def _database(settings: WarehouseSettings) -> tuple[str, str]:
    """Engine and name of the database: names of tables depend on it, and on no more of its place.

    A data folder that was moved, or a server with another password, needs no new parse.
    """
    found = environment(settings)
    path = Path(found.get("PODPUSHER_DBT_DUCKDB_PATH", ""))
    return found["PODPUSHER_DBT_TARGET"], found.get("PODPUSHER_DBT_PG_DBNAME", path.stem)


def _whole_manifest(settings: WarehouseSettings) -> Manifest:
    """The parsed project for dbt itself: given no manifest, it parses anew with each variable."""
    from dbt.contracts.graph.manifest import Manifest

    packed = _parsed(settings, _packed(settings)).read_bytes()
    found: Manifest = Manifest.from_msgpack(packed)
    return found


def invoke(
    settings: WarehouseSettings, command: Sequence[str], variables: Mapping[str, Any] | None = None
) -> list[NodeResult]:
    """Run one dbt command in this process; raises RuntimeError with dbt's own words."""
    from dbt.cli.main import dbtRunner

    os.environ.update(environment(settings))
    parsed = None if command[0] == "parse" else _whole_manifest(settings)
    arguments = _arguments(settings, command, variables)
    try:
        outcome = dbtRunner(manifest=parsed).invoke(arguments)
    finally:
        _release_warehouse()
    if outcome.exception is not None:
        raise RuntimeError(f"dbt {command[0]} failed: {outcome.exception}") from outcome.exception
    return [
        NodeResult(
            unique_id=result.node.unique_id,
            status=str(result.status),
            seconds=float(result.execution_time),
            failures=result.failures,
            message=result.message or "",
        )
        for result in getattr(outcome.result, "results", None) or []
    ]


_APART = """
import json, pathlib, sys
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
parse, command = map(json.loads, sys.argv[1:3])
if sys.argv[3:]:
    manifest = Manifest.from_msgpack(pathlib.Path(sys.argv[3]).read_bytes())
else:
    done = dbtRunner().invoke(parse)
    manifest = done.result if done.success else sys.exit(str(done.exception))
done = dbtRunner(manifest=manifest).invoke(command)
if not done.success:
    sys.exit(str(done.exception or ""))
"""
_parsed_apart: dict[tuple[str, ...], bytes] = {}


def invoke_apart(
    settings: WarehouseSettings, command: Sequence[str], variables: Mapping[str, Any] | None = None
) -> None:
    """Run one dbt command in a process of its own, for a data folder that does not stay.

    Within one process dbt keeps the log of the first folder open. The project is parsed by the
    first such process and handed to the next. Raises RuntimeError with the end of what dbt printed.
    """
    parse, arguments = (
        _arguments(settings, ["parse"], None),
        _arguments(settings, command, variables),
    )
    packed = target_folder(settings) / PACKED
    project = (*_database(settings), str(PROJECT), project_hash())
    known = project in _parsed_apart
    if known:
        packed.write_bytes(_parsed_apart[project])
    given = [json.dumps(parse), json.dumps(arguments), *([str(packed)] if known else [])]
    done = subprocess.run(  # noqa: S603  # our own interpreter and arguments
        [sys.executable, "-W", "ignore", "-c", _APART, *given],
        env={**os.environ, **environment(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        log = settings.folder / "dbt" / "logs" / "dbt.log"
        said = log.read_text(errors="replace") if log.is_file() else ""
        raise RuntimeError(f"dbt {command[0]} failed: {said[-1000:]}{done.stderr[-1000:]}")
    _parsed_apart[project] = packed.read_bytes()


def _arguments(
    settings: WarehouseSettings, command: Sequence[str], variables: Mapping[str, Any] | None
) -> list[str]:
    target = target_folder(settings)
    target.mkdir(parents=True, exist_ok=True)
    arguments = [
        *command,
        # What dbt tells other programs of its runs; of a parse we read it ourselves.
        "--write-json" if command[0] == "parse" else "--no-write-json",
        "--project-dir",
        str(PROJECT),
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str(target),
        "--log-path",
        str(target.parent / "logs"),
        "--no-send-anonymous-usage-stats",
        "--no-use-colors",
        "--log-level",
        "none",
        "--log-level-file",
        "info",
    ]
    if variables:
        arguments += ["--vars", json.dumps(dict(variables))]
    return arguments


def _release_warehouse() -> None:
    """Let go of the file: dbt-duckdb keeps its connection for as long as the process lives."""
    import gc

    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    gc.collect()


def environment(settings: WarehouseSettings) -> dict[str, str]:
    """What profiles.yml reads: the target and its address."""
    if not settings.warehouse_url:
        return {
            "PODPUSHER_DBT_TARGET": "duckdb",
            "PODPUSHER_DBT_DUCKDB_PATH": str(settings.warehouse_path),
        }
    address = urlsplit(settings.warehouse_url)
    return {
        "PODPUSHER_DBT_TARGET": "postgres",
        "PODPUSHER_DBT_PG_HOST": address.hostname or "localhost",
        "PODPUSHER_DBT_PG_PORT": str(address.port or 5432),
        "PODPUSHER_DBT_PG_USER": unquote(address.username or ""),
        "PODPUSHER_DBT_PG_PASSWORD": unquote(address.password or ""),
        "PODPUSHER_DBT_PG_DBNAME": unquote(address.path.lstrip("/")),
    }


def score_variables(as_of: datetime, score_days: int) -> dict[str, Any]:
    """The variables of one scoring: naive UTC text for SQL."""
    return {
        "as_of": as_of.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds"),
        "score_days": score_days,
    }
