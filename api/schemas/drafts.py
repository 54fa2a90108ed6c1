"""Listing drafts on the wire."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from api.schemas.common import Amount, Wire


class Price(Wire):
    """An amount with its currency."""

    amount: Amount
    currency: str = "USD"


class PriceLine(Wire):
    """One line of what a sale leaves; costs are negative. The lines sum exactly to the profit."""

    code: str = Field(examples=["fee_transaction"])
    amount: Price


class Pricing(Wire):
    """The price, the floor below which a sale loses money, and where each cent goes."""

    price: Price
    floor: Price
    profit: Price
    margin: Amount = Field(description="Profit as a share of the price.", examples=["0.2513"])
    profit_with_offsite_ads: Price
    lines: list[PriceLine]
    basis: str = Field(description="assumption, or the provider whose costs were used.")
    note: str
    fees_source: str
    fees_as_of: str


class Finding(Wire):
    """One check on the draft: ok, todo (the seller must act), warn or block."""

    code: str = Field(examples=["compliance.production_partner"])
    status: str
    message: str
    evidence: list[str] = Field(default_factory=list)


class QualityPart(Wire):
    """One reason behind the quality score."""

    code: str = Field(examples=["quality.tags_used"])
    points: int
    possible: int
    message: str


class Quality(Wire):
    """An explainable quality score: the parts' points, summed and scaled to 100."""

    score: int
    parts: list[QualityPart] = Field(default_factory=list)


class Draft(Wire):
    """A listing draft within the marketplace's limits."""

    id: str
    idea_id: str
    design_id: str
    term: str | None = None
    title: str
    tags: list[str]
    description: str
    materials: list[str]
    price: Price
    pricing: Pricing
    findings: list[Finding] = Field(default_factory=list)
    blocked: bool = Field(description="Whether a finding forbids publishing.")
    quality: Quality
    preview_url: str | None = Field(default=None, description="Preview of the design it sells.")
    created_at: AwareDatetime
    updated_at: AwareDatetime
