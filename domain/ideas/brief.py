"""The structured brief: what an idea is, before any artwork or listing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.vocabulary import Motif, NicheCategory, ProductType, Style


@dataclass(frozen=True, slots=True)
class Evidence:
    """One stored row that speaks for an idea: source, place and time included."""

    source: str
    origin: str
    region: str
    metric: str
    value: float | None
    rank: int | None
    observed_on: date
    captured_at: datetime
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ScoredTerm:
    """What the score stage hands to the idea stage for one term."""

    term_id: str
    term: str  # normalised match key
    display: str
    kind: str
    origin: str
    is_curated: bool
    category: NicheCategory | None  # of the curated niche, when the term is one
    score: float | None
    score_low: float | None
    confidence: float
    stage: str
    rank: int | None
    occasion: str | None
    publish_by: date | None
    as_of: datetime
    evidence: tuple[Evidence, ...] = ()
    products: tuple[ProductType, ...] = ()  # that suit the term; empty: none is known to


@dataclass(frozen=True, slots=True)
class Brief:
    """A product idea a person could wear. Deterministic for a term, seed and composer version."""

    idea_id: str
    term_id: str
    term: str  # display form
    concept: str  # one sentence
    audience: str
    occasion: str | None
    phrase: tuple[str, ...]  # the printed words, line by line
    emphasis: str  # the word or words that carry the design
    style: Style
    palette: str  # a name in domain.artwork.palettes
    motif: Motif
    product_types: tuple[ProductType, ...]
    keywords: tuple[str, ...]
    why_now: str  # made of the evidence; codes and figures come from rows
    category: NicheCategory
    origin: str
    seed: int
    writer: str  # e.g. "composer/1"
    evidence: tuple[Evidence, ...] = field(default=())
