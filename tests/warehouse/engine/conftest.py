"""Both engines behind one fixture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.postgres import PostgresServer
from warehouse.engine.base import Engine
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.postgres import PostgresEngine


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A Postgres of the tests' own."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(params=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database on each engine."""
    made: Engine
    if request.param == "duckdb":
        made = DuckDBEngine(tmp_path / "warehouse.duckdb")
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        made = PostgresEngine(server.create_database(f"test_{abs(hash(str(tmp_path)))}"))
    yield made
    made.close()
