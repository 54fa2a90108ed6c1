"""From a brief and its design to a complete listing draft."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.ideas.brief import Brief
from domain.listings.compliance import Gate, findings
from domain.listings.draft import ListingDraft
from domain.listings.limits import clean_material
from domain.listings.pricing import ProductCost, advise
from domain.listings.quality import grade
from domain.listings.text import MATERIALS, compose_description, compose_tags, compose_title
from domain.vocabulary import ProductType


def compose_listing(
    brief: Brief,
    *,
    gate: Gate,
    garments: Sequence[str],
    faces: Sequence[str],
    print_passed: bool | None,
    product: ProductType = ProductType.T_SHIRT,
    target_margin: Decimal = Decimal("0.25"),
    cost: ProductCost | None = None,
) -> ListingDraft:
    """An English draft. Deterministic; inside Etsy's limits by construction."""
    title = compose_title(brief, product)
    tags = compose_tags(brief, product)
    description = compose_description(brief, product, garments)
    materials = tuple(
        material for name in MATERIALS[product] if (material := clean_material(name)) is not None
    )
    pricing = advise(product, target_margin=target_margin, cost=cost)
    return ListingDraft(
        idea_id=brief.idea_id,
        product=product,
        title=title,
        tags=tags,
        description=description,
        materials=materials,
        pricing=pricing,
        findings=findings(
            brief,
            title=title,
            tags=tags,
            materials=materials,
            gate=gate,
            faces=faces,
            print_passed=print_passed,
        ),
        quality=grade(
            brief,
            product=product,
            title=title,
            tags=tags,
            description=description,
            margin=float(pricing.margin),
        ),
    )
