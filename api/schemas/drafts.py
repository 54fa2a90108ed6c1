"""Listing drafts on the wire."""

from __future__ import annotations

from pydantic import AwareDatetime, ConfigDict, Field

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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "draft-0d11e2f3",
                    "idea_id": "idea-3f0c9a1e",
                    "design_id": "design-77ab02c1",
                    "term": "book club",
                    "title": "Book Club Shirt, Just One More Chapter, Reading Gift",
                    "tags": ["book club", "reading gift"],
                    "description": "For the member who always finishes the book.",
                    "materials": ["cotton"],
                    "price": {"amount": "24.99", "currency": "USD"},
                    "pricing": {
                        "price": {"amount": "24.99", "currency": "USD"},
                        "floor": {"amount": "13.25", "currency": "USD"},
                        "profit": {"amount": "10.55", "currency": "USD"},
                        "margin": "0.4222",
                        "profit_with_offsite_ads": {"amount": "6.09", "currency": "USD"},
                        "lines": [
                            {"code": "price", "amount": {"amount": "24.99", "currency": "USD"}},
                            {
                                "code": "production",
                                "amount": {"amount": "-11.50", "currency": "USD"},
                            },
                        ],
                        "basis": "assumption",
                        "note": "Planning figure; your print provider's own price replaces it.",
                        "fees_source": "Etsy fees, US seller",
                        "fees_as_of": "2026-10",
                    },
                    "findings": [
                        {
                            "code": "compliance.production_partner",
                            "status": "todo",
                            "message": "Add your print provider as production partner.",
                            "evidence": [],
                        }
                    ],
                    "blocked": False,
                    "quality": {
                        "score": 88,
                        "parts": [
                            {
                                "code": "quality.tags_used",
                                "points": 15,
                                "possible": 15,
                                "message": "13 of 13 tags used",
                            }
                        ],
                    },
                    "preview_url": "/api/v1/designs/design-77ab02c1/image?variant=preview",
                    "created_at": "2024-12-31T23:10:00Z",
                    "updated_at": "2024-12-31T23:10:00Z",
                }
            ]
        }
    )
