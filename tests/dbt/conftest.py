"""One build of the project an engine and session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dbt.project import dbt
from tests.dbt.synthetic import AS_OF, world
from tests.fakes.postgres import PostgresServer
from warehouse.engine.base import Engine
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import migrate
from warehouse.engine.postgres import PostgresEngine

MODELS = ["build", "--resource-type", "seed", "--resource-type", "model"]


@pytest.fixture(scope="session")
def dbt_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where dbt keeps its own files, shared so that a project is parsed once."""
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="session")
def raw_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DuckDB warehouse with the synthetic raw rows and no models. Copy it, never write it."""
    path = tmp_path_factory.mktemp("raw") / "warehouse.duckdb"
    engine = DuckDBEngine(path)
    migrate(engine)
    world().write(engine)
    engine.close()
    return path


@pytest.fixture(scope="session")
def built_file(raw_file: Path, dbt_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic warehouse with everything built: seeds, models, unit tests, data tests."""
    path = tmp_path_factory.mktemp("built") / "warehouse.duckdb"
    path.write_bytes(raw_file.read_bytes())
    dbt(["build"], path, dbt_folder, as_of=AS_OF)
    return path


@pytest.fixture(scope="session")
def built(built_file: Path) -> Iterator[Engine]:
    """Engine over the built DuckDB warehouse. Read only by habit."""
    engine = DuckDBEngine(built_file)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def built_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same rows and models on a Postgres server, unit and data tests included."""
    with PostgresServer() as server:
        engine = PostgresEngine(server.url)
        try:
            migrate(engine)
            world().write(engine)
            dbt(["build"], server.url, tmp_path_factory.mktemp("dbt-postgres"), as_of=AS_OF)
            yield engine
        finally:
            engine.close()
