"""Trends on the wire: the ranked list, and one term with all that explains it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field

from api.schemas.common import Wire
from domain.vocabulary import ProductType


class TrendSort(StrEnum):
    """What the list may be ordered by. A leading minus means descending."""

    RANK = "rank"
    RANK_DESC = "-rank"
    SCORE = "score"
    SCORE_DESC = "-score"
    CONFIDENCE = "confidence"
    CONFIDENCE_DESC = "-confidence"
    DAYS_LEFT = "days_left"
    DAYS_LEFT_DESC = "-days_left"
    DISPLAY = "display"
    DISPLAY_DESC = "-display"


class RiskMatch(Wire):
    """What the name gate matched, on which list, and how."""

    matched: str
    list_name: str
    how: str = Field(description="exact, words, compact, pattern or shape.")


class TrendRisk(Wire):
    """The name gate's verdict. It never changes the score. Not legal advice."""

    status: str = Field(description="clear, review or block. Only clear terms become ideas.")
    category: str = Field(description="Whose it is: person, brand, franchise … or none.")
    code: str = Field(description="Message code, e.g. risk.brand.")
    reason: str = Field(description="English sentence.")
    evidence: list[RiskMatch] = Field(default_factory=list)


class SeriesRef(Wire):
    """Which series a line of numbers is."""

    source_id: str
    metric: str = Field(description="rank shows 1/(rank+5), counters the gain of the day.")
    period: str = Field(description="Span of one number: day, week or month.")
    first_on: date = Field(description="Day of the first number of the line.")
    last_on: date = Field(description="Day of the last number of the line.")


class Trend(Wire):
    """One scored term on one day."""

    term_id: str
    term: str = Field(description="Normalised match key.")
    display: str = Field(description="How we write it.")
    scored_on: date = Field(description="The day the score stands for.")
    score_version: str = Field(description="Version of the weights and rules that made the score.")
    score: float | None = Field(
        description="Opportunity, 0-100; null while there is too little history to score."
    )
    score_low: float | None = Field(description="Lower bound of the score; the rank follows it.")
    confidence: float = Field(description="0-1, apart from the score: how much is known.")
    stage: str = Field(
        description="Place in the life cycle: emerging, rising, peak, fading, seasonal, steady, "
        "evergreen, dormant or too_little_history."
    )
    rank: int | None = Field(description="1 is best; null where there is no score.")
    sources: list[str] = Field(description="Ids of the sources that speak for the term.")
    regions: list[str] | None = Field(
        default=None,
        description="Where a source measured the term in the 35 days up to the day: ISO 3166 "
        "alpha-2, WW for the world as a whole. Empty: nowhere. Null: the day was scored before "
        "regions were kept.",
    )
    origin: str = Field(description="live, replay, import or curated; curated is not measured.")
    is_curated: bool = Field(description="Stands on our own list or calendar.")
    risk: TrendRisk
    language: str = Field(description="ISO 639-1, or und.")
    kind: str = Field(description="hashtag, search, topic, title, article, keyword, niche …")
    category: str | None = Field(default=None, description="Niche category, when curated.")
    occasion: str | None = Field(default=None, description="Occasion the words name.")
    publish_by: date | None = Field(
        default=None,
        description="Last day that leaves time to rank and deliver before the next season that "
        "can still be served: its occasion, or the peak of its yearly shape.",
    )
    left_basis: str | None = Field(
        default=None, description="What `days_left` counts down to: rise, season; null: unknown."
    )
    days_left: int | None = Field(
        default=None,
        description="Days until half of recorded rises of this age were over, or until the peak "
        "of the season; null when neither is known.",
    )
    days_left_low: int | None = Field(
        default=None, description="Days until a quarter of such rises were over."
    )
    days_left_high: int | None = Field(
        default=None,
        description="Days until three quarters of such rises were over; null: nobody saw it.",
    )
    lead_days: int | None = Field(
        default=None, description="Days that a listing needs to be made, found and delivered."
    )
    in_time: bool | None = Field(
        default=None, description="Whether `days_left` is at least `lead_days`; null: unknown."
    )
    peak_on: date | None = Field(
        default=None,
        description="Next date of its occasion, or the middle of the peak week of its year.",
    )
    n_members: int = Field(
        default=1, description="Terms of one meaning scored together here, itself included."
    )
    fit: float | None = Field(default=None, description="Product fit 0-1, from the words alone.")
    products: list[ProductType] = Field(
        default_factory=list,
        description="Products that suit the term; none where its fit is too low for any.",
    )
    sparkline: list[float | None] = Field(
        default_factory=list,
        description="Last 30 days (else weeks, else months) of the main series, oldest first; "
        "null: nothing observed.",
    )
    sparkline_source: SeriesRef | None = Field(
        default=None,
        description="The series drawn: the one with most days; null when nothing is measured.",
    )

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "term_id": "9b1f0c5d2a7e4f60",
                    "term": "book club",
                    "display": "book club",
                    "scored_on": "2024-12-31",
                    "score_version": "1",
                    "score": 41.7,
                    "score_low": 33.2,
                    "confidence": 0.62,
                    "stage": "rising",
                    "rank": 3,
                    "sources": ["wikimedia_article", "tiktok_hashtag_views"],
                    "regions": ["US", "WW"],
                    "origin": "replay",
                    "is_curated": True,
                    "risk": {
                        "status": "clear",
                        "category": "none",
                        "code": "risk.none",
                        "reason": "Names nobody's property that we know of.",
                        "evidence": [],
                    },
                    "language": "en",
                    "kind": "hashtag",
                    "category": "books",
                    "occasion": None,
                    "publish_by": None,
                    "left_basis": "rise",
                    "days_left": 7,
                    "days_left_low": 3,
                    "days_left_high": 12,
                    "lead_days": 12,
                    "in_time": False,
                    "peak_on": None,
                    "n_members": 2,
                    "fit": 0.8,
                    "products": ["t_shirt", "sweatshirt", "tote"],
                    "sparkline": [120.0, None, 131.0],
                    "sparkline_source": {
                        "source_id": "wikimedia_article",
                        "metric": "views",
                        "period": "day",
                        "first_on": "2024-12-29",
                        "last_on": "2024-12-31",
                    },
                }
            ]
        },
    )


class TrendFields(Wire):
    """The fields of a trend that were asked for with `fields`; each is as in `Trend`."""

    model_config = ConfigDict(extra="allow")
