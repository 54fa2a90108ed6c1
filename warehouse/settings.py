"""Where everything that is kept lies."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class WarehouseSettings(BaseSettings):
    """Settings of the data folder, the warehouse and the state database."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    data: Path = Path(".podpusher")
    warehouse_url: str | None = None  # postgresql://…; empty: the embedded DuckDB file
    state_url: str | None = None  # SQLAlchemy address; empty: SQLite in the data folder

    @property
    def folder(self) -> Path:
        """The data folder, absolute."""
        return self.data.expanduser().resolve()

    @property
    def warehouse_path(self) -> Path:
        """The embedded warehouse file. One process writes it at a time; the API never opens it."""
        return self.folder / "warehouse.duckdb"

    @property
    def landing(self) -> Path:
        """Immutable files as they came from the sources."""
        return self.folder / "landing"

    @property
    def serving(self) -> Path:
        """Published snapshots and the pointer to the current one."""
        return self.folder / "serving"

    @property
    def designs(self) -> Path:
        """Print files, previews and mockups, by content."""
        return self.folder / "designs"

    @property
    def cards(self) -> Path:
        """Score cards: how good the score was on this installation's own history."""
        return self.folder / "cards"

    @property
    def state_address(self) -> str:
        """SQLAlchemy address of the state database."""
        return self.state_url or f"sqlite:///{self.folder / 'state.db'}"


@lru_cache
def warehouse_settings() -> WarehouseSettings:
    """The settings of this process, read once."""
    return WarehouseSettings()
