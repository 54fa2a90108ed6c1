"""What assets work with: the warehouse, the day they stand at, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from dagster import ConfigurableResource

from assets.settings import PipelineSettings, pipeline_settings
from warehouse.engine.base import Engine
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings, warehouse_settings

# Every op that writes the embedded warehouse takes this pool's only slot.
WAREHOUSE_WRITER = "warehouse_writer"

END_OF_DAY = time(23, 59, 59, 999999)


class PipelineResource(ConfigurableResource):
    """Where the pipeline reads and writes, and what "today" is for it."""

    def pipeline_settings(self) -> PipelineSettings:
        """The run's own settings."""
        return pipeline_settings()

    def warehouse_settings(self) -> WarehouseSettings:
        """Where everything that is kept lies."""
        return warehouse_settings()

    @property
    def signals(self) -> str | None:
        """Recorded signals to replay, or None in live mode."""
        return self.pipeline_settings().signals

    @property
    def mode(self) -> str:
        """`replay` or `live`."""
        return "replay" if self.signals else "live"

    def now(self) -> datetime:
        """The real clock, aware UTC."""
        return datetime.now(UTC)

    def as_of_date(self) -> date:
        """The "today" of freshness, calendar and dashboard."""
        return self.pipeline_settings().as_of or self.now().date()

    def as_of_end(self) -> datetime:
        """The end of that day, aware UTC; only rows captured by then count."""
        return datetime.combine(self.as_of_date(), END_OF_DAY, tzinfo=UTC)

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The warehouse, open for writing, closed on the way out."""
        engine = open_engine(self.warehouse_settings())
        try:
            yield engine
        finally:
            engine.close()
