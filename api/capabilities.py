"""Which features work here, and what a missing key would enable. Pure: `doctor` calls it too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.schemas.capabilities import Capability
from connectors.settings import ProviderKeys


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature, the keys it needs, and whether this version has it at all."""

    name: str
    enables: str
    keys: tuple[str, ...] = ()
    built: bool = True
    pages: bool = False  # waits until pages are named and their terms accepted


FEATURES: Final = (
    Feature("trends.replay", "Score recorded signals, your own files included."),
    Feature("trends.wikimedia", "Live page views of Wikipedia articles."),
    Feature("trends.google", "Live trending searches of Google's public feed."),
    Feature("trends.curated", "Evergreen niches and the calendar of occasions."),
    Feature("ideas.composer", "Product ideas written by the embedded composer."),
    Feature("designs.embedded", "Print-ready designs and shirt mockups drawn on this machine."),
    Feature("drafts.embedded", "Listing drafts within the marketplace's limits, with a price."),
    Feature(
        "ideas.openai",
        "Ideas and listing texts written by a language model.",
        ("openai_api_key",),
        built=False,
    ),
    Feature("designs.openai", "Illustrations by an image model.", ("openai_api_key",), built=False),
    Feature("trends.bluesky", "Hashtags counted live in new posts on Bluesky."),
    Feature("trends.hacker_news", "The front page of Hacker News."),
    Feature(
        "trends.pages", "Public pages, once they are named and their terms accepted.", pages=True
    ),
    Feature("trends.youtube", "Most popular videos of YouTube.", ("youtube_api_key",)),
    Feature(
        "trends.reddit",
        "Posts of chosen subreddits through Reddit's API.",
        ("reddit_client_id", "reddit_client_secret"),
    ),
    Feature("trends.google_api", "Google's Trends API, by invitation.", ("google_trends_token",)),
    Feature(
        "trends.pinterest",
        "Live Pinterest trends, shown and never kept.",
        ("pinterest_access_token",),
    ),
    Feature("trends.x", "Live topics of X, within a budget a day.", ("x_bearer_token",)),
    Feature("publish.etsy", "Publish drafts to your Etsy shop.", ("etsy_api_key",), built=False),
    Feature(
        "publish.printify",
        "Make print products of your designs at Printify.",
        ("printify_api_key",),
        built=False,
    ),
    Feature("billing.stripe", "Plans and payments.", ("stripe_api_key",), built=False),
)


def capabilities(keys: ProviderKeys, *, pages: bool = False) -> list[Capability]:
    """Every feature with its state under these keys; `pages`: some are named and accepted."""
    return [_state(feature, keys, pages) for feature in FEATURES]


def _state(feature: Feature, keys: ProviderKeys, pages: bool) -> Capability:
    missing = [keys.variable(key) for key in feature.keys if not keys.has(key)]
    if feature.pages and not pages:
        missing = [keys.variable("pages"), keys.variable("pages_terms_accepted")]
    if not feature.built:
        code = "capability.planned"
        reason = "Not in this version yet." + (
            f" It will also need {', '.join(missing)}." if missing else " Its key is set."
        )
    elif missing:
        code, reason = "capability.needs_key", f"Set {', '.join(missing)} to use it."
    else:
        code, reason = "capability.ready", "Ready; needs no key." if not feature.keys else "Ready."
    return Capability(
        name=feature.name,
        available=feature.built and not missing,
        reason=reason,
        code=code,
        needs=missing,
        enables=feature.enables,
    )
