"""A small state database: three ideas with designs (real files) and drafts, and two runs."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, date, datetime
from typing import Any

from domain.listings.draft import ComplianceFinding, Quality, QualityPart
from domain.listings.pricing import advise
from domain.vocabulary import ProductType
from tests.factories.briefs import a_brief
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import designs, drafts, ideas, scrape_runs
from warehouse.state.session import migrate_state, session_scope
from warehouse.store import ContentStore, StoredFile

GENERATION = "20241231T120000000000-0123abcd"
AS_OF = date(2024, 12, 31)
VARIANTS = ("print", "preview", "mockup_light", "mockup_dark")


def made_idea(number: int = 1, **changes: Any) -> ideas.MadeIdea:
    """An idea about gardening; the number makes its id and its place."""
    brief = a_brief(**{"idea_id": f"idea{number:04}", "term_id": f"term{number:04}", **changes})
    return ideas.MadeIdea(brief, 60.0 - number, 50.0 - number, 0.5)


def picture(number: int, variant: str) -> bytes:
    """A valid PNG of one grey pixel, different for each design and variant."""
    grey = (number * 4 + VARIANTS.index(variant)) % 256

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes([0, grey])))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def made_design(store: ContentStore, number: int = 1, **changes: Any) -> designs.MadeDesign:
    """A design of the idea of that number, its files in the store."""
    files: dict[str, StoredFile] = {
        variant: store.put(picture(number, variant), "image/png") for variant in VARIANTS
    }
    fields: dict[str, Any] = {
        "id": f"design{number:04}",
        "idea_id": f"idea{number:04}",
        "layout": "badge",
        "palette": "forest_trail",
        "faces": ("bebas-neue",),
        "garments": ("cream", "black"),
        "scene_version": "1",
        "files": files,
        "report": {
            "passed": True,
            "coverage": 0.2,
            "inks": [{"colour": "#22333b", "share": 0.8}],
            "findings": [
                {
                    "code": "print.dpi",
                    "passed": True,
                    "required": True,
                    "measured": 300.0,
                    "limit": 300.0,
                    "unit": "dpi",
                    "message": "The file says 300 DPI.",
                }
            ],
        },
    }
    return designs.MadeDesign(**{**fields, **changes})


def made_draft(number: int = 1, **changes: Any) -> drafts.MadeDraft:
    """A draft of the design of that number."""
    pricing = advise(ProductType.T_SHIRT)
    fields: dict[str, Any] = {
        "id": f"draft{number:04}",
        "idea_id": f"idea{number:04}",
        "design_id": f"design{number:04}",
        "title": "Gardening Shirt",
        "tags": ("gardening shirt", "garden gift"),
        "description": "For people who would rather be in the garden.",
        "materials": ("cotton",),
        "price": pricing.price,
        "pricing": pricing,
        "findings": (ComplianceFinding("compliance.fonts_licensed", "ok", "Fine.", ("x",)),),
        "quality": Quality(88, (QualityPart("quality.tags_used", 2, 13, "2 of 13 tags"),)),
    }
    return drafts.MadeDraft(**{**fields, **changes})


def run_record(**changes: Any) -> scrape_runs.RunRecord:
    """A good run of the curated list."""
    fields: dict[str, Any] = {
        "source_id": "curated_niches",
        "platform": "curated",
        "origin": "curated",
        "run_id": "run-1",
        "started_at": datetime(2024, 12, 31, 12, 0, tzinfo=UTC),
        "finished_at": datetime(2024, 12, 31, 12, 1, tzinfo=UTC),
        "status": "ok",
        "attempts": 1,
        "collected": 150,
        "accepted": 150,
    }
    return scrape_runs.RunRecord(**{**fields, **changes})


def fill_state(settings: WarehouseSettings, count: int = 3) -> None:
    """Migrate and fill the state database of a data folder."""
    migrate_state(settings)
    store = ContentStore(settings.designs)
    numbers = range(1, count + 1)
    with session_scope(settings) as session:
        ideas.replace_set(
            session,
            [made_idea(number) for number in numbers],
            [
                ideas.Refused("t-taylor-swift", "Taylor Swift", "risk.person", "Names a person."),
                ideas.Refused("t-mystery-meme", "mystery meme", "risk.unknown", "Not understood."),
            ],
            as_of=AS_OF,
            generation=GENERATION,
        )
        designs.upsert_all(session, [made_design(store, number) for number in numbers])
        drafts.upsert_all(session, [made_draft(number) for number in numbers])
        scrape_runs.record(session, run_record())
        scrape_runs.record(
            session,
            run_record(
                source_id="wikimedia_top",
                platform="wikimedia",
                origin="live",
                status="down",
                collected=0,
                accepted=0,
                error_code="connector.unavailable",
                message="No answer.",
            ),
        )
