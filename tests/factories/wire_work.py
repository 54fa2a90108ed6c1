"""What the API sends of work that people ask for, for tests of the screen."""

from __future__ import annotations

from typing import Any

from api.schemas.requests import Imported, Refused, SourceProgress, WorkRequest
from tests.factories.wire import NOON


def a_request(status: str = "queued", **changes: Any) -> WorkRequest:
    """A fresh look that somebody asked for."""
    fields: dict[str, Any] = {
        "id": "0f4c2d1e9a7b4c35b8a1f2d3c4e5f607",
        "kind": "refresh",
        "subject": "",
        "status": status,
        "requested_at": NOON,
    }
    return WorkRequest(**{**fields, **changes})


def progress(source_id: str, status: str = "ok", kept: int = 2000) -> SourceProgress:
    """What a source has done for a request."""
    return SourceProgress(
        source_id=source_id,
        name=source_id.replace("_", " ").title(),
        status=status,
        collected=kept + 4,
        accepted=kept,
    )


def an_import(name: str = "insights.csv", **changes: Any) -> Imported:
    """A file of which all rows but three were read."""
    fields: dict[str, Any] = {
        "file": name,
        "format": "etsy_marketplace_insights",
        "platforms": ["etsy_trending"],
        "rows": 1204,
        "refused": [
            Refused(reason="missing_term", rows=2, example="the cell of the term is empty"),
            Refused(reason="bad_number", rows=1, example="'many' is no number"),
        ],
        "notes": ["hours name no time zone; they were taken as UTC"],
        "request": a_request(id="feedfacefeedfacefeedfacefeedface", kind="import"),
    }
    return Imported(**{**fields, **changes})
