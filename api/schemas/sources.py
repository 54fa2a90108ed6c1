"""Sources on the wire: their rights and their health."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

from api.schemas.common import Wire


class Rights(Wire):
    """What may be done with a source's data."""

    licence: str
    terms_note: str | None = Field(default=None, description="The platform's terms in a line.")
    may_store: bool
    may_score: bool = Field(default=True, description="Whether scores are computed from it.")
    retention_days: int | None = Field(description="Null: no limit.")
    display_hours: int | None = Field(
        default=None, description="How long an answer that may not be kept is shown."
    )
    commercial_use: bool
    replayable: bool = Field(description="Can be asked for the past.")
    attribution: str | None = None


class Health(Wire):
    """How the last visit to a source went."""

    status: str = Field(
        description="ok, partial, empty, unchanged, blocked, login_wall, changed_markup, down, "
        "failed, or never."
    )
    run_id: str | None = None
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    attempts: int | None = Field(default=None, description="Requests sent.")
    collected: int | None = Field(default=None, description="Entries of its answers.")
    rows: int | None = Field(default=None, description="Rows that were kept.")
    quarantined: int | None = None
    duplicates: int | None = None
    distinct_terms: int | None = None
    error_code: str | None = None
    message: str | None = None
    failures: int = Field(default=0, description="Visits in a row that gave nothing usable.")
    last_ok_at: AwareDatetime | None = Field(default=None, description="End of the last good one.")
    newest_captured_at: AwareDatetime | None = Field(
        default=None, description="When its newest signal was captured; its age is told by this."
    )
    stale: bool = Field(
        default=False,
        description="It is switched on, and its last good answer is older than two of its turns: "
        "what is shown of it is that answer.",
    )


class ShownRow(Wire):
    """A row of an answer that may be shown and not kept."""

    term: str
    region: str
    metric: str
    value: float | None = None
    rank: int | None = None


class Shown(Wire):
    """The last answer of a display-only source, until it expires."""

    captured_at: AwareDatetime
    expires_at: AwareDatetime
    items: list[ShownRow]


class Source(Wire):
    """One registered source."""

    source_id: str
    platform: str
    name: str
    family: str = Field(description="Independent family; copies of one feed count once.")
    enabled_by_default: bool
    live: bool = Field(description="Whether this version can ask the platform itself.")
    access: str = Field(
        default="file",
        description="What it takes: open, key, page (named and accepted by the operator), file "
        "(a person's own), or own.",
    )
    cadence: str | None = Field(default=None, description="hourly, daily, or null: never asked.")
    state: Literal["asked", "switched_off", "needs_key", "not_asked"] = Field(
        default="not_asked", description="Whether this installation asks it, and why not."
    )
    needs: list[str] = Field(default_factory=list, description="Settings that would switch it on.")
    rights: Rights | None = Field(default=None, description="Null for a source nobody registered.")
    health: Health
    shown: Shown | None = Field(default=None, description="Only for what may not be kept.")
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
                    "access": "open",
                    "cadence": "daily",
                    "state": "asked",
                    "needs": [],
                    "rights": {
                        "licence": "CC0-1.0",
                        "terms_note": "open; a User-Agent with a contact is asked for",
                        "may_store": True,
                        "may_score": True,
                        "retention_days": None,
                        "display_hours": None,
                        "commercial_use": True,
                        "replayable": True,
                        "attribution": "Wikimedia pageviews, CC0",
                    },
                    "health": {
                        "status": "ok",
                        "run_id": "run-1",
                        "started_at": "2024-12-31T23:00:00Z",
                        "finished_at": "2024-12-31T23:00:09Z",
                        "attempts": 41,
                        "collected": 2400,
                        "rows": 2400,
                        "quarantined": 0,
                        "duplicates": 0,
                        "distinct_terms": 40,
                        "error_code": None,
                        "message": None,
                        "failures": 0,
                        "last_ok_at": "2024-12-31T23:00:09Z",
                        "newest_captured_at": "2024-12-31T23:00:09Z",
                        "stale": False,
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
