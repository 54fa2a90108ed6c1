"""Everything that is played, and which hosts each live source asks."""

from __future__ import annotations

from bench.rehearsal import search, sites, social
from bench.rehearsal.answer import Answer, Route

ROBOTS = Answer(b"User-agent: *\nDisallow: /private/\n", content_type="text/plain")
PAGE_HOSTS = sorted({route.host for route in sites.ROUTES})
ROUTES: tuple[Route, ...] = (
    *search.ROUTES,
    *social.ROUTES,
    *sites.ROUTES,
    *(Route(host, "/robots.txt", lambda _: ROBOTS) for host in PAGE_HOSTS),
)

# Hosts of each live source of the registry. A source that is not here fails the drill.
HOSTS: dict[str, frozenset[str]] = {
    "wikimedia_top": frozenset({"wikimedia.org"}),
    "wikimedia_article": frozenset({"wikimedia.org", "en.wikipedia.org"}),
    "google_trends_rss": frozenset({"trends.google.com"}),
    "google_trends_widgets": frozenset({"trends.google.com"}),
    "google_trends_api": frozenset({"searchtrends.googleapis.com"}),
    "tiktok_trends_page": frozenset({"ads.tiktok.com"}),
    "tiktok_discover_page": frozenset({"www.tiktok.com"}),
    "instagram_hashtag_page": frozenset({"www.instagram.com"}),
    "twitter_explore_page": frozenset({"x.com"}),
    "twitter_trends_api": frozenset({"api.x.com"}),
    "youtube_data_api": frozenset({"www.googleapis.com"}),
    "pinterest_trends_api": frozenset({"api.pinterest.com"}),
    "pinterest_trends_page": frozenset({"trends.pinterest.com"}),
    "etsy_trending_page": frozenset({"www.etsy.com"}),
    "reddit_listing": frozenset({"www.reddit.com"}),
    "reddit_api": frozenset({"www.reddit.com", "oauth.reddit.com"}),
    "bluesky_jetstream": frozenset({"jetstream2.us-east.bsky.network"}),
    "hacker_news": frozenset({"hn.algolia.com"}),
}
