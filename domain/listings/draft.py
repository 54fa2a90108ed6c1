"""A listing draft: everything a seller would type into Etsy's form, with reasons."""

from __future__ import annotations

from dataclasses import dataclass

from domain.listings.pricing import PriceAdvice
from domain.vocabulary import ProductType

COMPOSER_VERSION = "listing/1"


@dataclass(frozen=True, slots=True)
class ComplianceFinding:
    """One check on the draft: ok, todo (the seller must act on Etsy), warn or block."""

    code: str
    status: str
    message: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QualityPart:
    """One reason behind the quality score: points earned of points possible, and why."""

    code: str
    points: int
    possible: int
    message: str


@dataclass(frozen=True, slots=True)
class Quality:
    """An explainable score: the parts' points, summed and scaled to 100."""

    score: int
    parts: tuple[QualityPart, ...]


@dataclass(frozen=True, slots=True)
class ListingDraft:
    """Inside Etsy's limits by construction."""

    idea_id: str
    product: ProductType
    title: str
    tags: tuple[str, ...]
    description: str
    materials: tuple[str, ...]
    pricing: PriceAdvice
    findings: tuple[ComplianceFinding, ...]
    quality: Quality
    composer: str = COMPOSER_VERSION

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids publishing."""
        return any(finding.status == "block" for finding in self.findings)
