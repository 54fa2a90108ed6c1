"""Ideas on the wire."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, ConfigDict, Field

from api.schemas.common import Wire


class IdeaEvidence(Wire):
    """One stored observation the idea was made from."""

    source_id: str
    origin: str
    region: str
    metric: str
    value: float | None = None
    rank: int | None = None
    observed_on: date
    captured_at: AwareDatetime
    url: str | None = None


class Idea(Wire):
    """A structured product idea. Figures are those at the time of making (`as_of`)."""

    id: str
    term_id: str
    term: str = Field(description="Display form of the term.")
    origin: str = Field(description="Origin of the term: live, replay, import or curated.")
    status: str = Field(description="new, designed or drafted.")
    current: bool = Field(description="False once a newer run no longer proposes it.")
    concept: str
    audience: str
    occasion: str | None
    phrase: list[str] = Field(description="The printed words, line by line.")
    emphasis: str
    style: str
    palette: str
    motif: str
    product_types: list[str]
    keywords: list[str]
    why_now: str = Field(
        description="Made of the evidence rows; says so where no product is known to suit the term."
    )
    category: str
    evidence: list[IdeaEvidence]
    score: float | None
    score_low: float | None
    confidence: float
    as_of: date
    generation: str = Field(description="Snapshot it was made from.")
    writer: str = Field(description="What composed it, e.g. composer/1.")
    seed: int
    design_ids: list[str] = Field(default_factory=list)
    draft_ids: list[str] = Field(default_factory=list)
    created_at: AwareDatetime
    updated_at: AwareDatetime

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "idea-3f0c9a1e",
                    "term_id": "9b1f0c5d2a7e4f60",
                    "term": "book club",
                    "origin": "replay",
                    "status": "drafted",
                    "current": True,
                    "concept": "A quiet badge for people who plan their week around the book club.",
                    "audience": "members of a book club",
                    "occasion": None,
                    "phrase": ["just one", "more chapter"],
                    "emphasis": "chapter",
                    "style": "badge",
                    "palette": "library",
                    "motif": "book",
                    "product_types": ["t_shirt"],
                    "keywords": ["book club", "reading gift"],
                    "why_now": "Rising on Wikipedia: 4,210 views on 2024-12-31.",
                    "category": "books",
                    "evidence": [
                        {
                            "source_id": "wikimedia_article",
                            "origin": "replay",
                            "region": "WW",
                            "metric": "views",
                            "value": 4210.0,
                            "rank": None,
                            "observed_on": "2024-12-31",
                            "captured_at": "2024-12-31T23:59:59Z",
                            "url": None,
                        }
                    ],
                    "score": 41.7,
                    "score_low": 33.2,
                    "confidence": 0.62,
                    "as_of": "2024-12-31",
                    "generation": "20261121T220044147761-5a9e026a",
                    "writer": "composer/1",
                    "seed": 7,
                    "design_ids": ["design-77ab02c1"],
                    "draft_ids": ["draft-0d11e2f3"],
                    "created_at": "2024-12-31T23:10:00Z",
                    "updated_at": "2024-12-31T23:10:00Z",
                }
            ]
        }
    )


class Refusal(Wire):
    """A term that was considered and did not become an idea."""

    term_id: str
    display: str
    code: str = Field(examples=["risk.brand"])
    reason: str
    as_of: date
    generation: str

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "term_id": "t-1",
                    "display": "Taylor Swift",
                    "code": "risk.person",
                    "reason": "Names a person.",
                    "as_of": "2024-12-31",
                    "generation": "20261121T220044147761-5a9e026a",
                }
            ]
        }
    )
