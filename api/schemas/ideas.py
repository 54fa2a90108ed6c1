"""Ideas on the wire."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, Field

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
    why_now: str = Field(description="One sentence made of the evidence rows.")
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


class Refusal(Wire):
    """A term that was considered and did not become an idea."""

    term_id: str
    display: str
    code: str = Field(examples=["risk.brand"])
    reason: str
    as_of: date
    generation: str
