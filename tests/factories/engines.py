"""Warehouses for tests."""

from __future__ import annotations

from pathlib import Path

from warehouse.engine.base import Engine
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings


def an_engine(folder: Path) -> Engine:
    """An empty, migrated embedded warehouse in the folder."""
    return open_engine(WarehouseSettings(data=folder))
