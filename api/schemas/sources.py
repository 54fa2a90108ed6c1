"""Sources on the wire: their rights and their health."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, ConfigDict, Field

from api.schemas.common import Wire


class Rights(Wire):
    """What may be done with a source's data."""

    licence: str
    may_store: bool
    retention_days: int | None = Field(description="Null: no limit.")
    commercial_use: bool
    replayable: bool = Field(description="Can be asked for the past.")
    attribution: str | None = None


class Health(Wire):
    """How the last run of a source went."""

    status: str = Field(description="ok, empty, unchanged, failed, or never.")
    run_id: str | None = None
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    rows: int | None = None
    quarantined: int | None = None
    error_code: str | None = None
    message: str | None = None
    last_ok_at: AwareDatetime | None = Field(default=None, description="End of the last good run.")


class Source(Wire):
    """One registered source."""

    source_id: str
    platform: str
    name: str
    family: str = Field(description="Independent family; copies of one feed count once.")
    enabled_by_default: bool
    live: bool = Field(description="Whether this version can ask the platform itself.")
    rights: Rights | None = Field(default=None, description="Null for a source nobody registered.")
    health: Health
    origins: list[str] = Field(default_factory=list, description="How its rows came to us.")
    n_terms: int | None = Field(default=None, description="Terms it has told of; null: unknown.")
    n_observations: int | None = Field(default=None, description="Its known rows of all time.")
    first_observed_on: date | None = None
    last_observed_on: date | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "source_id": "wikimedia_article",
                    "platform": "wikimedia",
                    "name": "Wikipedia: daily views of an article",
                    "family": "reference",
                    "enabled_by_default": True,
                    "live": True,
                    "rights": {
                        "licence": "CC0-1.0",
                        "may_store": True,
                        "retention_days": None,
                        "commercial_use": True,
                        "replayable": True,
                        "attribution": "Wikimedia pageviews, CC0",
                    },
                    "health": {
                        "status": "ok",
                        "run_id": "run-1",
                        "started_at": "2024-12-31T23:00:00Z",
                        "finished_at": "2024-12-31T23:00:09Z",
                        "rows": 2400,
                        "quarantined": 0,
                        "error_code": None,
                        "message": None,
                        "last_ok_at": "2024-12-31T23:00:09Z",
                    },
                    "origins": ["live"],
                    "n_terms": 40,
                    "n_observations": 2400,
                    "first_observed_on": "2024-11-01",
                    "last_observed_on": "2024-12-31",
                }
            ]
        }
    )
