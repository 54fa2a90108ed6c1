"""All that is known of one term, on the wire."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.schemas.common import Evidence, Locale, Wire
from api.schemas.forecasts import TermForecast
from api.schemas.trends import Trend
from domain.vocabulary import ProductType


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
