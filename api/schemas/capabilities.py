"""Capabilities on the wire: what works here, and what a missing key would enable."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from api.schemas.common import Locale, Wire


class Capability(Wire):
    """One feature: whether it is at hand, and if not, what it needs."""

    name: str = Field(examples=["listing.publish"])
    available: bool
    reason: str = Field(description="English sentence.")
    code: str = Field(description="capability.ready, .needs_key or .planned.")
    needs: list[str] = Field(default_factory=list, description="Settings that are missing.")
    enables: str = Field(description="What a seller can do with it.")

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "publish.etsy",
                    "available": False,
                    "reason": "Not in this version yet. It will also need PODPUSHER_ETSY_API_KEY.",
                    "code": "capability.planned",
                    "needs": ["PODPUSHER_ETSY_API_KEY"],
                    "enables": "Publish drafts to your Etsy shop.",
                }
            ]
        }
    )


class Capabilities(Wire):
    """All features of this installation."""

    items: list[Capability]
    mode: str | None = Field(default=None, description="live or replay, of the published snapshot.")
    version: str
    locale: Locale = Field(default_factory=Locale)
