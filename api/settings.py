"""Settings of the API, and the providers' keys in the one place that names them."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class ApiSettings(BaseSettings):
    """What the API answers to, and how much it keeps in memory."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()  # beside localhost, comma separated
    answer_cache_bytes: int = 64 * 1024 * 1024
    snapshot_check_seconds: float = 1.0

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A comma separated list as a tuple of lower-case names."""
        if isinstance(value, str):
            return tuple(part.strip().lower() for part in value.split(",") if part.strip())
        return value


class ProviderKeys(BaseSettings):
    """Keys of outside providers. All are optional: a missing one switches its features off."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    openai_api_key: SecretStr | None = None
    etsy_api_key: SecretStr | None = None
    printify_api_key: SecretStr | None = None
    stripe_api_key: SecretStr | None = None
    pinterest_access_token: SecretStr | None = None
    x_bearer_token: SecretStr | None = None

    def has(self, name: str) -> bool:
        """Whether the key is set to something."""
        secret: SecretStr | None = getattr(self, name)
        return bool(secret and secret.get_secret_value().strip())

    @staticmethod
    def variable(name: str) -> str:
        """Name of the environment variable of a key."""
        return f"PODPUSHER_{name.upper()}"


@lru_cache
def api_settings() -> ApiSettings:
    """The settings of this process, read once."""
    return ApiSettings()


@lru_cache
def provider_keys() -> ProviderKeys:
    """The keys of this process, read once."""
    return ProviderKeys()


def product_version() -> str:
    """Version of the installed product; "0" when it runs from a bare checkout."""
    try:
        return version("podpusher")
    except PackageNotFoundError:
        return "0"
