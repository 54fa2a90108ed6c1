"""Choosing the engine from the settings."""

from __future__ import annotations

from warehouse.engine.base import Engine
from warehouse.settings import WarehouseSettings

# Servers that would not let us use an extension they have: asked once a process.
_REFUSED: set[str] = set()


def open_engine(settings: WarehouseSettings) -> Engine:
    """Engine of the configured warehouse, brought up to date. Close it when done.

    On a server that has TimescaleDB the extension is created, if it lets us.
    Raises WarehouseBusy when another process holds the embedded file, WarehouseUnreachable when
    the server does not answer, MigrationChanged when an applied migration was edited.
    """
    from warehouse.engine.migrate import migrate
    from warehouse.engine.timescale import install

    engine: Engine
    if settings.warehouse_url:
        from warehouse.engine.postgres import PostgresEngine

        engine = PostgresEngine(settings.warehouse_url)
        if settings.warehouse_url not in _REFUSED:
            if install(engine):
                _REFUSED.add(settings.warehouse_url)
            if engine.ended:
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
