"""Choosing the engine from the settings."""

from __future__ import annotations

from warehouse.engine.base import Engine
from warehouse.settings import WarehouseSettings


def open_engine(settings: WarehouseSettings) -> Engine:
    """Engine of the configured warehouse, brought up to date. Close it when done.

    Raises WarehouseBusy when another process holds the embedded file, WarehouseUnreachable when
    the server does not answer, MigrationChanged when an applied migration was edited.
    """
    from warehouse.engine.migrate import migrate

    engine: Engine
    if settings.warehouse_url:
        from warehouse.engine.postgres import PostgresEngine

        engine = PostgresEngine(settings.warehouse_url)
    else:
        from warehouse.engine.duckdb import DuckDBEngine

        settings.folder.mkdir(parents=True, exist_ok=True)
        engine = DuckDBEngine(settings.warehouse_path)
    try:
        migrate(engine)
    except BaseException:
        engine.close()
        raise
    return engine
