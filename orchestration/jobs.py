"""Named selections of assets that run together."""

from __future__ import annotations

import dagster as dg

from assets import keys

LIVE_LANDINGS = ("wikimedia_signals", "google_trends_signals")

REPLAY = "replay"
REFRESH = "refresh"
HOURLY = "hourly_signals"


def jobs() -> list[dg.UnresolvedAssetJobDefinition]:
    """Replay: recorded signals to drafts. Refresh: live signals to drafts. Hourly: to snapshot."""
    everything = dg.AssetSelection.all()
    live_landings = dg.AssetSelection.assets(*(keys.landing(name) for name in LIVE_LANDINGS))
    replay_landing = dg.AssetSelection.assets(keys.LANDING_REPLAY)
    hourly = (
        dg.AssetSelection.assets(keys.landing("google_trends_signals"))
        .downstream()
        .__sub__(dg.AssetSelection.groups(keys.IDEATE, keys.DESIGN, keys.LISTING))
    )
    return [
        dg.define_asset_job(
            REPLAY,
            selection=everything - live_landings,
            description="Recorded signals to listing drafts, standing at AS_OF.",
        ),
        dg.define_asset_job(
            REFRESH,
            selection=everything - replay_landing,
            description="Live keyless sources and curated terms to listing drafts.",
        ),
        dg.define_asset_job(
            HOURLY,
            selection=hourly,
            description="Google's trending feed, and the scores and snapshot that follow from it.",
        ),
    ]
