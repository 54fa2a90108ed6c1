"""The registry of sources and their rights."""

from __future__ import annotations

import pytest

from connectors.settings import ConnectorSettings, ProviderKeys
from domain.sources.registry import (
    ALIASES,
    PLATFORMS,
    SOURCES,
    live_platforms,
    live_sources,
    platform_of,
)

FAMILIES = {"search", "social", "visual", "reference", "marketplace", "own"}
SETTINGS = {*ConnectorSettings.model_fields, *ProviderKeys.model_fields}


@pytest.mark.parametrize("spec", SOURCES.values(), ids=lambda spec: spec.id)
def test_every_source_states_its_rights(spec):
    assert spec.platform in PLATFORMS
    assert spec.family in FAMILIES
    assert spec.licence
    assert spec.terms_note
    assert spec.retention_days is None or spec.retention_days > 0
    assert set(spec.needs) <= SETTINGS
    assert spec.may_store or spec.display_hours, "shown for how long?"
    assert spec.may_store or not spec.may_score, "what is not kept cannot be computed from"


def test_what_runs_by_itself_is_open_and_may_be_kept():
    by_itself = {spec.id for spec in live_sources() if spec.enabled_by_default}
    assert by_itself == {
        "wikimedia_top",
        "wikimedia_article",
        "google_trends_rss",
        "bluesky_jetstream",
        "hacker_news",
    }
    assert all(SOURCES[name].may_store and SOURCES[name].keyless for name in by_itself)


def test_pages_wait_for_the_operator():
    pages = [spec for spec in live_sources() if spec.access == "page"]
    assert len(pages) >= 8
    nobody = ConnectorSettings(_env_file=None)
    named = ConnectorSettings(_env_file=None, pages="tiktok,etsy_trending_page")
    accepted = ConnectorSettings(
        _env_file=None, pages="tiktok,etsy_trending_page", pages_terms_accepted=True
    )
    for spec in pages:
        assert not spec.enabled_by_default
        assert spec.retention_days is not None, "a page is not kept for ever"
        assert not spec.commercial_use
        assert not nobody.wants(spec)
        assert not named.wants(spec), "naming is not accepting"
        assert accepted.wants(spec) == (
            spec.platform == "tiktok" or spec.id == "etsy_trending_page"
        )


def test_a_source_can_be_switched_off():
    settings = ConnectorSettings(_env_file=None, sources_off="bluesky, wikimedia_top")
    wanted = {spec.id for spec in live_sources() if settings.wants(spec)}
    assert {"wikimedia_top", "bluesky_jetstream"}.isdisjoint(wanted)
    assert "wikimedia_article" in wanted


def test_every_live_platform_has_a_raw_table_and_a_place_in_its_hour():
    assert set(live_platforms()) <= set(PLATFORMS)
    assert len(live_platforms()) <= 14, "see the minutes of orchestration/schedules.py"


def test_recordings_of_others_are_not_for_commercial_use():
    recorded = [spec for spec in SOURCES.values() if "no licence stated; replayed" in spec.licence]
    assert len(recorded) == 6
    assert not any(spec.commercial_use or spec.live or spec.enabled_by_default for spec in recorded)


def test_platform_of():
    assert platform_of("wikimedia_top") == "wikimedia"
    assert platform_of("my_shop_notes") == "user"
    assert set(ALIASES.values()) <= set(PLATFORMS)
