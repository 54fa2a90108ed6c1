"""Every trend source and its rights. What is not here is not asked and not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["search", "social", "visual", "reference", "marketplace", "own"]

_OWN_MACHINE = "no licence stated; replayed on the operator's own machine only, never passed on"


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """One source and its rights.

    `family` groups sources that would repeat each other; `retention_days` None: no limit. `live` is
    true only where a connector exists that asks the platform itself.
    """

    id: str
    platform: str  # raw table
    name: str
    family: Family
    licence: str
    terms_note: str
    may_store: bool
    retention_days: int | None
    commercial_use: bool
    replayable: bool  # can be asked for the past
    enabled_by_default: bool
    keyless: bool
    live: bool
    attribution: str | None = None


def _recorded(source: str, platform: str, name: str, family: Family, terms: str) -> SourceSpec:
    """A third party's recording that a person replays from a file of theirs."""
    return SourceSpec(
        id=source,
        platform=platform,
        name=name,
        family=family,
        licence=_OWN_MACHINE,
        terms_note=terms,
        may_store=True,
        retention_days=None,
        commercial_use=False,
        replayable=True,
        enabled_by_default=False,
        keyless=True,
        live=False,
    )


def _notes(platform: str, name: str, family: Family) -> SourceSpec:
    """A person's own figures about a platform, brought in the canonical format."""
    return SourceSpec(
        id=platform,
        platform=platform,
        name=f"{name} (own file)",
        family=family,
        licence="the person's own notes",
        terms_note="who brings the file answers for the right to use it",
        may_store=True,
        retention_days=None,
        commercial_use=True,
        replayable=True,
        enabled_by_default=False,
        keyless=True,
        live=False,
    )


def _wikimedia(source: str, name: str) -> SourceSpec:
    return SourceSpec(
        id=source,
        platform="wikimedia",
        name=name,
        family="reference",
        licence="CC0-1.0",
        terms_note="open; a User-Agent with a contact is asked for",
        may_store=True,
        retention_days=None,
        commercial_use=True,
        replayable=True,
        enabled_by_default=True,
        keyless=True,
        live=True,
        attribution="Wikimedia pageviews, CC0",
    )


def _curated(source: str, name: str) -> SourceSpec:
    return SourceSpec(
        id=source,
        platform="curated",
        name=name,
        family="own",
        licence="Apache-2.0, part of PODPusher",
        terms_note="our own list or calendar; nobody measured it",
        may_store=True,
        retention_days=None,
        commercial_use=True,
        replayable=True,
        enabled_by_default=True,
        keyless=True,
        live=False,
    )


_SPECS = (
    _wikimedia("wikimedia_top", "Wikipedia: most read articles"),
    _wikimedia("wikimedia_article", "Wikipedia: daily views of an article"),
    SourceSpec(
        id="google_trends_rss",
        platform="google_trends",
        name="Google Trends: trending searches",
        family="search",
        licence="public feed, no licence stated",
        terms_note="grey: headline and approximate traffic only, light use, terms not re-checked",
        may_store=True,
        retention_days=400,
        commercial_use=False,
        replayable=False,
        enabled_by_default=True,
        keyless=True,
        live=True,
        attribution="Google Trends",
    ),
    _recorded(
        "google_trends_explore",
        "google_trends",
        "Google Trends: interest over time (export)",
        "search",
        "index 0-100 within one export; the official API is by invitation",
    ),
    _recorded(
        "tiktok_hashtag_views",
        "tiktok",
        "TikTok: views of a hashtag (recorded counter)",
        "social",
        "displayed counters; no public API for commercial use",
    ),
    _recorded(
        "tiktok_creative_center",
        "tiktok",
        "TikTok Creative Center: popular hashtags (export)",
        "social",
        "no API; a person's own export or notes",
    ),
    _recorded(
        "twitter_trends",
        "twitter",
        "X / Twitter: trending topics (recorded)",
        "social",
        "the API is paid by the call; recorded lists only",
    ),
    _recorded(
        "youtube_trending",
        "youtube",
        "YouTube: trending videos (recorded)",
        "social",
        "the Data API has a refresh-or-delete rule; recorded lists only",
    ),
    _recorded(
        "pinterest_trends_export",
        "pinterest",
        "Pinterest Trends (export)",
        "visual",
        "the API forbids keeping; a person's own export is theirs to keep",
    ),
    _curated("curated_niches", "PODPusher: evergreen niches"),
    _curated("curated_occasions", "PODPusher: calendar of occasions"),
    _notes("tiktok", "TikTok", "social"),
    _notes("twitter", "X / Twitter", "social"),
    _notes("youtube", "YouTube", "social"),
    _notes("google_trends", "Google Trends", "search"),
    _notes("pinterest", "Pinterest", "visual"),
    SourceSpec(
        id="user_file",
        platform="user",
        name="Own file",
        family="own",
        licence="the person's own notes",
        terms_note="who brings the file answers for the right to use it",
        may_store=True,
        retention_days=None,
        commercial_use=True,
        replayable=True,
        enabled_by_default=False,
        keyless=True,
        live=False,
    ),
)

SOURCES: dict[str, SourceSpec] = {spec.id: spec for spec in _SPECS}

# Other names people give to a platform in their own files.
ALIASES = {"x": "twitter", "google": "google_trends", "googletrends": "google_trends"}


def platform_of(source: str) -> str:
    """Raw table of a source id; `user` for a source that a person named."""
    spec = SOURCES.get(source)
    return spec.platform if spec else "user"


def live_sources() -> tuple[SourceSpec, ...]:
    """Sources that are asked without a key and without anybody opting in."""
    return tuple(s for s in SOURCES.values() if s.live and s.keyless and s.enabled_by_default)
