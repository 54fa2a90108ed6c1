"""What the API sends of ideas, designs, drafts and sources, and a whole shop's worth of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from api.schemas.capabilities import Capabilities, Capability
from api.schemas.designs import Design, Image, Ink, PrintFinding, PrintReport, Variant
from api.schemas.drafts import Draft, Finding, Price, PriceLine, Pricing, Quality, QualityPart
from api.schemas.ideas import Idea, IdeaEvidence, Refusal
from tests.factories.score_card import on_the_wire
from tests.factories.wire import (
    AS_OF,
    GENERATION,
    NO_SEASON,
    NOON,
    a_blocked_trend,
    a_curated_trend,
    a_trend,
    an_unscored_trend,
)
from tests.factories.wire_sources import sources
from tests.fakes.api import Stock


def an_idea(number: int = 1, **changes: Any) -> Idea:
    """An idea with a design and a draft of the same number."""
    fields: dict[str, Any] = {
        "id": f"idea{number}",
        "term_id": "t-book-club",
        "term": "book club",
        "origin": "replay",
        "status": "drafted",
        "current": True,
        "concept": "A quiet badge for people who plan their week around the book club.",
        "audience": "members of a book club",
        "occasion": "World Book Day",
        "phrase": ["Just One", f"More Chapter {number}"],
        "emphasis": "Chapter",
        "style": "badge",
        "palette": "desert_dusk",
        "motif": "book",
        "product_types": ["t_shirt", "tote"],
        "keywords": ["book club"],
        "why_now": "tiktok_hashtag_views views_total 295,000,000 on 2024-12-31.",
        "category": "books",
        "evidence": [
            IdeaEvidence(
                source_id="tiktok_hashtag_views",
                origin="replay",
                region="WW",
                metric="views_total",
                value=295_000_000.0,
                rank=None,
                observed_on=AS_OF,
                captured_at=NOON,
            ),
            IdeaEvidence(
                source_id="youtube_trending",
                origin="replay",
                region="US",
                metric="rank",
                value=None,
                rank=4,
                observed_on=AS_OF,
                captured_at=NOON,
            ),
            IdeaEvidence(
                source_id="curated_niches",
                origin="curated",
                region="WW",
                metric="listed",
                observed_on=AS_OF,
                captured_at=NOON,
            ),
        ],
        "score": 47.0,
        "score_low": 22.0,
        "confidence": 0.62,
        "as_of": AS_OF,
        "generation": GENERATION,
        "writer": "composer/1",
        "seed": 1,
        "design_ids": [f"design{number}"],
        "draft_ids": [f"draft{number}"],
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Idea(**{**fields, **changes})


def _finding(code: str, **changes: Any) -> PrintFinding:
    fields: dict[str, Any] = {
        "code": code,
        "passed": True,
        "required": True,
        "measured": 300.0,
        "limit": 300.0,
        "unit": "dpi",
        "message": "Measured on heather_grey.",
    }
    return PrintFinding(**{**fields, **changes})


def a_design(number: int = 1, **changes: Any) -> Design:
    """A design that passed its print check."""
    fields: dict[str, Any] = {
        "id": f"design{number}",
        "idea_id": f"idea{number}",
        "term": "book club",
        "phrase": ["Just One", f"More Chapter {number}"],
        "layout": "round_badge",
        "palette": "desert_dusk",
        "faces": ["bebas-neue"],
        "garments": ["heather_grey", "navy"],
        "scene_version": "artwork/1",
        "sha256": "0" * 64,
        "images": [
            Image(
                variant=variant,
                url=f"/api/v1/designs/design{number}/image?variant={variant.value}&v=0123",
                media_type="image/png" if variant is Variant.PRINT else "image/jpeg",
                bytes=1_064_242 if variant is Variant.PRINT else 42_000,
                sha256="0" * 64,
            )
            for variant in Variant
        ],
        "report": PrintReport(
            passed=True,
            findings=[
                _finding("print.dpi"),
                _finding("print.size", measured="4500 x 5400", limit="4500 x 5400", unit="px"),
                _finding("print.alpha", measured=0.71, limit=0.01, unit="share of clear pixels"),
                _finding("print.bytes", measured=1_064_242.0, limit=1e8, unit="bytes"),
                _finding("print.coverage", measured=0.2, limit="0.005 to 0.75", unit="share"),
                _finding("print.thinnest_gap", required=False, measured=None, limit=None, unit=""),
                _finding(
                    "print.contrast.heather_grey",
                    required=False,
                    passed=False,
                    measured=2.5,
                    limit=3.0,
                    unit="ratio",
                ),
            ],
            inks=[Ink(colour="#22333b", share=0.82)],
            light_garment="heather_grey",
            dark_garment="navy",
            coverage=0.2,
        ),
        "created_at": NOON,
    }
    return Design(**{**fields, **changes})


def _price(amount: str) -> Price:
    return Price(amount=Decimal(amount), currency="USD")


def a_draft(number: int = 1, **changes: Any) -> Draft:
    """A draft with something left to do on Etsy."""
    lines = {
        "price": "18.99",
        "shipping_charged": "4.75",
        "production": "-11.50",
        "shipping": "-4.75",
        "fee_listing": "-0.20",
        "fee_transaction": "-1.54",
        "fee_payment": "-0.71",
        "fee_payment_fixed": "-0.25",
    }
    fields: dict[str, Any] = {
        "id": f"draft{number}",
        "idea_id": f"idea{number}",
        "design_id": f"design{number}",
        "term": "book club",
        "title": f"Book Club Shirt {number}, Reading Gift",
        "tags": [f"book tag {place}" for place in range(13)],
        "description": "For the member who always finishes the book.",
        "materials": ["Cotton"],
        "price": _price("18.99"),
        "pricing": Pricing(
            price=_price("18.99"),
            floor=_price("13.70"),
            profit=_price("4.79"),
            margin=Decimal("0.2522"),
            profit_with_offsite_ads=_price("1.23"),
            lines=[PriceLine(code=code, amount=_price(amount)) for code, amount in lines.items()],
            basis="assumption",
            note="Planning figure.",
            fees_source="Etsy fees, US seller",
            fees_as_of="2026-10",
        ),
        "findings": [
            Finding(code="compliance.limits", status="ok", message="Inside the limits."),
            Finding(
                code="compliance.fonts_licensed",
                status="ok",
                message="Every typeface may be used.",
                evidence=["bebas-neue"],
            ),
            Finding(
                code="compliance.production_partner",
                status="todo",
                message="Add your print provider.",
            ),
        ],
        "blocked": False,
        "quality": Quality(
            score=88,
            parts=[
                QualityPart(
                    code="quality.tags_used", points=15, possible=15, message="13 of 13 tags used"
                ),
                QualityPart(
                    code="quality.description", points=2, possible=5, message="names the subject"
                ),
                QualityPart(
                    code="quality.tags_variety", points=7, possible=10, message="41% differ"
                ),
            ],
        ),
        "preview_url": f"/api/v1/designs/design{number}/image?variant=mockup_light&v=0123",
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Draft(**{**fields, **changes})


def capabilities(mode: str | None = "replay") -> Capabilities:
    """One feature at hand, one planned, one that needs a key."""

    def one(name: str, code: str, *needs: str) -> Capability:
        return Capability(
            name=name,
            available=code == "capability.ready",
            reason="Reason.",
            code=code,
            needs=list(needs),
            enables="Something more.",
        )

    return Capabilities(
        items=[
            one("trends.replay", "capability.ready"),
            one("publish.etsy", "capability.planned", "PODPUSHER_ETSY_API_KEY"),
            one("trends.x", "capability.needs_key", "PODPUSHER_X_BEARER_TOKEN"),
        ],
        mode=mode,
        version="0.1.0",
    )


def full_stock(extra: int = 30) -> Stock:
    """A shop with everything, and enough plain terms for a second page."""
    plain = [
        a_trend(f"plain term {number}", 10 + number, confidence=0.3, stage="steady")
        for number in range(extra)
    ]
    return Stock(
        generation=GENERATION,
        trends=[
            a_trend(),
            a_curated_trend(),
            a_blocked_trend(),
            a_trend("frog mug", 4, season=NO_SEASON, stage="emerging"),
            *plain,
            an_unscored_trend(),
        ],
        ideas=[
            an_idea(1),
            an_idea(2, origin="curated", style="retro", category="job", occasion=None),
        ],
        refusals=[
            Refusal(
                term_id="t-taylor-swift",
                display="Taylor Swift",
                code="idea.risk_block",
                reason="It names a person.",
                as_of=AS_OF,
                generation=GENERATION,
            ),
            Refusal(
                term_id="t-monday",
                display="monday",
                code="idea.weekday",
                reason="It only names a day of the week.",
                as_of=AS_OF,
                generation=GENERATION,
            ),
        ],
        designs=[a_design(1), a_design(2, report=PrintReport(passed=False), images=[])],
        drafts=[
            a_draft(1),
            a_draft(
                2,
                blocked=True,
                preview_url=None,
                findings=[
                    Finding(
                        code="compliance.names",
                        status="block",
                        message="It names a brand.",
                        evidence=["acme (brands, exact)"],
                    )
                ],
            ),
        ],
        sources=sources(),
        score_card=on_the_wire(),
        capabilities=capabilities(),
    )
