"""Choosing the engine from the settings."""

from __future__ import annotations

from warehouse.engine.base import Engine
from warehouse.settings import WarehouseSettings
from warehouse.tables import ddl


def open_engine(settings: WarehouseSettings) -> Engine:
    """Engine of the configured warehouse, its raw tables in place. Close it when done."""
    engine: Engine
    if settings.warehouse_url:
        from warehouse.engine.postgres import PostgresEngine

        engine = PostgresEngine(settings.warehouse_url)
    else:
        from warehouse.engine.duckdb import DuckDBEngine

        settings.folder.mkdir(parents=True, exist_ok=True)
        engine = DuckDBEngine(settings.warehouse_path)
    with engine.transaction():
        for statement in ddl():
            engine.execute(statement)
    return engine
