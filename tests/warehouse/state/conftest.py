"""A migrated state database on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.postgres import PostgresServer
from warehouse.settings import WarehouseSettings
from warehouse.state.session import forget_engines, migrate_state


@pytest.fixture(scope="package")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def empty_state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WarehouseSettings]:
    """Settings of a state database without tables."""
    url = None
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        emptied(server.url)
        url = server.url.replace("postgresql://", "postgresql+psycopg://")
    yield WarehouseSettings(data=tmp_path / "data", state_url=url)
    forget_engines()


@pytest.fixture
def state(empty_state: WarehouseSettings) -> WarehouseSettings:
    """Settings of a state database at the newest revision."""
    migrate_state(empty_state)
    return empty_state


def emptied(url: str) -> None:
    """Take everything out of a database: quicker than a new one for every test."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set client_min_messages = warning")
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
