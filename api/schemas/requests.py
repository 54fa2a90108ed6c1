"""Work that people ask for, and how far it is."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

from api.schemas.common import Wire


class SourceProgress(Wire):
    """What a source has done for a request so far."""

    source_id: str
    name: str
    status: str = Field(description="As in a source's health.")
    collected: int = Field(description="Entries of its answers.")
    accepted: int = Field(description="Rows that were kept.")
    message: str | None = None


class WorkRequest(Wire):
    """A request: queued, running, done or failed."""

    id: str
    kind: Literal["refresh", "import"]
    subject: str = Field(description="What it is about; empty: everything.")
    status: Literal["queued", "running", "done", "failed"]
    requested_at: AwareDatetime
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    run_id: str | None = Field(default=None, description="The pipeline's run, once there is one.")
    error_code: str | None = None
    message: str | None = None
    sources: list[SourceProgress] = Field(
        default_factory=list, description="The sources its run has asked or loaded so far."
    )

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0f4c2d1e9a7b4c35b8a1f2d3c4e5f607",
                    "kind": "refresh",
                    "subject": "",
                    "status": "running",
                    "requested_at": "2026-03-02T09:30:00Z",
                    "started_at": "2026-03-02T09:30:04Z",
                    "finished_at": None,
                    "run_id": "run-1",
                    "error_code": None,
                    "message": None,
                    "sources": [
                        {
                            "source_id": "wikimedia_top",
                            "name": "Wikipedia: most read articles",
                            "status": "ok",
                            "collected": 1000,
                            "accepted": 2000,
                            "message": None,
                        }
                    ],
                }
            ]
        }
    )


class RequestList(Wire):
    """The last requests, newest first."""

    items: list[WorkRequest]


class Refused(Wire):
    """Rows of a file that were not taken, by reason."""

    reason: str
    rows: int
    example: str = Field(description="What was wrong with the first of them.")


class Imported(Wire):
    """What was read from a file, and the request that loads it."""

    file: str
    format: str = Field(description="The recognised format.")
    platforms: list[str] = Field(description="Raw tables its rows go to.")
    rows: int = Field(description="Signals read.")
    refused: list[Refused]
    notes: list[str] = Field(default_factory=list)
    request: WorkRequest
