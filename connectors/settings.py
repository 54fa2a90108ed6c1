"""Settings of everything that asks the outside world."""

from __future__ import annotations

from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ConnectorSettings(BaseSettings):
    """How we introduce ourselves and how long we wait."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    contact: str = ""  # mail or address for the User-Agent, as Wikimedia asks for
    live_seconds: float = Field(default=20.0, gt=0, le=300)  # all live sources together
    live_regions: str = "US,GB"  # Google Trends countries, comma-separated
    live_articles: int = Field(default=40, ge=0, le=500)  # histories asked of Wikimedia a day

    @property
    def user_agent(self) -> str:
        """The User-Agent of every request."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"PODPusher/0.1 (trend research for print on demand{contact})"

    @property
    def regions(self) -> tuple[str, ...]:
        """Countries of the live search trends, upper case."""
        return tuple(part.strip().upper() for part in self.live_regions.split(",") if part.strip())


@lru_cache
def connector_settings() -> ConnectorSettings:
    """The settings of this process, read once."""
    return ConnectorSettings()
