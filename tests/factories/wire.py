"""What the API sends of trends, for tests of the screen."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.schemas.terms import (
    ConfidenceParts,
    Contribution,
    Measures,
    ProductReason,
    ScorePoint,
    Season,
    SeenEvidence,
    Series,
    SeriesPoint,
    TrendDetail,
)
from api.schemas.trends import RiskMatch, SeriesRef, TrendRisk
from domain.vocabulary import ProductType

AS_OF = date(2024, 12, 31)
GENERATION = "20241231T120000000000-0123abcd"
NOON = datetime(2024, 12, 31, 12, tzinfo=UTC)
CLEAR = TrendRisk(
    status="clear", category="none", code="risk.none", reason="No list knows it.", evidence=[]
)
BLOCKED = TrendRisk(
    status="block",
    category="person",
    code="risk.person",
    reason="“taylor swift” is the name of a person.",
    evidence=[RiskMatch(matched="taylor swift", list_name="musicians", how="exact")],
)
COMPONENTS = (
    ("momentum", 0.15, 0.4),
    ("outlook", 0.20, 0.6),
    ("breadth", 0.15, 0.6),
    ("freshness", 0.05, 0.8),
    ("season", 0.10, 0.5),
    ("fit", 0.15, 0.9),
    ("intent", 0.10, 0.3),
    ("competition", 0.10, None),
)
WINDOW = Season(
    basis="occasion",
    index=None,
    ahead=None,
    years=None,
    opportunity=1.0,
    occasion="Valentine's Day",
    country="US",
    falls_on=date(2025, 2, 14),
    publish_from=date(2024, 12, 6),
    publish_by=date(2025, 1, 3),
)
NO_SEASON = Season.model_validate(dict.fromkeys(Season.model_fields))


def contributions() -> list[Contribution]:
    """All components, competition unknown, and four own drafts where three have room."""
    known = sum(weight for _name, weight, value in COMPONENTS if value is not None)
    return [
        Contribution(
            component=name,
            raw_value=value,
            component_value=value,
            weight=weight,
            weight_used=weight / known if value else 0.0,
            contribution=weight / known * math.log(value) if value else 0.0,
            is_known=value is not None,
        )
        for name, weight, value in COMPONENTS
    ] + [
        Contribution(
            component="crowding",
            raw_value=4,
            component_value=0.75,
            weight=1,
            weight_used=1,
            contribution=math.log(0.75),
            is_known=True,
        )
    ]


def a_trend(term: str = "book club", rank: int | None = 1, **changes: Any) -> TrendDetail:
    """A measured, rising term with thirty days of history."""
    parts = contributions()
    log_score = sum(part.contribution for part in parts)
    score = 100 * math.exp(log_score)
    days = [AS_OF - timedelta(days=29 - step) for step in range(30)]
    fields: dict[str, Any] = {
        "term_id": f"t-{term.replace(' ', '-')}",
        "term": term,
        "display": term,
        "scored_on": AS_OF,
        "score_version": "v2",
        "score": score - (rank or 0) / 10,
        "score_low": score / 2 - (rank or 0) / 10,
        "confidence": 0.62,
        "stage": "rising",
        "rank": rank,
        "sources": ["tiktok_hashtag_views", "wikimedia_article"],
        "regions": ["US", "WW"],
        "origin": "replay",
        "is_curated": False,
        "risk": CLEAR,
        "language": "en",
        "kind": "hashtag",
        "category": "books",
        "fit": 0.8,
        "products": ["t_shirt", "tote"],
        "product_reasons": [
            ProductReason(product=ProductType.T_SHIRT, code="suits.worn", reason="For the test."),
            ProductReason(product=ProductType.TOTE, code="suits.carried", reason="For the test."),
        ],
        "sparkline": [None if step == 7 else 100.0 + step for step in range(30)],
        "sparkline_source": SeriesRef(
            source_id="tiktok_hashtag_views",
            metric="views_total",
            period="day",
            first_on=days[0],
            last_on=AS_OF,
        ),
        "log_score": log_score,
        "intent": 0.3,
        "confidence_parts": ConfidenceParts(
            coverage=0.9,
            sample_size=0.8,
            agreement=0.86,
            standard_error=0.57,
            days_seen=28,
            n_sources=2,
            n_families=2,
        ),
        "measures": Measures.model_validate(dict.fromkeys(Measures.model_fields)),
        "season": WINDOW,
        "contributions": parts,
        "history": [
            Series(
                source_id="tiktok_hashtag_views",
                metric="views_total",
                period="day",
                points=[SeriesPoint(on=day, value=100.0, smoothed=100.0) for day in days],
            ),
            Series(
                source_id="youtube_trending",
                metric="rank",
                period="day",
                points=[SeriesPoint(on=day, value=0.1, best_rank=5) for day in days[-3:]],
            ),
        ],
        "score_history": [
            ScorePoint(
                on=day,
                score_version="v2",
                score=score,
                score_low=score / 2,
                confidence=0.6,
                stage="rising",
                rank=rank,
            )
            for day in days
        ],
        "evidence": [
            SeenEvidence(
                source_id="tiktok_hashtag_views",
                origin="replay",
                region="US",
                metric="views_total",
                value=1_250_000.0,
                rank=None,
                observed_at=NOON,
                captured_at=NOON,
                url="https://social.example/tag",
                seen="#bookclub",
                kind="hashtag",
                period="instant",
                is_partial=True,
            )
        ],
        "as_of": AS_OF,
        "generation": GENERATION,
    }
    return TrendDetail(**{**fields, **changes})


def a_curated_trend(term: str = "nurse life", rank: int = 2) -> TrendDetail:
    """A term of our own list that nobody measured."""
    return a_trend(
        term,
        rank,
        sources=[],
        regions=[],
        origin="curated",
        is_curated=True,
        stage="evergreen",
        category="job",
        kind="niche",
        confidence=0.02,
        sparkline=[],
        sparkline_source=None,
        history=[],
        score_history=[],
        evidence=[],
        season=NO_SEASON,
    )


def a_blocked_trend(rank: int = 3) -> TrendDetail:
    """A term that names a person."""
    return a_trend("taylor swift", rank, display="Taylor Swift", risk=BLOCKED, kind="article")


def an_unscored_trend(term: str = "new word") -> TrendDetail:
    """A term with too little history: no score, no rank."""
    return a_trend(
        term,
        None,
        score=None,
        score_low=None,
        stage="too_little_history",
        log_score=None,
        contributions=[],
        score_history=[],
    )
