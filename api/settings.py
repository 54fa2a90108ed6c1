"""Settings of the API."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class ApiSettings(BaseSettings):
    """What the API answers to, and how much it keeps in memory."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()  # beside localhost, comma separated
    answer_cache_bytes: int = 64 * 1024 * 1024
    snapshot_check_seconds: float = 1.0
    admin_token: SecretStr | None = None  # who may ask for work; `make run` makes one up
    refreshes_per_hour: int = Field(default=12, ge=1, le=1000)
    imports_per_hour: int = Field(default=120, ge=1, le=10_000)
    import_bytes: int = Field(default=20_000_000, ge=1)  # of one file; larger: podpusher ingest

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A comma separated list as a tuple of lower-case names."""
        if isinstance(value, str):
            return tuple(part.strip().lower() for part in value.split(",") if part.strip())
        return value


@lru_cache
def api_settings() -> ApiSettings:
    """The settings of this process, read once."""
    return ApiSettings()


def product_version() -> str:
    """Version of the installed product; "0" when it runs from a bare checkout."""
    try:
        return version("podpusher")
    except PackageNotFoundError:
        return "0"
