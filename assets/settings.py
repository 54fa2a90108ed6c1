"""What one run of the pipeline works on."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class PipelineSettings(BaseSettings):
    """Replay or live, the day it stands at, and how much it makes."""

    model_config = SettingsConfigDict(
        env_prefix="PODPUSHER_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    signals: str | None = None  # folder or file of recorded signals; empty: live sources
    as_of: date | None = None  # the "today" of the run; empty: the real one
    ideas: int = 36  # ideas, designs and drafts kept current
    countries: str = "US,GB,CA,AU,DE,FR"  # whose occasions count
    score_days: int = 28  # days of score history computed by one run


@lru_cache
def pipeline_settings() -> PipelineSettings:
    """The settings of this process, read once."""
    return PipelineSettings()
