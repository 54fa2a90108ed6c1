"""Migrations: up, down, up again, repeatable, and the same as the models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.fakes.postgres import PostgresServer
from warehouse.settings import WarehouseSettings
from warehouse.state.base import Base
from warehouse.state.models import design, draft, idea, source_run
from warehouse.state.session import alembic_config, forget_engines, migrate_state, session_scope

MODELS = (design, draft, idea, source_run)
TABLES = {"ideas", "idea_refusals", "designs", "drafts", "source_runs"}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WarehouseSettings]:
    url = None
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        name = f"state_{uuid4().hex}"
        url = server.create_database(name).replace("postgresql://", "postgresql+psycopg://")
    yield WarehouseSettings(data=tmp_path / "data", state_url=url)
    forget_engines()


def tables(settings: WarehouseSettings) -> set[str]:
    with session_scope(settings) as session:
        return set(sa.inspect(session.connection()).get_table_names()) - {"alembic_version"}


def test_up_down_up(state: WarehouseSettings) -> None:
    migrate_state(state)
    assert tables(state) == TABLES
    migrate_state(state)
    migrate_state(state, "base")
    assert tables(state) == set()
    migrate_state(state)
    assert tables(state) == TABLES


def test_the_models_are_what_the_migrations_make(state: WarehouseSettings) -> None:
    migrate_state(state)
    with session_scope(state) as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_the_command_line_of_alembic_works_too(settings: WarehouseSettings) -> None:
    settings.folder.mkdir(parents=True)
    command.upgrade(alembic_config(), "head")  # finds the data folder by the settings
    assert tables(settings) == TABLES
    forget_engines()


def test_a_failed_migration_leaves_nothing(
    settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic.operations import Operations

    real = Operations.create_table

    def failing(self: Operations, name: str, *parts: object, **options: object) -> sa.Table:
        if name == "drafts":
            raise RuntimeError("killed")
        return real(self, name, *parts, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Operations, "create_table", failing)
    with pytest.raises(RuntimeError, match="killed"):
        migrate_state(settings)
    assert tables(settings) == set()
    monkeypatch.undo()
    migrate_state(settings)
    assert tables(settings) == TABLES
    forget_engines()
