"""The registry of sources and their rights."""

from __future__ import annotations

import pytest

from connectors.trends.registry import ALIASES, SOURCES, live_sources, platform_of

FAMILIES = {"search", "social", "visual", "reference", "marketplace", "own"}
PLATFORMS = {
    "tiktok",
    "twitter",
    "youtube",
    "google_trends",
    "pinterest",
    "wikimedia",
    "curated",
    "user",
}


@pytest.mark.parametrize("spec", SOURCES.values(), ids=lambda spec: spec.id)
def test_every_source_states_its_rights(spec):
    assert spec.platform in PLATFORMS
    assert spec.family in FAMILIES
    assert spec.licence
    assert spec.terms_note
    assert spec.retention_days is None or spec.retention_days > 0


def test_a_source_that_may_not_be_kept_never_runs_by_itself():
    assert all(spec.may_store for spec in SOURCES.values() if spec.enabled_by_default)


def test_live_sources_need_no_key():
    assert {spec.id for spec in live_sources()} == {
        "wikimedia_top",
        "wikimedia_article",
        "google_trends_rss",
    }


def test_recordings_of_others_are_not_for_commercial_use():
    recorded = [spec for spec in SOURCES.values() if "no licence stated; replayed" in spec.licence]
    assert len(recorded) == 6
    assert not any(spec.commercial_use or spec.live or spec.enabled_by_default for spec in recorded)


def test_platform_of():
    assert platform_of("wikimedia_top") == "wikimedia"
    assert platform_of("my_shop_notes") == "user"
    assert set(ALIASES.values()) <= set(SOURCES)
