"""Briefs for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from domain.ideas.brief import Brief, Evidence
from domain.vocabulary import Motif, NicheCategory, ProductType, Style


def a_brief(**changes: Any) -> Brief:
    """A complete brief about gardening; keyword arguments replace fields."""
    fields: dict[str, Any] = {
        "idea_id": "idea0001",
        "term_id": "term0001",
        "term": "gardening",
        "concept": "A warm shirt for people who would rather be in the garden",
        "audience": "home gardeners",
        "occasion": None,
        "phrase": ("I'd Rather Be", "Gardening"),
        "emphasis": "Gardening",
        "style": Style.RETRO,
        "palette": "forest_trail",
        "motif": Motif.FLOWER,
        "product_types": (ProductType.T_SHIRT,),
        "keywords": ("gardening shirt", "gift for gardeners", "garden lover", "plant lady"),
        "why_now": "Evergreen niche from our own list; no platform has measured it here.",
        "category": NicheCategory.HOBBY,
        "origin": "curated",
        "seed": 7,
        "writer": "composer/1",
        "evidence": (
            Evidence(
                source="curated_niches",
                origin="curated",
                region="WW",
                metric="listed",
                value=None,
                rank=None,
                observed_on=date(2024, 12, 31),
                captured_at=datetime(2024, 12, 31, 12, tzinfo=UTC),
            ),
        ),
    }
    return Brief(**{**fields, **changes})
