"""Settings of everything that asks the outside world, and the keys of its providers."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.sources.spec import SourceSpec

_FROM = SettingsConfigDict(
    env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
)


class ConnectorSettings(BaseSettings):
    """How we introduce ourselves, whom we ask, and how long we wait. Lists are comma-separated."""

    model_config = _FROM

    contact: str = ""  # mail or address for the User-Agent, as Wikimedia asks for
    live_seconds: float = Field(default=20.0, gt=0, le=300)  # all open sources together
    keyed_seconds: float = Field(default=15.0, gt=0, le=300)  # each source with a key
    page_seconds: float = Field(default=30.0, gt=0, le=300)  # each page source
    live_regions: str = "US,GB"  # countries whose trends are asked
    live_articles: int = Field(default=40, ge=0, le=500)  # histories asked of Wikimedia a day

    pages: str = ""  # page sources to ask, by registry id or platform
    pages_terms_accepted: bool = False  # the platforms' terms apply to whoever sets this
    browser_path: Path | None = None  # Chromium; empty: looked for
    browser_memory_mb: int = Field(default=600, ge=200, le=8000)
    proxies: SecretStr = SecretStr("")  # the operator's own, http://user:secret@host:port
    sources_off: str = ""  # sources not to ask, by registry id or platform

    watch_terms: str = ""  # named terms asked about beside the best of the last score
    watch_hashtags: str = ""  # Instagram tag pages; empty: made of the named terms
    reddit_subreddits: str = "crafts,somethingimade,embroidery,funny,aww"
    bluesky_seconds: float = Field(default=8.0, gt=0, le=120)  # how long to listen
    x_daily_budget: Decimal = Field(default=Decimal("0.50"), ge=0)  # US dollars a UTC day
    youtube_daily_units: int = Field(default=2000, ge=0, le=1_000_000)

    rehearsal_server: str = ""  # send every question to this loopback address: drills and tests

    @property
    def user_agent(self) -> str:
        """The User-Agent of every request that is not a browser's."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"PODPusher/0.1 (trend research for print on demand{contact})"

    @property
    def regions(self) -> tuple[str, ...]:
        """Countries of the live trends, upper case."""
        return tuple(part.upper() for part in listed(self.live_regions))

    @property
    def reads_pages(self) -> bool:
        """Whether the operator named pages and accepted their terms."""
        return self.pages_terms_accepted and bool(listed(self.pages))

    def wants(self, spec: SourceSpec) -> bool:
        """Whether the operator lets the source be asked; keys are not looked at.

        Open data and keyed sources are on unless switched off; a page must be named and its terms
        accepted.
        """
        names = {spec.id, spec.platform}
        if names & set(listed(self.sources_off)):
            return False
        if spec.access == "page":
            return self.pages_terms_accepted and bool(names & set(listed(self.pages)))
        return spec.live


class ProviderKeys(BaseSettings):
    """Keys of outside providers. All are optional: a missing one switches its features off."""

    model_config = _FROM

    openai_api_key: SecretStr | None = None
    etsy_api_key: SecretStr | None = None
    printify_api_key: SecretStr | None = None
    stripe_api_key: SecretStr | None = None
    pinterest_access_token: SecretStr | None = None
    x_bearer_token: SecretStr | None = None
    youtube_api_key: SecretStr | None = None
    reddit_client_id: SecretStr | None = None
    reddit_client_secret: SecretStr | None = None
    google_trends_token: SecretStr | None = None

    def has(self, name: str) -> bool:
        """Whether the key is set to something."""
        return bool(self.get(name))

    def get(self, name: str) -> str:
        """The key itself, or an empty text. It goes into a request and nowhere else."""
        secret: SecretStr | None = getattr(self, name)
        return secret.get_secret_value().strip() if secret else ""

    @staticmethod
    def variable(name: str) -> str:
        """Name of the environment variable of a key."""
        return f"PODPUSHER_{name.upper()}"


def listed(text: str) -> tuple[str, ...]:
    """The parts of a comma-separated setting, without blanks."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


@lru_cache
def connector_settings() -> ConnectorSettings:
    """The settings of this process, read once."""
    return ConnectorSettings()


@lru_cache
def provider_keys() -> ProviderKeys:
    """The keys of this process, read once."""
    return ProviderKeys()
