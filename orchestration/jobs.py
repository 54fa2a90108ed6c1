"""Named selections of assets that run together."""

from __future__ import annotations

import dagster as dg

from assets import keys
from assets.ingest.live import folder_of
from assets.ingest.retention import retention_job
from domain.sources.registry import live_platforms

REPLAY = "replay"
REFRESH = "refresh"
SCORE = "hourly_score"
DRAFTS = "daily_drafts"
SCORE_CARD = "weekly_score_card"


def signals_job(platform: str) -> str:
    """Name of the job that asks one platform."""
    return f"signals_{platform}"


def live_landings() -> dg.AssetSelection:
    """Every landing asset that asks a platform."""
    return dg.AssetSelection.assets(
        *(keys.landing(folder_of(platform)) for platform in live_platforms())
    )


def jobs() -> list[dg.UnresolvedAssetJobDefinition | dg.JobDefinition]:
    """Replay and refresh from signals to drafts, each platform alone, the parts, and the rest."""
    everything = dg.AssetSelection.all() - dg.AssetSelection.groups(keys.SCIENCE)
    replay_landing = dg.AssetSelection.assets(keys.LANDING_REPLAY)
    products = dg.AssetSelection.groups(keys.IDEATE, keys.DESIGN, keys.LISTING)
    return [
        dg.define_asset_job(
            REPLAY,
            selection=everything - live_landings(),
            description="Recorded signals to listing drafts, standing at AS_OF.",
        ),
        dg.define_asset_job(
            REFRESH,
            selection=everything - replay_landing,
            description="Every live source that is switched on, and curated terms, to drafts.",
        ),
        dg.define_asset_job(
            SCORE,
            selection=everything - live_landings() - replay_landing - products,
            description="Scores and snapshot with what has arrived.",
        ),
        dg.define_asset_job(
            DRAFTS,
            selection=everything - live_landings() - replay_landing,
            description="Scores, ideas, designs and drafts with what has arrived.",
        ),
        dg.define_asset_job(
            SCORE_CARD,
            selection=dg.AssetSelection.groups(keys.SCIENCE),
            description="How good the score was on what this installation has recorded.",
        ),
        *(_signals(platform) for platform in live_platforms()),
        retention_job(),
    ]


def _signals(platform: str) -> dg.UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        signals_job(platform),
        selection=dg.AssetSelection.assets(
            keys.landing(folder_of(platform)), keys.raw_signals(platform)
        ),
        description=f"Ask {platform} and load its answer.",
    )
