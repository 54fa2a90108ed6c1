"""Where the screen finds the API."""

from __future__ import annotations

from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class AppSettings(BaseSettings):
    """Settings of the screen."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    api: str = "http://127.0.0.1:8000/api"
    locale: str = "en"
    admin_token: SecretStr | None = None  # the same as the API's; without it nothing is asked for


@lru_cache
def app_settings() -> AppSettings:
    """The settings of this process, read once."""
    return AppSettings()
