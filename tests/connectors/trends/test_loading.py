"""Connectors are found by the name of their platform, and only where the registry has them."""

from __future__ import annotations

import pytest

from connectors.errors import UnusableInput
from connectors.trends.loading import connector, connectors_of
from domain.sources.registry import live_platforms, live_sources


@pytest.mark.parametrize("spec", live_sources(), ids=lambda spec: spec.id)
def test_every_live_source_has_its_connector(spec):
    found = connector(spec.id)
    assert found.id == spec.id
    assert found.version


@pytest.mark.parametrize("platform", live_platforms())
def test_the_connectors_of_a_platform_are_those_of_the_registry(platform):
    assert set(connectors_of(platform)) == {
        spec.id for spec in live_sources() if spec.platform == platform
    }


@pytest.mark.parametrize("source", ["myspace", "", "twitter_trends", "curated_niches", "pages"])
def test_a_source_that_nobody_asks(source):
    with pytest.raises(UnusableInput, match="wikimedia_top") as caught:
        connector(source)
    assert caught.value.reason == "unknown_source"


@pytest.mark.parametrize("platform", ["curated", "user", "replay", "base"])
def test_a_platform_that_nobody_asks(platform):
    with pytest.raises(UnusableInput, match="wikimedia"):
        connectors_of(platform)
