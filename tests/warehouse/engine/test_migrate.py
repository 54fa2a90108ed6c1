"""The warehouse's shape: contracts as tables, numbered SQL once, edits noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.sources.registry import PLATFORMS
from tests.fakes.postgres import PostgresServer
from warehouse.engine.base import Engine
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import Migration, MigrationChanged, migrate, migrations
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings
from warehouse.tables import ALL_TABLES

COLUMNS = """
select column_name, is_nullable from information_schema.columns
where table_schema = 'raw' and table_name = $table order by ordinal_position
"""


def test_tables_stand_as_their_contracts_say(engine: Engine) -> None:
    migrate(engine)
    for table in ALL_TABLES:
        rows = engine.query(COLUMNS, {"table": table.name.removeprefix("raw.")})
        assert [(row["column_name"], row["is_nullable"] == "YES") for row in rows] == [
            (column.name, column.nullable) for column in table.columns
        ], table.name


def test_a_migration_is_applied_once(engine: Engine) -> None:
    steps = [
        Migration(
            1, "first", "create table raw.extra (a integer);\ninsert into raw.extra values (1)"
        ),
        Migration(2, "second", "insert into raw.extra values (2)"),
    ]
    assert migrate(engine, steps[:1]) == ["first"]
    assert migrate(engine, steps) == ["second"]
    assert migrate(engine, steps) == []
    assert engine.query("select a from raw.extra order by a") == [{"a": 1}, {"a": 2}]
    assert engine.query("select version, name from raw.migrations order by 1") == [
        {"version": 1, "name": "first"},
        {"version": 2, "name": "second"},
    ]


def test_an_edited_migration_is_refused(engine: Engine) -> None:
    migrate(engine, [Migration(1, "first", "select 1")])
    with pytest.raises(MigrationChanged, match="0001_first was edited") as raised:
        migrate(engine, [Migration(1, "first", "select 2")])
    assert raised.value.code == "warehouse.migration_changed"


def test_a_failing_migration_leaves_nothing(engine: Engine) -> None:
    broken = [
        Migration(1, "good", "create table raw.extra (a integer)"),
        Migration(2, "bad", "insert into raw.nowhere values (1)"),
    ]
    with pytest.raises(Exception, match="nowhere"):
        migrate(engine, broken)
    found = engine.query(
        "select count(*) as n from information_schema.tables where table_schema = 'raw'"
    )
    assert found == [{"n": 0}]


def test_files_are_read_by_engine(tmp_path: Path) -> None:
    (tmp_path / "0002_both.sql").write_text("select 2")
    (tmp_path / "0001_one.postgres.sql").write_text("select 1")
    (tmp_path / "0001_one.duckdb.sql").write_text("select 0")
    (tmp_path / "0003_last.postgres.sql").write_text("select 3")
    assert [one.sql for one in migrations("postgres", tmp_path)] == [
        "select 1",
        "select 2",
        "select 3",
    ]
    assert [one.sql for one in migrations("duckdb", tmp_path)] == ["select 0", "select 2"]
    (tmp_path / "0002_again.duckdb.sql").write_text("select 2")
    with pytest.raises(MigrationChanged, match="number 2"):
        migrations("duckdb", tmp_path)
    (tmp_path / "notes.sql").write_text("")
    with pytest.raises(MigrationChanged, match="no migration name"):
        migrations("postgres", tmp_path)


def test_opening_brings_the_file_up_to_date(settings: WarehouseSettings) -> None:
    for _ in range(2):
        opened = open_engine(settings)
        assert opened.dialect == "duckdb"
        assert opened.query("select count(*) as n from raw.terms") == [{"n": 0}]
        opened.close()
    assert settings.warehouse_path.exists()


def test_opening_a_server(postgres_server: PostgresServer, settings: WarehouseSettings) -> None:
    address = postgres_server.create_database("opened")
    opened = open_engine(settings.model_copy(update={"warehouse_url": address}))
    try:
        assert opened.dialect == "postgres"
        indexes = opened.query("select indexname from pg_indexes where schemaname = 'raw'")
        assert {"indexname": "tiktok_signals_slice"} in indexes
        names = {row["indexname"] for row in indexes}
        for platform in PLATFORMS:  # what an hour looks for is found without reading all rows
            assert {f"{platform}_signals_text", f"{platform}_signals_captured"} <= names
    finally:
        opened.close()
    assert not settings.warehouse_path.exists()


def test_a_failed_opening_lets_go_of_the_file(settings: WarehouseSettings) -> None:
    settings.folder.mkdir(parents=True)
    engine = DuckDBEngine(settings.warehouse_path)
    engine.execute("create schema raw")
    engine.execute("create table raw.migrations (version integer)")  # not ours: no checksum
    engine.close()
    with pytest.raises(Exception, match="checksum"):
        open_engine(settings)
    DuckDBEngine(settings.warehouse_path, patience=0.2).close()
