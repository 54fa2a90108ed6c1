"""Codes that the API sends and the screen says in words: one family of messages each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_STAGES = (
    *("emerging", "rising", "peak", "fading", "seasonal", "steady"),
    *("evergreen", "dormant", "too_little_history"),
)
_COMPONENTS = (
    *("momentum", "outlook", "breadth", "freshness", "season"),
    *("fit", "intent", "competition", "crowding"),
)
# What a forecast looks at, as in the seeds of its weights.
_FEATURES = (
    *("intercept", "pace_1", "pace_2", "pace_3", "pace_5", "pace_14", "pace_28", "pace_56"),
    *("week_1", "week_2", "week_3", "median_12", "greatest_12", "least_12", "place_12"),
    *("spread_12", "steps", "growth", "level", "pace_1_thin", "pace_3_thin", "pace_28_thin"),
    *("week_1_thin", "median_12_thin", "share_all", "share_120", "share_30", "sightings_120"),
    *("same_weekday", "near_weekday", "week_ago", "fortnight_ago", "weekday", "streak"),
    *("episodes", "new", "length", "hash", "ascii", "capitals", "digits", "words"),
    *("lower", "length_new", "hash_new", "capitals_new", "digits_new", "hash_lower"),
)
_METRICS = (
    *("views_total", "views", "posts_total", "mentions"),
    *("searches", "interest", "listings", "rank", "listed"),
)
# How a visit to a source ends, and how far a piece of work is.
_VISITS = (
    *("ok", "partial", "empty", "unchanged"),
    *("blocked", "login_wall", "changed_markup", "down", "failed"),
)
_WORK = ("queued", "running", "done", "failed")
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
        "member": (
            *("head", "letters", "plural", "spelling", "article"),
            *("order", "synonym", "translation", "stretched", "typing"),
        ),
        "period": ("instant", "day", "week", "month"),
        "category": (
            *("hobby", "job", "family", "pet", "place", "humour", "books", "food"),
            *("nature", "sport", "music", "milestone", "mindset", "occasion"),
        ),
        "component": _COMPONENTS,
        "component_help": _COMPONENTS,
        "component_missing": _COMPONENTS,
        "forecast_name": ("rise", "rank", "return", "sustain"),
        "looked_at": _FEATURES,
        "sort": ("rank", "-score", "-confidence", "-days_left", "display"),
        "source": (
            *("wikimedia_top", "wikimedia_article", "google_trends_rss", "google_trends_widgets"),
            *("google_trends_api", "google_trends_explore", "tiktok_trends_page"),
            *("tiktok_discover_page", "tiktok_hashtag_views", "tiktok_creative_center"),
            *("instagram_hashtag_page", "twitter_explore_page", "twitter_trends_api"),
            *("twitter_trends", "youtube_data_api", "youtube_trending", "pinterest_trends_api"),
            *("pinterest_trends_page", "pinterest_trends_export", "etsy_trending_page"),
            *("etsy_marketplace_insights", "reddit_listing", "reddit_api", "bluesky_jetstream"),
            *("hacker_news", "curated_niches", "curated_occasions", "tiktok", "instagram"),
            *("twitter", "youtube", "google_trends", "pinterest", "etsy_trending", "reddit"),
            *("bluesky", "user_file"),
        ),
        "source_family": ("search", "social", "visual", "reference", "marketplace", "own"),
        "source_off": ("switched_off", "needs_key"),
        "cadence": ("hourly", "daily"),
        "health": (*_VISITS, "skipped", "never"),
        "health_help": tuple(visit for visit in _VISITS if visit != "ok"),
        "work": _WORK,
        "work_refresh": _WORK,
        "work_import": _WORK,
        "format": (
            *("canonical", "twitter_trends", "youtube_trending", "tiktok_counter"),
            *("tiktok_creative_center", "tiktok_creative_center_list", "google_trends_explore"),
            *("google_trends_interest_over_time", "google_trends_related"),
            *("google_trends_trending", "pinterest_trends_export", "etsy_marketplace_insights"),
        ),
        "refused_row": (
            *("missing_term", "missing_value", "missing_rank", "missing_date", "term_too_long"),
            *("bad_characters", "bad_number", "bad_rank", "bad_date", "bad_flag", "bad_metric"),
            *("bad_kind", "bad_period", "bad_origin", "bad_region", "bad_source", "bad_url"),
            *("negative_value", "absurd_value", "out_of_range", "future_date", "date_too_old"),
            *("captured_before_observed", "bad_encoding", "bad_json", "wrong_columns"),
            "unclosed_quote",
        ),
        "style": (
            *("retro", "varsity", "western", "groovy", "minimal", "badge"),
            *("bold", "script", "botanical", "pixel", "celestial", "comic"),
        ),
        "product": ("t_shirt", "sweatshirt", "hoodie", "mug", "tote", "sticker", "poster"),
        "suits": (
            *("named", "worn", "person", "table", "gift_day", "carried"),
            *("any_weather", "cold_season", "team", "short", "picture"),
        ),
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
        "question": ("a", "b", "c", "d"),
        "question_help": ("a", "b", "c", "d"),
        "rule": (
            *("absolute_gain", "acceleration", "all_sightings", "best_rank", "decayed_count"),
            *("ewma_z", "kleinberg", "mean_k_sigma", "mean_reversion_4w"),
            *("median_reversion_12w", "poisson", "predecessor", "random", "ratio_7_28"),
            *("recent_sightings", "recurrence", "relative_growth", "seasonal_naive"),
            *("small_level", "volume", "week_on_week", "wikitrends"),
        ),
        "refusal": (
            *("idea.risk_block", "idea.risk_review", "idea.noise", "idea.weekday"),
            *("idea.not_english", "idea.low_fit", "idea.not_understood", "idea.no_room"),
        ),
        "feature": (
            *("trends.replay", "trends.wikimedia", "trends.google", "trends.curated"),
            *("trends.bluesky", "trends.hacker_news", "trends.pages", "trends.youtube"),
            *("trends.reddit", "trends.google_api", "trends.x", "trends.pinterest"),
            *("ideas.composer", "designs.embedded", "drafts.embedded", "ideas.openai"),
            *("designs.openai", "publish.etsy", "publish.printify", "billing.stripe"),
        ),
        "error": (
            *("app.unreachable", "app.bad_answer", "internal.error"),
            *("warehouse.failed", "warehouse.busy", "warehouse.not_found", "warehouse.conflict"),
            *("warehouse.quota_exceeded", "state.unavailable", "serving.not_published"),
            *("trends.unknown_term", "score_card.none", "request.not_acceptable"),
            *("serving.before_history", "serving.bad_cursor", "serving.snapshot_gone"),
            *("request.invalid", "request.malformed", "request.too_large"),
            *("request.host_not_allowed", "request.origin_not_allowed", "request.rate_limited"),
            *("request.run_failed", "request.timed_out", "refresh.replay"),
            *("auth.token_required", "auth.not_admin", "route.not_found"),
            *("route.method_not_allowed", "source.switched_off"),
            *("connector.failed", "connector.retry_later", "connector.rate_limited"),
            *("connector.unavailable", "connector.proxy_unavailable", "connector.breaker_open"),
            *("connector.deadline_exceeded", "connector.refused", "connector.forbidden_address"),
            *("connector.blocked", "connector.login_wall", "connector.unknown_markup"),
            *("connector.bad_answer", "connector.skip", "connector.no_data"),
            *("connector.not_modified", "connector.not_replayable", "connector.ask_operator"),
            "connector.not_configured",
            *("input.unusable", "input.unreadable", "input.empty", "input.truncated"),
            *("input.unknown_format", "input.too_large", "input.no_permission"),
            *("input.not_found", "input.empty_folder", "input.bad_encoding", "input.no_date"),
            *("input.unknown_source", "input.rows_refused"),
        ),
    }
)
