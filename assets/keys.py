"""Asset keys: a key says where the thing lives. Stages meet here and nowhere else."""

from __future__ import annotations

from dagster import AssetKey

# Groups, in the order of the pipeline.
INGEST = "ingest"
TERMS = "terms"
SCORE = "score"
SERVE = "serve"
IDEATE = "ideate"
DESIGN = "design"
LISTING = "listing"
# Beside the pipeline: how good it is.
SCIENCE = "science"


def landing(source: str) -> AssetKey:
    """Landed files of one source."""
    return AssetKey(["landing", source])


def raw_signals(platform: str) -> AssetKey:
    """Raw table of one platform."""
    return AssetKey(["raw", f"{platform}_signals"])


def mart(name: str) -> AssetKey:
    """A dbt mart."""
    return AssetKey(["marts", name])


LANDING_REPLAY = landing("replay")
RAW_SOURCES = AssetKey(["raw", "sources"])
RAW_EXPIRED = AssetKey(["raw", "expired"])
RAW_OCCASIONS = AssetKey(["raw", "occasions"])
RAW_TERMS = AssetKey(["raw", "terms"])
RAW_TERM_LINKS = AssetKey(["raw", "term_links"])
RAW_TERM_CLUSTERS = AssetKey(["raw", "term_clusters"])
RAW_APP_DRAFTS = AssetKey(["raw", "app_drafts"])
RAW_TERM_OCCASIONS = AssetKey(["raw", "term_occasions"])
SNAPSHOT = AssetKey(["serving", "snapshot"])
IDEAS = AssetKey(["state", "ideas"])
DESIGNS = AssetKey(["state", "designs"])
DRAFTS = AssetKey(["state", "drafts"])
SCORE_CARD = AssetKey(["science", "score_card"])
