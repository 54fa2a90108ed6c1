"""A listing draft for every current design."""

import hashlib
from collections import Counter
from functools import lru_cache

import dagster as dg

from assets import keys
from assets.automation import follows_its_inputs
from assets.resources import PipelineResource
from domain.gate.gate import assess
from domain.gate.risk import Risk
from domain.ideas.brief import Brief
from domain.listings.compose import compose_listing
from domain.listings.draft import COMPOSER_VERSION, ListingDraft
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import designs as design_repository
from warehouse.state.repositories import drafts as repository
from warehouse.state.repositories import ideas as idea_repository
from warehouse.state.session import migrate_state, session_scope


@dg.asset(
    key=keys.DRAFTS,
    deps=[keys.DESIGNS],
    group_name=keys.LISTING,
    owners=["team:product"],
    kinds={"python", "sqlite"},
    automation_condition=follows_its_inputs(),
    description="Title, 13 tags, description, price with every fee, compliance findings and an "
    "explained quality score, inside Etsy's limits by construction.",
)
def drafts(pipeline: PipelineResource) -> dg.MaterializeResult:
    """Compose a draft for each current design; repeating it changes nothing."""
    settings = pipeline.warehouse_settings()
    migrate_state(settings)
    composed = compose_drafts(settings)
    listings = [listing for _, listing in composed]
    with session_scope(settings) as session:
        repository.upsert_all(session, [made for made, _ in composed])
    statuses = Counter(
        f"{finding.code} {finding.status}" for draft in listings for finding in draft.findings
    )
    lines = ["| finding | drafts |", "|---|--:|"]
    lines += [f"| {name} | {number} |" for name, number in sorted(statuses.items())]
    scores = [draft.quality.score for draft in listings]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(listings),
            "blocked": sum(draft.blocked for draft in listings),
            "quality_mean": round(sum(scores) / len(scores), 1) if scores else 0.0,
            "findings": dg.MetadataValue.md("\n".join(lines)),
        }
    )


def compose_drafts(settings: WarehouseSettings) -> list[tuple[repository.MadeDraft, ListingDraft]]:
    """A draft for each current design of a current idea."""
    found = []
    with session_scope(settings) as session:
        for design in design_repository.current(session):
            idea = idea_repository.get(session, design.idea_id)
            brief = idea_repository.brief_of(idea)
            listing = compose_listing(
                brief,
                gate=judge,
                garments=tuple(design.garments),
                faces=tuple(design.faces),
                print_passed=bool(design.report.get("passed")),
            )
            found.append((record(brief, design.id, listing), listing))
    return found


@lru_cache(maxsize=4096)
def judge(text: str) -> Risk:
    """The name gate on a piece of listing text."""
    return assess(text)


def record(brief: Brief, design_id: str, listing: ListingDraft) -> repository.MadeDraft:
    """The draft as it is kept."""
    identity = hashlib.sha256(f"{design_id}|{COMPOSER_VERSION}".encode()).hexdigest()[:16]
    return repository.MadeDraft(
        id=identity,
        idea_id=brief.idea_id,
        design_id=design_id,
        title=listing.title,
        tags=listing.tags,
        description=listing.description,
        materials=listing.materials,
        price=listing.pricing.price,
        pricing=listing.pricing,
        findings=listing.findings,
        quality=listing.quality,
    )
