"""Resources by environment; the embedded default and production differ only in settings."""

from __future__ import annotations

from assets.ingest.cycle import CycleResource
from assets.resources import PipelineResource


def resources() -> dict[str, object]:
    """Resources by the name that assets ask for."""
    return {"pipeline": PipelineResource(), "cycle": CycleResource()}
