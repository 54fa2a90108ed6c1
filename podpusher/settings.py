"""Ports and addresses of the local installation."""

from __future__ import annotations

from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServeSettings(BaseSettings):
    """Where the dashboard, the API and Dagster's UI listen. Loopback: there is no login yet."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    port: int = Field(default=8000, ge=1, le=65535)
    dagster_port: int = Field(default=3000, ge=1, le=65535)
    # The API alone (`podpusher api`); its host stays loopback unless a proxy keeps strangers out.
    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8001, ge=1, le=65535)
    api_workers: int = Field(default=1, ge=1, le=64)


@lru_cache
def serve_settings() -> ServeSettings:
    """The settings of this process, read once."""
    return ServeSettings()
