"""Run the dbt project in this process, against a DuckDB file or a Postgres database."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


def dbt(command: list[str], where: Path | str, folder: Path, **variables: Any) -> Any:
    """One dbt command. `where` is the DuckDB file, or the address of a Postgres database.

    `folder` takes dbt's own files. Raises AssertionError with dbt's messages when it fails.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's dependencies warn on import
        from dbt.cli.main import dbtRunner

        arguments = [
            *command, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
            "--vars", str(dict(variables)),
        ]  # fmt: skip
        with mock.patch.dict(os.environ, _environment(where, folder)):
            try:
                done = dbtRunner().invoke(["--quiet", "--no-use-colors", *arguments])
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
