"""Every source and its rights. What is not here is not asked and not kept.

A new source is one row here, one connector in `connectors/trends/` and, for a new platform, one
staging model. Rights were read in 2026 (docs/operations/sources.md); who runs this answers for
them, which is why everything but open data waits for the operator.
"""

from __future__ import annotations

from domain.sources.spec import Cadence, Family, SourceSpec

_OWN_MACHINE = "no licence stated; replayed on the operator's own machine only, never passed on"
_PAGE = "the platform's terms apply to whoever opens the page; facts and counts only"
_NO_AUTOMATION = "the platform's terms restrict automated reading; the operator accepts them first"


def _open(
    source: str, platform: str, name: str, family: Family, licence: str, terms: str, **more: object
) -> SourceSpec:
    """Open data: anybody may ask, and it runs by itself."""
    return SourceSpec(source, platform, name, family, "open", licence, terms, **more)  # type: ignore[arg-type]


def _page(
    source: str,
    platform: str,
    name: str,
    family: Family,
    *,
    cadence: Cadence = "daily",
    terms: str = _NO_AUTOMATION,
) -> SourceSpec:
    """A public page: off until the operator names it and accepts that its terms apply to them."""
    return SourceSpec(
        source,
        platform,
        name,
        family,
        "page",
        _PAGE,
        terms,
        retention_days=30,
        cadence=cadence,
        needs=("pages", "pages_terms_accepted"),
    )


def _recorded(source: str, platform: str, name: str, family: Family, terms: str) -> SourceSpec:
    """A recording or an export that a person replays from a file of theirs."""
    return SourceSpec(source, platform, name, family, "file", _OWN_MACHINE, terms, replayable=True)


def _notes(platform: str, name: str, family: Family) -> SourceSpec:
    """A person's own figures about a platform, brought in the canonical format."""
    return _own_file(
        platform, platform, f"{name} (own file)", family, "who brings the file answers for it"
    )


def _own_file(source: str, platform: str, name: str, family: Family, terms: str) -> SourceSpec:
    return SourceSpec(
        source,
        platform,
        name,
        family,
        "file",
        "the person's own notes",
        terms,
        commercial_use=True,
        replayable=True,
    )


def _curated(source: str, name: str) -> SourceSpec:
    return SourceSpec(
        source,
        "curated",
        name,
        "own",
        "own",
        "Apache-2.0, part of PODPusher",
        "our own list or calendar; nobody measured it",
        commercial_use=True,
        replayable=True,
    )


_WIKIMEDIA = "open; a User-Agent with a contact is asked for"

_SPECS = (
    _open(
        "wikimedia_top",
        "wikimedia",
        "Wikipedia: most read articles",
        "reference",
        "CC0-1.0",
        _WIKIMEDIA,
        commercial_use=True,
        replayable=True,
        cadence="daily",
        attribution="Wikimedia pageviews, CC0",
    ),
    _open(
        "wikimedia_article",
        "wikimedia",
        "Wikipedia: daily views of an article",
        "reference",
        "CC0-1.0",
        _WIKIMEDIA,
        commercial_use=True,
        replayable=True,
        cadence="daily",
        attribution="Wikimedia pageviews, CC0",
    ),
    _open(
        "google_trends_rss",
        "google_trends",
        "Google Trends: trending searches",
        "search",
        "public feed, no licence stated",
        "grey: headline and approximate traffic only, light use, terms not re-checked",
        retention_days=400,
        cadence="hourly",
        attribution="Google Trends",
    ),
    _page(
        "google_trends_widgets",
        "google_trends",
        "Google Trends: interest and rising searches of a term",
        "search",
        terms="undocumented address of a public page, answers 429 to many; light use",
    ),
    SourceSpec(
        "google_trends_api",
        "google_trends",
        "Google Trends API",
        "search",
        "key",
        "Google APIs terms",
        "by invitation (alpha); figures on one scale for five years",
        retention_days=400,
        replayable=True,
        cadence="daily",
        needs=("google_trends_token",),
        attribution="Google Trends",
    ),
    _recorded(
        "google_trends_explore",
        "google_trends",
        "Google Trends: interest over time (export)",
        "search",
        "index 0-100 within one export",
    ),
    _page("tiktok_trends_page", "tiktok", "TikTok: popular hashtags (public page)", "social"),
    _page("tiktok_discover_page", "tiktok", "TikTok: discover (public page)", "social"),
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
    _page("instagram_hashtag_page", "instagram", "Instagram: hashtag (public page)", "visual"),
    _page(
        "twitter_explore_page",
        "twitter",
        "X / Twitter: trending topics (public page)",
        "social",
        cadence="hourly",
    ),
    SourceSpec(
        "twitter_trends_api",
        "twitter",
        "X / Twitter: trends by place (paid API)",
        "social",
        "key",
        "X developer agreement",
        "paid by the call; a budget a day bounds it",
        retention_days=30,
        cadence="hourly",
        needs=("x_bearer_token",),
        attribution="X",
    ),
    _recorded(
        "twitter_trends",
        "twitter",
        "X / Twitter: trending topics (recorded)",
        "social",
        "the API is paid by the call; recorded lists only",
    ),
    SourceSpec(
        "youtube_data_api",
        "youtube",
        "YouTube: most popular videos (Data API)",
        "social",
        "key",
        "YouTube API services terms",
        "refresh or delete within 30 days; 10,000 units a day",
        retention_days=30,
        cadence="daily",
        needs=("youtube_api_key",),
        attribution="YouTube",
    ),
    _recorded(
        "youtube_trending",
        "youtube",
        "YouTube: trending videos (recorded)",
        "social",
        "the Data API has a refresh-or-delete rule; recorded lists only",
    ),
    SourceSpec(
        "pinterest_trends_api",
        "pinterest",
        "Pinterest Trends (API)",
        "visual",
        "key",
        "Pinterest developer guidelines",
        "for partners; may be shown and not kept",
        may_store=False,
        may_score=False,
        display_hours=24,
        cadence="daily",
        needs=("pinterest_access_token",),
        attribution="Pinterest Trends",
    ),
    _page("pinterest_trends_page", "pinterest", "Pinterest Trends (public page)", "visual"),
    _recorded(
        "pinterest_trends_export",
        "pinterest",
        "Pinterest Trends (export)",
        "visual",
        "the API forbids keeping; a person's own export is theirs to keep",
    ),
    _page(
        "etsy_trending_page",
        "etsy_trending",
        "Etsy: trending searches and bestsellers (public page)",
        "marketplace",
    ),
    _own_file(
        "etsy_marketplace_insights",
        "etsy_trending",
        "Etsy Marketplace Insights (own notes)",
        "marketplace",
        "what the seller read on their own screen; theirs to keep",
    ),
    _page(
        "reddit_listing",
        "reddit",
        "Reddit: posts of chosen subreddits",
        "social",
        cadence="hourly",
        terms="approval is asked for; titles and counts, no names; deleted on request",
    ),
    SourceSpec(
        "reddit_api",
        "reddit",
        "Reddit: posts of chosen subreddits (API)",
        "social",
        "key",
        "Reddit Data API terms",
        "an approved app; commercial use is paid",
        retention_days=30,
        cadence="hourly",
        needs=("reddit_client_id", "reddit_client_secret"),
        attribution="Reddit",
    ),
    _open(
        "bluesky_jetstream",
        "bluesky",
        "Bluesky: hashtags in new posts",
        "social",
        "open network, counts made here",
        "only counts are kept, no post and no author; deletions are honoured",
        commercial_use=True,
        cadence="hourly",
        attribution="Bluesky",
    ),
    _open(
        "hacker_news",
        "hacker_news",
        "Hacker News: front page",
        "social",
        "public API, no licence stated",
        "titles and counts, no names",
        retention_days=90,
        cadence="daily",
        attribution="Hacker News",
    ),
    _curated("curated_niches", "PODPusher: evergreen niches"),
    _curated("curated_occasions", "PODPusher: calendar of occasions"),
    _notes("tiktok", "TikTok", "social"),
    _notes("instagram", "Instagram", "visual"),
    _notes("twitter", "X / Twitter", "social"),
    _notes("youtube", "YouTube", "social"),
    _notes("google_trends", "Google Trends", "search"),
    _notes("pinterest", "Pinterest", "visual"),
    _notes("etsy_trending", "Etsy", "marketplace"),
    _notes("reddit", "Reddit", "social"),
    _notes("bluesky", "Bluesky", "social"),
    _own_file(
        "user_file", "user", "Own file", "own", "who brings the file answers for the right to use"
    ),
)

SOURCES: dict[str, SourceSpec] = {spec.id: spec for spec in _SPECS}

# Raw tables, in the order they are loaded. `user` holds files that name no known platform.
PLATFORMS: tuple[str, ...] = tuple(dict.fromkeys(spec.platform for spec in _SPECS))

# Other names people give to a platform in their own files and on the command line.
ALIASES = {
    "x": "twitter",
    "google": "google_trends",
    "googletrends": "google_trends",
    "etsy": "etsy_trending",
    "hackernews": "hacker_news",
    "hn": "hacker_news",
    "trends24": "twitter",
}


def platform_of(source: str) -> str:
    """Raw table of a source id; `user` for a source that a person named."""
    spec = SOURCES.get(source)
    return spec.platform if spec else "user"


def live_sources() -> tuple[SourceSpec, ...]:
    """Sources that a connector asks, whether or not the operator switched them on."""
    return tuple(spec for spec in SOURCES.values() if spec.live)


def live_platforms() -> tuple[str, ...]:
    """Platforms that a connector asks, in the order of the registry."""
    return tuple(dict.fromkeys(spec.platform for spec in live_sources()))
