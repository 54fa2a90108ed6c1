"""Trends on the wire: the ranked list, and one term with all that explains it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field

from api.schemas.common import Evidence, Locale, Wire
from api.schemas.forecasts import TermForecast
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


class Contribution(Wire):
    """One bar of the waterfall. Contributions sum to `log_score`; score = 100·exp(log_score).

    Those of the version that made the score; `crowding`, where it is counted, comes last and
    counts whole: its weights are 1 and no share of the others.
    """

    component: str = Field(examples=["momentum"])
    raw_value: float | None = Field(description="The measure before it was scaled.")
    component_value: float | None = Field(description="Scaled to 0.02-1; null when unknown.")
    weight: float = Field(description="Weight of this score version.")
    weight_used: float = Field(description="After the weight of unknown components was spread.")
    contribution: float = Field(description="weight_used · ln(component_value), a log term.")
    is_known: bool


class SeriesPoint(Wire):
    """One day of a series."""

    on: date
    value: float | None
    smoothed: float | None = Field(default=None, description="Mean of the known values of 7 days.")
    best_rank: int | None = Field(default=None, description="Best place of the day, for lists.")


class Series(Wire):
    """The daily history of one measure of one source."""

    source_id: str
    metric: str
    period: str = Field(description="day, week or month.")
    points: list[SeriesPoint]


class ScorePoint(Wire):
    """The score of one day."""

    on: date
    score_version: str = Field(description="Version of the weights that made this day's score.")
    score: float | None
    score_low: float | None
    confidence: float
    stage: str
    rank: int | None


class ConfidenceParts(Wire):
    """Why the confidence is what it is: the product of coverage, sample size and agreement."""

    coverage: float | None = Field(description="Share of the weights whose component is known.")
    sample_size: float | None = Field(description="Grows with the days seen of the last 28.")
    agreement: float | None = Field(description="Share of sources that agree on the direction.")
    standard_error: float | None = Field(description="Log score between score and score_low.")
    days_seen: int | None = Field(description="Days measured of the last 28.")
    n_sources: int | None
    n_families: int | None = Field(description="Independent families among the sources.")


class Measures(Wire):
    """The measures behind the components; null: not known."""

    level: float | None = Field(description="ln(1 + 7-day mean) of the largest count series.")
    burst: float | None = Field(description="Smoothed value against its own baseline, as a z.")
    velocity: float | None = Field(description="ln of the 7-day mean over the 28 days before.")
    acceleration: float | None = Field(description="Velocity less that of 14 days before.")
    persistence: float | None = Field(description="Share of the last 7 days above the baseline.")
    breadth_z: float | None
    breadth_wilson: float | None = Field(description="Lower bound of the share of sources rising.")
    onset_age: int | None = Field(description="Days since the rise began; 28 when there is none.")
    freshness: float | None
    days_on_list: int | None = Field(description="Days on a list of the last 14.")


class Season(Wire):
    """The season as an opportunity: from the calendar, or from the yearly shape of the series."""

    basis: str | None = Field(description="occasion, measured, or null when unknown.")
    index: float | None = Field(description="These weeks over the yearly mean, past years.")
    ahead: float | None = Field(description="The same 56 days ahead.")
    years: int | None = Field(description="Whole years it was measured over.")
    opportunity: float | None = Field(description="1 inside the publish window, less outside.")
    occasion: str | None
    country: str | None
    falls_on: date | None
    publish_from: date | None
    publish_by: date | None
    peak_basis: str | None = Field(
        default=None, description="Where `peak_on` is from: occasion, measured; null: no season."
    )


class Rise(Wire):
    """The rise under way, and the recorded ones that it is held against."""

    age: int = Field(description="Days since the growth began; 28 for so many or more.")
    like: int | None = Field(
        description="Recorded rises of this age that the days left are read off; null: none."
    )


class SeenEvidence(Evidence):
    """An observation with the text as the source shows it."""

    seen: str
    kind: str
    period: str
    is_partial: bool


class SourceEvidence(Wire):
    """What there is of the evidence of one source behind the answer."""

    source_id: str
    state: str = Field(
        description="shown: rows are listed. not_shown: the rows are kept, but a snapshot lists "
        "the newest of its last day only. expired: the source's retention has ended and the rows "
        "were deleted. partly_expired: some of them were."
    )
    rows: int = Field(description="Rows listed in `evidence`.")
    retention_days: int | None = Field(
        default=None, description="For how long the source's answers may be kept, once expired."
    )
    ended_on: date | None = Field(
        default=None,
        description="The day its evidence behind this answer was deleted, or the first part of it.",
    )


class Member(Wire):
    """One of the terms that a trend stands for, and why."""

    term_id: str
    term: str = Field(description="Normalised match key of the member.")
    display: str = Field(description="How the member is written.")
    language: str = Field(description="ISO 639-1, or und.")
    kind: str
    reason: str = Field(
        description="head, letters, plural, spelling, article, order, synonym, translation, "
        "stretched or typing.",
        examples=["spelling"],
    )
    detail: str = Field(
        description="The words the reason rests on; empty where it says all.",
        examples=["mum = mom"],
    )
    n_observations: int = Field(description="Measured rows of this member alone, of all time.")
    first_seen_on: date | None
    last_seen_on: date | None


class ProductReason(Wire):
    """A product that suits a term, and the rule that says so."""

    product: ProductType
    code: str = Field(description="Message code.", examples=["suits.carried"])
    reason: str = Field(description="English sentence.")


class SimilarTerm(Wire):
    """Another trend of the day that shares at least a third of the words."""

    term: str
    display: str
    score: float | None
    rank: int | None
    stage: str


class TrendDetail(Trend):
    """One term with its score explained and its history."""

    asked_member: str | None = Field(
        default=None,
        description="Id of the member that was asked for, when another term answers for it.",
    )
    members: list[Member] = Field(
        default_factory=list,
        description="The terms scored together here, the head first; empty when it is one alone.",
    )

    log_score: float | None = Field(default=None, description="Sum of the contributions.")
    first_seen_on: date | None = None
    last_seen_on: date | None = None
    intent: float | None = Field(
        default=None, description="Buying intent 0-1, from the words alone."
    )
    product_reasons: list[ProductReason] = Field(
        default_factory=list, description="Why each of the products suits the term."
    )
    confidence_parts: ConfidenceParts
    measures: Measures
    season: Season
    rise: Rise | None = Field(default=None, description="Null when nothing rises, or unknown.")
    contributions: list[Contribution] = Field(default_factory=list)
    forecast: TermForecast | None = Field(
        default=None, description="The newest within a week of the day; null when there is none."
    )
    history: list[Series] = Field(default_factory=list)
    score_history: list[ScorePoint] = Field(default_factory=list)
    similar: list[SimilarTerm] = Field(
        default_factory=list, description="Trends with like words, the most alike first."
    )
    evidence: list[SeenEvidence] = Field(
        default_factory=list, description="Raw rows, the most telling first."
    )
    evidence_sources: list[SourceEvidence] = Field(
        default_factory=list,
        description="For each source that speaks for the term: whether its evidence is here. The "
        "score and its contributions are our own figures and stay when evidence expires.",
    )
    evidence_complete: bool | None = Field(
        default=None,
        description="False: computed after rows it would rest on had expired, so not what was said "
        "on that day. Null: scored before this was kept.",
    )
    as_of: date = Field(description="The day asked for, or the day of the snapshot.")
    generation: str
    locale: Locale = Field(default_factory=Locale)
