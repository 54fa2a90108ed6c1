"""Ideas, designs and drafts follow a new snapshot by themselves, in live mode."""

from __future__ import annotations

import dagster as dg

from assets import keys


def sensors(*, live: bool) -> list[dg.AutomationConditionSensorDefinition]:
    """The sensor that evaluates the automation conditions of the seller-side stages."""
    return [
        dg.AutomationConditionSensorDefinition(
            name="follow_snapshot",
            target=dg.AssetSelection.groups(keys.IDEATE, keys.DESIGN, keys.LISTING),
            default_status=(
                dg.DefaultSensorStatus.RUNNING if live else dg.DefaultSensorStatus.STOPPED
            ),
            minimum_interval_seconds=60,
            description="Materializes ideas, designs and drafts when what they are made from is "
            "newer than they are.",
        )
    ]
