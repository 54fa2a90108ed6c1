"""Which live sources this installation asks."""

from __future__ import annotations

from connectors.settings import ConnectorSettings, ProviderKeys, connector_settings, provider_keys
from domain.sources.registry import live_sources
from domain.sources.spec import SourceSpec


def asked_sources(
    settings: ConnectorSettings | None = None, keys: ProviderKeys | None = None
) -> tuple[SourceSpec, ...]:
    """Sources that are switched on and have the keys they need."""
    settings, keys = settings or connector_settings(), keys or provider_keys()
    return tuple(spec for spec in live_sources() if is_asked(spec, settings, keys))


def is_asked(spec: SourceSpec, settings: ConnectorSettings, keys: ProviderKeys) -> bool:
    """Whether a source is switched on and has the keys it needs."""
    has_keys = spec.access != "key" or all(keys.has(name) for name in spec.needs)
    return settings.wants(spec) and has_keys


def asked_platforms() -> tuple[str, ...]:
    """Platforms of which at least one source is asked, in the order of the registry."""
    return tuple(dict.fromkeys(spec.platform for spec in asked_sources()))
