"""Migrations: up, down, up again, repeatable, and the same as the models."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.factories.state import run_record
from warehouse.settings import WarehouseSettings
from warehouse.state.base import Base
from warehouse.state.models import design, display, draft, idea, request, scrape_run, shared
from warehouse.state.models.scrape_run import FAILURES, STATUSES
from warehouse.state.repositories import scrape_runs
from warehouse.state.session import alembic_config, forget_engines, migrate_state, session_scope

MODELS = (design, display, draft, idea, request, scrape_run, shared)
TABLES = {
    "ideas", "idea_refusals", "designs", "drafts", "scrape_runs", "scrape_totals", "cycles",
    "requests", "token_buckets", "breakers", "http_validators", "display_rows",
}  # fmt: skip


def tables(settings: WarehouseSettings) -> set[str]:
    with session_scope(settings) as session:
        return set(sa.inspect(session.connection()).get_table_names()) - {"alembic_version"}


def test_up_down_up(empty_state: WarehouseSettings) -> None:
    migrate_state(empty_state)
    assert tables(empty_state) == TABLES
    migrate_state(empty_state)
    migrate_state(empty_state, "base")
    assert tables(empty_state) == set()
    migrate_state(empty_state)
    assert tables(empty_state) == TABLES


def test_the_models_are_what_the_migrations_make(empty_state: WarehouseSettings) -> None:
    migrate_state(empty_state)
    with session_scope(empty_state) as session:
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
        if name == "token_buckets":
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


OLD_RUNS = """
insert into source_runs (source_id, origin, run_id, started_at, finished_at, status, rows,
    quarantined, error_code, message)
values
    ('curated_niches', 'curated', 'run-1', '2024-12-31 12:00:00', '2024-12-31 12:01:00', 'ok',
        150, 2, null, null),
    ('wikimedia_top', 'live', 'run-1', '2024-12-31 12:00:00.25', '2024-12-31 12:00:30', 'failed',
        0, 0, 'connector.unavailable', 'No answer.'),
    ('wikimedia_top', 'live', 'run-2', '2025-01-01 12:00:00', '2025-01-01 12:00:30', 'unchanged',
        40, 0, null, null),
    ('my_own_list', 'user', 'run-3', '2025-01-01 12:00:00', '2025-01-01 12:00:30', 'empty',
        0, 0, null, null)
"""


def read(settings: WarehouseSettings, sql: str) -> list[tuple[object, ...]]:
    with session_scope(settings) as session:
        return [tuple(row) for row in session.execute(sa.text(sql))]


def test_older_runs_are_kept_up_and_down(empty_state: WarehouseSettings) -> None:
    migrate_state(empty_state, "0001")
    with session_scope(empty_state) as session:
        session.execute(sa.text(OLD_RUNS))
    before = read(empty_state, "select * from source_runs order by id")
    migrate_state(empty_state)
    assert read(
        empty_state,
        "select source_id, platform, status, attempts, collected, accepted, quarantined, "
        "duplicates, distinct_terms, error_code from scrape_runs order by id",
    ) == [
        ("curated_niches", "curated", "ok", 1, 152, 150, 2, 0, None, None),
        ("wikimedia_top", "wikimedia", "failed", 1, 0, 0, 0, 0, None, "connector.unavailable"),
        ("wikimedia_top", "wikimedia", "unchanged", 1, 40, 40, 0, 0, None, None),
        ("my_own_list", "user", "empty", 1, 0, 0, 0, 0, None, None),
    ]
    with session_scope(empty_state) as session:
        found = scrape_runs.health(session)["wikimedia_top"]
        assert found.last.run_id == "run-2"
        assert found.last_ok_at == datetime(2025, 1, 1, 12, 0, 30, tzinfo=UTC)
    migrate_state(empty_state, "-1")
    assert read(empty_state, "select * from source_runs order by id") == before


def test_newer_statuses_go_back_to_the_few_older_ones(empty_state: WarehouseSettings) -> None:
    migrate_state(empty_state)
    with session_scope(empty_state) as session:
        for status in STATUSES:
            scrape_runs.record(session, run_record(run_id=status, status=status))
    migrate_state(empty_state, "-1")
    found = read(empty_state, "select run_id, status, rows from source_runs order by id")
    assert found == [
        ("ok", "ok", 150),
        ("partial", "ok", 150),
        ("unchanged", "unchanged", 150),
        ("empty", "empty", 150),
        *((status, "failed", 150) for status in FAILURES),
    ]


def test_a_run_that_was_written_twice_is_one_row(empty_state: WarehouseSettings) -> None:
    migrate_state(empty_state, "0001")
    with session_scope(empty_state) as session:
        session.execute(sa.text(OLD_RUNS))
        session.execute(sa.text(OLD_RUNS.replace("'failed'", "'ok'")))
    migrate_state(empty_state)
    assert read(empty_state, "select source_id, run_id, status from scrape_runs order by id") == [
        ("curated_niches", "run-1", "ok"),
        ("wikimedia_top", "run-1", "ok"),
        ("wikimedia_top", "run-2", "unchanged"),
        ("my_own_list", "run-3", "empty"),
    ]
