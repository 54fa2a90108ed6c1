"""Codes that the API sends and the screen says in words: one family of messages each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_STAGES = (
    *("emerging", "rising", "peak", "fading", "steady"),
    *("evergreen", "dormant", "too_little_history"),
)
_COMPONENTS = ("momentum", "breadth", "freshness", "season", "fit", "intent", "competition")
_METRICS = (
    *("views_total", "views", "posts_total", "mentions"),
    *("searches", "interest", "rank", "listed"),
)
_RISKS = ("clear", "review", "block")

# Family -> codes. The message of a code is `family.code`; a test holds the catalogues to it.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "stage": _STAGES,
        "stage_help": _STAGES,
        "origin": ("live", "replay", "import", "curated"),
        "mode": ("live", "replay"),
        "risk": _RISKS,
        "risk_help": _RISKS,
        "risk_category": (
            *("none", "person", "book", "brand", "franchise", "team", "music"),
            *("profanity", "sensitive", "unknown"),
        ),
        "risk_how": ("exact", "words", "compact", "pattern", "shape"),
        "kind": (
            *("hashtag", "search", "topic", "title", "article"),
            *("keyword", "niche", "occasion"),
        ),
        "metric": _METRICS,
        "series": _METRICS,
        "period": ("instant", "day", "week", "month"),
        "category": (
            *("hobby", "job", "family", "pet", "place", "humour", "books", "food"),
            *("nature", "sport", "music", "milestone", "mindset", "occasion"),
        ),
        "component": _COMPONENTS,
        "component_help": _COMPONENTS,
        "component_missing": _COMPONENTS,
        "sort": ("rank", "-score", "-confidence", "display"),
        "source": (
            *("wikimedia_top", "wikimedia_article", "google_trends_rss", "google_trends_explore"),
            *("tiktok_hashtag_views", "tiktok_creative_center", "twitter_trends"),
            *("youtube_trending", "pinterest_trends_export", "curated_niches"),
            *("curated_occasions", "tiktok", "twitter", "youtube", "google_trends"),
            *("pinterest", "user_file"),
        ),
        "source_family": ("search", "social", "visual", "reference", "marketplace", "own"),
        "health": ("ok", "empty", "unchanged", "failed", "never"),
        "style": (
            *("retro", "varsity", "western", "groovy", "minimal", "badge"),
            *("bold", "script", "botanical", "pixel", "celestial", "comic"),
        ),
        "product": ("t_shirt", "sweatshirt", "hoodie", "mug", "tote", "sticker", "poster"),
        "garment": (
            *("white", "natural", "heather_grey", "sand", "dusty_blue", "sage"),
            *("forest", "navy", "maroon", "charcoal", "black"),
        ),
        "variant": ("print", "preview", "mockup_light", "mockup_dark"),
        "price_line": (
            *("price", "shipping_charged", "production", "shipping"),
            *("fee_listing", "fee_transaction", "fee_payment", "fee_payment_fixed"),
        ),
        "finding": ("block", "warn", "todo", "ok"),
        "check": (
            *("compliance.limits", "compliance.names", "compliance.print_check"),
            *("compliance.fonts_licensed", "compliance.no_ai_image"),
            *("compliance.production_partner", "compliance.shipping_profile"),
            *("compliance.trademark_search", "compliance.human_approval"),
        ),
        "quality": (
            *("subject_first", "title_length", "tags_used", "tags_phrases", "tags_specific"),
            *("tags_variety", "tags_in_title", "description", "margin"),
        ),
        "print": (
            *("png", "size", "dpi", "colour_space", "alpha", "bytes", "bytes_inline"),
            *("coverage", "margin_left", "margin_right", "margin_top", "margin_bottom"),
            *("soft_ink", "thinnest_stroke", "thinnest_gap"),
            *("legibility", "contrast", "lowest_contrast"),
        ),
        "refusal": (
            *("idea.risk_block", "idea.risk_review", "idea.noise", "idea.weekday"),
            *("idea.not_english", "idea.low_fit", "idea.not_understood", "idea.no_room"),
        ),
        "feature": (
            *("trends.replay", "trends.wikimedia", "trends.google", "trends.curated"),
            *("ideas.composer", "designs.embedded", "drafts.embedded", "ideas.openai"),
            *("designs.openai", "trends.pinterest", "trends.x", "publish.etsy"),
            *("publish.printify", "billing.stripe"),
        ),
        "error": (
            *("app.unreachable", "app.bad_answer", "internal.error", "warehouse.not_found"),
            *("warehouse.busy", "state.unavailable", "serving.not_published"),
            *("serving.before_history", "serving.bad_cursor", "serving.snapshot_gone"),
            *("request.invalid", "request.host_not_allowed"),
        ),
    }
)
