"""Find the connector of a source by convention: one file a platform, named after it."""

from __future__ import annotations

from importlib import import_module

from connectors.errors import UnusableInput
from connectors.trends.base import TrendSource
from domain.sources.registry import SOURCES, live_platforms, live_sources


def connectors_of(platform: str) -> dict[str, TrendSource]:
    """The connectors of a platform by registry id, in the order its file lists them.

    `connectors.trends.<platform>` holds `CONNECTORS: dict[str, type]`. Raises UnusableInput for a
    platform that no connector asks.
    """
    if platform not in live_platforms():
        raise UnusableInput(
            f"no connector asks {platform!r}. Choose one of {', '.join(live_platforms())}.",
            reason="unknown_source",
        )
    classes: dict[str, type[TrendSource]] = import_module(
        f"connectors.trends.{platform}"
    ).CONNECTORS
    return {source: make() for source, make in classes.items()}


def connector(source: str) -> TrendSource:
    """The connector of a registry id. Raises UnusableInput for one that nobody asks."""
    spec = SOURCES.get(source)
    found = connectors_of(spec.platform).get(source) if spec and spec.live else None
    if found is None:
        known = ", ".join(each.id for each in live_sources())
        raise UnusableInput(
            f"no connector asks {source!r}. Choose one of {known}.", reason="unknown_source"
        )
    return found
