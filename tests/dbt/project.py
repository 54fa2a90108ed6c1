"""Run the dbt project in this process, against a DuckDB file or a Postgres database."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


def dbt(command: list[str], where: Path | str, folder: Path, **variables: Any) -> Any:
    """One dbt command. `where` is the DuckDB file, or the address of a Postgres database.

    The project is parsed once a process for each name of a database, and without variables, as the
    pipeline does. `folder` takes dbt's own files. Raises AssertionError with dbt's messages when it
    fails.
    """
    return _invoke(command, where, folder, manifest(where), **variables)


def manifest(where: Path | str) -> Any:
    """The project parsed for a database, a new copy each time: a command writes into it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dbt.contracts.graph.manifest import Manifest

    if isinstance(where, Path):
        return Manifest.from_msgpack(_parsed("duckdb", where.stem))
    return Manifest.from_msgpack(_parsed("postgres", urlsplit(where).path.lstrip("/")))


@cache
def _parsed(kind: str, name: str) -> bytes:
    """What dbt keeps of a parse. Names of tables hold the name of their database."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        place = folder / f"{name}.duckdb" if kind == "duckdb" else f"postgres://u:p@h:1/{name}"
        _invoke(["parse"], place, folder, None)
        return (folder / "target" / "partial_parse.msgpack").read_bytes()


def _invoke(
    command: list[str], where: Path | str, folder: Path, parsed: Any, **variables: Any
) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's dependencies warn on import
        from dbt.cli.main import dbtRunner

        arguments = [
            *command, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
            "--vars", str(dict(variables)),
        ]  # fmt: skip
        with mock.patch.dict(os.environ, _environment(where, folder)):
            try:
                done = dbtRunner(manifest=parsed).invoke(["--no-use-colors", *arguments])
            finally:
                _let_go()
    failed = [
        f"{result.node.unique_id}: {result.message}"
        for result in getattr(done.result, "results", None) or []
        if str(result.status) in ("error", "fail", "runtime error")
    ]
    assert done.success, "\n".join(failed) or str(done.exception)
    return done.result


def _let_go() -> None:
    """dbt-duckdb keeps the file open for the life of the process unless it is told."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


def _environment(where: Path | str, folder: Path) -> Mapping[str, str]:
    common = {
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_WRITE_JSON": "false",
        "DBT_LOG_LEVEL": "none",
        "DBT_LOG_LEVEL_FILE": "none",
    }
    if isinstance(where, Path):
        return {
            **common,
            "PODPUSHER_DBT_TARGET": "duckdb",
            "PODPUSHER_DBT_DUCKDB_PATH": str(where),
        }
    address = urlsplit(where)
    return {
        **common,
        "PODPUSHER_DBT_TARGET": "postgres",
        "PODPUSHER_DBT_PG_HOST": str(address.hostname),
        "PODPUSHER_DBT_PG_PORT": str(address.port),
        "PODPUSHER_DBT_PG_USER": str(address.username),
        "PODPUSHER_DBT_PG_PASSWORD": str(address.password),
        "PODPUSHER_DBT_PG_DBNAME": address.path.lstrip("/"),
    }
