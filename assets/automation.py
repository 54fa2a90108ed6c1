"""Named automation and freshness policies, built once."""

from __future__ import annotations

from datetime import timedelta

import dagster as dg


def follows_its_inputs() -> dg.AutomationCondition:
    """Materialize when an input is newer. Only for work that touches nothing outside this house."""
    return dg.AutomationCondition.eager().with_label("follows its inputs")


def fresh_daily() -> dg.FreshnessPolicy:
    """Stale when no successful materialization in 30 hours: a missed morning shows by noon."""
    return dg.FreshnessPolicy.time_window(
        fail_window=timedelta(hours=30), warn_window=timedelta(hours=26)
    )


def fresh_hourly() -> dg.FreshnessPolicy:
    """Stale when the hourly schedule missed three times."""
    return dg.FreshnessPolicy.time_window(
        fail_window=timedelta(hours=3), warn_window=timedelta(hours=2)
    )
